import Diagnosis
import NetworkModel

/// A Mermaid flowchart for wikis and repositories; meant for small parts of a network (`--only`), as Mermaid draws some hundred edges.
package enum MermaidExport {
    package static func text(of map: NetworkMap) -> String {
        var out = "---\ntitle: \(map.title.jsonQuoted)\n---\nflowchart LR\n"
        if !map.options.mark.isEmpty { out += "  %% \(map.options.mark.mermaidQuoted)\n" }
        for (index, node) in map.nodes.enumerated() {
            let name = node.name.isEmpty ? node.id.rawValue : node.name
            let (open, close) = brackets(node.kind)
            let state = node.state.map { ":::" + $0.rawValue } ?? ""
            out += "  n\(index)\(open)\((StateStyle.sign(node.state) + name).mermaidQuoted)\(close)\(state)\n"
        }
        for edge in map.edges {
            let label = edge.name.isEmpty ? "" : "|\(edge.name.mermaidQuoted)|"
            out += "  n\(edge.a) \(line(edge.state))\(label) n\(edge.b)\n"
        }
        for state in ObjectState.allCases {
            let dash = state == .up ? "" : ",stroke-dasharray:4 3"
            out += "  classDef \(state.rawValue) stroke:\(StateStyle.colour(state)),stroke-width:2px\(dash)\n"
        }
        let down = map.edges.indices.filter { map.edges[$0].state == .down }
        if !down.isEmpty {
            out +=
                "  linkStyle \(down.map(String.init).joined(separator: ",")) stroke:\(StateStyle.colour(.down)),stroke-width:3px\n"
        }
        return out
    }

    private static func brackets(_ kind: String) -> (String, String) {
        switch kind {
        case "dc": ("[[", "]]")
        case "hub": ("{{", "}}")
        case "municipality": ("(", ")")
        case "joint": ("((", "))")
        default: ("[", "]")
        }
    }

    private static func line(_ state: ObjectState?) -> String {
        switch state {
        case .down, .unobserved, .unknown: "-.-"
        case .up, nil: "---"
        }
    }
}

extension String {
    /// A quoted Mermaid text: what has a meaning there leaves as an entity code (Mermaid, "Entity codes to escape characters").
    package var mermaidQuoted: String {
        var quoted = "\""
        for scalar in visible.unicodeScalars {
            switch scalar {
            case "\"", "#", "&", "<", ">", ";", "`", "\\", "|", "{", "}", "[", "]", "(", ")", "%": quoted += "#\(scalar.value);"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
