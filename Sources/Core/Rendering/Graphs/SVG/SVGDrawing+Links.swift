import Diagnosis

extension SVGDrawing {
    /// Tails below, the backbone above, and what is not up above all of its tier.
    mutating func drawLinks() {
        for tier in LinkTier.allCases {
            let members = map.edges.indices.filter { tiers[$0] == tier }
            if tier == .backbone { out += members.map { "<path class=\"casing\" d=\"\(path(lines[$0]))\"/>\n" }.joined() }
            for index in members where isPlain(map.edges[index]) { drawLink(index) }
            for index in members where !isPlain(map.edges[index]) { drawLink(index) }
        }
        for index in map.edges.indices where map.edges[index].state == .down && map.edges[index].cause == nil {
            if let middle = lines[index].point(at: 0.5) {
                out += "<use href=\"#x\" class=\"cross\" transform=\"translate(\(xy(middle)))\"/>\n"
            }
        }
    }

    /// Straight lines of links whose way nobody here knows must not hide those that lie in the ground.
    static func runsElsewhere(_ edge: NetworkMap.Edge) -> Bool { ["leased", "lte", "dsl", "vpn"].contains(edge.kind) }

    private func isPlain(_ edge: NetworkMap.Edge) -> Bool { edge.state == nil || edge.state == .up }

    private mutating func drawLink(_ index: Int) {
        let edge = map.edges[index]
        var classes = ["l", "\(tiers[index])"] + (edge.state.map { [$0.rawValue] } ?? [])
        if Self.runsElsewhere(edge), isPlain(edge) { classes.append("elsewhere") }
        out +=
            "<path class=\"\(classes.joined(separator: " "))\" d=\"\(path(lines[index]))\"><title>\(tip(of: edge).xmlEscaped)</title></path>\n"
    }

    private func tip(of edge: NetworkMap.Edge) -> String {
        var parts = [edge.name.isEmpty ? edge.id.rawValue : edge.name, edge.kind]
        if let mbps = edge.mbps { parts.append(mbps.jsonNumber + " Mbit/s") }
        if let km = edge.km { parts.append(km.fixed(1) + " km") }
        if let state = edge.state { parts.append(state.rawValue) }
        return parts.joined(separator: " · ")
    }
}
