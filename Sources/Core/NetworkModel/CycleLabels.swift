// How it works: every link outside a spanning forest gets 64 random bits; a link of the forest gets the XOR of the labels of all links
// outside that close a cycle over it. Then every cut of the graph XORs to zero, and a set of links holds a cut iff some subset of its
// labels XORs to zero, apart from an error of 2^-64 a subset (D. Pritchard and R. Thurimella, "Fast computation of small cuts via cycle
// space sampling", 2011). So a duct is judged by its few labels alone, without a search of the network.
// All service hosts count as one vertex: a set that parts hosts from each other, and nobody from all of them, isolates nobody.

/// Labels by which a set of links is known to separate the network or not.
package struct CycleLabels: Sendable {
    /// Zero for a bridge. nil for a link that carries nothing for others: standby, a self-loop, cut, or at a dead device.
    package let ofLink: [UInt64?]

    /// Labels of `graph` without what has already failed. The bits come from a fixed seed, so that the same network gives the same labels.
    package init(_ graph: NetworkGraph, failing failure: Failure = .nothing) {
        let out = Outage(failure, in: graph.network)
        let forest = Self.forest(of: graph, out)
        var labels = [UInt64?](repeating: nil, count: graph.network.document.links.count)
        var atDevice = [UInt64](repeating: 0, count: graph.deviceCount)
        var random = SplitMix64(seed: 0x6669_6272_6577_6174)
        for device in forest.order {
            for way in graph.ways(of: device) {
                let link = Int(graph.linkOfWay[way])
                let peer = Int(graph.peerOfWay[way])
                if labels[link] != nil || out.linkIsCut[link] || out.deviceIsDead[peer] { continue }
                if forest.parentLink[peer] == Int32(link) || forest.parentLink[Int(device)] == Int32(link) { continue }
                let label = random.next()
                labels[link] = label
                atDevice[Int(device)] ^= label
                atDevice[peer] ^= label
            }
        }
        for device in forest.order.reversed() where forest.parentLink[Int(device)] >= 0 {
            let link = forest.parentLink[Int(device)]
            labels[Int(link)] = atDevice[Int(device)]
            atDevice[Int(graph.network.peer(of: device, over: link))] ^= atDevice[Int(device)]
        }
        ofLink = labels
    }

    /// Whether the loss of `links` together parts somebody from the rest or from the hosts.
    package func separates(_ links: some Sequence<Int32>) -> Bool {
        var basis: [UInt64] = []
        for link in links {
            guard let label = ofLink[Int(link)] else { continue }
            if !Self.extend(&basis, by: label) { return true }
        }
        return false
    }

    /// How many pieces the loss of `links` together parts from the rest.
    package func partings(_ links: some Sequence<Int32>) -> Int {
        var basis: [UInt64] = []
        return links.count { link in ofLink[Int(link)].map { !Self.extend(&basis, by: $0) } ?? false }
    }

    /// Adds `label` to a basis of independent labels; false if it is the XOR of some of them, as a zero label is of none.
    private static func extend(_ basis: inout [UInt64], by label: UInt64) -> Bool {
        var rest = label
        for known in basis { rest = min(rest, rest ^ known) }
        if rest == 0 { return false }
        basis.append(rest)
        return true
    }

    private struct Forest {
        /// Live devices, parents before children.
        var order: [Int32] = []
        /// The link towards the root; -1 at roots and dead devices.
        var parentLink: [Int32]
    }

    /// A spanning forest in order of breadth-first search, all hosts as roots of one tree.
    private static func forest(of graph: NetworkGraph, _ out: Outage) -> Forest {
        var forest = Forest(parentLink: Array(repeating: -1, count: graph.deviceCount))
        var seen = out.deviceIsDead
        forest.order.reserveCapacity(graph.deviceCount)
        var next = 0
        func grow() {
            while next < forest.order.count {
                for way in graph.ways(of: forest.order[next]) {
                    let peer = Int(graph.peerOfWay[way])
                    if seen[peer] || out.linkIsCut[Int(graph.linkOfWay[way])] { continue }
                    seen[peer] = true
                    forest.parentLink[peer] = graph.linkOfWay[way]
                    forest.order.append(graph.peerOfWay[way])
                }
                next += 1
            }
        }
        for host in graph.hosts where !seen[Int(host)] {
            seen[Int(host)] = true
            forest.order.append(host)
        }
        grow()
        for device in 0..<Int32(graph.deviceCount) where !seen[Int(device)] {
            seen[Int(device)] = true
            forest.order.append(device)
            grow()
        }
        return forest
    }
}

/// Sebastiano Vigna's SplitMix64: a small generator whose sequence depends on its seed alone.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64
    package init(seed: UInt64) { state = seed }
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
