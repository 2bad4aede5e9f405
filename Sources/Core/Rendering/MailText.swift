/// Text of foreign origin made safe for a mail, one function for each place in it. Names come from devices and people and are hostile
/// input: none of them may begin a header, an address or a part, turn the direction of writing, or bring markup.
enum MailText {
    /// One line of plain text: whitespace of any kind becomes a space; control characters, bidirectional controls, invisible and
    /// unassigned ones become `\u{FFFD}`. Cut after `limit` characters.
    static func line(_ text: String, limit: Int = 400) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit {
                result.append("…")
                break
            }
            count += 1
            result.append(safe(scalar))
        }
        return String(result)
    }

    private static func safe(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
        case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB,
            0xE0000...0xE0FFF:
            "\u{FFFD}"
        default: scalar.properties.generalCategory == .unassigned ? "\u{FFFD}" : scalar
        }
    }

    /// `line` for the inside of an HTML element or a quoted attribute.
    static func html(_ text: String, limit: Int = 400) -> String {
        var result = ""
        for character in line(text, limit: limit) {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}
