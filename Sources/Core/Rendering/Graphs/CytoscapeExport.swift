import NetworkModel

/// Cytoscape.js elements, as Cytoscape and networkx read them; a multigraph with keys, positions included.
package enum CytoscapeExport {
    package static func text(of map: NetworkMap) -> String {
        let nodes = zip(map.nodes, MapPlaces.points(of: map, spread: 40)).map { node, point in
            let data =
                [JSONText.Member("id", .text(node.id.rawValue)), .init("value", .text(node.id.rawValue))]
                + members(node.attributes)
            return JSONText.members([
                "data": .object(data),
                "position": .members(["x": .number(rounded(point.x)), "y": .number(rounded(point.y))]),
            ]).line
        }
        let edges = map.edges.map { edge in
            let data =
                [
                    JSONText.Member("id", .text(edge.id.rawValue)), .init("source", .text(map.nodes[edge.a].id.rawValue)),
                    .init("target", .text(map.nodes[edge.b].id.rawValue)), .init("key", .text(edge.id.rawValue)),
                ] + members(edge.attributes)
            return JSONText.members(["data": .object(data)]).line
        }
        var data = [JSONText.Member("name", .text(map.title))]
        if !map.options.mark.isEmpty { data.append(.init("mark", .text(map.options.mark))) }
        return "{\"format_version\":\"1.0\",\"generated_by\":\"fibrewatch\",\"target_cytoscapejs_version\":\"~2.1\","
            + "\"directed\":false,\"multigraph\":true,\"data\":\(JSONText.object(data).line),"
            + "\"elements\":{\"nodes\":[\n\(nodes.joined(separator: ",\n"))\n],\"edges\":[\n\(edges.joined(separator: ",\n"))\n]}}\n"
    }

    private static func members(_ fields: [NetworkMap.Field]) -> [JSONText.Member] {
        fields.map { JSONText.Member($0.name, $0.value.json) }
    }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
