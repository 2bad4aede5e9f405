import NetworkModel

extension DiagnosisEngine {
    /// The monitor is the first suspect: what only a blind or stalled collector saw becomes unknown, and that is one incident.
    mutating func judgeCollectors(at now: Int64) {
        monitor.noteQuiet(at: now, evidence, tables)
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
            if state == .blind { followBlindness(collector, at: now) }
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
            if evidence.forgetFailures(of: poll, since: since) { monitor.recovered(Int32(collector)) }
        }
        close(place, at: now)
    }

    /// Revises the candidates as other collectors see more, and pages when the blindness is beyond doubt.
    private mutating func followBlindness(_ collector: Int, at now: Int64) {
        let since = input.blindSince[collector]
        guard
            let place = book.indices.first(where: {
                book[$0].isOpen && book[$0].incident.kind == .monitoring && book[$0].cause.best.index == Int32(collector)
            })
        else { return }
        reviseBlindness(place, Int32(collector), since, at: now)
        guard book[place].incident.paged == nil else { return }
        let wide = monitor.failuresInARow[collector] >= monitor.deviceCount[collector] / 2
        if wide || now - since >= context.pollInterval.milliseconds / 2 { page(place, at: now) }
    }

    /// Whether an open incident explains already that `poll` fails: then its failure says nothing against the collector. What cuts the
    /// collector's own host off is left out, being the question.
    func isDark(_ poll: Int32) -> Bool { darkIn[Int(poll)] == darkEpoch }

    /// From so many hidden polls on, each of them is not judged by itself any more.
    private static let wideDarkness = 512

    /// Works out anew what the open incidents take from sight.
    mutating func noteDarkness() {
        var links: [Int32] = []
        var devices: [Int32] = []
        for entry in book.entries where entry.isOpen && entry.incident.proven && !entry.isApart {
            let own = Set(entry.cause.devices)
            let isAtHost = tables.network.deviceOfCollector.contains { host in
                own.contains(host)
                    || tables.graph.transit[host].contains { link in
                        entry.cause.links.contains(link) || own.contains(tables.graph.peer(of: host, over: link))
                    }
            }
            if isAtHost { continue }
            links += entry.cause.links
            devices += entry.cause.devices
        }
        let question = [links.map { Int64($0) }, devices.map { Int64($0) }, input.blindSince]
        if question == darkened { return }
        darkened = question
        darkEpoch &+= 1
        isDarkWide = false
        if links.isEmpty, devices.isEmpty { return }
        let dark = solver.polls(cutOffBy: links, devices, input)
        for poll in dark { darkIn[Int(poll)] = darkEpoch }
        isDarkWide = dark.count > Self.wideDarkness
    }

    private mutating func reviseBlindness(_ place: Int, _ collector: Int32, _ since: Int64, at now: Int64) {
        let groups = blindCandidates(collector, since: since)
        let names = groups.map { $0.id(in: tables) }.sorted()
        guard names != book[place].incident.candidates else { return }
        book[place].cause.groups = groups
        book[place].incident.candidates = names
        book[place].incident.revisions.append(Incident.Revision(time: Timestamp(milliseconds: now), candidates: names))
        actions.append(.revised(book[place].incident))
    }

    /// What takes everything from a collector's sight: itself, its host, the host's only link, the device behind that link, unless
    /// another collector has seen them well since.
    private func blindCandidates(_ collector: Int32, since: Int64) -> [RiskGroup] {
        let host = tables.network.deviceOfCollector[Int(collector)]
        var groups = [RiskGroup(.collector, collector), RiskGroup(.device, host)]
        let uplinks = tables.graph.transit[host]
        guard uplinks.count == 1, let uplink = uplinks.first else { return groups }
        groups += solver.linkGroups(uplink).filter { group in
            group.kind != .duct || tables.doubts.linksOfDuct[group.index].count == 1
        }
        let gateway = tables.graph.peer(of: host, over: uplink)
        let answeredOther = tables.polls(of: gateway).contains { poll in
            tables.pollCollector[poll] != collector && evidence.lastGood[poll] > since
        }
        if !answeredOther { groups.append(RiskGroup(.device, gateway)) }
        return Array(Set(groups)).sorted()
    }
}
