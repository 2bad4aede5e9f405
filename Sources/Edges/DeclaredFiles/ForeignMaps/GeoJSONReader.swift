/// Reads GeoJSON (RFC 7946): a point becomes a node, a line an edge between the points at its ends.
///
/// A line whose end meets no point gets a node of its own there. Ends that the line's properties name (`a` and `b`, or `source` and
/// `target`) are taken by name, so that what fibrewatch exports comes back the same. Polygons are listed as left out.
struct GeoJSONReader {
    private let path: String
    private var map: ForeignMap
    private var nodeAt: [String: String] = [:]
    private var ids: Set<String> = []

    private init(_ path: String) {
        self.path = path
        map = ForeignMap(path: path, format: "GeoJSON")
    }

    static func map(_ root: DeclaredNode, path: String) -> ForeignMap {
        var reader = GeoJSONReader(path)
        reader.map.attributes = JSONAttributes.flat(root, path, except: ["features", "type", "bbox"])
        let features = root["type"]?.scalar == "Feature" ? [root] : root["features"]?.members ?? []
        for feature in features { reader.readPoint(feature) }
        for feature in features { reader.readLine(feature) }
        return reader.map
    }

    private func type(_ feature: DeclaredNode) -> String {
        feature["geometry"]?["type"]?.scalar ?? (feature["properties"]?["type"]?.scalar == "link" ? "LineString" : "Point")
    }

    private mutating func readPoint(_ feature: DeclaredNode) {
        guard type(feature) == "Point", !["duct", "segment"].contains(feature["properties"]?["type"]?.scalar ?? "") else {
            return
        }
        var attributes = attributes(feature)
        let position = feature["geometry"]?["coordinates"].flatMap(numbers)
        if let position {
            attributes.removeAll { ["lat", "lon", "latitude", "longitude"].contains($0.name.lowercased()) }
            attributes += place(position, feature.place(in: path))
        }
        add(feature["id"]?.scalar ?? feature["properties"]?["id"]?.scalar ?? "p\(map.nodes.count)", attributes, feature, position)
    }

    private mutating func add(_ id: String, _ attributes: [ForeignMap.Attribute], _ feature: DeclaredNode, _ position: [Double]?)
    {
        ids.insert(id)
        if let position, nodeAt[key(position)] == nil { nodeAt[key(position)] = id }
        map.nodes.append(.init(id: id, attributes: attributes, place: feature.place(in: path)))
    }

    private mutating func readLine(_ feature: DeclaredNode) {
        let place = feature.place(in: path)
        if feature["properties"]?["type"]?.scalar == "duct" { return map.warn(place, "a duct without the links in it; left out") }
        switch type(feature) {
        case "Point": return
        case "LineString", "MultiLineString": break
        case let other: return map.warn(place, "a feature of type \(Wording.quoted(other)) is no site and no link; left out")
        }
        let ends = ends(feature)
        let names = [["a", "source"], ["b", "target"]].map { keys in keys.compactMap { feature["properties"]?[$0]?.scalar }.first
        }
        let found = zip(names, [ends?.first, ends?.last]).map { name, position -> String? in
            if let name, ids.contains(name) { return name }
            return position.map { node(at: $0, feature) }
        }
        guard let a = found[0], let b = found[1] else { return map.warn(place, "a line without two ends; left out") }
        let attributes = attributes(feature).filter { !["a", "b", "source", "target"].contains($0.name) }
        map.edges.append(.init(source: a, target: b, attributes: attributes, place: place))
    }

    private func attributes(_ feature: DeclaredNode) -> [ForeignMap.Attribute] {
        feature["properties"].map { JSONAttributes.flat($0, path, except: ["id", "type"]) } ?? []
    }

    private mutating func node(at position: [Double], _ feature: DeclaredNode) -> String {
        if let known = nodeAt[key(position)] { return known }
        let id = "end\(map.nodes.count)"
        map.note(feature.place(in: path), "a line ends where there is no point; site \(Wording.quoted(id)) was made there")
        add(id, place(position, feature.place(in: path)), feature, position)
        return id
    }

    private func place(_ position: [Double], _ place: SourcePlace) -> [ForeignMap.Attribute] {
        [.init(name: "lat", text: "\(position[1])", place: place), .init(name: "lon", text: "\(position[0])", place: place)]
    }

    /// First and last position of a line.
    private func ends(_ feature: DeclaredNode) -> [[Double]]? {
        let parts = feature["geometry"]?["coordinates"]?.members ?? []
        let positions = type(feature) == "MultiLineString" ? parts.flatMap(\.members) : parts
        guard let first = positions.first.flatMap(numbers), let last = positions.last.flatMap(numbers), positions.count >= 2
        else { return nil }
        return [first, last]
    }

    private func numbers(_ node: DeclaredNode) -> [Double]? {
        let values = node.members.compactMap { $0.scalar.flatMap(Double.init) }
        return values.count >= 2 ? values : nil
    }

    /// To about a decimetre.
    private func key(_ position: [Double]) -> String { "\((position[0] * 1e6).rounded()) \((position[1] * 1e6).rounded())" }
}
