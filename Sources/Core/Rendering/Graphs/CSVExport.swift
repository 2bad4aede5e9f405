import NetworkModel

/// One table of all objects of the layer, for spreadsheets: a row a node, edge or duct, a column a field.
package enum CSVExport {
    package static func text(of map: NetworkMap) -> String {
        var rows = map.nodes.map { row($0.layerName, $0.id, $0.attributes) }
        rows += map.edges.map { edge in
            let ends = [edge.a, edge.b].map { NetworkMap.Value.text(map.nodes[$0].id.rawValue) }
            let fields = [NetworkMap.Field(name: "a", value: ends[0]), .init(name: "b", value: ends[1])]
            return row(edge.kind == "duct" ? "duct" : "link", edge.id, fields + edge.attributes)
        }
        if map.layer != .duct {
            rows += map.network.document.ducts.indices.map { index in
                let duct = map.network.document.ducts[index]
                let fields = map.fields([("name", duct.name.map { .text($0) }), ("km", duct.km.map { .number($0) })])
                return row("duct", duct.id, fields + map.ductFields(index))
            }
        }
        let names = AttributeKeys(prefix: "c", rows).names
        let header = names.map { CSVText.quoted($0.visible) }.joined(separator: ",") + "\n"
        return header + rows.map { line($0, names) }.joined()
    }

    private static func row(_ type: String, _ id: ObjectID, _ fields: [NetworkMap.Field]) -> [NetworkMap.Field] {
        [.init(name: "type", value: .text(type)), .init(name: "id", value: .text(id.rawValue))] + fields
    }

    private static func line(_ row: [NetworkMap.Field], _ names: [String]) -> String {
        var cells: [String: String] = [:]
        for field in row where cells[field.name] == nil { cells[field.name] = field.value.text.visible }
        return names.map { CSVText.quoted(cells[$0] ?? "") }.joined(separator: ",") + "\n"
    }
}
