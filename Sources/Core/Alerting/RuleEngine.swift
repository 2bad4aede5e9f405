import Diagnosis
import NetworkModel

/// Samples and states in, rules that begin or cease to hold out: a deterministic fold on the caller's clock.
///
/// The rules that concern a series are found when its first sample comes, and kept with it; every later sample costs one lookup and a
/// comparison for each of them. What cannot be seen makes nothing true and nothing false: samples of objects that are not `up` are
/// left out by the caller, and a gap begins the waiting of a rule anew.
package struct RuleEngine: Sendable {
    /// What a rule has come to. `object` is the group for a rule over a share.
    package struct Event: Hashable, Sendable {
        package enum Verdict: Hashable, Sendable { case fires, clears }
        package var verdict: Verdict
        package var rule: Int
        package var object: ObjectID
        package var time: Timestamp
        /// One sentence without a full stop.
        package var text: String
    }

    enum Phase: Hashable, Sendable {
        case quiet
        case pending(since: Timestamp)
        case firing
        case clearing(since: Timestamp)

        var holds: Bool {
            switch self {
            case .firing, .clearing: true
            case .quiet, .pending: false
            }
        }
    }

    /// One rule for one object.
    struct Row: Sendable {
        var rule: Int32
        var object: ObjectID
        var phase = Phase.quiet
        var last = Timestamp.distantPast
        var value = 0.0
        var track: RuleTrack?
        /// The row of `shares`; -1 without.
        var share: Int32 = -1
    }

    /// One rule for one group.
    struct ShareRow: Sendable {
        var rule: Int32
        var group: ObjectID
        var members: [Int32] = []
        var bad = 0
        var isFiring = false
    }

    private struct Series: Hashable {
        var object: ObjectID
        var metric: Sample.Metric
    }

    /// A gap longer than this is not bridged: what came before says nothing about what came after.
    static let gap = TimeSpan.seconds(900)

    package private(set) var rules: [AlertRule]
    package private(set) var network: Network
    private var indexes: [Sample.Metric: RuleIndex] = [:]
    private var stateIndex = RuleIndex()
    private var seriesRows: [Series: [Int32]] = [:]
    private var stateRows: [ObjectID: [Int32]] = [:]
    private var absences: [Int32] = []
    private var rows: [Row] = []
    private var shares: [ShareRow] = []
    private var shareIndex: [ObjectID: [Int32]] = [:]
    /// `(rule's name, object)` that held when the last run ended.
    private var held: Set<String>
    private var looked = Timestamp.distantPast

    /// - Parameter open: open incidents of the last run: rules that held then hold until their values say otherwise.
    package init(rules: [AlertRule], network: Network, open: [Incident] = []) {
        (self.rules, self.network) = (rules, network)
        held = Set(
            open.compactMap { incident in incident.alert.map { IncidentLedger.run(ofRule: $0.rule, for: incident.best) } })
        for (number, rule) in rules.enumerated() {
            if let metric = rule.metric {
                indexes[metric, default: RuleIndex()].add(rule, Int32(number))
            } else {
                stateIndex.add(rule, Int32(number))
            }
        }
    }

    package var isEmpty: Bool { rules.isEmpty }

    /// Takes one sample.
    package mutating func receive(_ sample: Sample, into events: inout [Event]) {
        guard let index = indexes[sample.metric], sample.value.isFinite else { return }
        let series = Series(object: sample.object, metric: sample.metric)
        let own: [Int32]
        if let known = seriesRows[series] {
            own = known
        } else {
            own = makeRows(index.candidates(for: sample.object), for: sample.object)
            seriesRows[series] = own
        }
        for row in own { judge(row, sample.value, at: sample.time, into: &events) }
    }

    /// Takes a change of state; `unknown` and `unobserved` leave everything as it is.
    package mutating func receive(_ change: StateChange, into events: inout [Event]) {
        guard change.state == .up || change.state == .down, rules.contains(where: { $0.metric == nil }) else { return }
        let own: [Int32]
        if let known = stateRows[change.object] {
            own = known
        } else {
            own = makeRows(stateIndex.candidates(for: change.object), for: change.object)
            stateRows[change.object] = own
        }
        for row in own {
            guard case .state(let wanted) = rules[Int(rows[Int(row)].rule)].condition else { continue }
            rows[Int(row)].last = change.time
            step(row, isTrue: change.state == wanted, isUntrue: change.state != wanted, at: change.time, into: &events)
        }
    }

    /// Lets time pass: values that stay away, states that last. `isSeen` says whether an object's device answers.
    package mutating func advance(to now: Timestamp, isSeen: (ObjectID) -> Bool, into events: inout [Event]) {
        guard now - looked >= .seconds(1) else { return }
        looked = now
        for row in absences {
            guard case .absent(let span) = rules[Int(rows[Int(row)].rule)].condition, !rows[Int(row)].phase.holds,
                now - rows[Int(row)].last > span
            else { continue }
            // What is not seen is not missing: the wait begins when it is seen again.
            if isSeen(rows[Int(row)].object) {
                step(row, isTrue: true, isUntrue: false, at: now, into: &events)
            } else {
                rows[Int(row)].last = now
            }
        }
        for own in stateRows.values {
            for row in own {
                if case .pending = rows[Int(row)].phase { step(row, isTrue: true, isUntrue: false, at: now, into: &events) }
                if case .clearing = rows[Int(row)].phase { step(row, isTrue: false, isUntrue: true, at: now, into: &events) }
            }
        }
    }

    private mutating func makeRows(_ candidates: [Int32], for object: ObjectID) -> [Int32] {
        guard !candidates.isEmpty else { return [] }
        let subject = RuleSubject(object, in: network)
        return candidates.compactMap { number in
            let rule = rules[Int(number)]
            guard subject.matches(rule.selector) else { return nil }
            var row = Row(rule: number, object: object)
            switch rule.condition {
            case .rises(_, let within), .falls(_, let within): row.track = RuleTrack(span: within)
            case .forecast(_, _, let over): row.track = RuleTrack(span: over)
            case .absent: absences.append(Int32(rows.count))
            default: break
            }
            if held.contains(IncidentLedger.run(ofRule: rule.name, for: object)) { row.phase = .firing }
            if let share = rule.share, let group = subject.group(share.group) {
                row.share = join(group, number, member: Int32(rows.count))
                // Which members held is not kept: as long as they say nothing else, all do.
                if shares[Int(row.share)].isFiring {
                    row.phase = .firing
                    shares[Int(row.share)].bad += 1
                }
            }
            rows.append(row)
            return Int32(rows.count - 1)
        }
    }

    private mutating func join(_ group: ObjectID, _ rule: Int32, member: Int32) -> Int32 {
        if let known = shareIndex[group]?.first(where: { shares[Int($0)].rule == rule }) {
            shares[Int(known)].members.append(member)
            return known
        }
        var share = ShareRow(rule: rule, group: group, members: [member])
        share.isFiring = held.contains(IncidentLedger.run(ofRule: rules[Int(rule)].name, for: group))
        shares.append(share)
        shareIndex[group, default: []].append(Int32(shares.count - 1))
        return Int32(shares.count - 1)
    }
}

extension RuleEngine {
    private mutating func judge(_ row: Int32, _ value: Double, at time: Timestamp, into events: inout [Event]) {
        let i = Int(row)
        if time - rows[i].last > Self.gap, case .pending = rows[i].phase { rows[i].phase = .quiet }
        rows[i].last = max(rows[i].last, time)
        rows[i].value = value
        rows[i].track?.add(value, at: time)
        switch rules[Int(rows[i].rule)].condition {
        case .above(let limit, let clear): step(row, isTrue: value > limit, isUntrue: value <= clear, at: time, into: &events)
        case .below(let limit, let clear): step(row, isTrue: value < limit, isUntrue: value >= clear, at: time, into: &events)
        case .rises(let by, _):
            let rise = rows[i].track?.change.rise ?? 0
            step(row, isTrue: rise >= by, isUntrue: rise < by, at: time, into: &events)
        case .falls(let by, _):
            let fall = rows[i].track?.change.fall ?? 0
            step(row, isTrue: fall >= by, isUntrue: fall < by, at: time, into: &events)
        case .forecast(let limit, let within, _):
            // A line through too few points is not known: neither true nor untrue.
            guard let then = rows[i].track?.forecast(ahead: within) else { return }
            let reaches = value < limit ? then >= limit : then <= limit
            step(row, isTrue: reaches, isUntrue: !reaches, at: time, into: &events)
        case .absent: step(row, isTrue: false, isUntrue: true, at: time, into: &events)
        case .state: break
        }
    }

    /// Between the limit and the clear value neither is true: what holds goes on holding, what waits begins its wait anew.
    private mutating func step(
        _ row: Int32, isTrue: Bool, isUntrue: Bool, at time: Timestamp, into events: inout [Event]
    ) {
        let i = Int(row)
        let rule = rules[Int(rows[i].rule)]
        let before = rows[i].phase
        switch before {
        case .quiet:
            if isTrue { rows[i].phase = rule.hold <= .zero ? .firing : .pending(since: time) }
        case .pending(let since):
            if !isTrue { rows[i].phase = .quiet } else if time - since >= rule.hold { rows[i].phase = .firing }
        case .firing:
            if isUntrue { rows[i].phase = rule.clearHold <= .zero ? .quiet : .clearing(since: time) }
        case .clearing(let since):
            if !isUntrue { rows[i].phase = .firing } else if time - since >= rule.clearHold { rows[i].phase = .quiet }
        }
        guard before.holds != rows[i].phase.holds else { return }
        if rows[i].share >= 0 { return count(row, at: time, into: &events) }
        events.append(
            Event(
                verdict: rows[i].phase.holds ? .fires : .clears, rule: Int(rows[i].rule), object: rows[i].object, time: time,
                text: text(row)))
    }

    /// A member of a group changed: does the rule hold for the group?
    private mutating func count(_ row: Int32, at time: Timestamp, into events: inout [Event]) {
        let number = Int(rows[Int(row)].share)
        shares[number].bad += rows[Int(row)].phase.holds ? 1 : -1
        let group = shares[number]
        guard let share = rules[Int(group.rule)].share else { return }
        let known = group.members.count { time - rows[Int($0)].last <= Self.gap }
        let isBad = group.bad >= share.least && Double(group.bad) >= share.fraction * Double(known)
        guard isBad != group.isFiring else { return }
        shares[number].isFiring = isBad
        let words = "\(group.bad) of \(known): " + text(row)
        events.append(
            Event(verdict: isBad ? .fires : .clears, rule: Int(group.rule), object: group.group, time: time, text: words))
    }

    private func text(_ number: Int32) -> String {
        let row = rows[Int(number)]
        let rule = rules[Int(row.rule)]
        let lasting = rule.hold > .zero ? " for \(rule.hold.words)" : ""
        let note = rule.note.map { "; \($0)" } ?? ""
        guard let metric = rule.metric else {
            if case .state(let state) = rule.condition { return "\(state.rawValue)\(lasting)\(note)" }
            return rule.name + note
        }
        let value = metric.text(row.value)
        let words = metric.isFlag ? "\(metric.words): \(value)" : "\(metric.words) \(value)"
        return words + limitWords(rule.condition, metric) + lasting + note
    }

    private func limitWords(_ condition: AlertRule.Condition, _ metric: Sample.Metric) -> String {
        if metric.isFlag { return "" }
        switch condition {
        case .above(let limit, _): return ", limit \(metric.text(limit))"
        case .below(let limit, _): return ", at least \(metric.text(limit)) is needed"
        case .rises(let by, let within): return ", rose by \(metric.text(by)) or more within \(within.words)"
        case .falls(let by, let within): return ", fell by \(metric.text(by)) or more within \(within.words)"
        case .absent(let span): return " was the last value, none for \(span.words)"
        case .forecast(let limit, let within, _):
            return ", will reach \(metric.text(limit)) within \(within.words) if it goes on so"
        case .state: return ""
        }
    }
}
