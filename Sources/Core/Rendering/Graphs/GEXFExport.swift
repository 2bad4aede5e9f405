import NetworkModel

/// GEXF 1.2 for Gephi and networkx, with typed attributes, positions and colours.
package enum GEXFExport {
    package static func text(of map: NetworkMap) -> String {
        let nodeKeys = AttributeKeys(prefix: "n", map.nodes.map(\.attributes))
        let edgeKeys = AttributeKeys(prefix: "e", map.edges.map(\.attributes))
        let description = [map.title, map.options.mark].filter { !$0.isEmpty }.joined(separator: " · ")
        var out = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
              <meta><creator>fibrewatch</creator><description>\(description.xmlEscaped)</description></meta>
              <graph defaultedgetype="undirected" mode="static">

            """
        out += declarations(nodeKeys, of: "node") + declarations(edgeKeys, of: "edge")
        out += "    <nodes>\n"
        for (node, point) in zip(map.nodes, MapPlaces.points(of: map, spread: 40)) { out += line(of: node, at: point, nodeKeys) }
        out += "    </nodes>\n    <edges>\n"
        for edge in map.edges { out += line(of: edge, in: map, edgeKeys) }
        return out + "    </edges>\n  </graph>\n</gexf>\n"
    }

    private static func line(of node: NetworkMap.Node, at point: PlanePoint, _ keys: AttributeKeys) -> String {
        let id = node.id.rawValue.xmlEscaped
        let label = node.name.isEmpty ? id : node.name.xmlEscaped
        return "      <node id=\"\(id)\" label=\"\(label)\">\(values(node.attributes, keys))"
            + "<viz:color \(colour(StateStyle.colour(node.state)))/>"
            + "<viz:position x=\"\(point.x.fixed(2))\" y=\"\((-point.y).fixed(2))\" z=\"0\"/></node>\n"
    }

    private static func line(of edge: NetworkMap.Edge, in map: NetworkMap, _ keys: AttributeKeys) -> String {
        let (a, b) = (map.nodes[edge.a].id.rawValue.xmlEscaped, map.nodes[edge.b].id.rawValue.xmlEscaped)
        let label = edge.name.isEmpty ? "" : " label=\"\(edge.name.xmlEscaped)\""
        return
            "      <edge id=\"\(edge.id.rawValue.xmlEscaped)\" source=\"\(a)\" target=\"\(b)\"\(label)>\(values(edge.attributes, keys))</edge>\n"
    }

    private static func declarations(_ keys: AttributeKeys, of element: String) -> String {
        if keys.names.isEmpty { return "" }
        let rows = keys.names.map { name in
            "      <attribute id=\"\(keys.id(name))\" title=\"\(name.xmlEscaped)\" type=\"\(type(keys.kind(name)))\"/>\n"
        }
        return "    <attributes class=\"\(element)\">\n" + rows.joined() + "    </attributes>\n"
    }

    private static func values(_ fields: [NetworkMap.Field], _ keys: AttributeKeys) -> String {
        let rows = fields.map { "<attvalue for=\"\(keys.id($0.name))\" value=\"\($0.value.text.xmlEscaped)\"/>" }
        return rows.isEmpty ? "" : "<attvalues>" + rows.joined() + "</attvalues>"
    }

    private static func type(_ kind: AttributeKeys.Kind) -> String {
        switch kind {
        case .text: "string"
        case .number: "double"
        case .integer: "integer"
        case .flag: "boolean"
        }
    }

    /// `#1f6f8b` as `r="31" g="111" b="139"`.
    private static func colour(_ hex: String) -> String {
        let value = UInt32(hex.dropFirst(), radix: 16) ?? 0
        return "r=\"\(value >> 16 & 255)\" g=\"\(value >> 8 & 255)\" b=\"\(value & 255)\""
    }
}
