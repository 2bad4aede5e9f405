import Diagnosis
import NetworkModel

/// What the page's script draws: flat rows, so that a national network stays small.
enum HTMLMapData {
    static func counts(of map: NetworkMap) -> String {
        "\(map.nodes.count) \(map.layer == .ip || map.layer == .optical ? "devices" : "sites"), \(map.edges.count) links"
    }

    static func json(of map: NetworkMap) -> String {
        let plane = Plane(map)
        let tiers = LinkTier.tiers(of: map)
        var out = "{\"unitsPerKm\":\((plane.projection?.unitsPerKm ?? 0).fixed(5)),\n"
        out += "\"kinds\":\(kinds(of: map)),\n\"causes\":\(causes(of: map)),\n"
        out += "\"nodes\":[\n" + zip(map.nodes, plane.points).map { node($0, at: $1) }.joined(separator: ",\n") + "\n],\n"
        out += "\"links\":[\n"
        out +=
            map.edges.indices.map { link(map.edges[$0], tiers[$0], plane.line(map.edges[$0])) }.joined(separator: ",\n")
            + "\n],\n"
        let ducts = map.layer == .duct ? [] : map.network.document.ducts.indices.map { duct($0, map, plane) }
        return out + "\"ducts\":[\n" + ducts.joined(separator: ",\n") + "\n]}"
    }

    private static func kinds(of map: NetworkMap) -> String {
        let numbers = Dictionary(grouping: map.nodes, by: \.kind).mapValues(\.count)
        return JSONText.list(
            numbers.keys.sorted().map {
                .list([.text($0), .text(SVGSymbols.word($0)), .integer(numbers[$0] ?? 0), .text(SVGSymbols.kind($0))])
            }
        ).line
    }

    private static func causes(of map: NetworkMap) -> String {
        JSONText.list(
            map.state.causes.filter { map.network[$0.object] != nil }.prefix(50).map {
                .list([.text($0.object.rawValue), .flag($0.isBest), $0.note.map { .text($0) } ?? .null])
            }
        ).line
    }

    /// `[id, name, kind, x, y, state, isPlaceKnown, fields]`
    private static func node(_ node: NetworkMap.Node, at point: PlanePoint) -> String {
        let head: [JSONText] = [.text(node.id.rawValue), .text(node.name.visible), .text(node.kind)]
        return row(head, [point.x, point.y], node.state, [.flag(node.place != nil)], node.fields)
    }

    /// `[id, name, kind, a, b, tier, state, line, mbps, km, fields]`; the line is empty where it is straight.
    private static func link(_ edge: NetworkMap.Edge, _ tier: LinkTier, _ line: [PlanePoint]) -> String {
        let points = JSONText.list(line.flatMap { [JSONText.number(rounded($0.x)), .number(rounded($0.y))] })
        let values: [JSONText] = [
            .text(edge.id.rawValue), .text(edge.name.visible), .text(edge.kind), .integer(edge.a), .integer(edge.b),
            .integer(tier.rawValue),
            edge.state.map { .text($0.rawValue) } ?? .integer(0), points, edge.mbps.map { .number($0) } ?? .null,
            edge.km.map { .number($0) } ?? .null, object(edge.fields),
        ]
        return JSONText.list(values).line
    }

    /// `[id, name, line, isCourseRecorded, fields]`
    private static func duct(_ index: Int, _ map: NetworkMap, _ plane: Plane) -> String {
        let duct = map.network.document.ducts[index]
        let points = plane.points(map.ducts[index].points)
        let fields = map.fields([("km", duct.km.map { .number($0) })]) + map.ductFields(index)
        let values: [JSONText] = [
            .text(duct.id.rawValue), .text((duct.name ?? "").visible),
            .list(points.flatMap { [.number(rounded($0.x)), .number(rounded($0.y))] }),
            .flag(map.ducts[index].source == .recorded),
            object(fields),
        ]
        return JSONText.list(values).line
    }

    private static func row(
        _ head: [JSONText], _ numbers: [Double], _ state: ObjectState?, _ flags: [JSONText], _ fields: [NetworkMap.Field]
    ) -> String {
        let values = head + numbers.map { .number(rounded($0)) } + [state.map { .text($0.rawValue) } ?? .integer(0)] + flags
        return JSONText.list(values + [object(fields)]).line
    }

    private static func object(_ fields: [NetworkMap.Field]) -> JSONText {
        .object(fields.map { JSONText.Member($0.name, $0.value.json) })
    }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

/// The drawing plane of the page, about 1000 units wide.
private struct Plane {
    let projection: MapProjection?
    let points: [PlanePoint]

    init(_ map: NetworkMap) {
        let places = map.nodes.compactMap(\.place) + map.ducts.flatMap(\.points)
        if !map.options.positions.isEmpty || places.isEmpty {
            projection = nil
            points = MapPlaces.points(of: map, spread: 30)
        } else {
            let projection = MapProjection(places: places, width: 1000, height: 1000)
            self.projection = projection
            points = MapPlaces.filled(
                map.nodes.map { $0.place.map(projection.point) }, map.edges, spread: 14, bottom: projection.height + 30)
        }
    }

    func points(_ places: [GeoPoint]) -> [PlanePoint] { projection.map { places.map($0.point) } ?? [] }

    /// Empty where it is the straight line between its nodes.
    func line(_ edge: NetworkMap.Edge) -> [PlanePoint] { edge.line.count > 2 ? points(edge.line) : [] }
}
