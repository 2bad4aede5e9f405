import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// What people say of how incidents belong together.
struct GroupingTests {
    private func engine() -> AlertingEngine {
        var policy = F.policy
        policy.calm.reminder = .seconds(600)
        return AlertingEngine(policy: policy, network: F.network)
    }

    private func open(_ id: String, _ best: ObjectID, at second: Int64, in engine: inout AlertingEngine) -> [AlertDecision] {
        let incident = F.incident(id, at: second, best: best)
        return engine.receive(.opened(incident), at: F.at(second))
            + engine.receive(F.page(incident, at: second), at: F.at(second))
    }

    @Test func `a part is told no more while the whole lasts, and once more when it outlasts it`() {
        var engine = engine()
        #expect(open("i1", "duct:d", at: 0, in: &engine).mails.count == 1)
        #expect(open("i2", "dev:p1", at: 10, in: &engine).mails.count == 1)
        #expect(engine.merge("i2", into: "i1", by: "ana", at: F.at(20)).codes == ["merged-into"])
        #expect(
            engine.merge("i2", into: "i1", by: "ana", at: F.at(20)).isEmpty
                && engine.merge("i1", into: "i2", by: "ana", at: F.at(20)).isEmpty)
        var later = F.incident("i2", at: 10, best: "dev:p2")
        later.impactedSites = ["site:p1", "site:p2", "site:hub"]
        let quiet = engine.receive(.revised(later), at: F.at(30)) + engine.advance(to: F.at(3000))
        #expect(!quiet.mails.contains { $0.incident?.id == "i2" }, "\(quiet.codes)")
        let ends = engine.receive(.closed(F.closed(F.incident("i1"), at: 3100)), at: F.at(3100)) + engine.advance(to: F.at(3101))
        #expect(
            ends.mails.map { "\($0.incident?.id ?? "") \($0.kind) \($0.reason.code)" } == [
                "i1 recovery recovered", "i2 reminder whole-ended",
            ])
        let over = engine.receive(.closed(F.closed(later, at: 3200)), at: F.at(3200))
        #expect(over.mails.map(\.kind) == [.recovery], "each that was told has its one recovery")
    }

    @Test func `what was merged before anybody was told says nothing, and a split tells it`() {
        var engine = engine()
        _ = open("i1", "duct:d", at: 0, in: &engine)
        _ = engine.receive(.opened(F.incident("i2", at: 5, best: "dev:p1")), at: F.at(5))
        _ = engine.merge("i2", into: "i1", by: "ana", at: F.at(6))
        let paged = engine.receive(F.page(F.incident("i2", at: 5, best: "dev:p1"), at: 10), at: F.at(10))
        #expect(paged.codes == ["part-of-cause"])
        let restarted = AlertingEngine(policy: F.policy, network: F.network, cases: engine.takeChangedCases())
        engine = restarted
        #expect(engine.advance(to: F.at(20)).mails.isEmpty)
        let split = engine.split("i2", by: "boris", at: F.at(30))
        #expect(split.mails.map(\.reason) == [.standsAlone(by: "boris")])
        #expect(engine.split("i2", by: "boris", at: F.at(31)).isEmpty)
    }

    @Test func `a consequence that Diagnosis joined to its cause can be split from it`() {
        var engine = engine()
        _ = open("i1", "duct:d", at: 0, in: &engine)
        var lost = F.incident("i2", at: 5, best: "link:l2", kind: .redundancy)
        lost.joins = "i1"
        _ = engine.receive(.opened(lost), at: F.at(5))
        #expect(engine.receive(F.page(lost, at: 6, urgency: .ticket), at: F.at(6)).codes == ["part-of-cause"])
        #expect(engine.split("i2", by: "ana", at: F.at(10)).mails.count == 1)
    }

    @Test func `what follows from planned work is as quiet as the work`() {
        var engine = engine()
        let window = MaintenanceWindow(
            id: "m1", object: "duct:d", from: F.at(0), to: F.at(3600), owner: "ana", reason: "splicing")
        _ = engine.receive([window], at: F.at(0))
        #expect(open("i1", "duct:d", at: 10, in: &engine).mails.isEmpty)
        var lost = F.incident("i2", at: 20, best: "dev:p2", kind: .redundancy)
        lost.joins = "i1"
        _ = engine.receive(.opened(lost), at: F.at(20))
        #expect(engine.receive(F.page(lost, at: 20, urgency: .ticket), at: F.at(20)).codes == ["maintenance"])
        #expect(engine.advance(to: F.at(3599)).mails.isEmpty)
        #expect(
            engine.advance(to: F.at(3600)).mails.map(\.object) == ["duct:d"], "the cause, with what follows from it in its story")
    }
}
