import Diagnosis
import NetworkModel

// What the rules that hold take down, and so how severe and urgent they are.

extension RuleEngine {
    /// Gives the rules that begin to hold their grade and adds to `events` whose grade has changed. To be called with all that came of one
    /// moment, after time has passed.
    package mutating func grade(_ events: inout [Event], at now: Timestamp) {
        guard grader.isActive else { return }
        begin(&events, at: now)
        guard grader.isDue(at: now) else { return }
        let keys = grader.open
        for (key, finding) in zip(keys, grader.review(keys, causes: keys.map { causes(of: $0) }, at: now)) {
            guard let finding else { continue }
            events.append(
                Event(
                    verdict: .regraded, rule: key.rule, object: key.object, time: now, text: finding.words, grade: finding.grade,
                    impact: finding.words))
        }
    }

    /// What began to hold and holds still at the end of `events`.
    private mutating func begin(_ events: inout [Event], at now: Timestamp) {
        var begun: [RuleGrader.Key: Int] = [:]
        for (row, event) in events.enumerated() where grader.asks(event.rule) {
            let key = RuleGrader.Key(rule: event.rule, object: event.object)
            grader.forget(key)
            begun[key] = event.verdict == .fires ? row : nil
        }
        guard !begun.isEmpty else { return }
        let keys = begun.keys.sorted()
        for (key, finding) in zip(keys, grader.begin(keys, causes: keys.map { causes(of: $0) }, at: now)) {
            guard let row = begun[key] else { continue }
            (events[row].grade, events[row].impact) = (finding.grade, finding.words)
        }
    }

    /// Notes that an object of the network went out or came back, where no change of its state says so.
    package mutating func mark(_ object: ObjectID, isOut: Bool) { grader.mark(object, isOut: isOut) }

    /// What would fail: the object itself, of a group the members for which the rule holds. With its battery a device takes all that stands
    /// beside it.
    private func causes(of key: RuleGrader.Key) -> [ObjectID] {
        let rule = rules[key.rule]
        let members = rule.share == nil ? [key.object] : holding(key)
        guard rule.metric?.isOfPower == true else { return members }
        return Set(members.map { RuleSubject($0, in: network).site ?? $0 }).sorted()
    }

    private func holding(_ key: RuleGrader.Key) -> [ObjectID] {
        guard let share = shareIndex[ShareKey(rule: Int32(key.rule), group: key.object)] else { return [] }
        return rows.lazy.filter { $0.share == share && $0.phase.holds }.map(\.object).sorted()
    }
}

extension Sample.Metric {
    /// It is measured at the supply of a place, not only of the device that tells it.
    var isOfPower: Bool {
        switch self {
        case .upsRuntime, .upsCharge, .onBattery: true
        default: false
        }
    }
}
