import NetworkModel

extension Solver {
    /// The causes of one cluster.
    mutating func explain(_ cluster: Cluster, _ evidence: EvidenceStore, _ input: SolverInput) -> [Cause] {
        self.cluster = cluster
        number(cluster, evidence, input)
        candidates = cluster.groups.compactMap { candidate(for: $0, evidence, input) }
        let solo = candidates.indices.map { evaluate([$0], evidence, input) }
        let search = representatives(solo)
        let chosen = cheapestSet(search, solo, evidence, input)
        guard !chosen.isEmpty else { return [] }
        return causes(chosen, solo, evidence, input)
    }

    private mutating func number(_ cluster: Cluster, _ evidence: EvidenceStore, _ input: SolverInput) {
        clusterEpoch &+= 1
        unexplainedCost.removeAll(keepingCapacity: true)
        for (place, item) in cluster.items.enumerated() {
            slotIn[Int(item)] = clusterEpoch
            slot[Int(item)] = Int32(place)
            unexplainedCost.append(
                item < tables.firstPort
                    ? unexplained(poll: item, evidence, input) : unexplained(port: item - tables.firstPort, evidence, input))
        }
    }

    /// `group` with its effects and the onset that explains most of the cluster; nil where it explains nothing of it.
    private mutating func candidate(for group: RiskGroup, _ evidence: EvidenceStore, _ input: SolverInput) -> Candidate? {
        let network = tables.network
        var candidate = Candidate(group: group, prior: EvidenceWeights.prior(of: group.kind))
        candidate.links = group.links(in: network)
        candidate.devices = group.devices(in: network)
        candidate.fromRecords = group.kind == .duct && candidate.links.count > 1
        if group.kind == .feed {
            let delays = candidate.devices.map { tables.batteryOfSite[Int(network.siteOfDevice[Int($0)])] }
            let first = delays.min() ?? 0
            candidate.delays = delays.map { $0 - first }
        }
        if input.planned[group] != nil { (candidate.planned, candidate.prior) = (true, 0.5) }
        candidate.onset = Int64.max / 4
        candidates.append(candidate)
        defer { candidates.removeLast() }
        // With the onset far ahead everything that it can take down is predicted, whenever it went.
        _ = evaluate([candidates.count - 1], evidence, input)
        guard let onset = onset(evidence, input) else { return nil }
        candidate.onset = onset
        return candidate
    }

    /// The upper end of an onset that most of the predicted abnormal items share, by weight.
    private func onset(_ evidence: EvidenceStore, _ input: SolverInput) -> Int64? {
        var intervals: [(low: Int64, high: Int64, weight: Double)] = []
        for item in predicted where slotIn[Int(item)] == clusterEpoch {
            intervals.append(interval(of: item, evidence))
            if intervals.count == 64 { break }
        }
        var best: (time: Int64, weight: Double)?
        for candidate in intervals {
            let time = candidate.high
            var weight = 0.0
            for other in intervals where other.low <= time + input.weights.early && other.high >= time - input.weights.late {
                weight += other.weight
            }
            if let known = best, weight < known.weight || (weight == known.weight && time >= known.time) { continue }
            best = (time, weight)
        }
        return best?.time
    }

    private func interval(of item: Int32, _ evidence: EvidenceStore) -> (low: Int64, high: Int64, weight: Double) {
        let weight = unexplainedCost[Int(slot[Int(item)])]
        if item < tables.firstPort { return (evidence.lastGood[Int(item)], evidence.firstBad[Int(item)], weight) }
        let port = Int(item - tables.firstPort)
        return (evidence.portLow[port], evidence.portHigh[port], weight)
    }

    /// One candidate of each effect, the likeliest; those that explain nothing are left out.
    private func representatives(_ solo: [Evaluation]) -> [Int] {
        struct Effect: Hashable {
            var links: [Int32]
            var devices: [Int32]
            var planned: Bool
        }
        var best: [Effect: Int] = [:]
        for number in candidates.indices where solo[number].explained.contains(true) {
            let candidate = candidates[number]
            let effect = Effect(links: candidate.links.sorted(), devices: candidate.devices.sorted(), planned: candidate.planned)
            if let known = best[effect], candidates[known].prior <= candidate.prior { continue }
            best[effect] = number
        }
        return best.values.sorted()
    }

    /// Branch and bound: the heaviest item still unexplained is explained by each candidate that can, or left unexplained.
    private mutating func cheapestSet(
        _ search: [Int], _ solo: [Evaluation], _ evidence: EvidenceStore, _ input: SolverInput
    ) -> [Int] {
        var best: (cost: Double, chosen: [Int]) = (unexplainedCost.reduce(0, +), [])
        var budget = 4_000
        let order = search.sorted {
            (candidates[$0].prior + solo[$0].fit, candidates[$0].group) < (
                candidates[$1].prior + solo[$1].fit, candidates[$1].group
            )
        }
        func descend(_ solver: inout Solver, _ chosen: [Int], _ prior: Double, _ state: Evaluation, _ given: [Bool]) {
            budget -= 1
            let cost = prior + state.fit
            if cost < best.cost - 1e-9 { best = (cost, chosen) }
            if budget <= 0 || chosen.count >= 6 { return }
            var heaviest = -1
            var lost = 0.0
            for place in given.indices where !state.explained[place] {
                if given[place] {
                    lost += solver.unexplainedCost[place]
                } else if heaviest < 0 || solver.unexplainedCost[place] > solver.unexplainedCost[heaviest] {
                    heaviest = place
                }
            }
            guard heaviest >= 0, prior + state.contradiction + lost < best.cost else { return }
            for number in order where !chosen.contains(number) && solo[number].explained[heaviest] {
                let next = prior + solver.candidates[number].prior
                if next + lost >= best.cost { continue }
                let set = chosen + [number]
                let result = solver.evaluate(set, evidence, input)
                if next + result.contradiction + lost < best.cost { descend(&solver, set, next, result, given) }
            }
            for number in order where !chosen.contains(number) && !chosen.isEmpty && !solo[number].explained[heaviest] {
                // Only together with what is chosen already does it cut this off.
                let next = prior + solver.candidates[number].prior
                if next + state.contradiction + lost >= best.cost { continue }
                let set = chosen + [number]
                let result = solver.evaluate(set, evidence, input)
                if result.explained[heaviest], next + result.contradiction + lost < best.cost {
                    descend(&solver, set, next, result, given)
                }
            }
            var without = given
            without[heaviest] = true
            descend(&solver, chosen, prior, state, without)
        }
        let nothing = Evaluation(
            fit: best.cost, explained: Array(repeating: false, count: cluster.items.count), contradiction: 0, pending: 0)
        descend(&self, [], 0, nothing, Array(repeating: false, count: cluster.items.count))
        return best.chosen
    }

    /// The chosen set with the equals of each of its members.
    private mutating func causes(
        _ chosen: [Int], _ solo: [Evaluation], _ evidence: EvidenceStore, _ input: SolverInput
    ) -> [Cause] {
        let whole = evaluate(chosen, evidence, input)
        var causes: [Cause] = []
        var owner = Array(repeating: -1, count: cluster.items.count)
        for number in chosen.sorted(by: { (candidates[$0].onset, $0) < (candidates[$1].onset, $1) }) {
            for place in owner.indices where whole.explained[place] && (solo[number].explained[place] || owner[place] < 0) {
                owner[place] = number
            }
        }
        for number in chosen {
            let rest = chosen.filter { $0 != number }
            let without = rest.isEmpty ? unexplainedCost.reduce(0, +) : evaluate(rest, evidence, input).fit
            var settled = whole.pending == 0
            var equals = [number]
            if !candidates[number].planned {
                for other in candidates.indices where other != number && !rest.contains(other) && !candidates[other].planned {
                    guard candidates[other].onset < .max, overlaps(solo[other], solo[number]) else { continue }
                    let replaced = evaluate(rest + [other], evidence, input)
                    if replaced.fit <= whole.fit + 0.6 { equals.append(other) }
                    if replaced.fit <= whole.fit + 7, replaced.pending > 0 { settled = false }
                }
            }
            let groups = equals.map { candidates[$0].group }.sorted()
            let best = equals.min { (candidates[$0].prior, candidates[$0].group) < (candidates[$1].prior, candidates[$1].group) }
            let chief = candidates[best ?? number]
            let explained = owner.indices.filter { owner[$0] == number }.map { cluster.items[$0] }
            causes.append(
                Cause(
                    best: chief.group, groups: groups, links: chief.links, devices: chief.devices, onset: chief.onset,
                    planned: chief.planned, silent: chief.silent, explained: explained, settled: settled,
                    margin: without - whole.fit - candidates[number].prior,
                    lastChance: chief.onset + input.pollInterval * 5 / 4))
        }
        return causes
    }

    private func overlaps(_ a: Evaluation, _ b: Evaluation) -> Bool {
        zip(a.explained, b.explained).contains { $0 && $1 }
    }
}
