import Foundation

extension MailMessage {
    /// A mail of ours without its HTML part and with the first `lines` lines of its text: for a relay that finds it too large. Headers,
    /// and so its place in the thread, stay as they are.
    package static func shortened(_ mail: [UInt8], lines: Int = 12) -> [UInt8] {
        let text = String(decoding: mail, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return mail }
        let header = text[..<end.lowerBound].components(separatedBy: "\r\nContent-Type: multipart/")[0]
        let parts = text[end.upperBound...].components(separatedBy: "\r\n\r\n")
        guard parts.count > 1 else { return mail }
        let body = parts[1...].joined(separator: "\r\n\r\n").components(separatedBy: "\r\n--=_")[0]
        var short = Array(body.components(separatedBy: "\r\n").prefix(lines))
        // A soft line break joins the next line: the cut must not leave one at the end.
        while let last = short.last, last.hasSuffix("=") { short.removeLast() }
        let result =
            header + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + short.joined(separator: "\r\n") + "\r\n\r\nShortened: the relay takes no larger mail.\r\n"
        return Array(result.utf8)
    }
}
