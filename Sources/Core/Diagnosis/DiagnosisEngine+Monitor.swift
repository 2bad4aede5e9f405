import NetworkModel

extension DiagnosisEngine {
    /// The monitor is the first suspect: what only a blind or stalled collector saw becomes unknown, and that is one incident.
    mutating func judgeCollectors(at now: Int64) {
        for collector in monitor.acted.indices {
            let state = monitor.state(of: collector, at: now)
            let place = book.indices.first {
                book[$0].isOpen && book[$0].incident.kind == .monitoring && book[$0].cause.best.index == Int32(collector)
            }
            if state != monitor.acted[collector] {
                if let place { endBlindness(collector, place, at: now) }
                if state != .well { beginBlindness(collector, state, at: now) }
                monitor.acted[collector] = state
            }
            if state == .blind { pageBlindness(collector, at: now) }
        }
    }

    private mutating func beginBlindness(_ collector: Int, _ state: CollectorWatch.State, at now: Int64) {
        let since = state == .stalled ? monitor.lastRow[collector] : monitor.failingSince[collector]
        input.blindSince[collector] = since
        let groups =
            state == .stalled ? [RiskGroup(.collector, Int32(collector))] : blindCandidates(Int32(collector), since: since)
        let own = RiskGroup(.collector, Int32(collector))
        let cause = Cause(
            best: own, groups: groups, links: [], devices: [], onset: since, planned: false, explained: [], settled: false,
            margin: 100,
            lastChance: .max)
        let names = groups.map { $0.id(in: tables) }.sorted()
        let place = book.open(.monitoring, candidates: names, best: own.id(in: tables), cause: cause, at: now)
        book[place].isApart = true
        let fact =
            state == .stalled
            ? "has sent nothing for \((now - since) / 1000) s; what only it can see is unknown"
            : "\(monitor.failuresInARow[collector]) polls in a row failed, of all kinds of device; what only it saw is unknown"
        book[place].incident.evidence = [
            Evidence(time: Timestamp(milliseconds: now), object: own.id(in: tables), fact: fact)
        ]
        actions.append(.opened(book[place].incident))
        if state == .stalled { page(place, at: now) }
    }

    private mutating func endBlindness(_ collector: Int, _ place: Int, at now: Int64) {
        let since = input.blindSince[collector]
        input.blindSince[collector] = .max
        for device in tables.devicesOfCollector[collector] {
            guard let poll = tables.poll(of: device, by: Int32(collector)) else { continue }
            evidence.forgetFailures(of: poll, since: since)
        }
        close(place, at: now)
    }

    private mutating func pageBlindness(_ collector: Int, at now: Int64) {
        let since = input.blindSince[collector]
        guard
            let place = book.indices.first(where: {
                book[$0].isOpen && book[$0].incident.kind == .monitoring && book[$0].cause.best.index == Int32(collector)
            }), book[place].incident.paged == nil
        else { return }
        let wide = monitor.failuresInARow[collector] >= monitor.deviceCount[collector] / 2
        if wide || now - since >= context.pollInterval.milliseconds / 2 {
            reviseBlindness(place, Int32(collector), since, at: now)
            page(place, at: now)
        }
    }

    private mutating func reviseBlindness(_ place: Int, _ collector: Int32, _ since: Int64, at now: Int64) {
        let groups = blindCandidates(collector, since: since)
        let names = groups.map { $0.id(in: tables) }.sorted()
        guard names != book[place].incident.candidates else { return }
        book[place].cause.groups = groups
        book[place].incident.candidates = names
        book[place].incident.revisions.append(Incident.Revision(time: Timestamp(milliseconds: now), candidates: names))
    }

    /// What takes everything from a collector's sight: itself, its host, the host's only link, the device behind that link, unless
    /// another collector has seen them well since.
    private func blindCandidates(_ collector: Int32, since: Int64) -> [RiskGroup] {
        let host = network.deviceOfCollector[Int(collector)]
        var groups = [RiskGroup(.collector, collector), RiskGroup(.device, host)]
        let uplinks = tables.graph.transit[host]
        guard uplinks.count == 1, let uplink = uplinks.first else { return groups }
        groups += solver.linkGroups(uplink).filter { group in
            group.kind != .duct || network.linksOfDuct[group.index].count == 1
        }
        let gateway = tables.graph.peer(of: host, over: uplink)
        let answeredOther = tables.polls(of: gateway).contains { poll in
            tables.pollCollector[poll] != collector && evidence.lastGood[poll] > since
        }
        if !answeredOther { groups.append(RiskGroup(.device, gateway)) }
        return Array(Set(groups)).sorted()
    }
}
