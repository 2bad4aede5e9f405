import Diagnosis
import NetworkModel

/// KML 2.2 (OGC 07-147r2) for Google Earth and QGIS: folders of sites, links and ducts, styles by state, fields as extended data.
package enum KMLExport {
    package static func text(of map: NetworkMap) -> String {
        var out = """
            <?xml version="1.0" encoding="UTF-8"?>
            <kml xmlns="http://www.opengis.net/kml/2.2"><Document>
            <name>\(map.title.xmlEscaped)</name>

            """
        if !map.options.mark.isEmpty { out += "<description>\(map.options.mark.xmlEscaped)</description>\n" }
        out += ([nil] + ObjectState.allCases.map(Optional.some)).map(style).joined()
        out += folder(map.layer == .ip || map.layer == .optical ? "Devices" : "Sites", map.nodes.map(placemark))
        if map.layer != .duct { out += folder("Links", map.edges.map(placemark)) }
        out += folder("Ducts", map.network.document.ducts.indices.map { duct($0, in: map) })
        return out + "</Document></kml>\n"
    }

    private static func style(_ state: ObjectState?) -> String {
        let colour = StateStyle.colour(state).dropFirst()
        // KML writes colours as alpha, blue, green, red.
        let kml = "ff" + colour.suffix(2) + colour.dropFirst(2).prefix(2) + colour.prefix(2)
        let width = state == .down ? 4 : 2
        return
            "<Style id=\"\(StateStyle.word(state))\"><IconStyle><color>\(kml)</color><scale>\(state == .down ? "1.3" : "0.7")</scale></IconStyle>"
            + "<LineStyle><color>\(kml)</color><width>\(width)</width></LineStyle></Style>\n"
    }

    private static func folder(_ name: String, _ placemarks: [String]) -> String {
        placemarks.isEmpty ? "" : "<Folder><name>\(name)</name>\n" + placemarks.joined() + "</Folder>\n"
    }

    private static func placemark(_ node: NetworkMap.Node) -> String {
        let geometry = node.place.map { "<Point><coordinates>\(position($0))</coordinates></Point>" } ?? ""
        return placemark(node.id, StateStyle.sign(node.state) + node.name, node.state, node.attributes, geometry)
    }

    private static func placemark(_ edge: NetworkMap.Edge) -> String {
        placemark(edge.id, StateStyle.sign(edge.state) + edge.name, edge.state, edge.attributes, line(edge.line))
    }

    private static func duct(_ index: Int, in map: NetworkMap) -> String {
        let duct = map.network.document.ducts[index]
        let fields = map.fields([("km", duct.km.map { .number($0) })]) + map.ductFields(index)
        return placemark(duct.id, duct.name ?? duct.id.rawValue, map.state.states[duct.id], fields, line(map.ducts[index].points))
    }

    private static func placemark(
        _ id: ObjectID, _ name: String, _ state: ObjectState?, _ fields: [NetworkMap.Field], _ geometry: String
    ) -> String {
        let rows = ([NetworkMap.Field(name: "id", value: .text(id.rawValue))] + fields).map {
            "<Data name=\"\($0.name.xmlEscaped)\"><value>\($0.value.text.xmlEscaped)</value></Data>"
        }
        return "<Placemark><name>\(name.xmlEscaped)</name><styleUrl>#\(StateStyle.word(state))</styleUrl>"
            + "<ExtendedData>\(rows.joined())</ExtendedData>\(geometry)</Placemark>\n"
    }

    private static func line(_ points: [GeoPoint]) -> String {
        points.count < 2
            ? ""
            : "<LineString><tessellate>1</tessellate><coordinates>\(points.map(position).joined(separator: " "))</coordinates></LineString>"
    }

    private static func position(_ point: GeoPoint) -> String { "\(point.lon.jsonNumber),\(point.lat.jsonNumber)" }
}
