import NetworkModel

// The duct layer: ducts joined end to end. The record says only in which order a link passes them, so joints are inferred:
// what follows each other in a link shares a joint, and a duct that several links pass keeps its first direction.

extension NetworkMap {
    mutating func buildDucts(_ causes: [ObjectID: CauseMark]) {
        nodes = network.document.sites.indices.map { siteNode($0, causes) }
        var ends = DuctEnds(siteCount: nodes.count, ductCount: network.document.ducts.count)
        for link in network.document.links.indices where !network.segmentsOfLink[link].isEmpty {
            let ducts = network.segmentsOfLink[link].map { Int(network.ductOfSegment[Int($0)]) }
            ends.chain(
                from: Int(network.siteOfDevice[Int(network.deviceA[link])]), over: ducts,
                to: Int(network.siteOfDevice[Int(network.deviceB[link])]))
        }
        var nodeOfEnd: [Int: Int] = [:]
        for duct in network.document.ducts.indices {
            let a = node(at: ends.root(ends.start(of: duct)), duct, isStart: true, &nodeOfEnd)
            let b = node(at: ends.root(ends.end(of: duct)), duct, isStart: false, &nodeOfEnd)
            edges.append(ductEdge(duct, a: a, b: b, causes))
        }
    }

    private mutating func node(at root: Int, _ duct: Int, isStart: Bool, _ nodeOfEnd: inout [Int: Int]) -> Int {
        if root < network.document.sites.count { return root }
        if let known = nodeOfEnd[root] { return known }
        let id = ObjectID("joint:" + network.document.ducts[duct].id.name + (isStart ? "-a" : "-b"))
        nodes.append(Node(id: id, name: "", kind: "joint", place: isStart ? ducts[duct].points.first : ducts[duct].points.last))
        nodeOfEnd[root] = nodes.count - 1
        return nodes.count - 1
    }

    private func ductEdge(_ index: Int, a: Int, b: Int, _ causes: [ObjectID: CauseMark]) -> Edge {
        let duct = network.document.ducts[index]
        let segments = network.linksOfDuct[index].flatMap { network.document.links[Int($0)].segments }.filter {
            if case .segment(let s)? = network[$0] { Int(network.ductOfSegment[Int(s)]) == index } else { false }
        }
        let mark = causes[duct.id] ?? segments.compactMap { causes[$0] }.first
        return Edge(
            id: duct.id, a: a, b: b, kind: "duct", name: duct.name ?? "", mbps: nil, km: duct.km,
            state: state.states[duct.id] ?? (mark == .best ? .down : nil), cause: mark, line: ducts[index].points,
            fields: ductFields(index))
    }
}

/// Which ends of ducts meet: a union of sites (`0..<siteCount`) and of two ends a duct.
private struct DuctEnds {
    private let siteCount: Int
    private var parent: [Int]

    init(siteCount: Int, ductCount: Int) {
        self.siteCount = siteCount
        parent = Array(0..<(siteCount + 2 * ductCount))
    }

    func start(of duct: Int) -> Int { siteCount + 2 * duct }
    func end(of duct: Int) -> Int { siteCount + 2 * duct + 1 }

    mutating func root(_ item: Int) -> Int {
        var item = item
        while parent[item] != item {
            parent[item] = parent[parent[item]]
            item = parent[item]
        }
        return item
    }

    mutating func chain(from a: Int, over ducts: [Int], to b: Int) {
        var here = a
        for duct in ducts {
            join(here, start(of: duct))
            here = end(of: duct)
        }
        join(here, b)
    }

    /// The smaller number stands for both, so that a site stands for its joints; two sites never become one.
    private mutating func join(_ a: Int, _ b: Int) {
        let (x, y) = (root(a), root(b))
        if x == y || (x < siteCount && y < siteCount) { return }
        parent[max(x, y)] = min(x, y)
    }
}
