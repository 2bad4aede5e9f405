/// Quoted-printable (RFC 2045, section 6.7): any text as ASCII lines of at most 76 characters, so that no relay needs 8BITMIME.
enum QuotedPrintable {
    /// Lines of `text` (ended by LF) with CR LF at their ends; a dot or `From ` at the beginning of a line is encoded, so that no relay
    /// has to stuff it.
    static func encode(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count * 5 / 4)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { encodeLine(Array(line.utf8), into: &result) }
        return String(decoding: result, as: UTF8.self)
    }

    private static func encodeLine(_ line: [UInt8], into result: inout [UInt8]) {
        var column = 0
        for (index, byte) in line.enumerated() {
            let token = isLiteral(byte, line, index) ? [byte] : escaped(byte)
            if column + token.count > 75 {
                result += [0x3D, 0x0D, 0x0A]
                column = 0
            }
            // A dot that a soft break brought to the beginning would have to be stuffed.
            let final = column == 0 && token == [0x2E] ? escaped(0x2E) : token
            result += final
            column += final.count
        }
        result += [0x0D, 0x0A]
    }

    private static func isLiteral(_ byte: UInt8, _ line: [UInt8], _ index: Int) -> Bool {
        switch byte {
        case 0x20, 0x09: index + 1 < line.count
        case 0x3D: false
        case 0x46 where index == 0: !line.starts(with: "From ".utf8)
        case 0x21...0x7E: true
        default: false
        }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
