/// Text of foreign origin, made safe for a terminal: what devices and people write never moves the cursor, sets colours,
/// turns the direction of writing or breaks a line.
package enum TerminalText {
    /// `text` with control characters (C0, C1, DEL), line and paragraph separators and bidirectional controls shown as `\u{…}`;
    /// tabs and line breaks become one space.
    package static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: result.unicodeScalars.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Columns that `text` takes: combining marks none, East Asian wide characters and emoji two.
    package static func width(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6,
            0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            return scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .enclosingMark
                ? 0 : 1
        }
    }

    /// The longest beginning of `text` of at most `columns` columns, the last of them an ellipsis where something was cut.
    package static func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns, columns > 0 else { return columns > 0 ? text : "" }
        var result = ""
        var used = 0
        for character in text {
            let next = used + width(character)
            if next > columns - 1 { break }
            result.append(character)
            used = next
        }
        return result + "…"
    }
}
