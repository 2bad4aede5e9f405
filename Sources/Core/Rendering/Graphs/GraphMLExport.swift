import Diagnosis
import NetworkModel

/// GraphML with typed keys, and yEd's geometry so that nodes do not pile up there.
package enum GraphMLExport {
    package static func text(of map: NetworkMap) -> String {
        let nodeKeys = AttributeKeys(prefix: "n", map.nodes.map(\.attributes))
        let edgeKeys = AttributeKeys(prefix: "e", map.edges.map(\.attributes))
        var out = """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xmlns:y="http://www.yworks.com/xml/graphml" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
            http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd">

            """
        out += declarations(nodeKeys, for: "node") + declarations(edgeKeys, for: "edge")
        out += "  <key id=\"g0\" for=\"graph\" attr.name=\"name\" attr.type=\"string\"/>\n"
        if !map.options.mark.isEmpty { out += "  <key id=\"g1\" for=\"graph\" attr.name=\"mark\" attr.type=\"string\"/>\n" }
        out += "  <key id=\"y0\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n"
        out += "  <graph id=\"G\" edgedefault=\"undirected\">\n    <data key=\"g0\">\(map.title.xmlEscaped)</data>\n"
        if !map.options.mark.isEmpty { out += "    <data key=\"g1\">\(map.options.mark.xmlEscaped)</data>\n" }
        let points = MapPlaces.points(of: map, spread: 40)
        for (node, point) in zip(map.nodes, points) {
            out +=
                "    <node id=\"\(node.id.rawValue.xmlEscaped)\">\(data(node.attributes, nodeKeys))\(geometry(node, point))</node>\n"
        }
        for edge in map.edges {
            let (a, b) = (map.nodes[edge.a].id.rawValue.xmlEscaped, map.nodes[edge.b].id.rawValue.xmlEscaped)
            out +=
                "    <edge id=\"\(edge.id.rawValue.xmlEscaped)\" source=\"\(a)\" target=\"\(b)\">\(data(edge.attributes, edgeKeys))</edge>\n"
        }
        return out + "  </graph>\n</graphml>\n"
    }

    private static func geometry(_ node: NetworkMap.Node, _ point: PlanePoint) -> String {
        let shape = ["dc": "rectangle", "hub": "diamond", "post": "triangle", "egov": "rectangle"][node.kind] ?? "ellipse"
        let size = node.kind == "dc" ? "30" : "16"
        return "<data key=\"y0\"><y:ShapeNode>"
            + "<y:Geometry height=\"\(size)\" width=\"\(size)\" x=\"\(point.x.fixed(1))\" y=\"\(point.y.fixed(1))\"/>"
            + "<y:Fill color=\"\(StateStyle.colour(node.state))\" transparent=\"false\"/>"
            + "<y:NodeLabel modelName=\"sides\" modelPosition=\"e\">\(node.name.xmlEscaped)</y:NodeLabel>"
            + "<y:Shape type=\"\(shape)\"/></y:ShapeNode></data>"
    }

    private static func declarations(_ keys: AttributeKeys, for element: String) -> String {
        keys.names.map { name in
            "  <key id=\"\(keys.id(name))\" for=\"\(element)\" attr.name=\"\(name.xmlEscaped)\" attr.type=\"\(type(keys.kind(name)))\"/>\n"
        }.joined()
    }

    private static func data(_ fields: [NetworkMap.Field], _ keys: AttributeKeys) -> String {
        fields.map { "<data key=\"\(keys.id($0.name))\">\($0.value.text.xmlEscaped)</data>" }.joined()
    }

    private static func type(_ kind: AttributeKeys.Kind) -> String {
        switch kind {
        case .text: "string"
        case .number: "double"
        case .integer: "int"
        case .flag: "boolean"
        }
    }
}
