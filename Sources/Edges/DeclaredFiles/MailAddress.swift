/// Addresses as a relay takes them: a dot-atom, `@`, a name of hosts (RFC 5321, section 4.1.2), all ASCII.
enum MailAddress {
    /// What is wrong with a bare address, after "which "; nil where nothing is.
    static func fault(of text: String) -> String? {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !text.contains(where: \.isWhitespace) else {
            return "is no bare address such as ana@example.org"
        }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return "has letters beyond ASCII, which most relays refuse; write it as ana@example.org, a domain as xn--…"
        }
        if let wrong = parts[0].first(where: { !$0.isLetter && !$0.isNumber && !".!#$%&'*+-/=?^_`{|}~".contains($0) }) {
            return "has \(Wording.quoted(String(wrong))) before the @, where it cannot stand"
        }
        if parts[0].utf8.count > 64 || parts[0].hasPrefix(".") || parts[0].hasSuffix(".") || parts[0].contains("..") {
            return "has no name such as ana.anic before the @"
        }
        return isDomain(parts[1]) ? nil : "has no domain such as example.org behind the @"
    }

    /// Labels of letters, digits and inner hyphens, joined by dots (RFC 1123, section 2.1).
    static func isDomain(_ text: some StringProtocol) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                            || byte == UInt8(ascii: "-")
                    }
            }
    }
}
