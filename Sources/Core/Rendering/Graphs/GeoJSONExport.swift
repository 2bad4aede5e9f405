import Diagnosis
import NetworkModel

/// GeoJSON (RFC 7946): a point a site, a line a link, a line a duct; positions are longitude before latitude.
/// What has no place is a feature with a null geometry (section 3.2), so that nothing is missing.
package enum GeoJSONExport {
    package static func text(of map: NetworkMap) -> String {
        var out = "{\"type\":\"FeatureCollection\",\"name\":\(map.title.jsonQuoted),"
        if !map.options.mark.isEmpty { out += "\"mark\":\(map.options.mark.jsonQuoted)," }
        out += "\"features\":[\n"
        var features = map.nodes.map { feature($0.id, $0.layerName, point($0.place), $0.attributes) }
        features += map.edges.map { feature($0.id, $0.kind == "duct" ? "duct" : "link", line($0.line), $0.attributes) }
        if map.layer == .site || map.layer == .optical {
            features += map.network.document.ducts.indices.map { duct($0, in: map) }
        }
        return out + features.joined(separator: ",\n") + "\n]}\n"
    }

    private static func duct(_ index: Int, in map: NetworkMap) -> String {
        let duct = map.network.document.ducts[index]
        var fields = map.fields([("name", duct.name.map { .text($0) }), ("km", duct.km.map { .number($0) })])
        fields += map.ductFields(index)
        if let state = map.state.states[duct.id] { fields.append(.init(name: "state", value: .text(state.rawValue))) }
        if let mark = map.causeMarks()[duct.id] { fields.append(.init(name: "cause", value: .text(mark.rawValue))) }
        return feature(duct.id, "duct", line(map.ducts[index].points), fields)
    }

    private static func feature(_ id: ObjectID, _ type: String, _ geometry: JSONText, _ fields: [NetworkMap.Field]) -> String {
        let properties =
            [JSONText.Member("id", .text(id.rawValue)), .init("type", .text(type))]
            + fields.map { JSONText.Member($0.name, $0.value.json) }
        return JSONText.object([
            .init("type", .text("Feature")), .init("id", .text(id.rawValue)), .init("geometry", geometry),
            .init("properties", .object(properties)),
        ]).line
    }

    private static func point(_ place: GeoPoint?) -> JSONText {
        place.map { .members(["type": .text("Point"), "coordinates": position($0)]) } ?? .null
    }

    /// A line over the 180th meridian is cut there in two (RFC 7946 section 3.1.9).
    static func line(_ points: [GeoPoint]) -> JSONText {
        guard points.count >= 2 else { return .null }
        let parts = cutAtAntimeridian(points)
        if parts.count == 1 { return .members(["type": .text("LineString"), "coordinates": .list(parts[0].map(position))]) }
        return .members(["type": .text("MultiLineString"), "coordinates": .list(parts.map { .list($0.map(position)) })])
    }

    private static func cutAtAntimeridian(_ points: [GeoPoint]) -> [[GeoPoint]] {
        var parts = [[points[0]]]
        for (a, b) in zip(points, points.dropFirst()) {
            if abs(b.lon - a.lon) > 180 {
                let edge = a.lon < 0 ? -180.0 : 180.0
                let beyond = b.lon + 2 * edge
                let share = beyond == a.lon ? 0 : (edge - a.lon) / (beyond - a.lon)
                let lat = a.lat + (b.lat - a.lat) * share
                parts[parts.count - 1].append(GeoPoint(lat: lat, lon: edge))
                parts.append([GeoPoint(lat: lat, lon: -edge)])
            }
            parts[parts.count - 1].append(b)
        }
        return parts
    }

    private static func position(_ point: GeoPoint) -> JSONText {
        .list([.number(rounded(point.lon)), .number(rounded(point.lat))])
    }

    /// Seven decimals are a centimetre.
    private static func rounded(_ degrees: Double) -> Double { (degrees * 1e7).rounded() / 1e7 }
}

extension NetworkMap.Node {
    var layerName: String { kind == "joint" ? "joint" : role == nil ? "site" : "device" }
}
