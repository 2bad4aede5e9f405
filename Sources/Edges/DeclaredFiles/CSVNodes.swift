/// A CSV file as mappings of column names to cells, for lists that are read as nodes.
struct CSVNodes {
    private let path: String
    private var scanner: CSVScanner
    private(set) var problems: [DeclaredProblem] = []

    init(_ file: SourceFile) {
        path = file.path
        scanner = CSVScanner(file.bytes)
        if let offset = file.firstBrokenByte { problems.append(.brokenText(file.place(at: offset))) }
    }

    /// Each row; empty cells are absent.
    mutating func rows() -> [DeclaredNode] {
        guard problems.isEmpty else { return [] }
        guard next() else {
            let place = SourcePlace(path: path, line: 1, column: 1)
            problems.append(DeclaredProblem(place, "the file is empty; its first line names the columns"))
            return []
        }
        let header = scanner.cells.map(node)
        var rows: [DeclaredNode] = []
        while next() {
            if !scanner.isBlank { rows.append(row(header)) }
        }
        return rows
    }

    private mutating func next() -> Bool {
        guard scanner.next() else { return false }
        if let fault = scanner.fault {
            let (line, column) = scanner.place(at: fault.offset)
            let message =
                switch fault.reason {
                case .unclosedQuote: "this quote is never closed; a quote inside a cell is written twice"
                case .textAfterQuote: "text behind the closing quote; a quote inside a cell is written twice"
                }
            problems.append(DeclaredProblem(SourcePlace(path: path, line: line, column: column), message))
        }
        return true
    }

    private mutating func row(_ header: [DeclaredNode]) -> DeclaredNode {
        if scanner.cells.count != header.count, let last = scanner.cells.last {
            let (line, column) = scanner.place(at: last.end)
            let place = SourcePlace(path: path, line: line, column: column)
            problems.append(DeclaredProblem(place, "\(scanner.cells.count) cells where the header has \(header.count)"))
        }
        let entries = zip(header, scanner.cells).map { DeclaredNode.Entry(key: $0, value: node($1)) }
        return DeclaredNode(content: .mapping(entries.filter { !$0.value.isNull }), line: scanner.line, column: 1)
    }

    private func node(_ cell: CSVScanner.Cell) -> DeclaredNode {
        let (line, column) = scanner.place(at: cell.start)
        return DeclaredNode(content: cell.isEmpty ? .null : .scalar(scanner.text(of: cell)), line: line, column: column)
    }
}
