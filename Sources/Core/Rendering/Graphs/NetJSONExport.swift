import NetworkModel

/// A NetJSON NetworkGraph (NetJSON, "NetworkGraph"): nodes with label and properties, links with cost (kilometres, else 1).
package enum NetJSONExport {
    package static func text(of map: NetworkMap) -> String {
        let nodes = map.nodes.map { node in
            JSONText.members([
                "id": .text(node.id.rawValue), "label": .text(node.name), "properties": properties(node.attributes),
            ]).line
        }
        let links = map.edges.map { edge in
            JSONText.members([
                "source": .text(map.nodes[edge.a].id.rawValue), "target": .text(map.nodes[edge.b].id.rawValue),
                "cost": .number(edge.km ?? 1), "cost_text": .text(edge.km.map { $0.fixed(1) + " km" } ?? ""),
                "properties": properties([.init(name: "id", value: .text(edge.id.rawValue))] + edge.attributes),
            ]).line
        }
        let mark = map.options.mark.isEmpty ? "" : ",\"mark\":\(map.options.mark.jsonQuoted)"
        return
            "{\"type\":\"NetworkGraph\",\"label\":\(map.title.jsonQuoted)\(mark),\"protocol\":\"static\",\"version\":null,\"metric\":\"km\","
            + "\"nodes\":[\n\(nodes.joined(separator: ",\n"))\n],\"links\":[\n\(links.joined(separator: ",\n"))\n]}\n"
    }

    private static func properties(_ fields: [NetworkMap.Field]) -> JSONText {
        .object(fields.map { JSONText.Member($0.name, $0.value.json) })
    }
}
