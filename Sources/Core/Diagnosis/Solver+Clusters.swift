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
        return blind == .max
            || (evidence.badCount[Int(poll)] > 0 ? evidence.firstBad[Int(poll)] : evidence.lastGood[Int(poll)]) < blind
    }

    /// Whether a poll has failed often enough to ask for a cause by itself.
    private func seeds(_ poll: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        Double(evidence.badCount[Int(poll)]) * input.weights.pollNoise > 8.5
    }

    mutating func clusters(_ evidence: EvidenceStore, _ input: SolverInput) -> [Cluster] {
        solveEpoch &+= 1
        var builder = ClusterBuilder()
        var regions: [[Int32]] = []
        for port in evidence.downPorts.values.sorted() where counts(port: port, evidence, input) {
            let node = builder.node(for: tables.firstPort + port)
            builder.nominate(linkGroups(port >> 1), by: node)
            let peer = tables.peer(ofPort: port)
            guard isSilent(peer, evidence, input) else { continue }
            if !input.isExcluded[Int(peer)] { builder.nominate(deviceGroups(peer), by: node) }
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
            nominateBorder(of: devices, by: builder.regionNode(number), &builder, evidence, input)
            for device in devices {
                for poll in tables.polls(of: device)
                where evidence.badCount[poll] > 0 && !input.isExcluded[Int(device)] && !input.isMuted[poll]
                    && isEvidence(Int32(poll), evidence, input)
                {
                    builder.join(builder.node(for: Int32(poll)), builder.regionNode(number))
                }
            }
        }
        return builder.clusters()
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

    private func nominateBorder(
        of devices: [Int32], by node: Int, _ builder: inout ClusterBuilder, _ evidence: EvidenceStore, _ input: SolverInput
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
                if seenUp {
                    fallback.append((device, link))
                } else {
                    found = true
                    builder.nominate(deviceGroups(device), by: node)
                    builder.nominate(linkGroups(link), by: node)
                }
            }
        }
        guard !found else { return }
        for (device, link) in fallback {
            builder.nominate(deviceGroups(device), by: node)
            builder.nominate(linkGroups(link), by: node)
        }
    }

    func linkGroups(_ link: Int32) -> [RiskGroup] {
        var groups = [RiskGroup(.link, link)]
        for segment in tables.network.segmentsOfLink[link] {
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
        tables.graph.transit[device].flatMap { linkGroups($0) }
    }
}

/// Joins items and groups into clusters.
private struct ClusterBuilder {
    private var parent: [Int] = []
    private var itemOfNode: [Int32] = []
    private var nodeOfItem: [Int32: Int] = [:]
    private var nodeOfRegion: [Int: Int] = [:]
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

    mutating func clusters() -> [Cluster] {
        var place: [Int: Int] = [:]
        var clusters: [Cluster] = []
        for node in parent.indices where itemOfNode[node] >= 0 {
            let root = root(node)
            if place[root] == nil {
                place[root] = clusters.count
                clusters.append(Cluster())
            }
            clusters[place[root] ?? 0].items.append(itemOfNode[node])
        }
        for group in nodeOfGroup.keys.sorted() {
            if let at = place[root(nodeOfGroup[group] ?? 0)] { clusters[at].groups.append(group) }
        }
        for at in clusters.indices { clusters[at].items.sort() }
        return clusters
    }
}
