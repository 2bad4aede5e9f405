import NetworkModel

extension Solver {
    /// The causes of one cluster.
    mutating func explain(_ cluster: Cluster, _ evidence: EvidenceStore, _ input: SolverInput) -> [Cause] {
        self.cluster = cluster
        number(cluster, evidence, input)
        findPowerLosses(evidence)
        if let cause = silentCause(evidence, input) ?? islandCause(evidence, input) { return [cause] }
        drawFates(input)
        candidates = []
        for group in cluster.groups {
            if let candidate = candidate(for: group, evidence, input) { candidates.append(candidate) }
        }
        let solo = candidates.indices.map { evaluate([$0], evidence, input) }
        let search = representatives(solo)
        let chosen = cheapestSet(search, solo, evidence, input)
        guard !chosen.isEmpty else { return [] }
        return causes(chosen, solo, evidence, input)
    }

    /// Maps what all groups of the cluster together can touch.
    private mutating func drawFates(_ input: SolverInput) {
        var links: [Int32] = []
        var devices: [Int32] = []
        for group in cluster.groups {
            links += group.kind == .cloud ? cloudLinks[group.index] ?? [] : group.links(in: tables)
            devices += group.devices(in: tables.network)
        }
        fates.draw(links: links, devices: devices, input, tables)
    }

    /// Traffic is gone and no port is down: the way into the region fails silently. Told apart from a cut, which ports would show.
    private func silentCause(_ evidence: EvidenceStore, _ input: SolverInput) -> Cause? {
        guard let link = cluster.silentLink, !cluster.items.contains(where: { $0 >= tables.firstPort }) else { return nil }
        let own = cluster.items.filter { tables.pollDevice[Int($0)] == cluster.silentDevice }
        let cost = own.reduce(0) { $0 + unexplainedCost[Int(slot[Int($1)])] }
        guard cost > 17 else { return nil }
        let onset = cluster.items.map { evidence.firstBad[Int($0)] }.min() ?? input.now
        let device = RiskGroup(.device, cluster.silentDevice)
        let groups = [RiskGroup(.link, link), device]
        let alone = !cluster.items.contains {
            tables.pollDevice[Int($0)] != cluster.silentDevice && evidence.badCount[Int($0)] > 1
        }
        if alone, input.everythingFollowsTheLine || othersAnswer(behind: cluster.silentDevice, link, evidence, input) {
            return Cause(
                best: device, groups: [device], links: [], devices: [], onset: onset, planned: false, silent: true,
                explained: cluster.items, settled: true, margin: cost - 11, lastChance: .max, hangs: true)
        }
        return Cause(
            best: groups[0], groups: groups, links: [link], devices: [], onset: onset, planned: false, silent: true,
            explained: cluster.items, settled: true, margin: cost - 11, lastChance: onset + input.pollInterval * 5 / 4)
    }

    /// Where no declared way leads to what is silent, nothing can be said of its border. It is told all the same, by the device on which
    /// most of it hangs: an outage is no less one for a gap in the records.
    private func islandCause(_ evidence: EvidenceStore, _ input: SolverInput) -> Cause? {
        guard !cluster.island.isEmpty, cluster.groups.isEmpty, unexplainedTotal > 17 else { return nil }
        let devices = Set(cluster.items.map { tables.pollDevice[Int($0)] }).sorted()
        guard let hub = devices.max(by: { (ways(of: $0), -$0) < (ways(of: $1), -$1) }) else { return nil }
        let onset = cluster.items.map { evidence.firstBad[Int($0)] }.min() ?? input.now
        return Cause(
            best: RiskGroup(.device, hub), groups: deviceGroups(hub).filter { $0.kind != .feed }, links: [], devices: devices,
            onset: onset, planned: false, silent: true, explained: cluster.items, settled: true, margin: unexplainedTotal - 11,
            lastChance: onset + input.pollInterval * 5 / 4)
    }

    private func ways(of device: Int32) -> Int32 { Int32(tables.graph.transit[device].count) }

    /// Whether devices whose way leads through `device` answer: then it forwards.
    private func othersAnswer(behind device: Int32, _ link: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        for forest in tables.collectorForests {
            for other in tables.graph.transit[device] where other != link {
                let peer = tables.graph.peer(of: device, over: other)
                if forest.parentLink[Int(peer)] == other, !isSilent(peer, evidence, input) { return true }
            }
        }
        return false
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
        unexplainedTotal = unexplainedCost.reduce(0, +)
        let costs = unexplainedCost
        heaviestFirst = costs.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }
    }

    /// `group` with its effects and the onset that explains most of the cluster; nil where it explains nothing of it.
    private mutating func candidate(for group: RiskGroup, _ evidence: EvidenceStore, _ input: SolverInput) -> Candidate? {
        let network = tables.network
        var candidate = Candidate(group: group, prior: EvidenceWeights.prior(of: group.kind))
        candidate.links = group.links(in: tables)
        if isByDoubtOnly(group, candidate.links) { candidate.prior += 0.5 }
        candidate.devices = group.devices(in: network)
        candidate.fromRecords = group.kind == .duct && candidate.links.count > 1
        if group.kind == .feed {
            let delays = candidate.devices.map { tables.batteryOfSite[Int(network.siteOfDevice[Int($0)])] }
            let first = delays.min() ?? 0
            candidate.delays = delays.map { $0 - first }
        }
        fillWide(&candidate, evidence)
        if input.planned[group] != nil { (candidate.planned, candidate.prior) = (true, 0.5) }
        candidate.onset = Self.farAhead
        candidates.append(candidate)
        defer { candidates.removeLast() }
        // With the onset far ahead everything that it can take down is predicted, whenever it went.
        predict([candidates.count - 1])
        guard let onset = onset(evidence, input) else { return nil }
        (candidate.onset, candidate.low) = onset
        let told = toldByOthers(of: candidate, evidence, input)
        candidate.prior += told
        candidate.surcharge += told
        trimWide(&candidate, evidence, input)
        trimDoubtful(&candidate, evidence, input)
        trimWrong(&candidate, evidence, input)
        return candidate.links.isEmpty && candidate.devices.isEmpty ? nil : candidate
    }

    /// An onset at which everything that can go is predicted to go.
    private static let farAhead = Int64.max / 4

    /// When one abnormal item of a candidate began.
    private struct Onset {
        var low: Int64
        var high: Int64
        var weight: Double
        /// A port may have been passed over for a while, an answer is one.
        var isPoll: Bool
    }

    /// The upper end of the onset that explains most of the predicted abnormal items, by weight, and contradicts least of them.
    private func onset(_ evidence: EvidenceStore, _ input: SolverInput) -> (Int64, Int64)? {
        var items: [Onset] = []
        // What goes later, as its battery lasts longer, tells of an onset so much before.
        func add(_ item: Int32, since: Int64) {
            let (span, delay) = (interval(of: item, evidence), since - Self.farAhead)
            items.append(
                Onset(low: span.low - delay, high: span.high - delay, weight: span.weight, isPoll: item < tables.firstPort))
        }
        for item in predicted where slotIn[Int(item)] == clusterEpoch && items.count < 64 {
            add(item, since: predictedSince[Int(item)])
        }
        for fall in fallen where items.count < 64 {
            for place in fates.views[fall.view].parts[fall.part].polls where items.count < 64 {
                let poll = fates.views[fall.view].polls[place]
                if slotIn[Int(poll)] == clusterEpoch { add(poll, since: fall.since) }
            }
        }
        var best: (time: Int64, weight: Double)?
        for time in items.map(\.high) {
            let weight = items.reduce(0) { $0 + worth($1, at: time, input) }
            if let known = best, weight < known.weight || (weight == known.weight && time >= known.time) { continue }
            best = (time, weight)
        }
        guard let time = best?.time else { return nil }
        let shared = items.filter { $0.low <= time + input.weights.early && $0.high >= time - input.weights.late }
        return (time, shared.map(\.low).max() ?? time)
    }

    /// What an onset at `time` explains of an item: all of it where they meet; of a poll that failed before, what is left when those
    /// failures are chance; and a device that answered after it speaks against it.
    private func worth(_ item: Onset, at time: Int64, _ input: SolverInput) -> Double {
        if item.low > time + input.weights.early { return item.isPoll ? -input.weights.answeredAfterOnset : 0 }
        if item.high >= time - input.weights.late { return item.weight }
        guard item.isPoll else { return 0 }
        let earlier = Double((time - item.high) / max(1, input.pollInterval) + 1)
        return max(0, item.weight - earlier * input.weights.pollNoise)
    }

    func interval(of item: Int32, _ evidence: EvidenceStore) -> (low: Int64, high: Int64, weight: Double) {
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
            var isDuct: Bool
            var fit: Int
        }
        var best: [Effect: Int] = [:]
        for number in candidates.indices where !solo[number].explained.isEmpty {
            let candidate = candidates[number]
            let effect = Effect(
                links: candidate.links.sorted(), devices: candidate.devices.sorted(), planned: candidate.planned,
                isDuct: candidate.group.kind == .duct, fit: Int(solo[number].fit * 8))
            if let known = best[effect], candidates[known].prior <= candidate.prior { continue }
            best[effect] = number
        }
        return best.values.sorted()
    }

    /// Branch and bound: the heaviest item still unexplained is explained by each candidate that can, or left unexplained.
    private mutating func cheapestSet(
        _ search: [Int], _ solo: [Evaluation], _ evidence: EvidenceStore, _ input: SolverInput
    ) -> [Int] {
        var best: (cost: Double, chosen: [Int]) = (unexplainedTotal, [])
        // Counted in evaluations; what large clusters cost is bounded, small ones are searched to the end.
        let size = solo.lazy.map(\.size).max() ?? 0
        widest = max(widest, size)
        var budget = min(1_500, max(24, 200_000 / max(1, size)))
        let order = search.sorted {
            (candidates[$0].prior + solo[$0].fit, candidates[$0].group) < (
                candidates[$1].prior + solo[$1].fit, candidates[$1].group
            )
        }
        func descend(_ solver: inout Solver, _ chosen: [Int], _ prior: Double, _ state: Evaluation, _ given: [Int]) {
            let cost = prior + state.fit
            if cost < best.cost - 1e-9 { best = (cost, chosen) }
            if budget <= 0 || chosen.count >= 6 { return }
            let lost = given.reduce(0) { $0 + (state.explained[$1] ? 0 : solver.unexplainedCost[$1]) }
            let heaviest = solver.heaviestFirst.first { !state.explained[$0] && !given.contains($0) } ?? -1
            guard heaviest >= 0, solver.leastPrior(of: chosen, input) + state.contradiction + lost < best.cost else { return }
            for number in order where !chosen.contains(number) && solo[number].explained[heaviest] {
                let set = chosen + [number]
                let next = solver.prior(of: set, input)
                if solver.leastPrior(of: set, input) + lost >= best.cost { continue }
                budget -= 1
                if budget <= 0 { return }
                let result = solver.evaluate(set, evidence, input)
                if solver.leastPrior(of: set, input) + result.contradiction + lost < best.cost {
                    descend(&solver, set, next, result, given)
                }
            }
            for number in order where !chosen.contains(number) && !chosen.isEmpty && !solo[number].explained[heaviest] {
                // Only together with what is chosen already does it cut this off.
                let set = chosen + [number]
                let next = solver.prior(of: set, input)
                if solver.leastPrior(of: set, input) + state.contradiction + lost >= best.cost { continue }
                budget -= 1
                if budget <= 0 { return }
                let result = solver.evaluate(set, evidence, input)
                if result.explained[heaviest], solver.leastPrior(of: set, input) + result.contradiction + lost < best.cost {
                    descend(&solver, set, next, result, given)
                }
            }
            descend(&solver, chosen, prior, state, given + [heaviest])
        }
        let nothing = Evaluation(
            fit: best.cost, explained: PlaceSet(count: cluster.items.count), contradiction: 0, pending: 0)
        descend(&self, [], 0, nothing, [])
        return best.chosen
    }

    /// What the prior of a set can come down to when more joins it.
    private func leastPrior(of chosen: [Int], _ input: SolverInput) -> Double {
        chosen.reduce(0) { sum, number in
            let candidate = candidates[number]
            let single = candidate.links.count == 1 && candidate.devices.isEmpty
            return sum + (single ? min(candidate.prior, input.weights.orphanNear) : candidate.prior)
        }
    }

    /// The chosen set with the equals of each of its members.
    private mutating func causes(
        _ chosen: [Int], _ solo: [Evaluation], _ evidence: EvidenceStore, _ input: SolverInput
    ) -> [Cause] {
        awaitedItems.removeAll(keepingCapacity: true)
        notesAwaited = true
        defer { notesAwaited = false }
        let whole = evaluate(chosen, evidence, input)
        let setPrior = prior(of: chosen, input)
        var suspects: [Int: [Int]] = [:]
        for number in chosen {
            if let host = host(of: number, beside: chosen, input) { suspects[host, default: []].append(number) }
        }
        let joined = Set(suspects.values.joined())
        var causes: [Cause] = []
        var owner = Array(repeating: -1, count: cluster.items.count)
        let inTime = chosen.sorted { (candidates[$0].onset, $0) < (candidates[$1].onset, $1) }
        for number in inTime {
            for place in owner.indices where whole.explained[place] && solo[number].explained[place] { owner[place] = number }
        }
        // What only several of them together cut off went with the last of them.
        for place in owner.indices where whole.explained[place] && owner[place] < 0 {
            let seen = interval(of: cluster.items[place], evidence).high + input.weights.late
            owner[place] = inTime.last { candidates[$0].onset <= seen } ?? inTime[0]
        }
        for number in chosen where !joined.contains(number) {
            let own = suspects[number] ?? []
            let rest = chosen.filter { $0 != number }
            let without = rest.isEmpty ? unexplainedTotal : evaluate(rest, evidence, input).fit
            var settled = whole.pending == 0
            // What needs a wrong record is no equal of what needs none.
            let wholeFit = whole.fit + candidates[number].surcharge
            var fits = [(number: number, fit: wholeFit)]
            if !candidates[number].planned {
                for other in candidates.indices where other != number && !rest.contains(other) && !candidates[other].planned {
                    guard candidates[other].onset < .max, solo[other].explained.intersects(solo[number].explained) else {
                        continue
                    }
                    // Alone it was judged already, and is out of the question.
                    if rest.isEmpty, solo[other].fit > whole.fit + 7 { continue }
                    let mark = awaitedItems.count
                    let replaced = evaluate(rest + [other], evidence, input)
                    let others = prior(of: rest + [other], input) - candidates[other].prior
                    let fit =
                        replaced.fit + candidates[other].surcharge
                        + (own.isEmpty ? 0 : max(0, others - setPrior + candidates[number].prior))
                    if fit <= wholeFit + 0.6 { fits.append((other, fit)) }
                    if replaced.fit <= whole.fit + 7, replaced.pending > 0 { settled = false }
                    if replaced.fit > whole.fit + 7 || replaced.pending == 0 {
                        awaitedItems.removeLast(awaitedItems.count - mark)
                    }
                }
            }
            if own.count == 1, candidates[number].links.count == 1 {
                fits += swapped(number, own[0], chosen, solo, whole.fit + setPrior, evidence, input)
            }
            let least = fits.map(\.fit).min() ?? wholeFit
            let equals = fits.filter { $0.fit <= least + 0.6 }.map(\.number)
            let groups = equals.map { candidates[$0].group }.sorted()
            let best = equals.min { (candidates[$0].prior, candidates[$0].group) < (candidates[$1].prior, candidates[$1].group) }
            let chief = candidates[best ?? number]
            let explained = owner.indices.filter { owner[$0] == number || own.contains(owner[$0]) }.map { cluster.items[$0] }
            let restPrior = prior(of: rest, input)
            let suspectLinks = own.flatMap { candidates[$0].links }
            causes.append(
                Cause(
                    best: chief.group, groups: groups, links: chief.links + suspectLinks, devices: present(chief, input),
                    onset: chief.onset, low: chief.low, planned: chief.planned, silent: chief.silent, explained: explained,
                    settled: settled,
                    margin: without + restPrior - whole.fit - setPrior,
                    lastChance: chief.onset + input.pollInterval * 5 / 4, suspectLinks: suspectLinks))
        }
        for item in awaitedItems {
            let device = item < tables.firstPort ? tables.pollDevice[Int(item)] : tables.device(ofPort: item - tables.firstPort)
            guard awaitedDevice[Int(device)] != solveEpoch else { continue }
            awaitedCount += 1
            awaitedDevice[Int(device)] = solveEpoch
            awaitedDevices.append(device)
        }
        return causes
    }

    /// Two links at one time and one record short: the duct may as well be one of the other link's.
    private mutating func swapped(
        _ number: Int, _ orphan: Int, _ chosen: [Int], _ solo: [Evaluation], _ cost: Double, _ evidence: EvidenceStore,
        _ input: SolverInput
    ) -> [(number: Int, fit: Double)] {
        let own = candidates[number].links
        guard let link = candidates.indices.first(where: { candidates[$0].group.kind == .link && candidates[$0].links == own })
        else { return [] }
        let rest = chosen.filter { $0 != number && $0 != orphan }
        var fits: [(number: Int, fit: Double)] = []
        for other in candidates.indices
        where candidates[other].group.kind == .duct && candidates[other].links == candidates[orphan].links
            && !rest.contains(other)
        {
            let set = rest + [link, other]
            let fit = evaluate(set, evidence, input).fit
            let excess = fit + prior(of: set, input) - cost
            if excess <= 0.6 { fits.append((other, evaluate(chosen, evidence, input).fit + max(0, excess))) }
        }
        return fits
    }

    /// The devices of a cause that have gone by now; batteries run out one after the other.
    private func present(_ candidate: Candidate, _ input: SolverInput) -> [Int32] {
        candidate.delays.isEmpty
            ? candidate.devices
            : candidate.devices.indices.filter { candidate.onset + candidate.delays[$0] <= input.now }.map {
                candidate.devices[$0]
            }
    }
}
