import NetworkModel

/// Finds fields again in the files when a message needs their place; reading keeps no more than where each row begins.
struct PlaceFinder {
    private let reader: NetworkReader
    private var tables: [Int32: CSVTable] = [:]
    private var documents: [Int32: [DeclaredNode]] = [:]

    init(_ reader: NetworkReader) { self.reader = reader }

    /// Where the field stands, or its member `item`; where it is absent, where the row begins.
    mutating func place(list: DeclaredList, row: Int, field: DeclaredField, item: String? = nil) -> SourcePlace {
        let origin = reader.origins[list.ordinal][row]
        let file = reader.files[Int(origin.file)]
        if file.suffix == "csv" {
            var table = tables[origin.file] ?? CSVTable(file, of: list, file: origin.file)
            table.move(to: Int(origin.offset), line: Int(origin.line))
            tables[origin.file] = table
            return table.place(of: field, item: item)
        }
        guard let table = nodeTable(list, origin, file) else { return reader.place(list: list, row: row) }
        return table.place(of: field, item: item)
    }

    private mutating func nodeTable(_ list: DeclaredList, _ origin: RowOrigin, _ file: SourceFile) -> NodeTable? {
        let roots = documents[origin.file] ?? (try? DeclaredNode.documents(of: file)) ?? []
        documents[origin.file] = roots
        guard roots.indices.contains(Int(origin.document)), case .mapping(let entries) = roots[Int(origin.document)].content,
            case .list(let rows) = entries.first(where: { $0.key.scalar == list.key.rawValue })?.value.content,
            rows.indices.contains(Int(origin.offset))
        else { return nil }
        var table = NodeTable(rows, of: list, in: file.path, file: origin.file, document: origin.document)
        table.move(to: Int(origin.offset))
        return table
    }
}
