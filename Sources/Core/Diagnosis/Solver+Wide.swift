import NetworkModel

extension Solver {
    /// Causes without a record of what they take down: a carrier's network that loses some of its links, and power that is out around a
    /// place. Both are nominated only where several things went at once, and their extent is what went.
    mutating func nominateWide(_ builder: inout ClusterBuilder, _ troubled: [(link: Int32, node: Int)], _ evidence: EvidenceStore)
    {
        var ofCloud: [Int32: [(link: Int32, node: Int)]] = [:]
        for trouble in troubled {
            for via in tables.cloudsOfLink[Int(trouble.link)] { ofCloud[via, default: []].append(trouble) }
        }
        cloudLinks.removeAll(keepingCapacity: true)
        for (cloud, troubles) in ofCloud.sorted(by: { $0.key < $1.key }) where Set(troubles.map(\.link)).count >= 3 {
            cloudLinks[cloud] = Array(Set(troubles.map(\.link))).sorted()
            for trouble in troubles { builder.nominate([RiskGroup(.cloud, cloud)], by: trouble.node) }
        }
        nominateAreas(&builder, evidence)
    }

    /// Power is out where three or more sites told so within seconds and no recorded feed joins them.
    private mutating func nominateAreas(_ builder: inout ClusterBuilder, _ evidence: EvidenceStore) {
        areas.removeAll(keepingCapacity: true)
        let told = powerEvents(evidence)
        var start = 0
        while start < told.count {
            var end = start
            while end < told.count, told[end].time - told[start].time <= 12_000 { end += 1 }
            let sites = Set(told[start..<end].map(\.site))
            let feeds = Set(sites.map { tables.network.feedOfSite[Int($0)] })
            if sites.count >= 3, feeds.count > 1 || feeds.contains(-1) {
                addArea(sites, at: told[start].time, &builder, evidence)
            }
            start = max(end, start + 1)
        }
    }

    private func powerEvents(_ evidence: EvidenceStore) -> [(time: Int64, site: Int32)] {
        var told: [(time: Int64, site: Int32)] = []
        for site in evidence.batterySites.sorted() { told.append((evidence.battery[Int(site)], site)) }
        for device in evidence.gaspDevices.sorted() {
            told.append((evidence.gasp[Int(device)], tables.network.siteOfDevice[Int(device)]))
        }
        return told.sorted { ($0.time, $0.site) < ($1.time, $1.site) }
    }

    private mutating func addArea(_ told: Set<Int32>, at time: Int64, _ builder: inout ClusterBuilder, _ evidence: EvidenceStore)
    {
        var sites = told
        let reach = extent(of: told) * 2.5 + 0.02
        for poll in evidence.badPolls.values {
            let site = tables.network.siteOfDevice[Int(tables.pollDevice[Int(poll)])]
            guard !sites.contains(site), distance(site, to: told) <= reach else { continue }
            if evidence.badCount[Int(poll)] > 1, wentEmpty(poll, after: time, evidence) { sites.insert(site) }
        }
        let gone = sites.filter { hasOutlasted($0, since: time, evidence) }
        let members = sites.subtracting(gone).sorted()
        guard !members.isEmpty else { return }
        let group = RiskGroup(.area, members[0])
        areas[members[0]] = Area(onset: time, sites: members)
        for site in members {
            for device in tables.network.devicesOfSite[site] {
                for poll in tables.polls(of: device) where builder.knows(Int32(poll)) {
                    builder.nominate([group], by: builder.node(for: Int32(poll)))
                }
                for link in tables.graph.transit[device] {
                    let near = tables.firstPort + tables.port(of: tables.graph.peer(of: device, over: link), on: link)
                    if builder.knows(near) { builder.nominate([group], by: builder.node(for: near)) }
                }
            }
        }
    }

    /// A site that answers after its battery should have been empty: its power came back, or never was gone.
    private func hasOutlasted(_ site: Int32, since time: Int64, _ evidence: EvidenceStore) -> Bool {
        let end = time + tables.batteryOfSite[Int(site)] * 105 / 100 + 15_000
        return tables.network.devicesOfSite[site].contains { device in
            tables.polls(of: device).contains { evidence.badCount[$0] == 0 && evidence.lastGood[$0] > end }
        }
    }

    /// Whether a poll began to fail when a battery that took over at `time` may have run out: batteries are seldom as good as recorded.
    func wentEmpty(_ poll: Int32, after time: Int64, _ evidence: EvidenceStore) -> Bool {
        let full = tables.batteryOfSite[Int(tables.network.siteOfDevice[Int(tables.pollDevice[Int(poll)])])]
        return evidence.firstBad[Int(poll)] >= time + full * 7 / 10 - 6_000
            && evidence.lastGood[Int(poll)] <= time + full * 105 / 100 + 10_000
    }

    /// The largest distance of a site of `sites` from their middle, in degrees of latitude.
    private func extent(of sites: Set<Int32>) -> Double { sites.map { distance($0, to: sites) }.max() ?? 0 }

    private func distance(_ site: Int32, to sites: Set<Int32>) -> Double {
        let rows = tables.network.document.sites
        let placed = sites.sorted().compactMap { site in
            rows[Int(site)].lat.flatMap { lat in rows[Int(site)].lon.map { (lat, $0) } }
        }
        guard !placed.isEmpty, let lat = rows[Int(site)].lat, let lon = rows[Int(site)].lon else { return .infinity }
        let middle = (
            placed.map(\.0).reduce(0, +) / Double(placed.count), placed.map(\.1).reduce(0, +) / Double(placed.count)
        )
        let (north, east) = (lat - middle.0, (lon - middle.1) * 0.71)
        return (north * north + east * east).squareRoot()
    }

    /// The effects of a wide group: what went with it.
    mutating func fillWide(_ candidate: inout Candidate, _ evidence: EvidenceStore) {
        switch candidate.group.kind {
        case .cloud: candidate.links = cloudLinks[candidate.group.index] ?? []
        case .area:
            guard let area = areas[candidate.group.index] else { return }
            candidate.devices = area.sites.flatMap { Array(tables.network.devicesOfSite[$0]) }
            candidate.delays = candidate.devices.map { delay(of: $0, in: area, evidence) }
            candidate.onset = area.onset
            // Three that tell of it at once are rarely wrong.
            candidate.prior = 6
        default: break
        }
    }

    /// How long after the area's power a device went; where it still answers, how long it may at most.
    private func delay(of device: Int32, in area: Area, _ evidence: EvidenceStore) -> Int64 {
        let full = tables.batteryOfSite[Int(tables.network.siteOfDevice[Int(device)])] * 105 / 100 + 15_000
        for poll in tables.polls(of: device)
        where evidence.badCount[poll] > 0 && wentEmpty(Int32(poll), after: area.onset, evidence) {
            return max(0, evidence.firstBad[poll] - area.onset)
        }
        return full
    }

    /// Leaves to a carrier's network the links whose evidence began with it.
    func trimWide(_ candidate: inout Candidate, _ evidence: EvidenceStore, _ input: SolverInput) {
        guard candidate.group.kind == .cloud else { return }
        let onset = candidate.onset
        candidate.links.removeAll { link in
            var items = [tables.firstPort + link << 1, tables.firstPort + (link << 1 | 1)]
            for device in [tables.graph.deviceA[Int(link)], tables.graph.deviceB[Int(link)]] {
                items += tables.polls(of: device).map { Int32($0) }
            }
            return !items.contains { item in
                guard slotIn[Int(item)] == clusterEpoch else { return false }
                let span = interval(of: item, evidence)
                return span.low <= onset + input.weights.early && span.high >= onset - input.weights.late
            }
        }
    }
}

/// Sites that lost power together.
struct Area: Sendable {
    var onset: Int64
    var sites: [Int32]
}
