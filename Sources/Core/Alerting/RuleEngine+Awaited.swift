import NetworkModel

// Declared objects of which nothing came: members of groups that have not spoken, and values that stay away.

extension RuleEngine {
    /// A declared object that a rule over a share or over absence is about.
    struct Awaited: Sendable {
        var rule: Int32
        var object: ObjectID
        /// The group of which it is a member; -1 without.
        var share: Int32 = -1
        /// Its row, where it has one before it spoke; -1 without.
        var row: Int32 = -1
        /// It gave this metric not long ago, so that it has it.
        var isGiver = false
        /// Since when its device answers what it is asked without a word of it.
        var seen: Timestamp?
        /// It has spoken, or is taken not to have the metric.
        var isOver = false
    }

    struct AwaitedKey: Hashable, Sendable {
        var rule: Int32
        var object: ObjectID
    }

    /// A device that answers for so long has been asked everything: the first round of each question takes a minute.
    static let firstRound = TimeSpan.seconds(180)

    /// Awaits what is declared.
    ///
    /// A rule over absence misses an object that gave the metric before, in this run or as `given` says, and one that it names by
    /// `objects` or `roles`, for there somebody says that it has the metric. Other selectors, and globs over a whole kind such as `dev:*`,
    /// only say where: thousands of devices there never had it.
    mutating func expect(_ only: Set<ObjectID>?) {
        var index = RuleIndex()
        var hasAny = (ports: false, devices: false, states: false)
        for (number, rule) in rules.enumerated() {
            guard rule.awaitsObjects else { continue }
            index.add(rule, Int32(number))
            guard let metric = rule.metric else {
                hasAny.states = true
                continue
            }
            if metric.isOfPorts { hasAny.ports = true } else { hasAny.devices = true }
        }
        guard hasAny != (false, false, false) else { return }
        for object in network.polledObjects(
            devices: hasAny.devices || hasAny.states, ports: hasAny.ports || hasAny.states, others: hasAny.states)
        where only?.contains(object) ?? true {
            let candidates = index.candidates(for: object)
            if candidates.isEmpty { continue }
            let subject = RuleSubject(object, in: network)
            for number in candidates where subject.matches(rules[Int(number)].selector) { expect(number, subject) }
        }
    }

    private mutating func expect(_ number: Int32, _ subject: RuleSubject) {
        let (rule, key) = (rules[Int(number)], AwaitedKey(rule: number, object: subject.object))
        guard awaitedIndex[key] == nil else { return }
        var item = Awaited(rule: number, object: subject.object)
        if let metric = rule.metric {
            guard metric.isOfPorts == (subject.object.kind == .interface) else { return }
            item.isGiver = given.contains(Series(object: subject.object, metric: metric))
        }
        if rule.isOverAbsence {
            guard item.isGiver || rule.selector.namesObjects else { return }
            // Without a word from it the row is there all the same, so that time can pass over it.
            item.row = makeRow(number, subject)
            item.isOver = true
        } else if let share = rule.share, let group = subject.group(share.group) {
            if let metric = rule.metric, !item.isGiver, isKnownWithout(metric, subject) { return }
            item.share = shareRow(of: number, group)
            shares[Int(item.share)].awaited += 1
        } else {
            return
        }
        awaitedIndex[key] = Int32(awaited.count)
        awaited.append(item)
    }

    /// Whether all of the device was read within the week, and others gave the metric meanwhile, while this object did not.
    private func isKnownWithout(_ metric: Sample.Metric, _ subject: RuleSubject) -> Bool {
        guard givenMetrics.contains(metric), let device = subject.device else { return false }
        return given.contains(Series(object: device, metric: .partsChanged))
    }

    /// It spoke.
    mutating func meet(_ place: Int) {
        guard !awaited[place].isOver else { return }
        awaited[place].isOver = true
        shares[Int(awaited[place].share)].awaited -= 1
    }

    /// Leaves members out that answer and do not give the metric.
    mutating func excuseMute(at now: Timestamp, isSeen: (ObjectID) -> Bool, into events: inout [Event]) {
        for place in awaited.indices where !awaited[place].isOver && !awaited[place].isGiver {
            guard let metric = rules[Int(awaited[place].rule)].metric else { continue }
            let object = awaited[place].object
            guard isSeen(object), sightings.wasAsked(network.device(of: object) ?? object, for: metric, by: now) else {
                awaited[place].seen = nil
                continue
            }
            let since = awaited[place].seen ?? now
            awaited[place].seen = since
            guard now - since >= Self.firstRound else { continue }
            meet(place)
            settle(Int(awaited[place].share), at: now, into: &events)
        }
    }

    /// Values that stay away. What is not seen is not missing: the wait begins when it is seen again.
    mutating func miss(at now: Timestamp, all looksAround: Bool, isSeen: (ObjectID) -> Bool, into events: inout [Event]) {
        for number in absences {
            let row = Int(number)
            if rows[row].last == .distantPast { rows[row].last = now }
            guard case .absent(let span) = rules[Int(rows[row].rule)].condition, !rows[row].phase.holds else { continue }
            let isOverdue = now - rows[row].last > span
            guard isOverdue || looksAround else { continue }
            let before = rows[row].standing
            if isSeen(rows[row].object) {
                guard isOverdue else { continue }
                rows[row].isKnown = true
                step(row, isTrue: true, isUntrue: false, at: now, into: &events)
            } else if now >= blindUntil {
                (rows[row].last, rows[row].isKnown, rows[row].phase) = (now, false, rows[row].phase.lapsed)
            }
            recount(row, since: before, at: now, into: &events)
        }
    }
}

extension AlertRule {
    var isOverAbsence: Bool { if case .absent = condition { true } else { false } }

    /// Whether it matters who says nothing.
    package var awaitsObjects: Bool { share != nil || isOverAbsence }
}

extension AlertRule.Selector {
    /// Whether it says which objects, not only where they are: by role, or by a glob with more than a kind in it.
    var namesObjects: Bool {
        if !roles.isEmpty { return true }
        return !objects.isEmpty
            && objects.allSatisfy { glob in
                let name = glob.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
                return name.contains { $0 != "*" && $0 != "?" }
            }
    }
}

extension Sample.Metric {
    /// It is measured at ports, not at devices.
    var isOfPorts: Bool {
        switch self {
        case .inBits, .outBits, .inErrors, .inUse, .outUse: true
        default: false
        }
    }
}

extension Network {
    /// Declared objects of which something can be known: devices that are polled, their ports, links and sites. Where no device has a
    /// collector, or none an address, that says nothing of the others.
    func polledObjects(devices: Bool, ports: Bool, others: Bool) -> [ObjectID] {
        let all = document.devices
        let (collected, addressed) = (all.contains { !$0.collectors.isEmpty }, all.contains { $0.address != nil })
        let isPolled = all.map { (!collected || !$0.collectors.isEmpty) && (!addressed || $0.address != nil) }
        var found = devices ? all.indices.filter { isPolled[$0] }.map { all[$0].id } : []
        for (row, link) in document.links.enumerated() {
            let (a, b) = (isPolled[Int(deviceA[row])], isPolled[Int(deviceB[row])])
            if others, a || b { found.append(link.id) }
            if ports, a { found.append(link.a.interface) }
            if ports, b { found.append(link.b.interface) }
        }
        if others {
            found += document.sites.indices.filter { devicesOfSite[$0].contains { isPolled[Int($0)] } }.map {
                document.sites[$0].id
            }
        }
        return found
    }
}
