import NetworkModel

/// A CSV file of one list: its header, then row after row.
struct CSVTable: RowReader {
    let list: DeclaredList
    let path: String
    var problems: [DeclaredProblem] = []
    private let file: Int32
    private var scanner: CSVScanner
    /// Column of each field, -1 where the header lacks it; by raw value of the field.
    private var columns = [Int](repeating: -1, count: DeclaredField.allCases.count)
    /// Columns such as `tags.eid`, by the name behind the point.
    private var pairColumns: [(field: DeclaredField, name: String, column: Int)] = []
    private var header: [String] = []
    private var hasOpenQuote = false

    /// Reads the header; `number` is that of the file in origins. An unknown, repeated or missing column is a problem.
    init(_ file: SourceFile, of list: DeclaredList, file number: Int32) {
        self.list = list
        self.file = number
        path = file.path
        scanner = CSVScanner(file.bytes)
        if let offset = file.firstBrokenByte {
            problems.append(.brokenText(file.place(at: offset)))
        } else if scanner.next() {
            readHeader()
        } else {
            problems.append(
                DeclaredProblem(
                    SourcePlace(path: path, line: 1, column: 1), "the file is empty; its first line names the columns"))
        }
    }

    private mutating func readHeader() {
        reportFault()
        header = scanner.cells.map(scanner.text)
        for (column, name) in header.enumerated() { readColumn(name, at: column) }
        for field in list.required where columns[Int(field.rawValue)] < 0 {
            let place = SourcePlace(path: path, line: scanner.line, column: 1)
            problems.append(
                DeclaredProblem(place, "there is no column \(Wording.quoted(field.name)), which every \(list.noun) needs"))
        }
    }

    private mutating func readColumn(_ name: String, at column: Int) {
        let place = place(ofColumn: column)
        if let field = list.field(named: name) {
            if columns[Int(field.rawValue)] >= 0 {
                problems.append(DeclaredProblem(place, "column \(Wording.quoted(name)) stands twice; keep one"))
            } else {
                columns[Int(field.rawValue)] = column
            }
        } else if let point = name.firstIndex(of: "."), let field = list.field(named: name[..<point]),
            field == .tags || field == .open
        {
            pairColumns.append((field, String(name[name.index(after: point)...]), column))
        } else if name.isEmpty {
            problems.append(DeclaredProblem(place, "a column without a name; name it or remove it"))
        } else {
            let advice = Wording.didYouMean(name, among: list.fields.map(\.name))
            problems.append(
                DeclaredProblem(place, "unknown column \(Wording.quoted(name)) in a list of \(list.key.rawValue)\(advice)"))
        }
    }

    /// Whether the header can be used; without it no row can be read.
    var hasRequiredColumns: Bool { list.required.allSatisfy { columns[Int($0.rawValue)] >= 0 } }

    /// Rows are missing: the header cannot be used, or a quote that is never closed has swallowed the rest.
    var isIncomplete: Bool { !hasRequiredColumns || hasOpenQuote }

    var expectedRows: Int { scanner.linesToCome }

    /// Goes to the next row that holds anything, and reports too few or too many cells.
    mutating func next() -> Bool {
        while scanner.next() {
            reportFault()
            if scanner.isBlank { continue }
            reportCellCount()
            return true
        }
        return false
    }

    /// Goes back to the row that begins at `offset`, on `line`.
    mutating func move(to offset: Int, line: Int) {
        scanner.move(to: offset, line: line)
        _ = scanner.next()
    }

    var origin: RowOrigin {
        RowOrigin(
            file: file, line: Int32(clamping: scanner.line), column: 1, offset: Int32(clamping: scanner.start), document: 0)
    }

    private mutating func reportFault() {
        guard let fault = scanner.fault else { return }
        hasOpenQuote = hasOpenQuote || fault.reason == .unclosedQuote
        let message =
            switch fault.reason {
            case .unclosedQuote: "this quote is never closed; a quote inside a cell is written twice"
            case .textAfterQuote: "text behind the closing quote; a quote inside a cell is written twice"
            }
        problems.append(DeclaredProblem(place(at: fault.offset), message))
    }

    private mutating func reportCellCount() {
        let count = scanner.cells.count
        guard count != header.count, let last = scanner.cells.last else { return }
        if count < header.count {
            let missing = Wording.quoted(header[count])
            let place = place(at: last.end)
            problems.append(
                DeclaredProblem(
                    place,
                    "\(subject) has \(count) cell\(count == 1 ? "" : "s") where the header has \(header.count); column \(missing) is missing"
                ))
        } else if scanner.cells[header.count...].contains(where: { !$0.isEmpty }) {
            let advice = scanner.delimiter == UInt8(ascii: ",") ? "; quote a cell that holds a comma" : ""
            problems.append(
                DeclaredProblem(
                    place(ofColumn: header.count),
                    "\(subject) has \(count) cell\(count == 1 ? "" : "s") where the header has \(header.count)\(advice)"))
        }
    }

    private func place(at offset: Int) -> SourcePlace {
        let (line, column) = scanner.place(at: offset)
        return SourcePlace(path: path, line: line, column: column)
    }

    private func place(ofColumn column: Int) -> SourcePlace { place(at: scanner.cells[column].start) }

    private func cell(_ field: DeclaredField) -> CSVScanner.Cell? {
        let column = columns[Int(field.rawValue)]
        guard column >= 0, column < scanner.cells.count, !scanner.cells[column].isEmpty else { return nil }
        return scanner.cells[column]
    }

    func text(_ field: DeclaredField) -> String? {
        guard let cell = cell(field) else { return nil }
        return scanner.text(of: cell)
    }

    func plainNumber(_ field: DeclaredField) -> Double? {
        guard let cell = cell(field) else { return nil }
        return scanner.plainNumber(in: cell)
    }

    func plainPairs(_ field: DeclaredField) -> [[Double]]? {
        guard let cell = cell(field) else { return nil }
        return scanner.plainPairs(in: cell)
    }

    func items(_ field: DeclaredField) -> [String] {
        guard let cell = cell(field) else { return [] }
        return scanner.parts(of: cell) { $0 == UInt8(ascii: ";") || $0 <= 0x20 }.map { scanner.text(of: $0) }
    }

    func groups(_ field: DeclaredField, separator: UInt8, keys: [String]) -> [[String]] {
        guard let cell = cell(field) else { return [] }
        return scanner.parts(of: cell) { $0 == UInt8(ascii: ";") }.map { group in
            scanner.parts(of: group) { $0 == separator }.map { scanner.text(of: $0) }
        }
    }

    mutating func pairs(_ field: DeclaredField) -> [String: String] {
        var result: [String: String] = [:]
        for item in items(field) {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, !parts[0].isEmpty {
                result[String(parts[0])] = String(parts[1])
            } else {
                report(field, item: item, "\(subject) has \(field.name) \(Wording.quoted(item)); write name=value")
            }
        }
        for column in pairColumns where column.field == field && column.column < scanner.cells.count {
            let cell = scanner.cells[column.column]
            if !cell.isEmpty { result[column.name] = scanner.text(of: cell) }
        }
        return result
    }

    func place(of field: DeclaredField, item: String?) -> SourcePlace {
        guard let cell = cell(field) else { return place(at: scanner.start) }
        guard let item, !cell.escaped else { return place(at: cell.start) }
        let bytes = scanner.bytes[cell.start..<cell.end]
        return place(at: bytes.firstRange(of: Array(item.utf8))?.lowerBound ?? cell.start)
    }
}

extension StringProtocol {
    var trimmingBlanks: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}
