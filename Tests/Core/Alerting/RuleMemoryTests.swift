import Alerting
import Diagnosis
import Foundation
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// What rules waited for goes on over a restart and over a reload.
struct RuleMemoryTests {
    private func rule(_ metric: Sample.Metric?, _ condition: AlertRule.Condition, hold: Int64 = 0) -> AlertRule {
        var rule = AlertRule(name: "r", metric: metric, condition)
        rule.hold = .seconds(hold)
        return rule
    }

    /// Rules, and what they said so far.
    private struct Watch {
        var engine: RuleEngine
        var events: [RuleEngine.Event] = []

        init(_ rules: AlertRule...) { engine = RuleEngine(rules: rules, network: F.network) }

        mutating func restart(_ rules: [AlertRule], open: [Incident] = [], at second: Int64) throws {
            let bytes = try JSONEncoder().encode(engine.memory)
            engine = RuleEngine(rules: rules, network: F.network, open: open)
            let memory = try JSONDecoder().decode(RuleEngine.Memory.self, from: bytes)
            engine.resume(memory, at: F.at(second), patience: .seconds(120))
        }

        mutating func reload(_ rules: [AlertRule], open: [Incident] = [], at second: Int64) {
            engine = engine.reloaded(rules, network: F.network, open: open, at: F.at(second), patience: .seconds(120))
        }

        mutating func see(_ state: ObjectState, at second: Int64) {
            engine.receive(StateChange(time: F.at(second), object: "link:l1", state: state), into: &events)
            pass(to: second)
        }

        mutating func see(_ metric: Sample.Metric, _ value: Double, of object: ObjectID = "dev:p1", at second: Int64) {
            engine.receive(Sample(time: F.at(second), object: object, metric: metric, value: value), into: &events)
        }

        mutating func pass(to second: Int64) { engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events) }

        var verdicts: [RuleEngine.Event.Verdict] { events.map(\.verdict) }
        var names: [String] { events.map { engine.rules[$0.rule].name } }
    }

    private static func incident(of object: ObjectID) -> Incident {
        var incident = F.incident("i1", best: object)
        incident.alert = RuleFact(rule: "r", severity: .warning, text: "it holds")
        return incident
    }

    @Test func `a state that was waited for fires at its time though the monitor starts again`() throws {
        let down = rule(nil, .state(.down), hold: 40)
        var watch = Watch(down)
        watch.see(.down, at: 0)
        try watch.restart([down], at: 20)
        watch.see(.unknown, at: 21)
        watch.pass(to: 45)
        #expect(watch.events.isEmpty, "it is not seen yet")
        watch.see(.down, at: 50)
        #expect(watch.verdicts == [.fires])
    }

    @Test(arguments: [true, false])
    func `what is not seen again after a restart begins anew`(isMetBefore: Bool) throws {
        let down = rule(nil, .state(.down), hold: 40)
        var watch = Watch(down)
        watch.see(.down, at: 0)
        try watch.restart([down], at: 20)
        if isMetBefore {
            watch.see(.down, at: 22)
            watch.see(.unknown, at: 24)
        }
        watch.pass(to: 141)
        watch.see(.down, at: 150)
        #expect(watch.events.isEmpty)
        watch.pass(to: 190)
        #expect(watch.verdicts == [.fires])
    }

    @Test func `a value that was waited for fires at its time, unless the rule asks something else now`() throws {
        let hot = rule(.temperature, .above(limit: 60, clear: 50), hold: 600)
        for (changed, expected) in [(hot, ["r"]), (rule(.temperature, .above(limit: 55, clear: 50), hold: 600), [])] {
            var watch = Watch(hot)
            for minute in 0...5 as ClosedRange<Int64> { watch.see(.temperature, 66, at: minute * 60) }
            try watch.restart([changed], at: 310)
            for minute in 6...10 as ClosedRange<Int64> { watch.see(.temperature, 66, at: minute * 60) }
            #expect(watch.names == expected)
        }
    }

    @Test func `a reload keeps what rules waited for and the values of their spans`() {
        let hot = rule(.temperature, .above(limit: 60, clear: 50), hold: 600)
        var falls = rule(.receivedLight, .falls(by: 3, within: .seconds(3600)))
        falls.name = "f"
        var watch = Watch(hot, falls)
        func see(_ minute: Int64) {
            watch.see(.temperature, 66, at: minute * 60)
            watch.see(.receivedLight, -20 - Double(minute) * 0.5, at: minute * 60)
        }
        for minute in 0...5 as ClosedRange<Int64> { see(minute) }
        // In another order, and one of them told otherwise.
        var louder = hot
        louder.urgency = .page
        watch.reload([falls, louder], at: 310)
        for minute in 6...10 as ClosedRange<Int64> { see(minute) }
        #expect(watch.names == ["f", "r"], "\(watch.events)")
    }

    @Test func `values of before a restart belong to the span of a rule, and nothing is told by them alone`() {
        var watch = Watch(rule(.receivedLight, .falls(by: 3, within: .seconds(3600))))
        #expect(watch.engine.spans.map(\.metric) == [.receivedLight] && watch.engine.spans.map(\.span) == [.seconds(3600)])
        watch.engine.refill(
            (0...30).map { Sample(time: F.at($0 * 60), object: "dev:p1", metric: .receivedLight, value: -20 - Double($0) * 0.05) }
        )
        watch.see(.receivedLight, -22.9, at: 2000)
        watch.see(.receivedLight, -23.1, at: 2060)
        #expect(watch.events.isEmpty, "one value may be an odd one")
        watch.see(.receivedLight, -23.1, at: 2120)
        #expect(watch.verdicts == [.fires])
    }

    @Test func `what was told after the memory was written is not told again, and what was over is over`() throws {
        let hot = rule(.temperature, .above(limit: 60, clear: 50), hold: 60)
        var watch = Watch(hot)
        watch.see(.temperature, 66, at: 0)
        try watch.restart([hot], open: [Self.incident(of: "dev:p1")], at: 70)
        watch.see(.temperature, 66, at: 80)
        watch.see(.temperature, 66, at: 140)
        #expect(watch.events.isEmpty)
        watch.see(.temperature, 40, at: 200)
        #expect(watch.verdicts == [.clears])
    }

    /// Half of all, two at least.
    private var refused: AlertRule {
        var refused = rule(.refused, .above(limit: 0.5, clear: 0.5))
        refused.share = .init(fraction: 0.5, group: .all, least: 2)
        return refused
    }

    @Test func `a share that was told stays told over a reload until half of the group is known`() {
        var watch = Watch(refused)
        func see(_ values: [Double], at second: Int64) {
            for (name, value) in zip(["hub", "p1", "p2"], values) {
                watch.see(.refused, value, of: ObjectID("dev:\(name)"), at: second)
            }
        }
        see([0, 1, 1], at: 0)
        #expect(watch.verdicts == [.fires])
        watch.reload([refused], open: [Self.incident(of: "network:all")], at: 10)
        see([0], at: 20)
        see([0, 1, 1], at: 30)
        #expect(watch.verdicts == [.fires], "\(watch.events)")
        see([0, 0, 0], at: 40)
        #expect(watch.verdicts == [.fires, .clears])
    }

    @Test func `a member that held before a reload and is not seen since does not end what its group was told`() {
        var watch = Watch(refused)
        func see(_ values: [(String, Double)], at second: Int64) {
            for (name, value) in values { watch.see(.refused, value, of: ObjectID("dev:\(name)"), at: second) }
            watch.pass(to: second)
        }
        see([("hub", 0), ("p1", 1), ("p2", 1)], at: 0)
        watch.reload([refused], open: [Self.incident(of: "network:all")], at: 10)
        for second in stride(from: Int64(20), through: 900, by: 10) { see([("hub", 0), ("p1", 1)], at: second) }
        #expect(watch.verdicts == [.fires], "\(watch.events)")
        see([("hub", 0), ("p1", 0)], at: 910)
        #expect(watch.verdicts == [.fires, .clears], "one of three at most")
    }

    @Test func `incidents of what a rule is no longer about are closed`() {
        var rule = rule(.temperature, .above(limit: 60, clear: 50))
        rule.selector.objects = ["dev:p*"]
        var share = AlertRule(name: "s", metric: .refused, .above(limit: 0.5, clear: 0.5))
        share.share = .init(fraction: 0.5, group: .role)
        let incidents = [
            ("r", "dev:p1"), ("r", "dev:hub"), ("r", "dev:gone"), ("s", "role:cpe"), ("s", "role:core"), ("x", "dev:p1"),
        ]
        .map { name, object in
            var incident = F.incident("i", best: ObjectID(object))
            incident.alert = RuleFact(rule: name, severity: .warning, text: "")
            return incident
        }
        var book = RuleBook(open: incidents)
        let closed = book.retain([rule, share], in: F.network, at: F.at(0)).compactMap { action -> String? in
            guard case .closed(let incident) = action else { return nil }
            return "\(incident.alert?.rule ?? "") \(incident.best): \(incident.evidence.last?.fact ?? "")"
        }
        #expect(
            closed == [
                "r dev:gone: no longer covered by the rule", "r dev:hub: no longer covered by the rule",
                "s role:core: no longer covered by the rule", "x dev:p1: the rule is no longer in force",
            ])
        #expect(book.incidents.map(\.best) == ["dev:p1", "role:cpe"])
    }

    /// A flag that is true for one answer and lasts by the wait to clear, and one that is true at each.
    @Test(arguments: [(Sample.Metric.restarted, true), (.restarted, false), (.refused, true), (.refused, false)])
    func `a share of what devices say once goes on over a restart of the monitor, told once and ended at its time`(
        metric: Sample.Metric, isRemembered: Bool
    ) throws {
        var many = rule(metric, .above(limit: 0.5, clear: 0.5))
        (many.clearHold, many.share) = (.seconds(600), .init(fraction: 0.5, group: .all, least: 2))
        var watch = Watch(many)
        func see(_ values: [Double], at second: Int64) {
            for (name, value) in zip(["hub", "p1", "p2"], values) {
                watch.see(metric, value, of: ObjectID("dev:\(name)"), at: second)
            }
            watch.pass(to: second)
        }
        let lasting = metric == .refused ? 1.0 : 0
        see([0, 0, 0], at: 0)
        see([0, 1, 1], at: 30)
        #expect(watch.verdicts == [.fires])
        for second in stride(from: Int64(60), through: 120, by: 30) { see([0, lasting, lasting], at: second) }
        if isRemembered {
            try watch.restart([many], open: [Self.incident(of: "network:all")], at: 150)
        } else {
            watch.engine = RuleEngine(rules: [many], network: F.network, open: [Self.incident(of: "network:all")])
        }
        for second in stride(from: Int64(150), through: 300, by: 30) { see([0, lasting, lasting], at: second) }
        #expect(watch.verdicts == [.fires], "\(watch.events)")
        for second in stride(from: Int64(330), through: 1500, by: 30) { see([0, 0, 0], at: second) }
        #expect(watch.verdicts == [.fires, .clears], "\(watch.events)")
        // Ten minutes after the last that was bad was heard, or, where that is forgotten, after the restart.
        let end = (try #require(watch.events.last).time - F.at(0)).milliseconds / 1000
        #expect(end == (metric == .refused ? 930 : isRemembered ? 660 : 750))
        see([0, 1, 1], at: 1530)
        #expect(watch.verdicts == [.fires, .clears, .fires])
    }
}
