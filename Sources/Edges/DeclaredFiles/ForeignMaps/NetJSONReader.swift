/// Reads a NetJSON NetworkGraph: `nodes` with `id`, `label` and `properties`, `links` with `source`, `target` and `cost`.
enum NetJSONReader {
    static func map(_ root: DeclaredNode, path: String) -> ForeignMap {
        var map = ForeignMap(path: path, format: "NetJSON")
        map.attributes = JSONAttributes.flat(root, path, except: ["nodes", "links", "type"])
        for node in root["nodes"]?.members ?? [] {
            let attributes = JSONAttributes.flat(node, path, except: ["id"])
            map.nodes.append(.init(id: node["id"]?.scalar ?? "", attributes: attributes, place: node.place(in: path)))
        }
        for link in root["links"]?.members ?? [] {
            let attributes = JSONAttributes.flat(link, path, except: ["source", "target"])
            map.edges.append(
                .init(
                    source: link["source"]?.scalar ?? "", target: link["target"]?.scalar ?? "", attributes: attributes,
                    place: link.place(in: path)))
        }
        return map
    }
}

/// Values of JSON as flat attributes; `properties` lends its names to what holds it, other nested ones are joined by points.
enum JSONAttributes {
    static func flat(_ node: DeclaredNode, _ path: String, except excluded: Set<String> = [], prefix: String = "") -> [ForeignMap
        .Attribute]
    {
        node.entries.flatMap { entry -> [ForeignMap.Attribute] in
            guard let key = entry.key.scalar, !excluded.contains(key) else { return [] }
            let name = key == "properties" ? prefix : prefix + key
            switch entry.value.content {
            case .null: return []
            case .scalar(let text): return [.init(name: name, text: text, place: entry.value.place(in: path))]
            case .mapping: return flat(entry.value, path, prefix: key == "properties" ? prefix : name + ".")
            case .list(let members):
                let texts = members.compactMap(\.scalar)
                return texts.isEmpty
                    ? [] : [.init(name: name, text: texts.joined(separator: " "), place: entry.value.place(in: path))]
            }
        }
    }
}

extension DeclaredNode {
    var entries: [Entry] {
        guard case .mapping(let entries) = content else { return [] }
        return entries
    }

    var members: [DeclaredNode] {
        guard case .list(let members) = content else { return [] }
        return members
    }

    subscript(key: String) -> DeclaredNode? { entries.first { $0.key.scalar == key }?.value }
}
