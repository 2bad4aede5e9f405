import Foundation
import NetworkModel

/// Until when certificates are valid (RFC 5280, section 4.1.2.5), read from PEM text (RFC 7468) without trusting anything in it.
package enum CertificateDates {
    /// The end of each certificate in the order of the file; what is none is left out.
    package static func ends(ofPEM text: String) -> [Timestamp] {
        let parts = text.components(separatedBy: "-----BEGIN CERTIFICATE-----").dropFirst()
        return parts.prefix(100).compactMap { part in
            let body = part.components(separatedBy: "-----END CERTIFICATE-----")[0].filter { !$0.isWhitespace }
            return Data(base64Encoded: body).flatMap { end(ofDER: [UInt8]($0)) }
        }
    }

    /// Certificate → tbsCertificate → version?, serialNumber, signature, issuer, validity → notBefore, notAfter.
    private static func end(ofDER bytes: [UInt8]) -> Timestamp? {
        guard let certificate = element(bytes[...]), let body = element(certificate.content) else { return nil }
        var rest = body.content
        if rest.first == 0xA0, let version = element(rest) { rest = version.rest }
        for _ in 0..<3 {
            guard let passed = element(rest) else { return nil }
            rest = passed.rest
        }
        guard let validity = element(rest), let begin = element(validity.content), let end = element(begin.rest) else {
            return nil
        }
        return time(String(decoding: end.content, as: UTF8.self), isShort: end.tag == 0x17)
    }

    private static func element(_ bytes: ArraySlice<UInt8>) -> (tag: UInt8, content: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)?
    {
        guard bytes.count >= 2 else { return nil }
        let (tag, first) = (bytes[bytes.startIndex], Int(bytes[bytes.startIndex + 1]))
        var (length, head) = (first, 2)
        if first >= 0x80 {
            let count = first & 0x7F
            guard (1...3).contains(count), bytes.count >= 2 + count else { return nil }
            length = bytes.dropFirst(2).prefix(count).reduce(0) { $0 << 8 | Int($1) }
            head += count
        }
        guard bytes.count - head >= length else { return nil }
        let content = bytes.dropFirst(head).prefix(length)
        return (tag, content, bytes.dropFirst(head + length))
    }

    /// UTCTime `YYMMDDHHMMSSZ` (years from 1950) or GeneralizedTime `YYYYMMDDHHMMSSZ`.
    private static func time(_ text: String, isShort: Bool) -> Timestamp? {
        let century = isShort ? (text.prefix(2) >= "50" ? "19" : "20") : ""
        let full = century + text
        guard full.count == 15, full.hasSuffix("Z"), let (wall, _, _) = WallTime.basic("\(full.prefix(8))T\(full.dropFirst(8))")
        else { return nil }
        return Timestamp(milliseconds: wall.seconds * 1000)
    }
}
