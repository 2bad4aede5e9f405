/// Each object whose single loss isolates sites, with those sites: the single points of failure of a network.
///
/// Keys and sites are indices into the lists of the network's document; sites are ascending; objects that isolate nothing are absent.
/// A site is isolated when none of its live devices has a path over live links and devices to any host of any service; sites that are
/// isolated with nothing failed are left out (CONTRACT.md, "whatif and redundancy"). So a dead device isolates its own site too, unless
/// another device there still has a path. A standby link is a way for its end `a` alone (SCENARIOS.md, "Additions").
package struct Redundancy: Hashable, Sendable {
    package var ducts: [Int32: [Int32]] = [:]
    package var segments: [Int32: [Int32]] = [:]
    package var links: [Int32: [Int32]] = [:]
    package var devices: [Int32: [Int32]] = [:]
    package var sites: [Int32: [Int32]] = [:]
    package var feeds: [Int32: [Int32]] = [:]
    package var clouds: [Int32: [Int32]] = [:]

    package init() {}

    /// Judges every object of `graph` on its own, with `standing` already out.
    ///
    /// Sets of links are first judged by their cycle-space labels and single devices by being a cut point; only those that
    /// part somebody are searched.
    package init(_ graph: NetworkGraph, standing: Failure = .nothing) {
        var judge = Judge(graph, standing: standing)
        let network = graph.network
        ducts = judge.isolated((0..<Int32(network.document.ducts.count)).map { Array(network.linksOfDuct[$0]) })
        segments = judge.isolated((0..<Int32(network.document.segments.count)).map { Array(network.linksOfSegment[$0]) })
        links = judge.isolated((0..<Int32(network.document.links.count)).map { [$0] })
        clouds = judge.isolated((0..<Int32(network.document.clouds.count)).map { Array(network.linksOfCloud[$0]) })
        devices = judge.isolated(devices: (0..<Int32(network.document.devices.count)).map { [$0] })
        sites = judge.isolated(devices: (0..<Int32(network.document.sites.count)).map { Array(network.devicesOfSite[$0]) })
        feeds = judge.isolated(
            devices: (0..<Int32(network.document.feeds.count)).map { feed in
                network.sitesOfFeed[feed].flatMap { network.devicesOfSite[$0] }
            })
    }

    /// Whether each site is cut off by the loss of some single duct, link or cloud, with `standing` out.
    package static func exposedSites(_ graph: NetworkGraph, standing: Failure = .nothing) -> [Bool] {
        var judge = Judge(graph, standing: standing)
        let network = graph.network
        return judge.isolatedByAny(Self.largestGroups(network))
    }

    /// The links of each duct and cloud, and each link that is in none, without those that fail together a second time: whom a link cuts off,
    /// its duct cuts off too, and ducts in a row carry the same links.
    private static func largestGroups(_ network: Network) -> [[Int32]] {
        var groups: [[Int32]] = []
        var isInDuct = [Bool](repeating: false, count: network.document.links.count)
        // The last group that began with a link, to compare with.
        var latest = [Int32](repeating: -1, count: network.document.links.count)
        for duct in 0..<Int32(network.document.ducts.count) {
            let links = network.linksOfDuct[duct]
            guard let first = links.first else { continue }
            for link in links { isInDuct[Int(link)] = true }
            let before = Int(latest[Int(first)])
            if before >= 0, groups[before].elementsEqual(links) { continue }
            latest[Int(first)] = Int32(groups.count)
            groups.append(Array(links))
        }
        for link in isInDuct.indices where !isInDuct[link] { groups.append([Int32(link)]) }
        for cloud in 0..<Int32(network.document.clouds.count) { groups.append(Array(network.linksOfCloud[cloud])) }
        return groups
    }
}

/// Sorts out what cannot isolate anybody and searches the rest.
private struct Judge {
    let graph: NetworkGraph
    let labels: CycleLabels
    let cutPoints: CutPoints?
    /// Standby links on whose end `a` nothing else than a standby link arrives even with nothing more failed.
    let neededStandby: Set<Int32>
    let isHost: Set<Int32>
    var sweep: FailureSweep

    init(_ graph: NetworkGraph, standing: Failure) {
        self.graph = graph
        labels = CycleLabels(graph, failing: standing)
        // Cut points are known for the whole network only.
        cutPoints = standing == .nothing ? CutPoints(graph) : nil
        let withoutStandby = Failure(devices: standing.devices, links: standing.links + graph.standbyLinks)
        let reached = graph.reached(from: graph.hosts, failing: withoutStandby)
        neededStandby = Set(graph.standbyLinks.filter { !reached[Int(graph.network.deviceA[Int($0)])] })
        isHost = Set(graph.hosts)
        sweep = FailureSweep(graph, standing: standing)
    }

    /// What the loss of each set of links isolates, by its position.
    mutating func isolated(_ groups: [[Int32]]) -> [Int32: [Int32]] {
        let suspects = suspects(groups)
        return search(suspects, suspects.map { Failure(links: groups[$0]) })
    }

    /// Whether each site is isolated by the loss of any one of the sets of links.
    mutating func isolatedByAny(_ groups: [[Int32]]) -> [Bool] {
        sweep.sitesIsolated(byAnyOf: suspects(groups).map { Failure(links: groups[$0]) })
    }

    private func suspects(_ groups: [[Int32]]) -> [Int] {
        groups.indices.filter { labels.separates(groups[$0]) || groups[$0].contains(where: neededStandby.contains) }
    }

    /// What the loss of each set of devices isolates, by its position.
    mutating func isolated(devices groups: [[Int32]]) -> [Int32: [Int32]] {
        var found: [Int32: [Int32]] = [:]
        var suspects: [Int] = []
        for (position, group) in groups.enumerated() where !group.isEmpty {
            if group.count == 1, isHarmlessBeyondItsSite(group[0]) {
                let site = graph.network.siteOfDevice[Int(group[0])]
                if graph.network.devicesOfSite[site].count == 1 {
                    if sweep.served[Int(site)] { found[Int32(position)] = [site] }
                    continue
                }
            }
            suspects.append(position)
        }
        let network = graph.network
        return found.merging(search(suspects, suspects.map { network.failure(ofDevices: groups[$0]) })) { $1 }
    }

    private func isHarmlessBeyondItsSite(_ device: Int32) -> Bool {
        guard let cutPoints, !isHost.contains(device), graph.network.linksThroughDevice[device].isEmpty else { return false }
        let feedsStandby = graph.network.linksOfDevice[device].contains(where: neededStandby.contains)
        return !cutPoints.isCutPoint[Int(device)] && !feedsStandby
    }

    private mutating func search(_ positions: [Int], _ failures: [Failure]) -> [Int32: [Int32]] {
        var found: [Int32: [Int32]] = [:]
        for (position, sites) in zip(positions, sweep.sitesIsolated(by: failures)) where !sites.isEmpty {
            found[Int32(position)] = sites
        }
        return found
    }
}
