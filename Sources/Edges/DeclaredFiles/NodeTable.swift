import NetworkModel

/// A list in YAML or JSON, row after row: mappings of field names to values; `a: {device: …}` is the field `a.device`.
struct NodeTable: RowReader {
    let list: DeclaredList
    let path: String
    var problems: [DeclaredProblem] = []
    private let rows: [DeclaredNode]
    private let file: Int32
    private let document: Int32
    /// Number of the current row; -1 before the first.
    private var number = -1
    /// Values of the current row by raw value of the field.
    private var values: [DeclaredNode?] = []

    /// `file` and `document` say for the origins where the list stands.
    init(_ rows: [DeclaredNode], of list: DeclaredList, in path: String, file: Int32, document: Int32) {
        self.list = list
        self.path = path
        self.rows = rows
        self.file = file
        self.document = document
    }

    var expectedRows: Int { rows.count - number - 1 }

    /// Goes to the next row that is a mapping; reports others and unknown keys.
    mutating func next() -> Bool {
        while number + 1 < rows.count {
            move(to: number + 1)
            if case .mapping = rows[number].content { return true }
            let message =
                "\(rows[number].kindName) where a \(list.noun) belongs; write its keys, such as id: \(list.kind.rawValue):…"
            problems.append(DeclaredProblem(rows[number].place(in: path), message))
        }
        return false
    }

    /// Goes to row `number`, which exists.
    mutating func move(to number: Int) {
        self.number = number
        values = [DeclaredNode?](repeating: nil, count: DeclaredField.allCases.count)
        guard case .mapping(let entries) = rows[number].content else { return }
        var unknown: [(DeclaredNode, String)] = []
        for entry in entries { read(entry, under: "", &unknown) }
        for (key, name) in unknown { reportUnknown(key, name) }
    }

    var origin: RowOrigin {
        let row = rows[number]
        return RowOrigin(
            file: file, line: Int32(clamping: row.line), column: Int32(clamping: row.column), offset: Int32(clamping: number),
            document: document)
    }

    private mutating func read(_ entry: DeclaredNode.Entry, under prefix: String, _ unknown: inout [(DeclaredNode, String)]) {
        let name = prefix + (entry.key.scalar ?? "")
        if let field = list.field(named: name) {
            let index = Int(field.rawValue)
            if values[index] != nil {
                problems.append(DeclaredProblem(entry.key.place(in: path), "key \(Wording.quoted(name)) stands twice; keep one"))
            }
            if !entry.value.isNull { values[index] = entry.value }
        } else if prefix.isEmpty, list.fields.contains(where: { $0.name.hasPrefix(name + ".") }),
            case .mapping(let inner) = entry.value.content
        {
            for entry in inner { read(entry, under: name + ".", &unknown) }
        } else {
            unknown.append((entry.key, name))
        }
    }

    private mutating func reportUnknown(_ key: DeclaredNode, _ name: String) {
        let advice = Wording.didYouMean(name, among: list.fields.map(\.name))
        problems.append(DeclaredProblem(key.place(in: path), "\(subject) has the unknown key \(Wording.quoted(name))\(advice)"))
    }

    private func value(_ field: DeclaredField) -> DeclaredNode? { values[Int(field.rawValue)] }

    private mutating func reportKind(_ node: DeclaredNode, _ field: DeclaredField, wanted: String) {
        let message = "\(subject) has \(node.kindName) as \(field.name) where \(wanted) belongs"
        problems.append(DeclaredProblem(node.place(in: path), message))
    }

    mutating func text(_ field: DeclaredField) -> String? {
        guard let node = value(field) else { return nil }
        if let text = node.scalar { return text.isEmpty ? nil : text }
        // The identifier is part of every message, so it cannot be complained about through `subject`.
        if field != .id { reportKind(node, field, wanted: "a single value") }
        return nil
    }

    /// A single text is a list as in CSV.
    mutating func items(_ field: DeclaredField) -> [String] {
        guard let node = value(field) else { return [] }
        switch node.content {
        case .list(let members): return members.compactMap { scalar($0, field) }
        case .scalar(let text): return text.split { $0 == ";" || $0.isWhitespace }.map(String.init)
        default:
            reportKind(node, field, wanted: "a list")
            return []
        }
    }

    mutating func groups(_ field: DeclaredField, separator: UInt8, keys: [String]) -> [[String]] {
        guard let node = value(field) else { return [] }
        guard case .list(let members) = node.content else {
            reportKind(node, field, wanted: "a list")
            return []
        }
        return members.map { group($0, field, keys) }
    }

    private mutating func group(_ node: DeclaredNode, _ field: DeclaredField, _ keys: [String]) -> [String] {
        switch node.content {
        case .list(let members): return members.compactMap { scalar($0, field) }
        case .mapping(let entries) where !keys.isEmpty:
            for entry in entries where !keys.contains(entry.key.scalar ?? "") {
                let advice = Wording.didYouMean(entry.key.scalar ?? "", among: keys)
                let message = "\(subject) has the unknown key \(Wording.quoted(entry.key.scalar ?? "")) in \(field.name)\(advice)"
                problems.append(DeclaredProblem(entry.key.place(in: path), message))
            }
            return keys.compactMap { key in entries.first { $0.key.scalar == key }.flatMap { scalar($0.value, field) } }
        default:
            reportKind(node, field, wanted: keys.isEmpty ? "a list" : "a mapping with \(Wording.alternatives(keys))")
            return []
        }
    }

    private mutating func scalar(_ node: DeclaredNode, _ field: DeclaredField) -> String? {
        if node.scalar == nil { reportKind(node, field, wanted: "a single value") }
        return node.scalar
    }

    mutating func pairs(_ field: DeclaredField) -> [String: String] {
        guard let node = value(field) else { return [:] }
        guard case .mapping(let entries) = node.content else {
            reportKind(node, field, wanted: "a mapping of keys")
            return [:]
        }
        var result: [String: String] = [:]
        for entry in entries {
            if let name = entry.key.scalar, let text = scalar(entry.value, field) { result[name] = text }
        }
        return result
    }

    func place(of field: DeclaredField, item: String?) -> SourcePlace {
        guard let node = value(field) else { return rows[number].place(in: path) }
        if let item, case .list(let members) = node.content, let member = members.first(where: { $0.scalar == item }) {
            return member.place(in: path)
        }
        return node.place(in: path)
    }
}
