import NetworkModel

extension DiagnosisEngine {
    /// Takes one row into the evidence.
    mutating func take(_ observation: Observation) {
        guard case .device(let device) = tables.network[observation.device] else { return reportDangling(observation.device) }
        guard case .collector(let collector) = tables.network[observation.collector] else {
            return reportDangling(observation.collector)
        }
        monitor.heard(collector, at: clock)
        if case .trap = observation.kind { monitor.answered(collector, isHost: false, at: clock) }
        let poll = tables.poll(of: device, by: collector)
        switch observation.kind {
        case .ping(.ok(_, _, let ports)):
            if let poll { answered(poll, device, collector, portsRead: ports == .read) }
        case .ping(.timeout):
            if let poll { failed(poll, device, collector) }
        case .snmp(let failure):
            if let poll { readFailed(poll, failure) }
            if failure == .auth || failure == .denied { takeRefusal(by: device) }
        case .ifOper(let interface, let up): take(port: interface, of: device, up: up, byTrap: false)
        case .trap(.linkDown(let interface)): take(port: interface, of: device, up: false, byTrap: true)
        case .trap(.linkUp(let interface)): take(port: interface, of: device, up: true, byTrap: true)
        case .trap(.dyingGasp):
            evidence.gasp[Int(device)] = clock
            evidence.gaspDevices.insert(device)
            (isDirty, hasHeardOfPower) = (true, true)
        case .trap(.onBattery):
            let site = tables.network.siteOfDevice[Int(device)]
            // Each collector hears of it; the first is the time.
            if clock - evidence.battery[Int(site)] > 30_000 { evidence.battery[Int(site)] = clock }
            evidence.batterySites.insert(site)
            (isDirty, hasHeardOfPower) = (true, true)
        case .otdr(let link, let km): takeBreak(on: link, at: km)
        case .ifError(let interface, let fraction): takeErrors(interface, of: device, fraction: fraction)
        case .rxPower, .uptime, .path: break
        }
    }

    private mutating func takeBreak(on id: ObjectID, at km: Double) {
        guard case .link(let link) = tables.network[id] else { return reportDangling(id) }
        evidence.breaks[link] = EvidenceStore.Break(time: clock, km: km)
        isDirty = true
    }

    mutating func reportDangling(_ id: ObjectID) {
        guard reported.insert(id).inserted else { return }
        actions.append(
            .finding(
                Finding(
                    time: Timestamp(milliseconds: clock), kind: .dangling, object: id,
                    detail: "an observation names it, the network does not; row skipped")))
    }

    private mutating func answered(_ poll: Int32, _ device: Int32, _ collector: Int32, portsRead: Bool) {
        let failures = evidence.badCount[Int(poll)]
        let isRepeated = evidence.lastGood[Int(poll)] == clock && failures == 0
        if failures > 0 { monitor.recovered(collector) }
        monitor.answered(collector, isHost: device == tables.network.deviceOfCollector[Int(collector)], at: clock)
        if evidence.pollAnswered(poll, of: device, portsRead: portsRead, at: clock) == .better, failures > 1 || isInBook(poll) {
            isDirty = true
        }
        if isAwaited(device) { isDirty = true }
        if !input.isExcluded[Int(device)], !isRepeated { noise.polled(failuresBefore: failures) }
    }

    private mutating func failed(_ poll: Int32, _ device: Int32, _ collector: Int32) {
        if input.isExcluded[Int(device)] { return }
        let wasGood = evidence.lastBad[Int(poll)] < evidence.lastGood[Int(poll)] || evidence.lastBad[Int(poll)] < 0
        guard evidence.pollFailed(poll, at: clock) == .worse else { return }
        if evidence.badCount[Int(poll)] == 1 { monitor.wentBad(collector) }
        if wasGood, !isDark(poll) {
            monitor.failed(collector, device, isHost: device == tables.network.deviceOfCollector[Int(collector)], at: clock)
        }
        let count = evidence.badCount[Int(poll)]
        if input.blindSince[Int(collector)] < .max { return }
        if isDarkWide, isDark(poll) {
            // One more of the many that a known cause hides: it changes something only as the last that was waited for.
            if solver.stopAwaiting(device) { isDirty = true }
            return
        }
        if isAwaited(device) || count > 1 && count < 12 || count == 1 && hasTroubleNear(device) { isDirty = true }
        if count == 1 { askTheWay(to: device, from: collector) }
    }

    private func isInBook(_ poll: Int32) -> Bool { book.entries.contains { $0.isOpen && $0.items.contains(poll) } }

    private func isAwaited(_ device: Int32) -> Bool { solver.awaitedDevice[Int(device)] == solver.solveEpoch }

    /// A single failure matters only beside other evidence.
    private func hasTroubleNear(_ device: Int32) -> Bool {
        if evidence.downPorts.values.isEmpty { return false }
        for link in tables.graph.transit[device] {
            let peer = tables.graph.peer(of: device, over: link)
            if evidence.isDown[Int(tables.port(of: peer, on: link))] { return true }
            for poll in tables.polls(of: peer) where evidence.badCount[poll] > 0 { return true }
        }
        return false
    }

    private mutating func readFailed(_ poll: Int32, _ failure: Observation.SNMPFailure) {
        let isRepeated = evidence.readFailed[Int(poll)] == clock
        evidence.readFailed[Int(poll)] = clock
        guard failure == .timeout, !isRepeated else { return }
        evidence.readFailures[Int(poll)] &+= 1
        if evidence.readFailures[Int(poll)] >= ManagementWatch.failuresInARow { (isDirty, hangMayHaveBegun) = (true, true) }
    }

    private mutating func take(port id: ObjectID, of device: Int32, up: Bool, byTrap: Bool) {
        guard case .interface(let link, let end) = tables.network[id] else { return reportDangling(id) }
        let port = link << 1 | (end == .b ? 1 : 0)
        guard tables.device(ofPort: port) == device else { return reportDangling(id) }
        if up {
            if evidence.portCameUp(port, of: device, at: clock) == .better { isDirty = true }
            return
        }
        if !evidence.isDown[Int(port)] {
            flaps.wentDown(link, at: clock)
            ask(tables.peer(ofPort: port), "the port towards it went down")
        }
        let wasDown = evidence.isDown[Int(port)]
        if evidence.portWentDown(port, of: device, at: clock, byTrap: byTrap) == .worse { isDirty = true }
        guard !wasDown else { return }
        // What was down before anybody looked says nothing of when it went: that two ports are first seen so together joins them in nothing.
        let start = context.start.milliseconds
        let isFirstLook = !context.startsWell && evidence.portLow[Int(port)] <= start
        if isFirstLook || isKnownOff[Int(tables.peer(ofPort: port))] && clock - start < 2 * input.pollInterval {
            evidence.portLow[Int(port)] = EvidenceStore.never
        }
    }

    /// Asks a device that did not answer again, and those on the way to it: the last that answers sees its port towards the break down,
    /// which proves what silence only suggests.
    private mutating func askTheWay(to device: Int32, from collector: Int32) {
        ask(device, "did not answer")
        let forest = tables.collectorForests[Int(collector)]
        var here = device
        for _ in 0..<Self.longestWay where askedCount < Self.asksPerSecond && forest.parentLink[Int(here)] >= 0 {
            here = tables.graph.peer(of: here, over: forest.parentLink[Int(here)])
            ask(here, "it is on the way to one that did not answer")
        }
    }

    /// Asks for a device at once, at most once in `gap` milliseconds; nil: in half a poll interval.
    mutating func ask(_ device: Int32, _ why: String, gap: Int64? = nil) {
        guard !tables.polls(of: device).isEmpty, !input.isExcluded[Int(device)] else { return }
        if let before = asked[device], clock - before < gap ?? context.pollInterval.milliseconds / 2 { return }
        // Where so many fail at once, asking each again would only add to it.
        if clock - askedSince >= 1_000 { (askedSince, askedCount) = (clock, 0) }
        askedCount += 1
        guard askedCount <= Self.asksPerSecond else { return }
        if asked.count > 4096 { asked.removeAll() }
        asked[device] = clock
        actions.append(.ask(device: tables.name(ofDevice: device), why: why))
    }
}
