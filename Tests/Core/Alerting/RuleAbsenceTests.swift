import Alerting
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// Values that stay away although the device answers.
struct RuleAbsenceTests {
    private func rule(_ objects: [String] = [], roles: [String] = [], kinds: [String] = []) -> AlertRule {
        var rule = AlertRule(name: "r", metric: .upsRuntime, .absent(.seconds(1800)))
        (rule.selector.objects, rule.selector.roles, rule.selector.kinds) = (objects, roles, kinds)
        return rule
    }

    /// Objects for which the rule fires within two hours in which no value comes, with the minute.
    private func missed(
        _ rule: AlertRule, given: Set<RuleEngine.Series> = [], objects: Set<ObjectID>? = nil,
        isSeen: (ObjectID, Int64) -> Bool = { _, _ in true }
    ) -> [String] {
        var engine = RuleEngine(rules: [rule], network: F.network, given: given, objects: objects)
        var events: [RuleEngine.Event] = []
        for second in stride(from: Int64(0), through: 7200, by: 5) {
            engine.advance(to: F.at(second), isSeen: { isSeen($0, second / 60) }, into: &events)
        }
        return events.map { "\($0.object)@\(($0.time - F.at(0)).milliseconds / 60_000)" }
    }

    @Test func `an object that a rule names and that never gave its value is missed`() {
        #expect(missed(rule(roles: ["cpe"])) == ["dev:hub@30", "dev:p1@30", "dev:p2@30"])
        #expect(missed(rule(["dev:p1"])) == ["dev:p1@30"])
        #expect(missed(rule(["dev:p*"], kinds: ["post"])) == ["dev:p1@30", "dev:p2@30"])
    }

    @Test func `a rule that only says where misses nobody who never had the value`() {
        for rule in [rule(), rule(kinds: ["post"]), rule(["*"]), rule(["dev:*"])] { #expect(missed(rule) == []) }
        #expect(missed(rule(), given: [.init(object: "dev:p2", metric: .upsRuntime)]) == ["dev:p2@30"])
        #expect(missed(rule(roles: ["cpe"]), objects: ["dev:p1"]) == ["dev:p1@30"])
    }

    @Test func `what is not seen is not missing, and the wait begins when it is seen again`() {
        #expect(missed(rule(["dev:p1"])) { _, _ in false } == [])
        #expect(missed(rule(["dev:p1"])) { _, minute in minute >= 50 } == ["dev:p1@79"], "it is looked for every ten seconds")
        #expect(missed(rule(["dev:p1"])) { _, minute in minute % 20 != 0 } == [], "never half an hour on end")
    }

    @Test func `a value that comes at last is the end of it`() {
        var engine = RuleEngine(rules: [rule(roles: ["cpe"])], network: F.network)
        var events: [RuleEngine.Event] = []
        engine.advance(to: F.at(0), isSeen: { $0 == "dev:p1" }, into: &events)
        engine.advance(to: F.at(1810), isSeen: { $0 == "dev:p1" }, into: &events)
        #expect(events.map(\.text) == ["battery runtime: no value for 30 min, though the device answers"])
        engine.receive(Sample(time: F.at(1900), object: "dev:p1", metric: .upsRuntime, value: 40), into: &events)
        #expect(events.map(\.verdict) == [.fires, .clears])
        engine.advance(to: F.at(3600), isSeen: { $0 == "dev:p1" }, into: &events)
        engine.advance(to: F.at(3720), isSeen: { $0 == "dev:p1" }, into: &events)
        #expect(events.map(\.verdict) == [.fires, .clears, .fires])
    }
}
