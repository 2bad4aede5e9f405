import NetworkModel

extension Solver {
    /// What measured distances say of the chosen causes: a break lies in a segment, so it speaks for that segment and its duct and
    /// against everything else that takes the link down; a fibre link that measures and says nothing speaks against a break.
    func placeCost(_ chosen: [Int], _ evidence: EvidenceStore, _ input: SolverInput) -> (cost: Double, pending: Int) {
        var cost = 0.0
        var pending = 0
        for number in chosen {
            let candidate = candidates[number]
            let isFibre = candidate.group.kind == .duct || candidate.group.kind == .segment
            for link in affectedLinks(candidate) where tables.network.document.links[Int(link)].otdr {
                if let found = evidence.breaks[link] {
                    let own = isFibre ? misfit(candidate.group, on: link, at: found.km, input) : input.weights.breakElsewhere
                    if own > 0 { cost += min(own, otherMisfit(link, chosen, but: number, at: found.km, input)) }
                } else if isFibre, measures(link, candidate.onset, evidence, input) {
                    if input.now < candidate.onset + input.weights.breakDelay {
                        pending += 1
                    } else {
                        cost += input.weights.breakMissing
                    }
                }
            }
        }
        return (cost, pending)
    }

    private func affectedLinks(_ candidate: Candidate) -> [Int32] {
        guard !candidate.devices.isEmpty else { return candidate.links }
        return candidate.links + candidate.devices.flatMap { Array(tables.network.linksOfDevice[$0]) }
    }

    /// The misfit under the best of the other causes that break the link's fibre.
    private func otherMisfit(_ link: Int32, _ chosen: [Int], but number: Int, at km: Double, _ input: SolverInput) -> Double {
        var least = input.weights.breakElsewhere
        for other in chosen where other != number {
            let group = candidates[other].group
            guard group.kind == .duct || group.kind == .segment, candidates[other].links.contains(link) else { continue }
            least = min(least, misfit(group, on: link, at: km, input))
        }
        return least
    }

    /// Whether end `a` could have measured: it answers and its link is seen down since `onset`.
    private func measures(_ link: Int32, _ onset: Int64, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        let a = tables.graph.deviceA[Int(link)]
        guard input.hearsBreaks, !input.isExcluded[Int(a)], !isSilent(a, evidence, input) else { return false }
        return evidence.isDown[Int(link << 1)] && evidence.portHigh[Int(link << 1)] >= onset - input.weights.late
    }

    /// Where a segment was unlisted, its place and length are a guess: the better of both readings counts.
    private func misfit(_ group: RiskGroup, on link: Int32, at km: Double, _ input: SolverInput) -> Double {
        let completed = misfit(group, in: tables.doubts.segmentsOfLink[link], at: km, input)
        guard tables.doubts.isCompleted(link) else { return completed }
        return min(completed, misfit(group, in: tables.network.segmentsOfLink[link], at: km, input))
    }

    private func misfit(
        _ group: RiskGroup, in segments: ArraySlice<Int32>, at km: Double, _ input: SolverInput
    ) -> Double {
        var start = 0.0
        var distance = Double.infinity
        for segment in segments {
            let row = tables.network.document.segments[Int(segment)]
            let end = start + (row.km ?? 0)
            let isIt = group.kind == .segment ? group.index == segment : group.index == tables.network.ductOfSegment[Int(segment)]
            if isIt { distance = min(distance, max(start - km, km - end, 0)) }
            start = end
        }
        return input.weights.breakTolerances.first { distance <= $0.0 }?.1 ?? input.weights.breakElsewhere
    }

    /// A device that told of losing power went with its site or feed, not alone.
    func powerCost(_ chosen: [Int], _ evidence: EvidenceStore, _ input: SolverInput) -> Double {
        var cost = 0.0
        for loss in powerLosses {
            let told = chosen.contains { number in
                let candidate = candidates[number]
                guard candidate.group.kind == .site || candidate.group.kind == .feed else {
                    return false
                }
                guard let at = candidate.devices.firstIndex(of: loss.device) else { return false }
                return abs(candidate.onset + (candidate.delays.isEmpty ? 0 : candidate.delays[at]) - loss.time)
                    < input.weights.powerMeets
            }
            if !told { cost += input.weights.powerUnexplained }
        }
        return cost
    }

    /// Fills `powerLosses` for the devices of the cluster.
    mutating func findPowerLosses(_ evidence: EvidenceStore) {
        powerLosses.removeAll(keepingCapacity: true)
        var last: Int32 = -1
        for item in cluster.items where item < tables.firstPort {
            let device = tables.pollDevice[Int(item)]
            if device == last { continue }
            last = device
            if let time = powerLoss(of: device, poll: Int(item), evidence) { powerLosses.append((device, time)) }
        }
    }

    /// What other sites of a feed say of its loss than those that fell silent: less than 0 where they told that their batteries took over,
    /// more where one has a battery, answers, and told nothing.
    func toldByOthers(of feed: Candidate, _ evidence: EvidenceStore, _ input: SolverInput) -> Double {
        guard feed.group.kind == .feed else { return 0 }
        let sites = tables.network.sitesOfFeed[feed.group.index]
        // The supply went when the first battery took over.
        let time = feed.onset - (sites.map { tables.batteryOfSite[Int($0)] }.min() ?? 0)
        let told = sites.filter { site in
            abs(evidence.battery[Int(site)] - time) < input.weights.powerMeets
                || tables.network.devicesOfSite[site].contains { abs(evidence.gasp[Int($0)] - time) < input.weights.powerMeets }
        }
        let silent = Set(powerLosses.map { tables.network.siteOfDevice[Int($0.device)] })
        if told.count > 1 || told.contains(where: { !silent.contains($0) }) { return -input.weights.feedTold }
        let kept = sites.contains { site in
            tables.batteryOfSite[Int(site)] > 0
                && tables.network.devicesOfSite[site].contains { device in
                    tables.polls(of: device).contains { evidence.lastGood[$0] > feed.onset + input.weights.late }
                }
        }
        // Where no traps come, silence about power says as little as silence about breaks.
        return kept && input.hearsBreaks && told.isEmpty ? input.weights.feedUntold : 0
    }

    private func powerLoss(of device: Int32, poll: Int, _ evidence: EvidenceStore) -> Int64? {
        let (low, high) = (evidence.lastGood[poll], evidence.firstBad[poll])
        let gasp = evidence.gasp[Int(device)]
        if gasp > low - 2_000, gasp < high + 8_000 { return gasp }
        let site = tables.network.siteOfDevice[Int(device)]
        let battery = evidence.battery[Int(site)]
        guard battery > EvidenceStore.never else { return nil }
        let full = tables.batteryOfSite[Int(site)]
        let (first, last) = (battery + full * 7 / 10 - 10_000, battery + full * 105 / 100 + 15_000)
        return low <= last && high >= first ? min(max(high, first), last) : nil
    }

    /// The prior of a set. A link that fails with a duct that it is not recorded in may well lie in it: cheaper than a cause of its own,
    /// and cheapest near the duct.
    func prior(of chosen: [Int], _ input: SolverInput) -> Double {
        chosen.reduce(0) { $0 + prior(of: $1, beside: chosen, input) } + coincidence(of: chosen, input)
    }

    /// Single links that fail at one instant at one place without anything in common are rare.
    private func coincidence(of chosen: [Int], _ input: SolverInput) -> Double {
        let hosts = Set(chosen.compactMap { host(of: $0, beside: chosen, input) })
        let singles = chosen.filter { isSingleFibre($0) && !hosts.contains($0) && host(of: $0, beside: chosen, input) == nil }
        var cost = 0.0
        for (place, a) in singles.enumerated() {
            for b in singles[..<place] where isNear(candidates[a].links[0], candidates[b].links) {
                if meet(candidates[a], candidates[b], input) { cost += input.weights.coincidence }
            }
        }
        return cost
    }

    /// Both began within seconds as far as is known, and that is known well.
    private func meet(_ a: Candidate, _ b: Candidate, _ input: SolverInput) -> Bool {
        let precise = a.onset - a.low < 10_000 && b.onset - b.low < 10_000
        return precise && a.low <= b.onset + input.weights.early && b.low <= a.onset + input.weights.early
    }

    private func isSingleFibre(_ number: Int) -> Bool {
        let candidate = candidates[number]
        return candidate.links.count == 1 && candidate.devices.isEmpty && !candidate.planned && !candidate.silent
            && isFibre(candidate.links[0])
    }

    /// A fibre link lies in some duct, recorded or not.
    func isFibre(_ link: Int32) -> Bool {
        !tables.doubts.segmentsOfLink[link].isEmpty || tables.network.document.links[Int(link)].kind == "fibre"
    }

    private func prior(of number: Int, beside chosen: [Int], _ input: SolverInput) -> Double {
        let candidate = candidates[number]
        guard let host = host(of: number, beside: chosen, input) else { return candidate.prior }
        let near =
            isNear(candidate.links[0], candidates[host].links)
            || chosen.contains {
                $0 != number && candidates[$0].links.count == 1 && isNear(candidate.links[0], candidates[$0].links)
            }
        return min(candidate.prior, near ? input.weights.orphanNear : input.weights.orphanFar)
    }

    /// The duct of the set that `number`, a single link, seems to lie in against the record; nil where it is a cause of its own.
    func host(of number: Int, beside chosen: [Int], _ input: SolverInput) -> Int? {
        let candidate = candidates[number]
        guard isSingleFibre(number) else { return nil }
        let told = input.told[candidate.links[0]]
        return chosen.filter { other in
            let duct = candidates[other]
            if let told, !duct.links.contains(where: { input.told[$0] == told }) { return false }
            return other != number && duct.group.kind == .duct && (duct.links.count > 1 || candidate.group.kind != .duct)
                && !duct.planned
                && !duct.links.contains(candidate.links[0]) && candidate.low <= duct.onset + input.weights.early
                && candidate.onset >= earliest(duct, for: candidate) - input.weights.late
                && duct.low <= candidate.onset + input.weights.early
        }.min { candidates[$0].group < candidates[$1].group }
    }

    /// From when on a link counts to `duct`. Of a link beside several, which saw it first is chance, and the duct may have gone before it
    /// was seen; of others that fail in the same minute most are faults of their own.
    private func earliest(_ duct: Candidate, for single: Candidate) -> Int64 {
        duct.links.count > 1 && isNear(single.links[0], duct.links) ? duct.low : duct.onset
    }

    private func isNear(_ link: Int32, _ others: [Int32]) -> Bool {
        let network = tables.network
        func sites(_ link: Int32) -> [Int32] {
            [
                network.siteOfDevice[Int(tables.graph.deviceA[Int(link)])],
                network.siteOfDevice[Int(tables.graph.deviceB[Int(link)])],
            ]
        }
        let own = sites(link)
        return others.contains { sites($0).contains { own.contains($0) } }
    }
}
