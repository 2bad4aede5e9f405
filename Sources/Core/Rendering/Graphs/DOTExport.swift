import Diagnosis
import NetworkModel

/// Graphviz DOT: an undirected graph with all parallel links and self-loops, places as `pos` for `neato -n`, states as colour and style.
package enum DOTExport {
    package static func text(of map: NetworkMap) -> String {
        var out = "graph \(map.title.dotQuoted) {\n"
        let label = map.options.mark.isEmpty ? map.title : map.title + " · " + map.options.mark
        out += "  graph [label=\(label.dotQuoted), labelloc=t, overlap=false, outputorder=edgesfirst, fontname=\"Helvetica\"];\n"
        out += "  node [fontname=\"Helvetica\", fontsize=10, style=filled, fillcolor=white, color=\"#3f4f63\"];\n"
        out += "  edge [fontname=\"Helvetica\", fontsize=8, color=\"#3f4f63\"];\n"
        for node in map.nodes { out += line(of: node) }
        for edge in map.edges { out += line(of: edge, in: map) }
        return out + "}\n"
    }

    private static func line(of node: NetworkMap.Node) -> String {
        let name = node.name.isEmpty ? node.id.rawValue : node.name
        var attributes = [
            ("label", (StateStyle.sign(node.state) + name).dotQuoted), ("shape", shape(node.kind)), ("kind", node.kind.dotQuoted),
        ]
        if let role = node.role { attributes.append(("role", role.dotQuoted)) }
        if let state = node.state {
            attributes += [
                ("state", state.rawValue), ("color", StateStyle.colour(state).dotQuoted),
                ("style", "\"filled,\(StateStyle.dotStyle(state))\""),
            ]
        }
        if node.cause != nil { attributes += [("penwidth", "3"), ("fillcolor", "\"#ffd9d9\"")] }
        if let place = node.place {
            attributes += [("pos", "\"\((place.lon * 72).fixed(2)),\((place.lat * 72).fixed(2))\"")]
            attributes += [("lat", place.lat.jsonNumber), ("lon", place.lon.jsonNumber)]
        }
        return "  \(node.id.rawValue.dotQuoted) [\(joined(attributes + others(node.fields)))];\n"
    }

    private static func line(of edge: NetworkMap.Edge, in map: NetworkMap) -> String {
        var attributes = [("id", edge.id.rawValue.dotQuoted), ("kind", edge.kind.dotQuoted)]
        if !edge.name.isEmpty { attributes.append(("label", edge.name.dotQuoted)) }
        if let mbps = edge.mbps { attributes.append(("mbps", mbps.jsonNumber)) }
        if let km = edge.km { attributes.append(("km", km.jsonNumber)) }
        if let state = edge.state {
            attributes += [
                ("state", state.rawValue), ("color", StateStyle.colour(state).dotQuoted), ("style", StateStyle.dotStyle(state)),
            ]
        }
        if edge.cause != nil { attributes.append(("penwidth", "4")) }
        let ends = [edge.a, edge.b].map { map.nodes[$0].id.rawValue.dotQuoted }
        return "  \(ends[0]) -- \(ends[1]) [\(joined(attributes + others(edge.fields)))];\n"
    }

    private static func joined(_ attributes: [(String, String)]) -> String {
        attributes.map { "\($0)=\($1)" }.joined(separator: ", ")
    }

    /// Under names that Graphviz gives no meaning to.
    private static func others(_ fields: [NetworkMap.Field]) -> [(String, String)] {
        fields.map { (("x_" + $0.name).dotQuoted, $0.value.text.dotQuoted) }
    }

    private static func shape(_ kind: String) -> String {
        switch kind {
        case "dc": "box3d"
        case "hub": "diamond"
        case "municipality": "ellipse"
        case "post": "invhouse"
        case "egov": "box"
        case "joint": "point"
        default: "ellipse"
        }
    }
}
