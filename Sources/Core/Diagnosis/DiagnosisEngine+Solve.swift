import NetworkModel

extension DiagnosisEngine {
    /// Explains all that is abnormal at `now` and carries the result into the incidents.
    mutating func solve(at now: Int64) {
        isDirty = false
        input.now = now
        input.weights.pollNoise = noise.cost
        input.weights.rowLost = min(5.3, max(3, noise.cost))
        judgeCollectors(at: now)
        judgeManagement(at: now)
        planMaintenance(at: now)
        excuseClosedSites(at: now)
        flaps.settle(at: now)
        evidence.forgetPower(before: now - 3 * 3_600_000)
        noteRecoveries(at: now)
        watchAreas(at: now)
        muteWhatIsPending(at: now)
        noteWhatWasTold()
        let causes = absorb(solver.causes(evidence, input), at: now)
        quietUntil = solver.widest > Self.wideItems ? now + Self.wideRest : EvidenceStore.never
        match(causes, at: now)
        noteFlaps(at: now)
        keepAreas(at: now)
        assessImpact(at: now)
        noteDarkness()
        page(at: now)
        watchRedundancy(at: now)
        askWhatSettles()
        scheduleWake(after: now)
        book.forget(at: now)
    }

    private mutating func noteWhatWasTold() {
        input.told.removeAll(keepingCapacity: true)
        input.toldClouds.removeAll(keepingCapacity: true)
        for place in book.indices where book[place].isOpen && !book[place].isApart && book[place].incident.paged != nil {
            let cause = book[place].cause
            for link in cause.links { input.told[link] = place }
            if cause.best.kind == .cloud { input.toldClouds[cause.best.index] = cause.links }
        }
    }

    private mutating func planMaintenance(at now: Int64) {
        input.planned.removeAll(keepingCapacity: true)
        for window in context.maintenance where window.from.milliseconds <= now && now <= window.to.milliseconds {
            if let group = RiskGroup(window.object, in: tables.network) { input.planned[group] = window.from.milliseconds }
        }
    }

    /// An item is well again when it was seen so; a read that merely passes a port over counts from the second on.
    func isBad(_ item: Int32) -> Bool {
        if item < tables.firstPort { return evidence.badCount[Int(item)] > 0 }
        return evidence.isDown[Int(item - tables.firstPort)]
    }

    func lastSaidBad(_ item: Int32) -> Int64 {
        item < tables.firstPort ? evidence.lastBad[Int(item)] : evidence.portLast[Int(item - tables.firstPort)]
    }

    private mutating func noteRecoveries(at now: Int64) {
        for place in book.indices where book[place].isOpen && !book[place].isApart {
            guard book[place].items.contains(where: { !isBad($0) }) else { continue }
            var items = book[place].items
            // What answers again over its standby link says nothing of the cause.
            items = items.filter {
                isBad($0) || $0 >= tables.firstPort || tables.standbyOfDevice[Int(tables.pollDevice[Int($0)])] < 0
            }
            book[place].items = items
            let bad = items.filter { isBad($0) && !isExcused($0) }
            guard bad.count < items.count else { continue }
            if book[place].cause.best.kind == .cloud {
                // Its parts come back one by one, and the last ends it.
                book[place].items = bad
                continue
            }
            book[place].items = bad.union(book[place].recovering == nil ? silentBehind(book[place].cause) : [])
            book[place].lastRecovery = now
            if book[place].recovering == nil { book[place].recovering = now }
        }
    }

    /// Bad polls that `cause` takes down, those included that had other reasons to be silent so far.
    private mutating func silentBehind(_ cause: Cause) -> [Int32] {
        if cause.links.isEmpty, cause.devices.isEmpty { return [] }
        return solver.polls(cutOffBy: cause.links, cause.devices, input).filter { isBad($0) && !isExcused($0) }
    }

    /// An item of what may be silent now, or of a port towards it: that it is bad says nothing.
    func isExcused(_ item: Int32) -> Bool {
        if item < tables.firstPort { return input.isExcluded[Int(tables.pollDevice[Int(item)])] }
        let port = item - tables.firstPort
        return input.isExcluded[Int(tables.device(ofPort: port))] || input.isExcluded[Int(tables.peer(ofPort: port))]
    }

    /// So long after a return routing may still settle, and two rounds pass.
    var settling: Int64 { max(15_000, input.pollInterval + 5_000) }

    /// While a cause goes away, what it took down comes back piece by piece: that the rest is still silent is no evidence for another
    /// cause until two rounds have passed. The same holds for what never answered since the start of a monitor that knew nothing then.
    private mutating func muteWhatIsPending(at now: Int64) {
        for item in muted { input.isMuted[Int(item)] = false }
        muted.removeAll(keepingCapacity: true)
        for entry in book.entries where entry.isOpen {
            guard let since = entry.recovering else { continue }
            let end = min(entry.lastRecovery, since + 2 * settling) + settling
            for item in entry.items where lastSaidBad(item) <= end { mute(item) }
            // Far ends that answer again may still show the ports of their last table.
            for link in entry.cause.links {
                for item in [tables.firstPort + link << 1, tables.firstPort + (link << 1 | 1)] where lastSaidBad(item) <= end {
                    mute(item)
                }
            }
        }
        if !context.startsWell { muteWhatNeverAnswered() }
        if !calendars.cameOn.isEmpty {
            calendars.cameOn = calendars.cameOn.filter { $0.value + 2 * settling > now }
            for port in evidence.downPorts.values where isFromBeforeItCameOn(port) { mute(tables.firstPort + port) }
        }
        for link in flaps.flapping { muteFlapping(link) }
        for area in areas { for item in area.items { mute(item) } }
        for (collector, forest) in tables.collectorForests.enumerated() where input.blindSince[collector] < .max {
            for host in forest.sources {
                for poll in tables.polls(of: host) { mute(Int32(poll)) }
                for port in ports(ofHost: host) { mute(tables.firstPort + port) }
            }
        }
        for port in portsBeforeTheirCollector(at: now) { mute(tables.firstPort + port) }
    }

    private func ports(ofHost host: Int32) -> [Int32] {
        tables.network.linksOfDevice[host].flatMap { [$0 << 1, $0 << 1 | 1] }
    }

    /// Down ports of the links of a collector's host that another collector saw before this one could: it may be blind, which a moment
    /// tells, and then they are no outage of their own. They count as soon as it got an answer after them, or a round has passed.
    private func portsBeforeTheirCollector(at now: Int64) -> [Int32] {
        guard tables.collectorForests.count > 1, !evidence.downPorts.values.isEmpty else { return [] }
        var waiting: [Int32] = []
        for (collector, forest) in tables.collectorForests.enumerated() where input.blindSince[collector] == .max {
            for port in forest.sources.flatMap(ports(ofHost:)) where evidence.isDown[Int(port)] {
                let seen = evidence.portHigh[Int(port)]
                guard monitor.lastAnswer[collector] <= seen + input.weights.early, now <= seen + settling else { continue }
                waiting.append(port)
            }
        }
        return waiting
    }

    private mutating func muteWhatNeverAnswered() {
        // Where some of them begin to answer, a repair is under way, and the others have two rounds from then on.
        let start = context.start.milliseconds
        let end = max(start + 2 * settling, min(evidence.lastFirstAnswer + settling, start + 20 * settling))
        for poll in evidence.badPolls.values
        where evidence.lastGood[Int(poll)] == EvidenceStore.never && evidence.lastBad[Int(poll)] <= end { mute(poll) }
    }

    private mutating func muteFlapping(_ link: Int32) {
        guard book.entries.contains(where: { $0.isOpen && $0.incident.kind == .flapping && $0.cause.links.contains(link) }) else {
            return
        }
        mute(tables.firstPort + link << 1)
        mute(tables.firstPort + (link << 1 | 1))
        for forest in tables.collectorForests {
            for end in [tables.graph.deviceA[Int(link)], tables.graph.deviceB[Int(link)]]
            where forest.parentLink[Int(end)] == link {
                guard forest.enter[Int(end)] >= 0 else { continue }
                for place in Int(forest.enter[Int(end)])..<Int(forest.exit[Int(end)]) {
                    for poll in tables.polls(of: forest.order[place]) where evidence.badCount[poll] < 3 { mute(Int32(poll)) }
                }
            }
        }
    }

    private mutating func mute(_ item: Int32) {
        guard !input.isMuted[Int(item)] else { return }
        input.isMuted[Int(item)] = true
        muted.append(item)
    }

    private mutating func scheduleWake(after now: Int64) {
        var next = min(monitor.due, nextCalendarChange(after: now))
        for entry in book.entries where entry.isOpen && entry.incident.paged == nil {
            let due = pageDue(entry)
            if due > now { next = min(next, due) }
        }
        // A port that is said to be down once more is no news by itself.
        for entry in book.entries where entry.isOpen && entry.incident.paged == nil && unheardUntil(entry) > now {
            next = min(next, now + 1_000)
        }
        for entry in book.entries where entry.isOpen {
            if let since = entry.doubtedSince { next = min(next, max(now + 1_000, min(now + 2_500, since + 2 * settling))) }
        }
        for entry in book.entries where entry.isOpen && entry.incident.kind == .flapping {
            next = min(next, now + 30_000)
        }
        if !portsBeforeTheirCollector(at: now).isEmpty { next = min(next, now + 1_000) }
        for area in areas where pageTime(of: area) > now { next = min(next, pageTime(of: area)) }
        next = min(next, settlingAsksDue(after: now))
        for window in context.maintenance {
            for edge in [window.from.milliseconds, window.to.milliseconds + 1] where edge > now { next = min(next, edge) }
        }
        wake = max(next, now + 1)
    }
}
