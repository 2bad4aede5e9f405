/// Text of a device: the octets it sent and what people are shown of them.
///
/// Agents are meant to send UTF-8 (SnmpAdminString, RFC 3411) or ASCII (DisplayString, RFC 2579), and send Latin-1, GBK, NUL padding
/// and worse. Nothing is lost: where the text does not give the octets back, the octets are kept beside it.
package struct DeviceText: Hashable, Sendable {
    /// For people and for comparison; valid UTF-8, not yet escaped for any sink.
    package let text: String
    /// The octets as sent; nil where they are the UTF-8 of `text`.
    package let octets: [UInt8]?

    package init(_ octets: [UInt8]) {
        let shown = octets[..<octets.trimmingNUL]
        text = String(validating: shown, as: UTF8.self) ?? Self.repaired(shown)
        self.octets = text.utf8.elementsEqual(octets) ? nil : octets
    }

    package init(_ text: String) { (self.text, self.octets) = (text, nil) }

    /// The octets in lower-case hex; nil where `text` says it all.
    package var hex: String? { octets.map(\.hexadecimal) }

    /// Valid UTF-8 sequences as they are, any other octet as the Latin-1 character of its number:
    /// single accented letters are the usual offence, and a name with a letter wrong is still found by its reader.
    private static func repaired(_ octets: ArraySlice<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        var rest = octets
        while let first = rest.first {
            let length = (1...4).first { rest.count >= $0 && String(validating: rest.prefix($0), as: UTF8.self) != nil } ?? 0
            if length > 0, let piece = String(validating: rest.prefix(length), as: UTF8.self) {
                scalars.append(contentsOf: piece.unicodeScalars)
                rest = rest.dropFirst(length)
            } else {
                scalars.append(Unicode.Scalar(first))
                rest = rest.dropFirst()
            }
        }
        return String(scalars)
    }
}

extension [UInt8] {
    /// The number of octets without the NULs at the end, with which some agents fill fixed buffers.
    fileprivate var trimmingNUL: Int {
        var end = count
        while end > 0, self[end - 1] == 0 { end -= 1 }
        return end
    }

    /// Two lower-case digits an octet, nothing between.
    package var hexadecimal: String { map(\.hexadecimal).joined() }

    /// `aa:bb:cc:dd:ee:ff`; "" for no octets.
    package var colonHexadecimal: String { map(\.hexadecimal).joined(separator: ":") }
}

extension UInt8 {
    fileprivate var hexadecimal: String {
        let digits = String(self, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }
}
