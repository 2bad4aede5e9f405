import Foundation

/// What a person sees of a mail: the headers that matter, then its text part, decoded.
struct MailExcerpt {
    let lines: [String]

    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        let (head, body) = Self.parted(text)
        let shown = ["From", "To", "Date", "Subject", "Message-ID", "In-Reply-To"]
        let headers = Self.unfolded(head).filter { line in shown.contains { line.lowercased().hasPrefix($0.lowercased() + ":") } }
        lines = headers.map(Self.decodedWords) + [""] + Self.textPart(head, body)
    }

    private static func parted(_ text: String) -> (head: String, body: String) {
        guard let blank = text.range(of: "\n\n") else { return (text, "") }
        return (String(text[..<blank.lowerBound]), String(text[blank.upperBound...]))
    }

    private static func unfolded(_ head: String) -> [String] {
        head.replacing(/\n[ \t]+/, with: " ").split(separator: "\n").map(String.init)
    }

    private static func textPart(_ head: String, _ body: String) -> [String] {
        guard let match = unfolded(head).joined(separator: "\n").firstMatch(of: /boundary="?([^";\n]+)"?/) else {
            return decoded(head, body)
        }
        for part in body.components(separatedBy: "--" + match.1) {
            let (partHead, partBody) = parted(part.hasPrefix("\n") ? String(part.dropFirst()) : part)
            if partHead.lowercased().contains("text/plain") { return decoded(partHead, partBody) }
        }
        return []
    }

    private static func decoded(_ head: String, _ body: String) -> [String] {
        let encoding = head.lowercased()
        if encoding.contains("quoted-printable") { return lines(quotedPrintable(body.replacing("=\n", with: ""))) }
        if encoding.contains("base64"), let data = Data(base64Encoded: body, options: .ignoreUnknownCharacters) {
            return lines(String(decoding: data, as: UTF8.self))
        }
        return lines(body)
    }

    private static func lines(_ text: String) -> [String] {
        text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func quotedPrintable(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == 0x3D, rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 2047 words in the clear.
    private static func decodedWords(_ line: String) -> String {
        let joined = line.replacing(/\?=\s+=\?/, with: "?==?")
        return joined.replacing(/=\?[^?]+\?([BbQq])\?([^?]*)\?=/) { match -> String in
            let text = String(match.2)
            if match.1.uppercased() == "Q" { return quotedPrintable(text.replacing("_", with: " ")) }
            return Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) } ?? text
        }
    }
}
