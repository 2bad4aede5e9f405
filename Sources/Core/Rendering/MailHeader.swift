import Foundation

/// Header fields of a mail: folded and encoded, so that no value can begin another field (RFC 5322, section 2.2.3; RFC 2047).
enum MailHeader {
    /// `Name: value` with CR LF at its end. `value` is text for people; it is encoded as a whole where it is not plain ASCII.
    static func text(_ name: String, _ value: String) -> String {
        let clean = MailText.line(value)
        return name + ":" + folded(words(clean), first: name.utf8.count + 1) + "\r\n"
    }

    /// `value` is a token list of our own making (identifiers, dates, media types): only folded. Whatever is not printable ASCII is
    /// left out.
    static func tokens(_ name: String, _ value: String) -> String {
        let plain = String(decoding: value.utf8.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
        return name + ":" + folded(plain.split(separator: " ").map(String.init), first: name.utf8.count + 1) + "\r\n"
    }

    /// Mailboxes `(display name, address)`; those whose address is none are left out.
    static func mailboxes(_ name: String, _ boxes: [(name: String, address: String)]) -> String {
        let parts = boxes.filter { isAddress($0.address) }.map { box -> [String] in
            let display = MailText.line(box.name, limit: 80)
            if display.isEmpty { return ["<\(box.address)>"] }
            let phrase = isAtoms(display) ? [display] : isPlain(display) ? [quoted(display)] : encodedWords(display)
            return phrase + ["<\(box.address)>"]
        }
        let words = parts.enumerated().flatMap { index, part in
            index + 1 < parts.count ? part.dropLast() + [part[part.count - 1] + ","] : part
        }
        return name + ":" + folded(words, first: name.utf8.count + 1) + "\r\n"
    }

    /// True for `local@domain` of printable ASCII without what would end an address (RFC 5321, section 4.1.2, without quoted strings).
    static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let forbidden = Set(#"()<>[]:;@\,""#.utf8)
        return parts.count == 2 && text.utf8.count <= 254
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x21...0x7E).contains($0) && !forbidden.contains($0) } }
    }

    private static func words(_ text: String) -> [String] {
        // Plain words at both ends stay readable in the raw mail and for simple filters.
        let words = text.split(separator: " ").map(String.init)
        guard let from = words.firstIndex(where: { !isPlain($0) }), let to = words.lastIndex(where: { !isPlain($0) }) else {
            return words
        }
        return words[..<from] + encodedWords(words[from...to].joined(separator: " ")) + words[(to + 1)...]
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
    }

    private static func isAtoms(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x20
                || byte == 0x2D
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
    }

    /// Encoded words of at most 64 characters; each holds whole characters (RFC 2047, section 5).
    static func encodedWords(_ text: String) -> [String] {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let more = Array(String(scalar).utf8)
            if bytes.count + more.count > 39 {
                words.append(encoded(bytes))
                bytes = []
            }
            bytes += more
        }
        if !bytes.isEmpty { words.append(encoded(bytes)) }
        return words
    }

    private static func encoded(_ bytes: [UInt8]) -> String { "=?UTF-8?B?" + Data(bytes).base64EncodedString() + "?=" }

    /// Joins `words` by spaces, with a new line before each that would pass column 76; a longer one stands on a line of its own, cut at 900.
    private static func folded(_ words: [String], first: Int = 20) -> String {
        var (result, column) = ("", first)
        for word in words {
            let word = word.utf8.count > 900 ? String(word.prefix(900)) : word
            if column + 1 + word.utf8.count > 76, column > first || first > 30 {
                result += "\r\n"
                column = 0
            }
            result += " " + word
            column += 1 + word.utf8.count
        }
        return result
    }
}
