import Glibc

/// Reads CSV one record at a time and knows where every cell stands (RFC 4180; also `;` or tab between cells, as spreadsheets
/// write them where the comma is the decimal sign).
///
/// It is ours because CSV packages hand out cells without their line and column, and every message about a declared network
/// names its place; it also keeps the cells of a record as offsets, so that the national network loads in milliseconds.
struct CSVScanner {
    struct Cell {
        /// Offsets of the first byte and behind the last one, without quotes and, outside quotes, without blanks around.
        var start: Int
        var end: Int
        /// It holds doubled quotes.
        var escaped: Bool

        var isEmpty: Bool { start == end }
    }

    enum Fault {
        case unclosedQuote
        case textAfterQuote
    }

    let bytes: [UInt8]
    let delimiter: UInt8
    /// The cells of the current record; never empty after `next` said true.
    private(set) var cells: [Cell] = []
    /// Where the current record begins.
    private(set) var start = 0
    private(set) var line = 0
    /// What is wrong in the current record and at which offset.
    private(set) var fault: (reason: Fault, offset: Int)?
    private var position = 0
    private var nextLine = 1

    /// A byte order mark and lines with `#` before the header are skipped; the header says what stands between cells.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count, bytes[position] == UInt8(ascii: "#") || bytes[position].isLineEnd {
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            position = min(position + 1, bytes.count)
            nextLine += 1
        }
        let header = bytes[position...].prefix { !$0.isLineEnd }
        delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].first(where: header.contains) ?? UInt8(ascii: ",")
    }

    /// Goes to the record that begins at `offset`, on `line`.
    mutating func move(to offset: Int, line: Int) {
        (position, nextLine) = (min(offset, bytes.count), line)
    }

    /// Reads the next record; false where there is none. Empty lines are no records.
    mutating func next() -> Bool {
        cells.removeAll(keepingCapacity: true)
        fault = nil
        // Held apart from the rest, which is written meanwhile.
        let file = bytes
        let text = file.span
        while position < text.count, text[position].isLineEnd { passLineEnd(text) }
        guard position < text.count else { return false }
        (start, line) = (position, nextLine)
        readCell(text)
        while position < text.count, text[position] == delimiter {
            position += 1
            readCell(text)
        }
        passLineEnd(text)
        return true
    }

    /// Lines behind the current record.
    var linesToCome: Int {
        bytes.withUnsafeBytes { text in
            guard let start = text.baseAddress else { return 1 }
            var (lines, rest) = (1, start + position)
            let end = start + text.count
            while let found = memchr(rest, Int32(UInt8(ascii: "\n")), end - rest) {
                lines += 1
                rest = UnsafeRawPointer(found) + 1
            }
            return lines
        }
    }

    /// A record of which no cell holds anything, as spreadsheets leave them at the end.
    var isBlank: Bool { cells.allSatisfy(\.isEmpty) }

    func text(of cell: Cell) -> String {
        let text = bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[cell.start..<cell.end]), as: UTF8.self)
        }
        guard cell.escaped else { return text }
        return text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
    }

    /// What stands between separators in the cell, without blanks around and without what is empty.
    func parts(of cell: Cell, between isSeparator: (UInt8) -> Bool) -> [Cell] {
        var parts: [Cell] = []
        let text = bytes.span
        var from = cell.start
        for index in cell.start...cell.end where index == cell.end || isSeparator(text[index]) {
            var (first, last) = (from, index)
            while first < last, text[first] <= 0x20 { first += 1 }
            while first < last, text[last - 1] <= 0x20 { last -= 1 }
            if first < last { parts.append(Cell(start: first, end: last, escaped: cell.escaped)) }
            from = index + 1
        }
        return parts
    }

    /// Line and column of `offset`, which lies in the current record.
    func place(at offset: Int) -> (line: Int, column: Int) {
        var line = line
        var lineStart = start
        for index in start..<max(start, min(offset, bytes.count)) where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return (line, 1 + bytes.scalarCount(from: lineStart, to: offset))
    }

    private mutating func passLineEnd(_ text: Span<UInt8>) {
        guard position < text.count else { return }
        if text[position] == UInt8(ascii: "\r"), position + 1 < text.count, text[position + 1] == UInt8(ascii: "\n") {
            position += 1
        }
        position += 1
        nextLine += 1
    }

    /// Appends the cell at `position` and stops at what ends it.
    private mutating func readCell(_ text: Span<UInt8>) {
        var at = position
        while at < text.count, text[at].isBlank, text[at] != delimiter { at += 1 }
        position = at
        if at < text.count, text[at] == UInt8(ascii: "\"") { return readQuotedCell(text) }
        let (first, delimiter) = (at, delimiter)
        while at < text.count {
            let byte = text[at]
            if byte == delimiter || byte.isLineEnd { break }
            at += 1
        }
        position = at
        while at > first, text[at - 1].isBlank { at -= 1 }
        cells.append(Cell(start: first, end: at, escaped: false))
    }

    private mutating func readQuotedCell(_ text: Span<UInt8>) {
        let quote = position
        var escaped = false
        position += 1
        while position < text.count {
            if text[position] == UInt8(ascii: "\"") {
                guard position + 1 < text.count, text[position + 1] == UInt8(ascii: "\"") else { break }
                escaped = true
                position += 1
            } else if text[position] == UInt8(ascii: "\n") {
                nextLine += 1
            }
            position += 1
        }
        cells.append(Cell(start: quote + 1, end: position, escaped: escaped))
        guard position < text.count else {
            fault = fault ?? (.unclosedQuote, quote)
            return
        }
        position += 1
        passTextAfterQuote(text)
    }

    private mutating func passTextAfterQuote(_ text: Span<UInt8>) {
        while position < text.count, text[position] != delimiter, !text[position].isLineEnd {
            if !text[position].isBlank { fault = fault ?? (.textAfterQuote, position) }
            position += 1
        }
    }
}

extension UInt8 {
    fileprivate var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
