import NetworkModel

/// How well a set of causes fits.
struct Evaluation: Sendable {
    /// Cost of evidence unexplained and evidence contradicted, without priors.
    var fit = 0.0
    /// Places in the cluster that it explains.
    var explained: PlaceSet
    /// Cost of contradicted evidence alone.
    var contradiction = 0.0
    /// Predicted items that nobody has asked since the onset.
    var pending = 0
    /// How many items it predicts.
    var size = 0
}

extension Solver {
    /// Predicts every poll and port with `chosen` failed, in the order of their onsets, and compares.
    mutating func evaluate(_ chosen: [Int], _ evidence: EvidenceStore, _ input: SolverInput) -> Evaluation {
        predict(chosen.sorted { (candidates[$0].onset, $0) < (candidates[$1].onset, $1) })
        let single = tallyOfPredicted(evidence, input)
        var result = Evaluation(explained: PlaceSet(count: cluster.items.count))
        result.size = predicted.count
        var relief = 0.0
        func add(_ tally: FateMap.Tally) {
            result.contradiction += tally.cost
            result.pending += tally.pending.count
            for place in tally.explained { result.explained.insert(Int(place)) }
            relief += tally.relief
        }
        add(single)
        if notesAwaited { awaitedItems += single.pending }
        for fall in fallen {
            let tally = tally(of: fall, evidence, input)
            add(tally)
            if notesAwaited { awaitedItems += tally.pending }
            result.size += fates.views[fall.view].parts[fall.part].polls.count
        }
        let place = placeCost(chosen, evidence, input)
        result.contradiction += place.cost
        result.pending += place.pending
        result.fit = result.contradiction + powerCost(chosen, evidence, input) + (unexplainedTotal - relief)
        return result
    }

    /// What the evidence says of a part of the network that fell; added up once for each time.
    private mutating func tally(of fall: Fall, _ evidence: EvidenceStore, _ input: SolverInput) -> FateMap.Tally {
        if let known = fates.views[fall.view].tallies[fall.part].first(where: { $0.since == fall.since }) { return known }
        let tally = addUp(fall, evidence, input)
        fates.views[fall.view].tallies[fall.part].append(tally)
        return tally
    }

    // The two sums change nothing of the solver, so that it is not copied for each of thousands of items.

    private func addUp(_ fall: Fall, _ evidence: EvidenceStore, _ input: SolverInput) -> FateMap.Tally {
        var tally = FateMap.Tally(since: fall.since)
        let view = fates.views[fall.view]
        for place in view.parts[fall.part].polls {
            let poll = view.polls[place]
            note(compare(poll: poll, since: fall.since, .plain, evidence, input), of: poll, in: &tally)
        }
        return tally
    }

    private func tallyOfPredicted(_ evidence: EvidenceStore, _ input: SolverInput) -> FateMap.Tally {
        var tally = FateMap.Tally(since: 0)
        for item in predicted {
            let (since, how) = (predictedSince[Int(item)], predictedHow[Int(item)])
            let verdict =
                item < tables.firstPort
                ? compare(poll: item, since: since, how, evidence, input)
                : compare(port: item, since: since, how, evidence, input)
            note(verdict, of: item, in: &tally)
        }
        return tally
    }

    @inline(__always)
    private func note(_ verdict: Verdict, of item: Int32, in tally: inout FateMap.Tally) {
        tally.cost += verdict.cost
        if verdict.pending { tally.pending.append(item) }
        guard verdict.explained, slotIn[Int(item)] == clusterEpoch else { return }
        tally.explained.append(slot[Int(item)])
        tally.relief += unexplainedCost[Int(slot[Int(item)])]
    }

    /// What the evidence of one item says of a prediction.
    private typealias Verdict = (cost: Double, explained: Bool, pending: Bool)

    /// Fills `predicted` and `fallen` with what `ordered` take down.
    mutating func predict(_ ordered: [Int]) {
        epoch &+= 1
        predicted.removeAll(keepingCapacity: true)
        fallen.removeAll(keepingCapacity: true)
        scratch.clear()
        deadLinks.removeAll(keepingCapacity: true)
        deadDevices.removeAll(keepingCapacity: true)
        if ordered.contains(where: { !candidates[$0].delays.isEmpty }) { return predictInStages(ordered) }
        for number in ordered {
            let candidate = candidates[number]
            fail(candidate.links, candidate.devices, of: candidate, since: candidate.onset)
            predictPolls(since: candidate.onset)
        }
    }

    /// Batteries run out one after the other, and until then a device carries what stands behind it.
    private mutating func predictInStages(_ ordered: [Int]) {
        var stages: [(since: Int64, number: Int, links: [Int32], devices: [Int32])] = []
        for number in ordered {
            let candidate = candidates[number]
            guard !candidate.delays.isEmpty else {
                stages.append((candidate.onset, number, candidate.links, candidate.devices))
                continue
            }
            for (delay, places) in Dictionary(grouping: candidate.devices.indices, by: { candidate.delays[$0] }) {
                let devices = places.map { candidate.devices[$0] }
                let links = devices.flatMap { Array(tables.network.linksThroughDevice[$0]) }
                stages.append((candidate.onset + delay, number, links, devices))
            }
        }
        for stage in stages.sorted(by: { ($0.since, $0.number) < ($1.since, $1.number) }) {
            fail(stage.links, stage.devices, of: candidates[stage.number], since: stage.since)
            predictPolls(since: stage.since)
        }
    }

    /// Takes `links` and `devices` down and predicts the ports and polls that show it.
    private mutating func fail(_ links: [Int32], _ devices: [Int32], of candidate: Candidate, since: Int64) {
        deadLinks += links
        deadDevices += devices
        let how: Prediction = candidate.silent ? .silent : candidate.fromRecords ? .fromRecords : .plain
        for link in links {
            scratch.kill(link: link)
            if candidate.silent { continue }
            predict(tables.firstPort + link << 1, since: since, how)
            predict(tables.firstPort + (link << 1 | 1), since: since, how)
        }
        for device in devices {
            scratch.kill(device: device)
            for poll in tables.polls(of: device) { predict(Int32(poll), since: since, .plain) }
            for link in tables.network.linksOfDevice[device] {
                let peer = tables.graph.peer(of: device, over: link)
                predict(tables.firstPort + tables.port(of: peer, on: link), since: since, .plain)
            }
        }
    }

    /// The polls of what has lost its way by now.
    private mutating func predictPolls(since: Int64) {
        for number in fates.views.indices where fates.views[number].isUsed {
            fates.views[number].spread(scratch, links: deadLinks, devices: deadDevices, fates.drawing, tables.graph)
            for part in fates.views[number].cutOff.map({ Int($0) }) {
                let fallen = fates.views[number].parts[part]
                if fallen.device >= 0 {
                    for place in fallen.polls { predict(fates.views[number].polls[place], since: since, .plain) }
                } else if fates.views[number].fallenIn[part] != epoch {
                    fates.views[number].fallenIn[part] = epoch
                    self.fallen.append(Fall(view: number, part: part, since: since))
                }
                for place in fallen.standby {
                    let poll = fates.views[number].standbyPolls[place]
                    predict(poll, since: since, isCarried(tables.pollDevice[Int(poll)], number) ? .standby : .plain)
                }
            }
        }
    }

    /// Whether the standby link of `device` leads to where the collector of `view` still has a way.
    private func isCarried(_ device: Int32, _ view: Int) -> Bool {
        let standby = tables.standbyOfDevice[Int(device)]
        guard standby >= 0, !scratch.isDead(link: standby), !scratch.isDead(device: device) else { return false }
        let far = tables.graph.deviceB[Int(standby)]
        return !scratch.isDead(device: far) && !fates.views[view].isCutOff(far, fates.drawing)
    }

    /// The polls of devices that no collector in its senses reaches with `links` and `devices` failed.
    mutating func polls(cutOffBy links: [Int32], _ devices: [Int32], _ input: SolverInput) -> [Int32] {
        scratch.clear()
        for link in links { scratch.kill(link: link) }
        for device in devices { scratch.kill(device: device) }
        var polls: [Int32] = []
        for (number, forest) in tables.collectorForests.enumerated() where input.blindSince[number] == .max {
            scratch.unreachable(from: forest, graph: tables.graph, links: links, devices: devices, into: &cutOff)
            polls += cutOff.compactMap { tables.poll(of: $0, by: Int32(number)) }
        }
        return polls
    }

    @inline(__always)
    private mutating func predict(_ item: Int32, since: Int64, _ how: Prediction) {
        let i = Int(item)
        if predictedIn[i] == epoch {
            // A harder statement replaces a softer one of the same cause or an earlier one.
            if predictedHow[i] == .standby, how != .standby { (predictedHow[i], predictedSince[i]) = (how, since) }
            if predictedHow[i] == .fromRecords, how == .plain { predictedHow[i] = .plain }
            return
        }
        predictedIn[i] = epoch
        predictedSince[i] = since
        predictedHow[i] = how
        predicted.append(item)
    }

    private func compare(
        poll: Int32, since: Int64, _ how: Prediction, _ evidence: EvidenceStore, _ input: SolverInput
    ) -> Verdict {
        let p = Int(poll)
        if input.isExcluded[Int(tables.pollDevice[p])] || input.isMuted[p] { return (0, false, false) }
        guard isEvidence(poll, evidence, input) else { return (0, false, false) }
        let weights = input.weights
        if since > input.now, since < Int64.max / 8 { return (0, false, false) }
        if how == .standby { return (0, compareStandby(poll, evidence, since), false) }
        if evidence.badCount[p] == 0 {
            if evidence.lastGood[p] > since + weights.early { return (weights.answeredAfterOnset, false, false) }
            return (0, false, true)
        }
        if evidence.lastGood[p] > since + weights.early { return (weights.answeredAfterOnset, false, false) }
        if evidence.firstBad[p] >= since - weights.late { return (0, true, false) }
        guard evidence.lastBad[p] >= since - weights.late else { return (0, false, true) }
        let earlier = Double((since - evidence.firstBad[p]) / max(1, input.pollInterval) + 1)
        return (min(earlier * weights.pollNoise, unexplained(poll: poll, evidence, input)), true, false)
    }

    /// Failures until the standby link carries are explained, later ones are not.
    private func compareStandby(_ poll: Int32, _ evidence: EvidenceStore, _ since: Int64) -> Bool {
        let device = tables.pollDevice[Int(poll)]
        let link = Int(tables.standbyOfDevice[Int(device)])
        let delay = Int64(tables.network.document.links[link].standbySeconds ?? 0) * 1000
        return evidence.badCount[Int(poll)] > 0 && evidence.lastBad[Int(poll)] <= since + delay + 20_000
    }

    private func compare(
        port item: Int32, since: Int64, _ how: Prediction, _ evidence: EvidenceStore, _ input: SolverInput
    ) -> Verdict {
        let p = Int(item - tables.firstPort)
        let device = tables.device(ofPort: Int32(p))
        if input.isExcluded[Int(device)] || input.isMuted[Int(item)] { return (0, false, false) }
        let weights = input.weights
        if since > input.now, since < Int64.max / 8 { return (0, false, false) }
        if evidence.isDown[p] {
            guard evidence.portHigh[p] >= since - weights.late else { return (0, false, false) }
            return (evidence.portLow[p] > since + weights.early ? weights.rowLost : 0, true, false)
        }
        if tables.portIsLocal[p] { return (0, false, false) }
        if how == .fromRecords, p & 1 == 1, isSeenUp(Int32(p ^ 1), since, evidence, input) {
            // One wrong record, told by both ends.
            return (0, false, false)
        }
        let cap = how == .fromRecords ? weights.recordWrong : weights.portSeenUpTwice
        if evidence.portUp[p] > since { return (cap, false, false) }
        switch evidence.reads(of: device, after: since + weights.early) {
        case 0: return (0, false, !isSilent(device, evidence, input))
        case 1: return (min(weights.rowLost, cap), false, false)
        default: return (cap, false, false)
        }
    }

    private func isSeenUp(_ port: Int32, _ since: Int64, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        let device = tables.device(ofPort: port)
        return !evidence.isDown[Int(port)] && !tables.portIsLocal[Int(port)] && !input.isExcluded[Int(device)]
            && evidence.reads(of: device, after: since + input.weights.early) == 2
    }

    func unexplained(poll: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Double {
        let count = Double(evidence.badCount[Int(poll)])
        return min(count < 2 ? 0.7 * input.weights.pollNoise : count * input.weights.pollNoise, 40)
    }

    func unexplained(port: Int32, _ evidence: EvidenceStore, _ input: SolverInput) -> Double {
        let again = Double(min(evidence.portSaid[Int(port)] - 1, 2))
        return input.weights.portUnexplained + again * input.weights.portSaidAgain
    }
}
