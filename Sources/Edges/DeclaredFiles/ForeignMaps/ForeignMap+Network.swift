import NetworkModel
import Rendering

// What a foreign map means: every node one site with one device, every edge one link. What has no field of its own becomes a tag.

extension ForeignMap {
    /// The network, and what could not be taken over, with its place; notes tell what was taken over in another form.
    func network() -> (document: NetworkDocument, problems: [DeclaredProblem]) {
        var builder = NetworkFromMap(self)
        return (builder.document(), builder.problems.inOrderOfPlace)
    }
}

private struct NetworkFromMap {
    private let map: ForeignMap
    private(set) var problems: [DeclaredProblem]
    private var names = UniqueNames()
    /// Name of the device of each node of the map, by the map's own identifier.
    private var deviceOfNode: [String: String] = [:]
    private var portsOfDevice: [String: Int] = [:]

    init(_ map: ForeignMap) { (self.map, problems) = (map, map.problems) }

    mutating func document() -> NetworkDocument {
        var document = NetworkDocument(name: networkName())
        for node in map.nodes { add(node, to: &document) }
        var linkNames = UniqueNames()
        for (number, edge) in map.edges.enumerated() { add(edge, number, &linkNames, to: &document) }
        return document
    }

    private func networkName() -> String {
        let label = map.attributes.first { ["label", "network", "name"].contains($0.name.lowercased()) && !$0.text.isEmpty }
        return (label?.text ?? String(SourceFile(path: map.path, bytes: []).stem)).visible
    }

    private mutating func add(_ node: ForeignMap.Node, to document: inout NetworkDocument) {
        if node.id.isEmpty { warn(node.place, "a node without an id; it became a site, but no edge can name it") }
        let isRepeated = !node.id.isEmpty && deviceOfNode[node.id] != nil
        if isRepeated {
            warn(
                node.place,
                "node \(Wording.quoted(node.id)) stands a second time; it became a site of its own, edges lead to the first")
        }
        let name = names.name("n", node.id)
        if !node.id.isEmpty, !isRepeated { deviceOfNode[node.id] = name }
        var site = NetworkDocument.Site(id: ObjectID(kind: .site, name: name), name: "", kind: "other")
        var values = AttributeReader(node.attributes)
        site.name = (values.takeVerbatim("label", "name", "yed_label") ?? "").visible
        site.kind = values.take("kind") ?? "other"
        (site.lat, site.lon) = coordinates(&values, of: node)
        let role = values.take("role") ?? "other"
        site.tags = values.tags(dropping: node.id)
        problems += values.problems
        document.sites.append(site)
        document.devices.append(.init(id: ObjectID(kind: .device, name: name), site: site.id, role: role))
    }

    /// Both or none: half a place is no place.
    private mutating func coordinates(_ values: inout AttributeReader, of node: ForeignMap.Node) -> (Double?, Double?) {
        let lat = values.number(in: -90...90, "Latitude", "lat")
        let lon = values.number(in: -180...180, "Longitude", "lon", "lng", "long")
        if (lat == nil) != (lon == nil) { warn(node.place, "this node has only one coordinate; its place is taken as unknown") }
        return lat == nil || lon == nil ? (nil, nil) : (lat, lon)
    }

    private mutating func add(
        _ edge: ForeignMap.Edge, _ number: Int, _ linkNames: inout UniqueNames, to document: inout NetworkDocument
    ) {
        guard let a = deviceOfNode[edge.source], let b = deviceOfNode[edge.target] else {
            let missing = [edge.source, edge.target].filter { deviceOfNode[$0] == nil }.map(Wording.quoted)
            warn(edge.place, "an edge ends at node \(missing.joined(separator: " and ")), which the map does not have; left out")
            return
        }
        var values = AttributeReader(edge.attributes)
        let id = linkNames.name("e", String(number))
        var link = NetworkDocument.Link(id: ObjectID(kind: .link, name: id), a: end(at: a), b: end(at: b), kind: "other")
        link.name = values.take("LinkLabel", "label", "name").flatMap { $0.isEmpty ? nil : $0.visible }
        link.kind = kind(&values)
        link.mbps = speed(&values)
        link.tags = values.tags(dropping: nil)
        problems += values.problems
        document.links.append(link)
    }

    private mutating func end(at device: String) -> NetworkDocument.End {
        let port = portsOfDevice[device, default: 0] + 1
        portsOfDevice[device] = port
        return .init(
            device: ObjectID(kind: .device, name: device), interface: ObjectID(kind: .interface, name: "\(device)#\(port)"))
    }

    /// `LinkType` as one of our kinds; the map's own word stays as a tag.
    private func kind(_ values: inout AttributeReader) -> String {
        if let own = values.take("kind"), !own.isEmpty { return own }
        let word = (values.value("LinkType") ?? "").lowercased()
        let kinds = [
            ("fibre", "fibre"), ("fiber", "fibre"), ("optic", "fibre"), ("radio", "radio"), ("microwave", "radio"),
            ("leased", "leased"),
        ]
        return kinds.first { word.contains($0.0) }?.1 ?? "other"
    }

    /// `LinkSpeedRaw` is bit/s; where it is absent, `LinkSpeed` with its unit K, M or G.
    private func speed(_ values: inout AttributeReader) -> Double? {
        if let raw = values.number(in: 0...1e18, "LinkSpeedRaw") { return raw / 1_000_000 }
        if let own = values.number(in: 0...1e12, "mbps") { return own }
        guard let text = values.value("LinkSpeed"), let number = Double(text), number >= 0, number.isFinite else { return nil }
        let factors: [String: Double] = ["K": 0.001, "M": 1, "G": 1000, "T": 1_000_000]
        return factors[(values.value("LinkSpeedUnits") ?? "").uppercased()].map { number * $0 }
    }

    private mutating func warn(_ place: SourcePlace, _ message: String) {
        problems.append(DeclaredProblem(place, message, severity: .warning))
    }
}

/// Hands out the attributes of a node or edge, so that what nobody asked for is left as tags.
private struct AttributeReader {
    private var left: [ForeignMap.Attribute]
    private(set) var problems: [DeclaredProblem] = []

    init(_ attributes: [ForeignMap.Attribute]) { left = attributes }

    func value(_ name: String) -> String? {
        left.first { $0.name.lowercased() == name.lowercased() }.map { String($0.text.trimmingBlanks) }
    }

    /// The first of `names` that stands here, without blanks at its ends, and no longer a tag.
    mutating func take(_ names: String...) -> String? {
        for name in names {
            if let index = left.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) {
                return String(left.remove(at: index).text.trimmingBlanks)
            }
        }
        return nil
    }

    /// As the map has it, blanks included: labels are names.
    mutating func takeVerbatim(_ names: String...) -> String? {
        for name in names {
            if let index = left.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) {
                return left.remove(at: index).text
            }
        }
        return nil
    }

    /// nil where none stands here; what is no number of `range` is reported and stays as a tag.
    mutating func number(in range: ClosedRange<Double>, _ names: String...) -> Double? {
        for name in names {
            guard let index = left.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else { continue }
            let attribute = left[index]
            if let value = Double(String(attribute.text.trimmingBlanks)), range.contains(value) {
                left.remove(at: index)
                return value
            }
            let message =
                "\(name) \(Wording.quoted(attribute.text)) is no number from \(range.lowerBound.jsonNumber) to "
                + "\(range.upperBound.jsonNumber); taken as unknown, kept as a tag"
            problems.append(DeclaredProblem(attribute.place, message, severity: .warning))
        }
        return nil
    }

    /// The rest; of two values with one name the second gets a number. An `id` that repeats the node's own is no news.
    func tags(dropping id: String?) -> [String: String] {
        var tags: [String: String] = [:]
        for attribute in left {
            let text = String(attribute.text.trimmingBlanks).visible
            if text.isEmpty || (attribute.name == "id" && text == id) { continue }
            let name = attribute.name.hasPrefix("tag_") ? String(attribute.name.dropFirst(4)) : attribute.name
            tags[freeName(Self.plain(name), in: tags)] = text
        }
        return tags
    }

    private func freeName(_ name: String, in tags: [String: String]) -> String {
        var (free, number) = (name, 2)
        while tags[free] != nil { (free, number) = ("\(name)_\(number)", number + 1) }
        return free
    }

    private static func plain(_ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { $0.value <= 0x20 || "=;,\"".unicodeScalars.contains($0) ? "_" : Character($0) }
        ).visible
        return plain.isEmpty ? "value" : plain
    }
}
