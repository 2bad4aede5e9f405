/// Reads GML as the Internet Topology Zoo writes it: `graph [ node [ id 0 ... ] edge [ source 0 target 1 ... ] ]`.
///
/// Nodes and edges stand in any order. Only `id` identifies a node. Lists inside nodes become attributes with points in their names.
struct GMLReader {
    private var scanner: GMLScanner
    private var map: ForeignMap
    /// Names of the lists that are open, outermost first.
    private var stack: [String] = []
    /// Position in the stack of the node or edge that is being read.
    private var element: Int?
    /// Attributes of the node, edge or graph that is being read.
    private var attributes: [ForeignMap.Attribute] = []
    private var elementPlace: SourcePlace
    private var graphs = 0

    private init(_ file: SourceFile) {
        scanner = GMLScanner(file)
        map = ForeignMap(path: file.path, format: "GML")
        elementPlace = SourcePlace(path: file.path, line: 1, column: 1)
    }

    static func map(_ file: SourceFile) -> ForeignMap {
        var reader = GMLReader(file)
        reader.read()
        return reader.map
    }

    private mutating func read() {
        if scanner.readsLatin1 {
            map.note(SourcePlace(path: scanner.path), "the file is not UTF-8; its text was read as ISO 8859-1")
        }
        while let token = scanner.next() {
            switch token {
            case .word(let key): readPair(key, at: scanner.place)
            case .close: close()
            case .open: readAnonymousList()
            case .text(let text): map.warn(scanner.place, "text \(Wording.quoted(text)) stands where a key belongs; left out")
            }
        }
        if scanner.isUnclosed { map.warn(scanner.place, "this quote is never closed; the text was read to the end of the file") }
        if !stack.isEmpty {
            map.warn(scanner.place, "the file ends inside \(stack.prefix(8).joined(separator: ".")); a \"]\" is missing")
        }
        while !stack.isEmpty { close() }
        if graphs == 0 {
            map.problems.append(DeclaredProblem(SourcePlace(path: scanner.path), "there is no graph in this GML file"))
        }
        if graphs > 1 { map.note(SourcePlace(path: scanner.path), "\(graphs) graphs stand in this file; all were read together") }
    }

    private mutating func readPair(_ key: String, at place: SourcePlace) {
        switch scanner.next() {
        case .open: open(key, at: place)
        case .word(let text), .text(let text): take(key, text, place)
        case .close:
            map.warn(place, "key \(Wording.quoted(key)) has no value; left out")
            close()
        case nil: map.warn(place, "key \(Wording.quoted(key)) has no value; the file ends here")
        }
    }

    private mutating func readAnonymousList() {
        map.warn(scanner.place, "a list without a key; its content was read as part of what holds it")
        stack.append("list")
    }

    private mutating func open(_ key: String, at place: SourcePlace) {
        if element == nil, ["node", "edge"].contains(key.lowercased()) {
            map.attributes += attributes
            (attributes, elementPlace, element) = ([], place, stack.count)
        }
        if stack.isEmpty, key.lowercased() == "graph" { graphs += 1 }
        stack.append(key)
    }

    private mutating func take(_ key: String, _ text: String, _ place: SourcePlace) {
        if stack.isEmpty, key.lowercased() != "creator", key.lowercased() != "version" {
            map.warn(place, "key \(Wording.quoted(key)) stands outside of a graph; left out")
            return
        }
        let inner = stack.dropFirst(element.map { $0 + 1 } ?? 1)
        attributes.append(.init(name: (inner + [key]).joined(separator: "."), text: text, place: place))
    }

    private mutating func close() {
        guard let position = element, position == stack.count - 1 else {
            if stack.popLast() == nil { map.warn(scanner.place, "this \"]\" closes nothing; left out") }
            if element == nil {
                map.attributes += attributes
                attributes = []
            }
            return
        }
        element = nil
        if stack.removeLast().lowercased() == "node" { closeNode() } else { closeEdge() }
        attributes = []
    }

    private mutating func closeNode() {
        let id = taken("id").map(Self.canonical) ?? ""
        map.nodes.append(.init(id: id, attributes: attributes, place: elementPlace))
    }

    private mutating func closeEdge() {
        let (source, target) = (taken("source").map(Self.canonical), taken("target").map(Self.canonical))
        map.edges.append(.init(source: source ?? "", target: target ?? "", attributes: attributes, place: elementPlace))
    }

    private mutating func taken(_ name: String) -> String? {
        attributes.firstIndex { $0.name.lowercased() == name }.map { attributes.remove(at: $0).text }
    }

    /// `7`, `+7`, `007` and `7.0` are one node.
    private static func canonical(_ id: String) -> String {
        if let whole = Int(id) { return String(whole) }
        if let number = Double(id), let whole = Int(exactly: number), id.contains(".") { return String(whole) }
        return id
    }
}
