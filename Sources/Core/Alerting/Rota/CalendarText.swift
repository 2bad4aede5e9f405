import NetworkModel

/// Lines of an iCalendar stream (RFC 5545, section 3.1): unfolded, each with the number of its first line.
package struct CalendarLine: Hashable, Sendable {
    package var number: Int
    /// In upper case.
    package var name: String
    /// Names in upper case; values without quotes.
    package var parameters: [String: String]
    package var value: String
}

/// What is wrong with a calendar, and in which line.
package struct CalendarProblem: Error, Hashable, Sendable {
    package var line: Int
    package var message: String
}

enum CalendarText {
    /// Content lines of `text`; lines that are none are problems.
    static func lines(_ text: String, _ problems: inout [CalendarProblem]) -> [CalendarLine] {
        var unfolded: [(number: Int, text: String)] = []
        let rows = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for (number, row) in rows.enumerated() where !row.isEmpty {
            if row.first == " " || row.first == "\t", !unfolded.isEmpty {
                unfolded[unfolded.count - 1].text += row.dropFirst()
            } else {
                unfolded.append((number + 1, String(row)))
            }
        }
        return unfolded.compactMap { number, text in
            guard let line = line(number, text) else {
                problems.append(
                    CalendarProblem(line: number, message: "this is no line of a calendar such as DTSTART:20260105T080000Z"))
                return nil
            }
            return line
        }
    }

    private static func line(_ number: Int, _ text: String) -> CalendarLine? {
        var (parts, quoted): ([String], Bool) = ([""], false)
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "\"" { quoted.toggle() }
            if character == ":", !quoted { break }
            if character == ";", !quoted { parts.append("") } else { parts[parts.count - 1].append(character) }
            if rest.isEmpty { return nil }
        }
        guard text.contains(":"), !parts[0].isEmpty, parts[0].utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { return nil }
            parameters[pair[0].uppercased()] = pair[1].filter { $0 != "\"" }
        }
        return CalendarLine(number: number, name: parts[0].uppercased(), parameters: parameters, value: String(rest))
    }

    /// TEXT as it stands in a value (section 3.3.11). Other control characters cannot stand in a calendar at all.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": result += "\\\(scalar)"
            case "\n", "\r": result += "\\n"
            case _ where scalar.value < 32 || scalar.value == 127: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func unescaped(_ text: String) -> String {
        var (result, isEscaped) = ("", false)
        for character in text {
            if isEscaped {
                result.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }

    /// A content line with CR LF, folded at 75 bytes and never inside a character.
    static func folded(_ line: String) -> String {
        var (result, count) = ("", 0)
        for scalar in line.unicodeScalars {
            let size = UTF8.width(scalar)
            if count + size > 75 {
                result += "\r\n "
                count = 1
            }
            result.unicodeScalars.append(scalar)
            count += size
        }
        return result + "\r\n"
    }
}
