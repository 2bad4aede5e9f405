/// How much of the network hangs on a link, for its width on the map.
enum LinkTier: Int, CaseIterable, Sendable {
    case tail, regional, backbone

    /// What lies between data centres and hubs is the backbone, what joins municipalities to it regional. In networks that know
    /// no such kinds, links on rings are the backbone.
    static func tiers(of map: NetworkMap) -> [LinkTier] {
        let ranks = map.nodes.map(rank)
        let inner = innerNodes(of: map, kept: ranks.map { $0 == 3 })
        let knowsRegions = ranks.contains(2)
        return map.edges.map { edge in
            let lower = min(ranks[edge.a], ranks[edge.b])
            let isInner = inner[edge.a] && inner[edge.b]
            if lower == 3 || isInner && !knowsRegions { return .backbone }
            return lower == 2 ? .regional : .tail
        }
    }

    private static func rank(_ node: NetworkMap.Node) -> Int {
        if node.kind == "dc" || node.kind == "hub" { return 3 }
        if node.kind == "municipality" || node.kind == "joint" || node.role == "agg" { return 2 }
        return 1
    }

    /// What is left when ends are cut off again and again, except the ones to be kept.
    private static func innerNodes(of map: NetworkMap, kept: [Bool]) -> [Bool] {
        var neighbours: [[Int]] = map.nodes.map { _ in [] }
        for edge in map.edges where edge.a != edge.b {
            neighbours[edge.a].append(edge.b)
            neighbours[edge.b].append(edge.a)
        }
        var degree = neighbours.map(\.count)
        var inner = degree.indices.map { degree[$0] > 1 || kept[$0] }
        var ends = degree.indices.filter { !inner[$0] }
        while let end = ends.popLast() {
            for other in neighbours[end] where inner[other] {
                degree[other] -= 1
                if degree[other] < 2, !kept[other] {
                    inner[other] = false
                    ends.append(other)
                }
            }
        }
        return inner
    }
}
