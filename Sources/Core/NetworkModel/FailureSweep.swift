// How it works: 64 failures are judged in one search. Each device holds a word whose bit i says "reached although failure i happened";
// a word flows over a link masked by the failures that spare the link and the device behind it, until nothing changes. Most bits arrive
// together, so a word is passed on little more often than in a single search.

/// Judges many failures of one network, each on its own, in batches of 64.
struct FailureSweep {
    let graph: NetworkGraph
    /// What is out in all of them.
    let standing: Failure
    /// What sites need a way to: the hosts of all services, if nothing else is said.
    let sources: [Int32]
    /// Sites that have one with only `standing` out.
    let served: [Bool]
    /// Devices of each site, held apart: they are asked for at every site of every batch.
    private let siteStarts: [Int32]
    private let siteDevices: [Int32]
    private var linkLives: [UInt64]
    private var deviceLives: [UInt64]
    private var reached: [UInt64]
    private var isQueued: [Bool]
    private var queue: [Int32] = []

    init(_ graph: NetworkGraph, sources: [Int32]? = nil, standing: Failure = .nothing) {
        self.graph = graph
        self.standing = standing
        self.sources = sources ?? graph.hosts
        served = graph.sites(graph.reached(from: self.sources, failing: standing))
        (siteStarts, siteDevices) = (graph.network.devicesOfSite.starts, graph.network.devicesOfSite.values)
        linkLives = Array(repeating: .max, count: graph.network.document.links.count)
        deviceLives = Array(repeating: .max, count: graph.deviceCount)
        reached = Array(repeating: 0, count: graph.deviceCount)
        isQueued = Array(repeating: false, count: graph.deviceCount)
        for link in standing.links { linkLives[Int(link)] = 0 }
        for device in standing.devices { deviceLives[Int(device)] = 0 }
    }

    /// Sites that each failure isolates beyond `standing`, ascending, in the order of `failures`.
    mutating func sitesIsolated(by failures: [Failure]) -> [[Int32]] {
        var isolated = [[Int32]](repeating: [], count: failures.count)
        for first in stride(from: 0, to: failures.count, by: 64) {
            let batch = failures[first..<min(first + 64, failures.count)]
            judge(batch)
            for site in served.indices where served[site] {
                var lanes = lanesLost(site, of: batch.count)
                while lanes != 0 {
                    isolated[first + lanes.trailingZeroBitCount].append(Int32(site))
                    lanes &= lanes - 1
                }
            }
            unmark(batch)
        }
        return isolated
    }

    /// Whether each site is isolated beyond `standing` by any of `failures`.
    mutating func sitesIsolated(byAnyOf failures: [Failure]) -> [Bool] {
        var isolated = [Bool](repeating: false, count: served.count)
        for first in stride(from: 0, to: failures.count, by: 64) {
            let batch = failures[first..<min(first + 64, failures.count)]
            judge(batch)
            for site in served.indices where served[site] && !isolated[site] {
                isolated[site] = lanesLost(site, of: batch.count) != 0
            }
            unmark(batch)
        }
        return isolated
    }

    private mutating func judge(_ batch: ArraySlice<Failure>) {
        mark(batch)
        search()
        carryByStandby()
    }

    /// The failures of a batch of `count` that leave the site without a way, one bit each.
    private func lanesLost(_ site: Int, of count: Int) -> UInt64 {
        var arrived: UInt64 = 0
        for place in Int(siteStarts[site])..<Int(siteStarts[site + 1]) { arrived |= reached[Int(siteDevices[place])] }
        return count < 64 ? ~arrived & ((1 << UInt64(count)) - 1) : ~arrived
    }

    private mutating func mark(_ batch: ArraySlice<Failure>) {
        for (lane, failure) in batch.enumerated() {
            let spared = ~(UInt64(1) << UInt64(lane))
            for link in failure.links { linkLives[Int(link)] &= spared }
            for device in failure.devices { deviceLives[Int(device)] &= spared }
        }
    }

    private mutating func unmark(_ batch: ArraySlice<Failure>) {
        for failure in batch {
            for link in failure.links { linkLives[Int(link)] = .max }
            for device in failure.devices { deviceLives[Int(device)] = .max }
        }
        for link in standing.links { linkLives[Int(link)] = 0 }
        for device in standing.devices { deviceLives[Int(device)] = 0 }
    }

    private mutating func search() {
        for device in reached.indices { reached[device] = 0 }
        queue.removeAll(keepingCapacity: true)
        for source in sources {
            reached[Int(source)] = deviceLives[Int(source)]
            isQueued[Int(source)] = true
            queue.append(source)
        }
        let (starts, links, peers) = (graph.starts, graph.linkOfWay, graph.peerOfWay)
        var next = 0
        while next < queue.count {
            let device = Int(queue[next])
            next += 1
            isQueued[device] = false
            let word = reached[device]
            for way in Int(starts[device])..<Int(starts[device + 1]) {
                let peer = Int(peers[way])
                let arriving = word & linkLives[Int(links[way])] & deviceLives[peer] & ~reached[peer]
                if arriving == 0 { continue }
                reached[peer] |= arriving
                if isQueued[peer] { continue }
                isQueued[peer] = true
                queue.append(peers[way])
            }
        }
    }

    private mutating func carryByStandby() {
        let network = graph.network
        let carried = graph.standbyLinks.map { link in
            reached[Int(network.deviceB[Int(link)])] & linkLives[Int(link)] & deviceLives[Int(network.deviceA[Int(link)])]
        }
        for (link, word) in zip(graph.standbyLinks, carried) { reached[Int(network.deviceA[Int(link)])] |= word }
    }
}
