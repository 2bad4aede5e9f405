import NetworkModel

extension Solver {
    /// Whether nothing speaks for `device`: it is not asked, not counted, or all that asked it since got no answer.
    func isSilent(_ device: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        if input.isExcluded[Int(device)] { return true }
        var earliest = Int64.max
        var good = EvidenceStore.never
        var asked = false
        for poll in tables.polls(of: device) where isEvidence(Int32(poll), evidence, input) {
            asked = true
            if evidence.badCount[poll] > 0 {
                earliest = min(earliest, evidence.firstBad[poll])
            } else {
                good = max(good, evidence.lastGood[poll])
            }
        }
        if !asked { return !isAnswering(device, evidence, input) }
        return earliest < .max && good < earliest
    }

    /// A device all of whose collectors are blind answers as far as anybody knows.
    private func isAnswering(_ device: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        !tables.polls(of: device).isEmpty
    }

    func isEvidence(_ poll: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        let blind = input.blindSince[Int(tables.pollCollector[Int(poll)])]
        return blind == .max || evidence.badCount[Int(poll)] == 0 || evidence.lastBad[Int(poll)] < blind
    }

    /// Whether a poll has failed often enough to ask for a cause by itself.
    private func seeds(_ poll: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        Double(evidence.badCount[Int(poll)]) * input.weights.pollNoise > 8.5
    }

    mutating func clusters(_ evidence: EvidenceStore, _ input: SolverInput) -> [Cluster] {
        solveEpoch &+= 1
        (awaitedCount, widest) = (0, 0)
        awaitedDevices.removeAll(keepingCapacity: true)
        var builder = ClusterBuilder()
        var regions: [[Int32]] = []
        var troubled: [(link: Int32, node: Int)] = []
        var ports: [(port: Int32, node: Int)] = []
        for port in evidence.downPorts.values.sorted() where counts(port: port, evidence, input) {
            let node = builder.node(for: tables.firstPort + port)
            builder.nominate(wayGroups(port >> 1), by: node)
            troubled.append((port >> 1, node))
            ports.append((port, node))
            let peer = tables.peer(ofPort: port)
            if !input.isExcluded[Int(peer)],
                !hasAnswered(peer, since: evidence.portHigh[Int(port)] + input.weights.early, evidence)
            {
                builder.nominate(deviceGroups(peer), by: node)
            }
            guard isSilent(peer, evidence, input) else { continue }
            if let region = flood(from: peer, &regions, evidence, input) { builder.join(node, builder.regionNode(region)) }
        }
        for poll in evidence.badPolls.values.sorted() {
            let device = tables.pollDevice[Int(poll)]
            guard !input.isMuted[Int(poll)], !input.isExcluded[Int(device)], seeds(poll, evidence, input),
                isEvidence(poll, evidence, input)
            else { continue }
            if isSilent(device, evidence, input) {
                _ = flood(from: device, &regions, evidence, input)
            } else {
                builder.nominate(deviceLinkGroups(device), by: builder.node(for: poll))
            }
        }
        for (number, devices) in regions.enumerated() {
            nominateBorder(of: devices, by: builder.regionNode(number), &builder, &troubled, evidence, input)
            builder.add(badPolls(of: devices, evidence, input), to: builder.regionNode(number))
        }
        joinNeighbours(ports, &builder, evidence)
        for link in input.toldClouds.values.joined().sorted() {
            for end in [tables.graph.deviceA[Int(link)], tables.graph.deviceB[Int(link)]] where regionIn[Int(end)] == solveEpoch {
                // Inside a region that grew beyond it by the silence of another.
                troubled.append((link, builder.regionNode(Int(region[Int(end)]))))
            }
        }
        nominateWide(&builder, troubled, input)
        return builder.clusters()
    }

    private func badPolls(of devices: [Int32], _ evidence: EvidenceStore, _ input: SolverInput) -> [Int32] {
        var bad: [Int32] = []
        for device in devices where !input.isExcluded[Int(device)] {
            for poll in tables.polls(of: device)
            where evidence.badCount[poll] > 0 && !input.isMuted[poll] && isEvidence(Int32(poll), evidence, input) {
                bad.append(Int32(poll))
            }
        }
        return bad
    }

    private func hasAnswered(_ device: Int32, since time: Int64, _ evidence: EvidenceStore) -> Bool {
        tables.polls(of: device).contains { evidence.lastGood[$0] > time }
    }

    /// Ports at one place that went down at one time are judged together: records can miss what joins them.
    private func joinNeighbours(_ ports: [(port: Int32, node: Int)], _ builder: inout ClusterBuilder, _ evidence: EvidenceStore) {
        var ofSite: [Int32: [(port: Int32, node: Int)]] = [:]
        for entry in ports where isFibre(entry.port >> 1) {
            let ends = [tables.device(ofPort: entry.port), tables.peer(ofPort: entry.port)]
            for site in Set(ends.map { tables.network.siteOfDevice[Int($0)] }) { ofSite[site, default: []].append(entry) }
        }
        for site in ofSite.keys.sorted() {
            let entries = (ofSite[site] ?? []).sorted { evidence.portHigh[Int($0.port)] < evidence.portHigh[Int($1.port)] }
            for (a, b) in zip(entries, entries.dropFirst())
            where evidence.portLow[Int(b.port)] <= evidence.portHigh[Int(a.port)] + 700
                && evidence.portHigh[Int(b.port)] - evidence.portLow[Int(b.port)] < 90_000
            {
                builder.join(a.node, b.node)
            }
        }
    }

    private func counts(port: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        let device = tables.device(ofPort: port)
        let peer = tables.peer(ofPort: port)
        return !input.isExcluded[Int(device)] && !input.isExcluded[Int(peer)] && !input.isMuted[Int(tables.firstPort + port)]
    }

    /// The silent region of `start`; nil where it was found before and nothing new can come of it.
    private mutating func flood(
        from start: Int32, _ regions: inout [[Int32]], _ evidence: EvidenceStore, _ input: SolverInput
    ) -> Int? {
        if regionIn[Int(start)] == solveEpoch { return Int(region[Int(start)]) }
        if input.isExcluded[Int(start)] { return nil }
        let number = regions.count
        var devices = [start]
        regionIn[Int(start)] = solveEpoch
        region[Int(start)] = Int32(number)
        var head = 0
        while head < devices.count {
            let device = devices[head]
            head += 1
            for link in tables.graph.transit[device] {
                let peer = tables.graph.peer(of: device, over: link)
                if regionIn[Int(peer)] != solveEpoch, isSilent(peer, evidence, input) {
                    regionIn[Int(peer)] = solveEpoch
                    region[Int(peer)] = Int32(number)
                    devices.append(peer)
                }
            }
        }
        regions.append(devices)
        return number
    }

    private mutating func nominateBorder(
        of devices: [Int32], by node: Int, _ builder: inout ClusterBuilder, _ troubled: inout [(link: Int32, node: Int)],
        _ evidence: EvidenceStore, _ input: SolverInput
    ) {
        var onset = Int64.max
        for device in devices {
            for poll in tables.polls(of: device) where evidence.badCount[poll] > 0 { onset = min(onset, evidence.firstBad[poll]) }
        }
        var fallback: [(Int32, Int32)] = []
        var found = false
        for device in devices where !input.isExcluded[Int(device)] {
            for link in tables.graph.transit[device] {
                let peer = tables.graph.peer(of: device, over: link)
                guard regionIn[Int(peer)] != solveEpoch || region[Int(peer)] != region[Int(device)] else { continue }
                let near = tables.port(of: peer, on: link)
                let seenUp =
                    !evidence.isDown[Int(near)] && !tables.portIsLocal[Int(near)] && onset < .max
                    && evidence.reads(of: peer, after: onset) == 2
                if let way = lostWay(of: peer, besides: link, evidence, input) {
                    found = true
                    troubled.append((way, node))
                    builder.nominate(wayGroups(way), by: node)
                } else if seenUp {
                    fallback.append((device, link))
                } else {
                    found = true
                    troubled.append((link, node))
                    builder.nominate(deviceGroups(device), by: node)
                    builder.nominate(wayGroups(link), by: node)
                }
            }
        }
        for (device, _) in fallback where tables.polls(of: device).isEmpty && !input.isExcluded[Int(device)] {
            // Nobody asks it, but its neighbour sees it up: it lives, and what hangs on it is the border.
            for link in tables.graph.transit[device] {
                let peer = tables.graph.peer(of: device, over: link)
                guard regionIn[Int(peer)] == solveEpoch, region[Int(peer)] == region[Int(device)], !tables.polls(of: peer).isEmpty
                else { continue }
                found = true
                troubled.append((link, node))
                builder.nominate(deviceGroups(peer), by: node)
                builder.nominate(wayGroups(link), by: node)
            }
        }
        guard !found else { return }
        if let (device, link) = way(into: devices, evidence) { builder.setSilent(link, device, of: node) }
        if fallback.isEmpty, !devices.contains(where: { hasDeclaredWay($0) }) { builder.setIsland(devices, of: node) }
        for (device, link) in fallback {
            builder.nominate(deviceGroups(device), by: node)
            builder.nominate(wayGroups(link), by: node)
        }
    }

    /// The link that carried `device` and is seen down, where it answers over its standby link, which carries nothing of what stands behind
    /// it: the border of the silence is there, not at its live ports. nil where it has its way.
    private func lostWay(
        of device: Int32, besides own: Int32, _ evidence: EvidenceStore, _ input: SolverInput
    ) -> Int32? {
        guard tables.standbyOfDevice[Int(device)] >= 0 else { return nil }
        for forest in tables.collectorForests {
            let link = forest.parentLink[Int(device)]
            guard link >= 0, link != own else { continue }
            for port in [link << 1, link << 1 | 1]
            where evidence.isDown[Int(port)] && counts(port: port, evidence, input) { return link }
        }
        return nil
    }

    private func hasDeclaredWay(_ device: Int32) -> Bool {
        tables.collectorForests.contains { $0.sources.isEmpty || $0.enter[Int(device)] >= 0 }
    }

    /// The link by which the polls that fail enter a region, and the device behind it: one for all collectors, or none.
    private func way(into devices: [Int32], _ evidence: EvidenceStore) -> (Int32, Int32)? {
        var found: (device: Int32, link: Int32)?
        for (collector, forest) in tables.collectorForests.enumerated() {
            var top: Int32 = -1
            for device in devices where forest.depth[Int(device)] >= 0 {
                guard let poll = tables.poll(of: device, by: Int32(collector)), evidence.badCount[Int(poll)] > 0 else { continue }
                if top < 0 || forest.depth[Int(device)] < forest.depth[Int(top)] { top = device }
            }
            guard top >= 0, forest.parentLink[Int(top)] >= 0 else { continue }
            if found == nil { found = (top, forest.parentLink[Int(top)]) }
        }
        return found.map { ($0.device, $0.link) }
    }

    /// What can take `link` down from between its ends: its parts, and what amplifies it.
    func wayGroups(_ link: Int32) -> [RiskGroup] {
        let amplifiers = tables.devicesOnLink[Int(link)]
        // Hardly any link has one: its parts are not copied for it.
        return amplifiers.isEmpty ? linkGroups(link) : linkGroups(link) + amplifiers.flatMap { deviceGroups($0) }
    }

    func linkGroups(_ link: Int32) -> [RiskGroup] {
        var groups = [RiskGroup(.link, link)]
        for segment in tables.doubts.segmentsOfLink[link] {
            groups.append(RiskGroup(.segment, segment))
            groups.append(RiskGroup(.duct, tables.network.ductOfSegment[Int(segment)]))
        }
        return groups
    }

    func deviceGroups(_ device: Int32) -> [RiskGroup] {
        let site = tables.network.siteOfDevice[Int(device)]
        var groups = [RiskGroup(.device, device), RiskGroup(.site, site)]
        let feed = tables.network.feedOfSite[Int(site)]
        if feed >= 0 { groups.append(RiskGroup(.feed, feed)) }
        return groups
    }

    private func deviceLinkGroups(_ device: Int32) -> [RiskGroup] {
        tables.graph.transit[device].flatMap { wayGroups($0) }
    }
}

/// Joins items and groups into clusters.
struct ClusterBuilder {
    private var parent: [Int] = []
    private var itemOfNode: [Int32] = []
    private var nodeOfItem: [Int32: Int] = [:]
    private var nodeOfRegion: [Int: Int] = [:]
    /// Items that a node stands for beside its own.
    private var bundleOfNode: [Int: [Int32]] = [:]
    private var nodeOfGroup: [RiskGroup: Int] = [:]

    private mutating func newNode(_ item: Int32) -> Int {
        parent.append(parent.count)
        itemOfNode.append(item)
        return parent.count - 1
    }

    mutating func node(for item: Int32) -> Int {
        if let node = nodeOfItem[item] { return node }
        let node = newNode(item)
        nodeOfItem[item] = node
        return node
    }

    mutating func regionNode(_ region: Int) -> Int {
        if let node = nodeOfRegion[region] { return node }
        let node = newNode(-1)
        nodeOfRegion[region] = node
        return node
    }

    private mutating func root(_ node: Int) -> Int {
        var node = node
        while parent[node] != node {
            parent[node] = parent[parent[node]]
            node = parent[node]
        }
        return node
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(a), root(b))
        parent[max(a, b)] = min(a, b)
    }

    mutating func nominate(_ groups: [RiskGroup], by node: Int) {
        for group in groups {
            if let known = nodeOfGroup[group] { join(known, node) } else { nodeOfGroup[group] = node }
        }
    }

    /// Adds items that nothing else joins to a node.
    mutating func add(_ items: [Int32], to node: Int) { bundleOfNode[node] = items }

    private var silent: [Int: (link: Int32, device: Int32)] = [:]

    mutating func setSilent(_ link: Int32, _ device: Int32, of node: Int) { silent[node] = (link, device) }

    private var islands: [Int: [Int32]] = [:]

    mutating func setIsland(_ devices: [Int32], of node: Int) { islands[node] = devices }

    mutating func clusters() -> [Cluster] {
        var place: [Int: Int] = [:]
        var clusters: [Cluster] = []
        for node in parent.indices {
            let bundle = bundleOfNode[node] ?? []
            guard itemOfNode[node] >= 0 || !bundle.isEmpty else { continue }
            let root = root(node)
            if place[root] == nil {
                place[root] = clusters.count
                clusters.append(Cluster())
            }
            if itemOfNode[node] >= 0 { clusters[place[root] ?? 0].items.append(itemOfNode[node]) }
            clusters[place[root] ?? 0].items += bundle
        }
        for group in nodeOfGroup.keys.sorted() {
            if let at = place[root(nodeOfGroup[group] ?? 0)] { clusters[at].groups.append(group) }
        }
        for node in silent.keys.sorted() {
            guard let at = place[root(node)], let way = silent[node] else { continue }
            (clusters[at].silentLink, clusters[at].silentDevice) = (way.link, way.device)
        }
        for node in islands.keys.sorted() {
            if let at = place[root(node)] { clusters[at].island += islands[node] ?? [] }
        }
        for at in clusters.indices { clusters[at].items.sort() }
        return clusters
    }
}
