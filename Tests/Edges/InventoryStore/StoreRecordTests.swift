import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

private typealias F = StoreFixture

@Suite struct StoreRecordTests {
    @Test func `incident, decision and mail become durable together`() throws {
        let fixture = try StoreFixture()
        var monitor = try SmallMonitor(fixture.store)
        let incident = F.incident("i0", at: 0)
        try monitor.step([.opened(incident), .page(Page(time: F.at(0), object: "duct:d", incident: "i0"))], at: 0)
        #expect(try fixture.store.incidents(open: true).map(\.id) == ["i1"])
        let entry = try #require(try fixture.store.dueNotifications(at: F.at(0)).first)
        #expect(entry.waiting == ["ana@noc.example", "boris@noc.example"] && entry.mail == Array(entry.messageID.utf8))
        let decisions = try fixture.store.decisions(incident: "1")
        #expect(decisions.map(\.verdict) == ["notify"] && decisions.first?.reason == .newRootCause)
        #expect(decisions.first?.notification == entry.id)
    }

    @Test func `a step that cannot be written leaves nothing behind`() throws {
        let fixture = try StoreFixture()
        var decision = AlertDecision(time: F.at(0), incident: "i1", object: "duct:d", verdict: .suppress, reason: .planned)
        decision.incident = "i1"
        let window = MaintenanceWindow(id: "", object: "duct:d", from: F.at(9), to: F.at(5), owner: "a", reason: "b")
        #expect(throws: StoreError.self) { try fixture.store.addMaintenance(window, by: "ana", at: F.at(0)) }
        #expect(try fixture.store.auditEntries().isEmpty)
    }

    @Test func `the same step written twice adds no mail`() throws {
        let fixture = try StoreFixture()
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let incident = F.incident("i1", at: 0)
        let decisions =
            engine.receive(.opened(incident), at: F.at(0))
            + engine.receive(.page(Page(time: F.at(0), object: "duct:d", incident: "i1")), at: F.at(0))
        let batch = StoreBatch(
            time: F.at(0), actions: [.opened(incident)], decisions: decisions, cases: engine.takeChangedCases())
        try fixture.store.record(batch)
        try fixture.store.record(batch)
        #expect(try fixture.store.notifications().count == 1)
    }

    @Test func `a monitor that starts again goes on with the same incident and sends no second mail`() throws {
        let fixture = try StoreFixture()
        var first = try SmallMonitor(fixture.store)
        let page = DiagnosisAction.page(Page(time: F.at(0), object: "duct:d", incident: "i0"))
        try first.step([.opened(F.incident("i0", at: 0)), page], at: 0)

        var second = try SmallMonitor(fixture.store)
        try second.step([.opened(F.incident("i0", at: 60)), page], at: 60)
        var closed = F.incident("i0", at: 60)
        closed.closed = F.at(300)
        try second.step([.closed(closed)], at: 300)
        let mails = try fixture.store.notifications().map(\.notification)
        #expect(mails.map(\.kind) == [.problem, .recovery] && mails[1].references == [mails[0].messageID])
        #expect(mails[1].incident?.opened == F.at(0))
        #expect(try fixture.store.incidents(open: true).isEmpty)
        #expect(try fixture.store.resume().cases.isEmpty)
    }

    @Test func `incidents and states are told as they were at a past time`() throws {
        let fixture = try StoreFixture()
        var monitor = try SmallMonitor(fixture.store)
        try monitor.step(
            [
                .opened(F.incident("i0", at: 0)),
                .state(StateChange(time: F.at(0), object: "dev:a", state: .down, incident: "i0")),
            ], at: 0)
        var better = F.incident("i0", at: 0)
        better.best = "dev:a"
        try monitor.step([.revised(better)], at: 30)
        better.closed = F.at(60)
        try monitor.step([.closed(better), .state(StateChange(time: F.at(60), object: "dev:a", state: .up))], at: 60)
        let store = fixture.store
        #expect(try store.incident("1", at: F.at(10))?.best == "duct:d")
        #expect(try store.incident("i1", at: F.at(40))?.best == "dev:a")
        #expect(try store.incident("i1", at: F.at(-1)) == nil)
        #expect(try store.incidents(open: true, at: F.at(59)).count == 1)
        #expect(try store.incidents(open: true, at: F.at(60)).isEmpty)
        #expect(try store.incident("i1")?.impactedServices == ["svc:a": 1, "svc:b": 2])
        #expect(try store.state(of: "dev:a", at: F.at(59))?.state == .down)
        #expect(try store.state(of: "dev:a", at: F.at(-1)) == nil)
        #expect(try store.states() == [StoredState(object: "dev:a", state: .up, since: F.at(60))])
        #expect(try store.states(at: F.at(30)).map(\.incident) == ["i1"])
        #expect(try store.stateChanges(of: "dev:a").map(\.state) == [.down, .up])
    }

    @Test func `what is declared no more has no state, and its history says so`() throws {
        let fixture = try StoreFixture()
        var monitor = try SmallMonitor(fixture.store)
        let states: [(ObjectID, ObjectState)] = [("dev:a", .unobserved), ("dev:b", .up)]
        try monitor.step(states.map { .state(StateChange(time: F.at(0), object: $0.0, state: $0.1)) }, at: 0)
        try fixture.store.retainStates(at: F.at(50)) { $0 == "dev:b" }
        #expect(try fixture.store.states().map(\.object) == ["dev:b"])
        #expect(try fixture.store.state(of: "dev:a", at: F.at(40))?.state == .unobserved)
        #expect(try fixture.store.state(of: "dev:a", at: F.at(60))?.state == .unknown)
    }

    @Test func `an acknowledgement reaches the running monitor and the audit`() throws {
        let fixture = try StoreFixture()
        var monitor = try SmallMonitor(fixture.store)
        try monitor.step([.opened(F.incident("i0", at: 0))], at: 0)
        let taken = Acknowledgement(incident: "1", at: F.at(9), by: "ana", reason: "on it")
        #expect(try fixture.store.acknowledge(taken))
        #expect(try !fixture.store.acknowledge(Acknowledgement(incident: "i99", at: F.at(9), by: "ana", reason: "on it")))
        let news = try fixture.store.acknowledgements()
        #expect(news.rows.map(\.incident) == ["i1"])
        #expect(try fixture.store.acknowledgements(after: news.last).rows.isEmpty)
        #expect(try fixture.store.auditEntries().map(\.verb) == ["ack"])
    }

    @Test func `planned work is kept, ended early and audited`() throws {
        let fixture = try StoreFixture()
        let window = try fixture.store.addMaintenance(
            MaintenanceWindow(id: "", object: "duct:d", from: F.at(0), to: F.at(3600), owner: "ana", reason: "splice"), by: "ana",
            at: F.at(0))
        #expect(try fixture.store.maintenance(endingAfter: F.at(0)) == [window])
        #expect(try fixture.store.endMaintenance(window.id, by: "ana", reason: "done", at: F.at(60)))
        #expect(try !fixture.store.endMaintenance(window.id, by: "ana", reason: "done", at: F.at(61)))
        #expect(try fixture.store.maintenance(endingAfter: F.at(60)).isEmpty)
        #expect(try fixture.store.auditEntries().map(\.verb) == ["maintenance add", "maintenance end"])
    }
}
