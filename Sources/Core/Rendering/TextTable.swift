/// A table for people: columns aligned, cells escaped for the terminal.
///
/// On a terminal it fits `width` by shortening the widest columns with an ellipsis; with `width` nil (a pipe, a file) nothing is cut.
package struct TextTable: Sendable {
    package enum Alignment: Sendable { case left, right }

    /// A word's colour; it repeats what the word says and never stands alone.
    package enum Color: Int, Sendable { case red = 31, green = 32, yellow = 33, dim = 2 }

    package struct Cell: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
        package var text: String
        package var color: Color?
        package init(_ text: String, color: Color? = nil) { (self.text, self.color) = (text, color) }
        package init(stringLiteral value: String) { self.init(value) }
    }

    package var header: [String]
    package var alignments: [Alignment]
    package private(set) var rows: [[Cell]] = []

    /// Columns whose name begins with `>` are aligned to the right.
    package init(_ header: String...) {
        alignments = header.map { $0.hasPrefix(">") ? .right : .left }
        self.header = header.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
    }

    package mutating func add(_ cells: [Cell]) {
        precondition(cells.count == header.count, "a row has \(cells.count) cells, the table \(header.count) columns")
        rows.append(cells)
    }

    package mutating func add(_ cells: Cell...) { add(cells) }

    /// Lines with a line break each; empty where there are no rows.
    package func rendered(width: Int? = nil, color: Bool = false) -> String {
        guard !rows.isEmpty else { return "" }
        let texts = rows.map { $0.map { TerminalText.escaped($0.text) } }
        let widths = columnWidths(texts, within: width)
        var result = line(header, widths, colors: [], color: false)
        for (row, cells) in zip(rows, texts) { result += line(cells, widths, colors: row.map(\.color), color: color) }
        return result
    }

    /// RFC 4180, the header in lower case; cells in the clear, quoted where needed (`CSVText`).
    package var csv: String {
        ([header.map { $0.lowercased() }] + rows.map { $0.map(\.text) })
            .map { $0.map(CSVText.quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private func columnWidths(_ texts: [[String]], within total: Int?) -> [Int] {
        var widths = header.map { TerminalText.width($0) }
        for row in texts {
            for (i, text) in row.enumerated() { widths[i] = max(widths[i], TerminalText.width(text)) }
        }
        guard let total else { return widths }
        let gaps = 2 * (widths.count - 1)
        while widths.reduce(gaps, +) > total, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8
        {
            widths[widest] -= 1
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int], colors: [Color?], color: Bool) -> String {
        var result = ""
        for (i, cell) in cells.enumerated() {
            let text = TerminalText.cut(cell, to: widths[i])
            let padding = String(repeating: " ", count: widths[i] - TerminalText.width(text))
            let shown = color && i < colors.count ? colors[i].map { "\u{1B}[\($0.rawValue)m\(text)\u{1B}[0m" } ?? text : text
            if alignments[i] == .right {
                result += padding + shown
            } else {
                result += i == cells.count - 1 ? shown : shown + padding
            }
            if i < cells.count - 1 { result += "  " }
        }
        while result.last == " " { result.removeLast() }
        return result + "\n"
    }
}
