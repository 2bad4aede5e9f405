/// How many ways lead from each site to one data centre that have no duct, or no owner, in common.
///
/// Links without a recorded duct count as a duct of their own, carriers' networks as a duct and an owner; a link inside a site
/// that lies in none shares nothing. Finding the largest number of such ways is NP-hard, so the figure is a floor: as many as were found
/// greedily from the shortest on. Where it says 1, a single duct (owner) cuts the site off, or no second way was found although none does.
package struct DisjointWays: Hashable, Sendable {
    /// By site index; 0 where no way leads there at all.
    package var byDuct: [Int]
    package var byOwner: [Int]
    /// More ways are not counted.
    package static let most = 4

    /// Ways to any device of the site `target`.
    package init(_ graph: NetworkGraph, to target: Int32) {
        let risks = RiskColours(graph)
        byDuct = Self.count(graph, to: target, risks.ducts)
        byOwner = Self.count(graph, to: target, risks.owners)
    }

    private static func count(_ graph: NetworkGraph, to target: Int32, _ colours: Rows) -> [Int] {
        let colourCount = Int(colours.values.max() ?? -1) + 1
        let targets = Array(graph.network.devicesOfSite[target])
        let single = sitesCutByOne(graph, targets, colours, colourCount)
        var search = ColourSearch(graph, colours, colourCount)
        return graph.network.document.sites.indices.map { site in
            if site == Int(target) { return most }
            switch single[site] {
            case .unreached: return 0
            case .cut: return 1
            case .survives: return search.disjointWays(from: Array(graph.network.devicesOfSite[site]), to: targets, most: most)
            }
        }
    }

    private enum Single { case unreached, cut, survives }

    /// Whether some single colour cuts each site off from `targets`.
    private static func sitesCutByOne(_ graph: NetworkGraph, _ targets: [Int32], _ colours: Rows, _ count: Int) -> [Single] {
        var byColour = [[Int32]](repeating: [], count: count)
        for link in 0..<Int32(colours.count) {
            for colour in colours[link] { byColour[Int(colour)].append(link) }
        }
        var sweep = FailureSweep(graph, sources: targets)
        var result = sweep.served.map { $0 ? Single.survives : .unreached }
        for sites in sweep.sitesIsolated(by: byColour.map { Failure(links: $0) }) {
            for site in sites { result[Int(site)] = .cut }
        }
        return result
    }
}

/// Which risks each link shares with others, as small numbers.
private struct RiskColours {
    let ducts: Rows
    let owners: Rows

    init(_ graph: NetworkGraph) {
        let network = graph.network
        var ownerNumbers: [String: Int32] = [:]
        func number(_ owner: String) -> Int32 {
            let next = Int32(ownerNumbers.count)
            return ownerNumbers[owner]
                ?? {
                    ownerNumbers[owner] = next
                    return next
                }()
        }
        let (ductCount, cloudCount) = (Int32(network.document.ducts.count), Int32(network.document.clouds.count))
        var ductPairs: [(row: Int32, value: Int32)] = []
        var ownerPairs: [(row: Int32, value: Int32)] = []
        for (row, link) in network.document.links.enumerated() {
            let index = Int32(row)
            let inside = network.siteOfDevice[Int(network.deviceA[row])] == network.siteOfDevice[Int(network.deviceB[row])]
            if inside, link.segments.isEmpty, link.via.isEmpty { continue }
            let ducts = Set(network.segmentsOfLink[index].map { network.ductOfSegment[Int($0)] }).sorted()
            let clouds = graph.clouds(of: index)
            ductPairs += ducts.map { (index, $0) } + clouds.map { (index, ductCount + $0) }
            if ducts.isEmpty, clouds.isEmpty { ductPairs.append((index, ductCount + cloudCount + index)) }
            var owners = Set(ducts.map { number(network.document.ducts[Int($0)].owner ?? "duct \($0)") })
            for cloud in clouds { owners.insert(number(network.document.clouds[Int(cloud)].owner ?? "cloud \(cloud)")) }
            if owners.isEmpty { owners = [number(link.owner ?? "link \(row)")] }
            ownerPairs += owners.sorted().map { (index, $0) }
        }
        ducts = Rows(rowCount: network.document.links.count, pairs: ductPairs)
        owners = Rows(rowCount: network.document.links.count, pairs: ownerPairs)
    }
}

/// Looks for ways one after the other, each without the colours of those before.
private struct ColourSearch {
    let graph: NetworkGraph
    let colours: Rows
    private var isUsed: [Bool]
    private var seen: [Int32]
    private var round: Int32 = 0
    private var from: [Int32]
    private var over: [Int32]

    init(_ graph: NetworkGraph, _ colours: Rows, _ colourCount: Int) {
        (self.graph, self.colours) = (graph, colours)
        isUsed = Array(repeating: false, count: colourCount)
        seen = Array(repeating: 0, count: graph.deviceCount)
        from = Array(repeating: -1, count: graph.deviceCount)
        over = Array(repeating: -1, count: graph.deviceCount)
    }

    /// The best of starting with the shortest way and with the shortest without each of its colours in turn.
    mutating func disjointWays(from sources: [Int32], to targets: [Int32], most: Int) -> Int {
        clear()
        let first = shortest(sources, targets).map { Set($0.flatMap { Array(colours[$0]) }) } ?? []
        var best = 0
        for avoided in [-1] + first.sorted() {
            best = max(best, greedy(sources, targets, firstWithout: avoided, most: most))
            if best >= 2 { break }
        }
        return best
    }

    private mutating func greedy(_ sources: [Int32], _ targets: [Int32], firstWithout avoided: Int32, most: Int) -> Int {
        clear()
        if avoided >= 0 { isUsed[Int(avoided)] = true }
        var ways = 0
        while ways < most, let links = shortest(sources, targets) {
            ways += 1
            if ways == 1, avoided >= 0 { isUsed[Int(avoided)] = false }
            let used = links.flatMap { Array(colours[$0]) }
            if used.isEmpty { return most }
            for colour in used { isUsed[Int(colour)] = true }
        }
        return ways
    }

    private mutating func clear() {
        for colour in isUsed.indices { isUsed[colour] = false }
    }

    private mutating func shortest(_ sources: [Int32], _ targets: [Int32]) -> [Int32]? {
        round += 1
        var queue = sources
        for source in sources { seen[Int(source)] = round }
        for source in sources { from[Int(source)] = -1 }
        var next = 0
        while next < queue.count {
            let device = queue[next]
            next += 1
            if targets.contains(device) { return links(to: device) }
            for way in graph.ways(of: device) { offer(graph.peerOfWay[way], device, graph.linkOfWay[way], &queue) }
            if next <= sources.count {
                for link in graph.network.linksOfDevice[device]
                where graph.network.document.links[Int(link)].standbySeconds != nil && graph.network.deviceA[Int(link)] == device
                {
                    offer(graph.network.deviceB[Int(link)], device, link, &queue)
                }
            }
        }
        return nil
    }

    private mutating func offer(_ peer: Int32, _ device: Int32, _ link: Int32, _ queue: inout [Int32]) {
        if seen[Int(peer)] == round || colours[link].contains(where: { isUsed[Int($0)] }) { return }
        seen[Int(peer)] = round
        from[Int(peer)] = device
        over[Int(peer)] = link
        queue.append(peer)
    }

    private func links(to target: Int32) -> [Int32] {
        var links: [Int32] = []
        var device = target
        while from[Int(device)] >= 0 {
            links.append(over[Int(device)])
            device = from[Int(device)]
        }
        return links
    }
}
