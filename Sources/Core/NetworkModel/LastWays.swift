// How it works: a group of links parts as many pieces from the rest as its labels are dependent (CycleLabels). What a failure newly hangs
// on a group makes that number grow, counted over the links that still carry something; so only the groups where it grew are searched,
// which are those on the broken ring, however large the network is.

/// Sites that have a second way while all is well, and only one while something is out.
package struct LastWays: Sendable {
    /// An object on which sites hang now that did not hang on any single one before.
    package struct Way: Hashable, Sendable {
        package var object: ObjectID
        /// Places of the sites, ascending.
        package var sites: [Int32]
    }

    private struct Group: Sendable {
        var object: ObjectID
        var links: [Int32]
    }

    private let graph: NetworkGraph
    /// Ducts and carriers' networks, and links that lie in none: all that one stroke can take.
    private let groups: [Group]
    private let labels: CycleLabels
    /// Sites that one of the groups cuts off while all is well; worked out when a ring is broken for the first time.
    private var isExposed: [Bool]?

    package init(_ network: Network) {
        graph = NetworkGraph(network)
        let document = network.document
        var groups = document.ducts.indices.map { Group(object: document.ducts[$0].id, links: Array(network.linksOfDuct[$0])) }
        groups += document.clouds.indices.map { Group(object: document.clouds[$0].id, links: Array(network.linksOfCloud[$0])) }
        var isGrouped = [Bool](repeating: false, count: document.links.count)
        for group in groups { for link in group.links { isGrouped[Int(link)] = true } }
        groups += document.links.indices.filter { !isGrouped[$0] }.map {
            Group(object: document.links[$0].id, links: [Int32($0)])
        }
        self.groups = groups.filter { !$0.links.isEmpty }
        labels = CycleLabels(graph)
    }

    /// The last ways that `failure` leaves, the one with most sites first; each site once, under the way that most others share with it.
    package mutating func left(by failure: Failure) -> [Way] {
        guard takesRing(failure)
        else { return [] }
        let after = CycleLabels(graph, failing: failure)
        let reached = graph.reached(from: graph.hosts, failing: failure)
        let suspects = groups.filter { group in
            let live = group.links.filter { carries($0, failure, reached) }
            return live.isEmpty ? false : after.partings(live) > labels.partings(live)
        }
        guard !suspects.isEmpty else { return [] }
        let isExposed = isExposed ?? Redundancy.exposedSites(graph)
        self.isExposed = isExposed
        var sweep = FailureSweep(graph, standing: failure)
        let isolated = sweep.sitesIsolated(by: suspects.map { Failure(links: $0.links) })
        let ways = zip(suspects, isolated).map { Way(object: $0.object, sites: $1.filter { !isExposed[Int($0)] }) }
        return Self.eachSiteOnce(ways)
    }

    /// Whether `failure` takes anything that lies on a ring; what does not leaves everybody the ways they had.
    package func takesRing(_ failure: Failure) -> Bool {
        failure.devices.contains { isOnRing(device: $0) } || failure.links.contains { isOnRing(link: $0) }
    }

    /// Whether a link lies on a ring: one that does not cannot take anybody's second way.
    private func isOnRing(link: Int32) -> Bool { labels.ofLink[Int(link)].map { $0 != 0 } ?? false }

    private func isOnRing(device: Int32) -> Bool { graph.network.linksOfDevice[device].contains { isOnRing(link: $0) } }

    private func carries(_ link: Int32, _ failure: Failure, _ reached: [Bool]) -> Bool {
        reached[Int(graph.network.deviceA[Int(link)])] && reached[Int(graph.network.deviceB[Int(link)])]
            && !failure.links.contains(link)
    }

    private static func eachSiteOnce(_ ways: [Way]) -> [Way] {
        var seen: Set<Int32> = []
        return ways.filter { !$0.sites.isEmpty }.sorted { ($1.sites.count, $0.object) < ($0.sites.count, $1.object) }
            .compactMap { way in
                let sites = way.sites.filter { seen.insert($0).inserted }
                return sites.isEmpty ? nil : Way(object: way.object, sites: sites)
            }
    }
}
