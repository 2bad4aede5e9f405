/// Reads GraphML: keys are looked up by `attr.name` and `for`, since `d0`, `d1` differ from file to file; defaults of keys apply;
/// nodes of nested graphs are nodes like others; ports do not matter.
///
/// External entities are never fetched. Where the file is no well-formed XML because of bare ampersands or references of HTML, these are
/// repaired and said so.
enum GraphMLReader {
    static func map(_ file: SourceFile) -> ForeignMap {
        var bytes: [UInt8] = []
        do throws(XMLScanner.Fault) { bytes = try XMLEncoding.utf8(file.bytes) } catch {
            var map = ForeignMap(path: file.path, format: "GraphML")
            map.problems.append(DeclaredProblem(file.place(at: error.offset), error.message))
            return map
        }
        let first = GraphMLHandler.read(file, bytes: bytes)
        guard first.fault != nil else { return first.map }
        var second = GraphMLHandler.read(file, bytes: repaired(bytes))
        if let fault = second.fault {
            second.map.problems.append(fault)
        } else {
            second.map.note(SourcePlace(path: file.path), "bare ampersands or references of HTML were repaired before reading")
        }
        return second.map
    }

    /// `&` that begins no reference of XML as `&amp;`, references of HTML as numbers.
    private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            let behind = rest[rest.index(after: start)...]
            if let end = behind.prefix(12).firstIndex(of: ";"), let scalar = HTMLEntities.scalar(behind[..<end]) {
                result += "&#\(scalar.value);"
                rest = behind[behind.index(after: end)...]
            } else {
                result += "&amp;"
                rest = behind
            }
        }
        return Array((result + rest).utf8)
    }
}

/// Takes the events of one file.
private struct GraphMLHandler {
    private struct Key {
        var name: String
        var element: String
        var fallback: String?
    }

    private struct Element {
        var kind: String
        var id: String
        var source = ""
        var target = ""
        var attributes: [ForeignMap.Attribute] = []
        var place: SourcePlace
    }

    private(set) var map: ForeignMap
    private(set) var fault: DeclaredProblem?
    private var keys: [String: Key] = [:]
    private var keyOrder: [String] = []
    private var open: [Element] = []
    /// The key whose `default` or `data` is being read.
    private var current: String?
    private var text: String?
    private var depth = 0
    /// Of the event that is being taken.
    private var here: SourcePlace

    private init(path: String) {
        map = ForeignMap(path: path, format: "GraphML")
        here = SourcePlace(path: path, line: 1, column: 1)
    }

    static func read(_ file: SourceFile, bytes: [UInt8]) -> (map: ForeignMap, fault: DeclaredProblem?) {
        var handler = GraphMLHandler(path: file.path)
        do throws(XMLScanner.Fault) { try handler.read(bytes) } catch {
            handler.fault = DeclaredProblem(
                handler.here, "this is no well-formed XML: \(error.message); `xmllint --noout` says more")
        }
        if handler.map.nodes.isEmpty, handler.fault == nil, handler.depth == 0 {
            handler.fault = DeclaredProblem(SourcePlace(path: file.path), "there is no graph in this GraphML file")
        }
        return (handler.map, handler.fault)
    }

    private mutating func read(_ bytes: [UInt8]) throws(XMLScanner.Fault) {
        var scanner = XMLScanner(bytes)
        do throws(XMLScanner.Fault) {
            while let event = try scanner.next() {
                stand(at: scanner.place())
                switch event {
                case .open(let name, let attributes): begin(Self.local(name), attributes)
                case .text(let found): text? += found
                case .close(let name): end(Self.local(name))
                }
            }
        } catch {
            stand(at: scanner.place(of: error.offset))
            throw error
        }
    }

    private mutating func stand(at place: (line: Int, column: Int)) {
        here = SourcePlace(path: map.path, line: place.line, column: place.column)
    }

    private mutating func begin(_ name: Substring, _ attributes: [String: String]) {
        switch name {
        case "key": openKey(attributes)
        case "default", "desc": text = ""
        case "data":
            current = attributes["key"]
            text = ""
        case "NodeLabel", "EdgeLabel": if current != nil { text = "" }
        case "graph":
            depth += 1
            open.append(Element(kind: "graph", id: attributes["id"] ?? "", place: here))
        case "node": open.append(Element(kind: "node", id: attributes["id"] ?? "", place: here))
        case "edge": openEdge(attributes)
        case "hyperedge", "endpoint":
            map.warn(here, "a \(name) of GraphML, which joins more than two nodes at once, is not understood; left out")
        default: break
        }
    }

    private mutating func openKey(_ attributes: [String: String]) {
        guard let id = attributes["id"] else { return }
        current = id
        keyOrder.append(id)
        let name = attributes["attr.name"] ?? (attributes["yfiles.type"] == nil ? id : "")
        keys[id] = Key(name: name, element: attributes["for"] ?? "all")
    }

    private mutating func openEdge(_ attributes: [String: String]) {
        var edge = Element(kind: "edge", id: attributes["id"] ?? "", place: here)
        edge.source = attributes["source"] ?? ""
        edge.target = attributes["target"] ?? ""
        open.append(edge)
    }

    private mutating func end(_ name: Substring) {
        switch name {
        case "key": current = nil
        case "default":
            if let current { keys[current]?.fallback = text }
            text = nil
        case "desc": text = nil
        case "NodeLabel", "EdgeLabel": closeLabel()
        case "data": closeData()
        case "graph", "node", "edge": closeElement()
        default: break
        }
    }

    /// A label that yEd draws names a node that has no other label.
    private mutating func closeLabel() {
        guard current != nil, let label = text?.trimmingBlanks, !open.isEmpty else { return }
        if !label.isEmpty { append(.init(name: "yed_label", text: String(label), place: here)) }
        text = nil
    }

    private mutating func closeData() {
        defer { (current, text) = (nil, nil) }
        guard let current, let text, !open.isEmpty else { return }
        guard let key = keys[current] else {
            map.note(
                here, "data with key \(Wording.quoted(current)), which no key element declares; kept under that name")
            return append(.init(name: current, text: text, place: here))
        }
        if !key.name.isEmpty { append(.init(name: key.name, text: text, place: here)) }
    }

    private mutating func append(_ attribute: ForeignMap.Attribute) { open[open.count - 1].attributes.append(attribute) }

    private mutating func closeElement() {
        guard var element = open.popLast() else { return }
        for id in keyOrder {
            guard let key = keys[id], let fallback = key.fallback, key.element == element.kind || key.element == "all" else {
                continue
            }
            if element.attributes.contains(where: { $0.name == key.name }) { continue }
            element.attributes.append(.init(name: key.name, text: fallback, place: element.place))
        }
        switch element.kind {
        case "node": map.nodes.append(.init(id: element.id, attributes: element.attributes, place: element.place))
        case "edge":
            if !element.id.isEmpty { element.attributes.append(.init(name: "id", text: element.id, place: element.place)) }
            map.edges.append(
                .init(source: element.source, target: element.target, attributes: element.attributes, place: element.place))
        default: map.attributes += element.attributes
        }
    }

    private static func local(_ name: String) -> Substring { name.split(separator: ":").last ?? "" }
}
