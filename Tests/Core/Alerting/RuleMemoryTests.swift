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

    private func restarted(_ engine: RuleEngine, _ rules: [AlertRule], open: [Incident] = [], at second: Int64) throws
        -> RuleEngine
    {
        let bytes = try JSONEncoder().encode(engine.memory)
        var new = RuleEngine(rules: rules, network: F.network, open: open)
        new.resume(try JSONDecoder().decode(RuleEngine.Memory.self, from: bytes), at: F.at(second), patience: .seconds(120))
        return new
    }

    @Test func `a state that was waited for fires at its time though the monitor starts again`() throws {
        let down = rule(nil, .state(.down), hold: 40)
        var engine = RuleEngine(rules: [down], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ state: ObjectState, _ second: Int64) {
            engine.receive(StateChange(time: F.at(second), object: "link:l1", state: state), into: &events)
            engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events)
        }
        see(.down, 0)
        engine = try restarted(engine, [down], at: 20)
        see(.unknown, 21)
        engine.advance(to: F.at(45), isSeen: { _ in true }, into: &events)
        #expect(events.isEmpty, "it is not seen yet")
        see(.down, 50)
        #expect(events.map(\.verdict) == [.fires])
    }

    @Test func `what is not seen again after a restart begins anew`() throws {
        let down = rule(nil, .state(.down), hold: 40)
        var engine = RuleEngine(rules: [down], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ state: ObjectState, _ second: Int64) {
            engine.receive(StateChange(time: F.at(second), object: "link:l1", state: state), into: &events)
            engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events)
        }
        see(.down, 0)
        let before = engine
        for isMetBefore in [true, false] {
            engine = try restarted(before, [down], at: 20)
            events = []
            if isMetBefore {
                see(.down, 22)
                see(.unknown, 24)
            }
            engine.advance(to: F.at(141), isSeen: { _ in true }, into: &events)
            see(.down, 150)
            #expect(events.isEmpty)
            engine.advance(to: F.at(190), isSeen: { _ in true }, into: &events)
            #expect(events.map(\.verdict) == [.fires])
        }
    }

    @Test func `a value that was waited for fires at its time, unless the rule asks something else now`() throws {
        let hot = rule(.temperature, .above(limit: 60, clear: 50), hold: 600)
        for (changed, expected) in [(hot, ["r"]), (rule(.temperature, .above(limit: 55, clear: 50), hold: 600), [])] {
            var engine = RuleEngine(rules: [hot], network: F.network)
            var events: [RuleEngine.Event] = []
            func see(_ minute: Int64) {
                engine.receive(
                    Sample(time: F.at(minute * 60), object: "dev:p1", metric: .temperature, value: 66), into: &events)
            }
            for minute in 0...5 as ClosedRange<Int64> { see(minute) }
            engine = try restarted(engine, [changed], at: 310)
            for minute in 6...10 as ClosedRange<Int64> { see(minute) }
            #expect(events.map { engine.rules[$0.rule].name } == expected)
        }
    }

    @Test func `a reload keeps what rules waited for and the values of their spans`() {
        let (hot, falls) = (
            rule(.temperature, .above(limit: 60, clear: 50), hold: 600),
            rule(.receivedLight, .falls(by: 3, within: .seconds(3600)))
        )
        var other = falls
        other.name = "f"
        var engine = RuleEngine(rules: [hot, other], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ minute: Int64) {
            for (metric, value) in [(Sample.Metric.temperature, 66), (.receivedLight, -20 - Double(minute) * 0.5)] {
                engine.receive(Sample(time: F.at(minute * 60), object: "dev:p1", metric: metric, value: value), into: &events)
            }
        }
        for minute in 0...5 as ClosedRange<Int64> { see(minute) }
        // In another order, and one of them told otherwise.
        var louder = hot
        louder.urgency = .page
        engine = engine.reloaded([other, louder], network: F.network, open: [], at: F.at(310), patience: .seconds(120))
        for minute in 6...10 as ClosedRange<Int64> { see(minute) }
        #expect(events.map { engine.rules[$0.rule].name } == ["f", "r"], "\(events)")
    }

    @Test func `values of before a restart belong to the span of a rule, and nothing is told by them alone`() {
        let falls = rule(.receivedLight, .falls(by: 3, within: .seconds(3600)))
        var engine = RuleEngine(rules: [falls], network: F.network)
        var events: [RuleEngine.Event] = []
        #expect(engine.spans.map(\.metric) == [.receivedLight] && engine.spans.map(\.span) == [.seconds(3600)])
        engine.refill(
            (0...30).map { Sample(time: F.at($0 * 60), object: "dev:p1", metric: .receivedLight, value: -20 - Double($0) * 0.05) }
        )
        engine.receive(Sample(time: F.at(2000), object: "dev:p1", metric: .receivedLight, value: -22.9), into: &events)
        engine.receive(Sample(time: F.at(2060), object: "dev:p1", metric: .receivedLight, value: -23.1), into: &events)
        #expect(events.isEmpty, "one value may be an odd one")
        engine.receive(Sample(time: F.at(2120), object: "dev:p1", metric: .receivedLight, value: -23.1), into: &events)
        #expect(events.map(\.verdict) == [.fires])
    }

    @Test func `what was told after the memory was written is not told again, and what was over is over`() throws {
        let hot = rule(.temperature, .above(limit: 60, clear: 50), hold: 60)
        var engine = RuleEngine(rules: [hot], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ value: Double, _ second: Int64) {
            engine.receive(Sample(time: F.at(second), object: "dev:p1", metric: .temperature, value: value), into: &events)
        }
        see(66, 0)
        var incident = F.incident("i1", best: "dev:p1")
        incident.alert = RuleFact(rule: "r", severity: .warning, text: "hot")
        engine = try restarted(engine, [hot], open: [incident], at: 70)
        see(66, 80)
        see(66, 140)
        #expect(events.isEmpty)
        see(40, 200)
        #expect(events.map(\.verdict) == [.clears])
    }

    @Test func `a share that was told stays told over a reload until half of the group is known`() {
        var refused = rule(.refused, .above(limit: 0.5, clear: 0.5))
        refused.share = .init(fraction: 0.5, group: .all, least: 2)
        var engine = RuleEngine(rules: [refused], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ values: [Double], at second: Int64) {
            for (name, value) in zip(["hub", "p1", "p2"], values) {
                engine.receive(
                    Sample(time: F.at(second), object: ObjectID("dev:\(name)"), metric: .refused, value: value), into: &events)
            }
        }
        see([0, 1, 1], at: 0)
        #expect(events.map(\.verdict) == [.fires])
        var incident = F.incident("i1", best: "network:all")
        incident.alert = RuleFact(rule: "r", severity: .warning, text: "2 of 3")
        engine = engine.reloaded([refused], network: F.network, open: [incident], at: F.at(10), patience: .seconds(120))
        see([0], at: 20)
        see([0, 1, 1], at: 30)
        #expect(events.map(\.verdict) == [.fires], "\(events)")
        see([0, 0, 0], at: 40)
        #expect(events.map(\.verdict) == [.fires, .clears])
    }

    @Test func `a member that held before a reload and is not seen since does not end what its group was told`() {
        var refused = rule(.refused, .above(limit: 0.5, clear: 0.5))
        refused.share = .init(fraction: 0.5, group: .all, least: 2)
        var engine = RuleEngine(rules: [refused], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ values: [(String, Double)], at second: Int64) {
            for (name, value) in values {
                engine.receive(
                    Sample(time: F.at(second), object: ObjectID("dev:\(name)"), metric: .refused, value: value), into: &events)
            }
            engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events)
        }
        see([("hub", 0), ("p1", 1), ("p2", 1)], at: 0)
        var incident = F.incident("i1", best: "network:all")
        incident.alert = RuleFact(rule: "r", severity: .warning, text: "2 of 3")
        engine = engine.reloaded([refused], network: F.network, open: [incident], at: F.at(10), patience: .seconds(120))
        for second in stride(from: Int64(20), through: 900, by: 10) { see([("hub", 0), ("p1", 1)], at: second) }
        #expect(events.map(\.verdict) == [.fires], "\(events)")
        see([("hub", 0), ("p1", 0)], at: 910)
        #expect(events.map(\.verdict) == [.fires, .clears], "one of three at most")
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
        var engine = RuleEngine(rules: [many], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ values: [Double], at second: Int64) {
            for (name, value) in zip(["hub", "p1", "p2"], values) {
                let sample = Sample(time: F.at(second), object: ObjectID("dev:\(name)"), metric: metric, value: value)
                engine.receive(sample, into: &events)
            }
            engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events)
        }
        let lasting = metric == .refused ? 1.0 : 0
        see([0, 0, 0], at: 0)
        see([0, 1, 1], at: 30)
        #expect(events.map(\.verdict) == [.fires])
        for second in stride(from: Int64(60), through: 120, by: 30) { see([0, lasting, lasting], at: second) }
        var incident = F.incident("i1", best: "network:all")
        incident.alert = RuleFact(rule: "r", severity: .warning, text: "2 of 3")
        engine =
            isRemembered
            ? try restarted(engine, [many], open: [incident], at: 150)
            : RuleEngine(rules: [many], network: F.network, open: [incident])
        for second in stride(from: Int64(150), through: 300, by: 30) { see([0, lasting, lasting], at: second) }
        #expect(events.map(\.verdict) == [.fires], "\(events)")
        for second in stride(from: Int64(330), through: 1500, by: 30) { see([0, 0, 0], at: second) }
        #expect(events.map(\.verdict) == [.fires, .clears], "\(events)")
        // Ten minutes after the last that was bad was heard, or, where that is forgotten, after the restart.
        let end = (try #require(events.last).time - F.at(0)).milliseconds / 1000
        #expect(end == (metric == .refused ? 930 : isRemembered ? 660 : 750))
        see([0, 1, 1], at: 1530)
        #expect(events.map(\.verdict) == [.fires, .clears, .fires])
    }
}
