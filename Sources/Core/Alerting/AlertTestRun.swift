import Diagnosis
import NetworkModel

/// One run of an `AlertTest` under a policy: rules, book, ledger and alerting joined as in the running monitor, every object in sight.
package struct AlertTestRun: Sendable {
    /// Mails in the order of their decisions.
    package private(set) var mails: [AlertNotification] = []
    /// What is not as expected, one line each; empty: the test passes.
    package private(set) var failures: [String] = []
    private let test: AlertTest

    package init(_ test: AlertTest, policy: AlertPolicy, network: Network) {
        self.test = test
        var policy = policy
        (policy.heartbeat, policy.morning, policy.weekly) = (nil, nil, nil)
        let series = Self.series(of: test, network)
        var joined = Joined(policy, network, Set(series.map(\.object)))
        let step = Self.step(of: test)
        var next = 0
        for offset in stride(from: Int64(0), through: test.lasts.milliseconds, by: Int(step)) {
            let now = test.start + TimeSpan(milliseconds: offset)
            var samples: [Sample] = []
            while Int64(next) * test.interval.milliseconds <= offset {
                let now = test.start + TimeSpan(milliseconds: Int64(next) * test.interval.milliseconds)
                for series in series where next < series.values.count {
                    guard let value = series.values[next] else { continue }
                    samples.append(Sample(time: now, object: series.object, metric: series.metric, value: value))
                }
                next += 1
            }
            mails += joined.step(samples, outages(from: offset, for: step), at: now)
        }
        compare()
    }

    /// One for each object and metric: a glob stands for all devices and ports that it matches, and what stands after it for a part of them
    /// counts instead.
    private static func series(of test: AlertTest, _ network: Network) -> [AlertTest.Series] {
        var objects: [ObjectID]?
        var places: [RuleEngine.Series: Int] = [:]
        var result: [AlertTest.Series] = []
        for series in test.samples {
            if series.isGlob, objects == nil { objects = network.polledObjects(devices: true, ports: true, others: false) }
            let meant =
                series.isGlob ? objects?.filter { Glob.matches(series.object.rawValue, $0.rawValue) } ?? [] : [series.object]
            for object in meant {
                var own = series
                own.object = object
                let key = RuleEngine.Series(object: object, metric: series.metric)
                if let place = places[key] {
                    result[place] = own
                } else {
                    places[key] = result.count
                    result.append(own)
                }
            }
        }
        return result
    }

    /// As often as values come, between a second and five; what lasts for days is played in greater steps, within the tolerance of its mails.
    private static func step(of test: AlertTest) -> Int64 {
        if test.lasts > .days(7) { return 10_000 }
        return test.lasts > .seconds(6 * 3600) ? 5000 : min(max(test.interval.milliseconds, 1000), 5000)
    }

    /// What breaks and is mended within a step.
    private func outages(from offset: Int64, for step: Int64) -> [DiagnosisAction] {
        test.outages.enumerated().flatMap { number, outage -> [DiagnosisAction] in
            let now = test.start + outage.at
            var incident = Incident(
                id: "outage\(number)", kind: outage.kind, opened: now, candidates: [outage.object], best: outage.object)
            (incident.impactedSites, incident.proven) = (outage.isolates, outage.proven)
            var actions: [DiagnosisAction] = []
            if (offset..<offset + step).contains(outage.at.milliseconds) {
                actions += [.opened(incident), .page(Page(time: now, object: outage.object, incident: incident.id))]
            }
            if let until = outage.until, (offset..<offset + step).contains(until.milliseconds) {
                incident.closed = test.start + until
                actions.append(.closed(incident))
            }
            return actions
        }
    }

    private mutating func compare() {
        var rest = mails
        for wanted in test.mails {
            let due = test.start + wanted.at
            guard
                let row = rest.firstIndex(where: {
                    matches($0, wanted) && abs(($0.decided - due).milliseconds) <= test.tolerance.milliseconds
                })
            else {
                let near = rest.first { matches($0, wanted) }.map { ", it came after \(($0.decided - test.start).text)" } ?? ""
                failures.append("no \(wanted.kind.rawValue) about \(wanted.object) after \(wanted.at.text)\(near)")
                continue
            }
            let people = rest[row].recipients.map(\.person).filter { $0.kind == .person }
            if let to = wanted.to, Set(to) != Set(people) {
                failures.append(
                    "the \(wanted.kind.rawValue) about \(wanted.object) went to \(people.map(\.rawValue).joined(separator: ", "))"
                )
            }
            rest.remove(at: row)
        }
        for mail in rest {
            let rule = mail.incident?.alert.map { ", rule \($0.rule)" } ?? ""
            failures.append(
                "a \(mail.kind.rawValue) about \(mail.object?.rawValue ?? "several") after \((mail.decided - test.start).text) that nobody expects\(rule)"
            )
        }
    }

    private func matches(_ mail: AlertNotification, _ wanted: AlertTest.Expected) -> Bool {
        mail.kind == wanted.kind && mail.object == wanted.object
            && (wanted.rule == nil || mail.incident?.alert?.rule == wanted.rule)
            && (wanted.urgency == nil || mail.urgency == wanted.urgency)
    }
}

/// Rules, book, ledger and alerting as one fold.
private struct Joined {
    var rules: RuleEngine
    var book = RuleBook()
    var ledger = IncidentLedger(next: 1, open: [])
    var alerting: AlertingEngine

    /// - Parameter objects: those that the test measures; of all others it says nothing, not that they are silent.
    init(_ policy: AlertPolicy, _ network: Network, _ objects: Set<ObjectID>) {
        rules = RuleEngine(rules: policy.rules, network: network, objects: objects)
        alerting = AlertingEngine(policy: policy, network: network)
    }

    mutating func step(_ samples: [Sample], _ outages: [DiagnosisAction], at now: Timestamp) -> [AlertNotification] {
        var events: [RuleEngine.Event] = []
        for outage in outages {
            switch outage {
            case .opened(let incident): rules.mark(incident.best, isOut: true)
            case .closed(let incident): rules.mark(incident.best, isOut: false)
            default: break
            }
        }
        for sample in samples { rules.receive(sample, into: &events) }
        rules.advance(to: now, isSeen: { _ in true }, into: &events)
        rules.grade(&events, at: now)
        var actions = outages
        for event in events { actions += book.actions(event, of: rules.rules[event.rule]) }
        var decisions: [AlertDecision] = []
        for action in actions.flatMap({ ledger.translate($0, at: now) }) { decisions += alerting.receive(action, at: now) }
        decisions += alerting.advance(to: now)
        _ = alerting.takeChangedCases()
        return decisions.compactMap(\.notification)
    }
}
