import NetworkModel

extension Solver {
    /// Causes without a record of what they take down: a carrier's network that loses some of its links. It is nominated only where
    /// several things went at once, and its extent is what went.
    mutating func nominateWide(_ builder: inout ClusterBuilder, _ troubled: [(link: Int32, node: Int)], _ input: SolverInput) {
        var ofCloud: [Int32: [(link: Int32, node: Int)]] = [:]
        for trouble in troubled {
            for via in tables.cloudsOfLink[Int(trouble.link)] { ofCloud[via, default: []].append(trouble) }
        }
        cloudLinks.removeAll(keepingCapacity: true)
        for (cloud, troubles) in ofCloud.sorted(by: { $0.key < $1.key })
        // What people were told of keeps what went with it to the last link.
        where Set(troubles.map(\.link)).count >= (input.toldClouds[cloud] == nil ? 3 : 1) {
            cloudLinks[cloud] = Array(Set(troubles.map(\.link))).sorted()
            for trouble in troubles { builder.nominate([RiskGroup(.cloud, cloud)], by: trouble.node) }
        }
    }

    /// The effects of a wide group: what went with it.
    mutating func fillWide(_ candidate: inout Candidate, _ evidence: EvidenceStore) {
        switch candidate.group.kind {
        case .cloud: candidate.links = cloudLinks[candidate.group.index] ?? []
        default: break
        }
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
                // The poll before may have been lost by chance; what it costs to say so is weighed with the rest.
                let isPoll = item < tables.firstPort && evidence.lastBad[Int(item)] >= onset - input.weights.late
                let chance = isPoll ? input.pollInterval : 0
                return span.low <= onset + input.weights.early && span.high >= onset - input.weights.late - chance
            }
        }
    }
}
