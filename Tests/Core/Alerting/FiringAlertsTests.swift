import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// What an Alertmanager is told, beside what people are.
struct FiringAlertsTests {
    /// An engine and the board that follows it.
    private struct Monitor {
        var engine: AlertingEngine
        var board = FiringAlerts()

        init(_ policy: AlertPolicy = F.policy) { engine = AlertingEngine(policy: policy, network: F.network) }

        mutating func receive(_ actions: DiagnosisAction..., at second: Int64) {
            for action in actions { _ = engine.receive(action, at: F.at(second)) }
            pass(to: second)
        }

        mutating func pass(to second: Int64) {
            _ = engine.advance(to: F.at(second))
            board.receive(engine.takeChangedCases(), at: F.at(second))
        }

        var firing: [FiringAlerts.Row] { board.rows().filter { $0.ended == nil } }
        var ended: [FiringAlerts.Row] { board.rows().filter { $0.ended != nil } }
    }

    @Test func `every incident of a storm fires, also those that people read in a list, and every end is told`() {
        var monitor = Monitor()
        for n in 1...50 {
            let incident = F.incident("i\(n)", at: Int64(n), best: ObjectID("dev:x\(n)"))
            monitor.receive(.opened(incident), F.page(incident, at: Int64(n)), at: Int64(n))
        }
        #expect(monitor.firing.count == 50)
        monitor.pass(to: 700)
        #expect(monitor.firing.count == 50 && monitor.ended.isEmpty)
        for n in 1...50 {
            monitor.receive(.closed(F.closed(F.incident("i\(n)", at: Int64(n), best: ObjectID("dev:x\(n)")), at: 800)), at: 800)
        }
        #expect(monitor.firing.isEmpty && monitor.ended.count == 50)
        #expect(monitor.ended.allSatisfy { $0.ended == F.at(800) })
        // Long enough for one that is away, not for ever.
        monitor.receive(.opened(F.incident("i99", at: 1000)), at: 1000)
        #expect(monitor.ended.count == 50)
        monitor.receive(.closed(F.closed(F.incident("i99", at: 1000), at: 1800)), at: 1800)
        #expect(monitor.ended.isEmpty)
    }

    @Test func `what a person gets late in one mail, or by the morning, fires at once`() {
        var policy = F.policy
        (policy.calm.personBurst, policy.calm.personWindow) = (1, .seconds(600))
        var digest = AlertPolicy.Hold()
        (digest.kinds, digest.urgency) = (["management"], "digest")
        policy.holds = [digest]
        var monitor = Monitor(policy)
        for n in 1...3 {
            let incident = F.incident("i\(n)", best: ObjectID("dev:x\(n)"), kind: n == 3 ? .management : .fault)
            monitor.receive(.opened(incident), F.page(incident, at: 0), at: 0)
        }
        #expect(monitor.firing.map(\.identity.incident) == ["i1", "i2", "i3"])
        #expect(monitor.firing.map(\.identity.severity) == ["critical", "critical", "info"])
    }

    @Test(arguments: ["held", "planned", "maintained", "acknowledged", "consequence", "unpaged"])
    func `what is told to nobody for a reason does not fire`(case name: String) {
        var policy = F.policy
        if name == "held" {
            var hold = AlertPolicy.Hold()
            hold.proven = .seconds(600)
            policy.holds = [hold]
        }
        var monitor = Monitor(policy)
        var incident = F.incident("i1", kind: name == "planned" ? .planned : .fault)
        if name == "maintained" {
            let window = MaintenanceWindow(
                id: "m1", object: "duct:d", from: F.at(-10), to: F.at(900), owner: "ana", reason: "splicing")
            _ = monitor.engine.receive([window], at: F.at(-1))
        }
        if name == "consequence" {
            let cause = F.incident("i0", best: "dev:hub")
            monitor.receive(.opened(cause), F.page(cause, at: 0), at: 0)
            incident.joins = "i0"
        }
        monitor.receive(.opened(incident), at: 0)
        if name == "acknowledged" {
            _ = monitor.engine.receive(Acknowledgement(incident: "i1", at: F.at(0), by: "ana", reason: "mine"), at: F.at(0))
        }
        if name != "unpaged" { monitor.receive(F.page(incident, at: 0), at: 0) }
        monitor.pass(to: 300)
        #expect(monitor.firing.map(\.identity.incident) == (name == "consequence" ? ["i0"] : []))
    }

    @Test func `what changes over its life changes no label`() throws {
        var monitor = Monitor()
        var incident = F.incident()
        monitor.receive(.opened(incident), F.page(incident, at: 0), at: 0)
        let first = try #require(monitor.firing.first).identity
        (incident.best, incident.candidates, incident.kind) = ("link:l1", ["link:l1"], .flapping)
        monitor.receive(.revised(incident), at: 400)
        #expect(monitor.firing.map(\.identity) == [first] && monitor.ended.isEmpty)
        #expect(monitor.firing.first?.alertCase.incident.best == "link:l1")
        monitor.receive(.closed(F.closed(incident, at: 900)), at: 900)
        #expect(monitor.ended.map(\.identity) == [first])
    }

    @Test func `when the severity changes the old alert ends where the new one begins`() throws {
        var board = FiringAlerts()
        var alertCase = try told()
        board.receive([alertCase], at: F.at(0))
        let before = board.version
        alertCase.urgency = .ticket
        board.receive([alertCase], at: F.at(60))
        let rows = board.rows(after: before)
        #expect(rows.map(\.identity.severity) == ["critical", "warning"] && rows.map(\.ended) == [F.at(60), nil])
        // And back: nothing is told to fire and to be over at once.
        alertCase.urgency = .page
        board.receive([alertCase], at: F.at(90))
        #expect(board.rows().map { "\($0.identity.severity) \($0.ended == nil)" } == ["warning false", "critical true"])
    }

    @Test func `a thread that goes on with another incident is one alert`() throws {
        var policy = F.policy
        policy.calm.flapCount = 2
        var monitor = Monitor(policy)
        let first = F.incident("i1")
        monitor.receive(.opened(first), F.page(first, at: 0), at: 0)
        let identity = try #require(monitor.firing.first).identity
        monitor.receive(.closed(F.closed(first, at: 30)), at: 30)
        #expect(monitor.firing.map(\.identity) == [identity], "it may come back")
        var again = F.incident("i2", at: 50)
        again.paged = F.at(50)
        monitor.receive(.opened(again), F.page(again, at: 50), at: 50)
        monitor.pass(to: 600)
        #expect(monitor.firing.map(\.alertCase.incident.id) == ["i2"] && monitor.firing.map(\.identity) == [identity])
        #expect(monitor.firing.first?.began == F.at(0) && monitor.ended.isEmpty)
        monitor.receive(.closed(F.closed(again, at: 900)), at: 900)
        #expect(monitor.firing.isEmpty && monitor.ended.map(\.identity) == [identity])
    }

    @Test func `everything is told each minute, changes at once, and one that fails is asked less and less often`() {
        var schedule = AlertmanagerSchedule()
        #expect(schedule.due(0, at: F.at(0)) == .everything)
        schedule.answered(true, .everything, 3, sent: F.at(0), at: F.at(1))
        #expect(schedule.due(3, at: F.at(59)) == nil && schedule.due(4, at: F.at(2)) == .changes(after: 3))
        schedule.answered(true, .changes(after: 3), 4, sent: F.at(2), at: F.at(2))
        #expect(schedule.due(4, at: F.at(59)) == nil && schedule.due(4, at: F.at(60)) == .everything)
        var (now, waits): (Int64, [Int64]) = (60, [])
        for _ in 0..<6 {
            schedule.answered(false, .everything, 4, sent: F.at(now), at: F.at(now))
            var next = now
            while schedule.due(4, at: F.at(next)) == nil { next += 1 }
            #expect(schedule.due(4, at: F.at(next)) == .everything)
            waits.append(next - now)
            now = next
        }
        #expect(waits == [5, 10, 20, 40, 60, 60])
        // Nine rounds may be lost before an alert ends by itself.
        #expect(AlertmanagerSchedule.lifetime >= AlertmanagerSchedule.period + AlertmanagerSchedule.period)
    }

    private func told() throws -> AlertCase {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        _ = engine.receive(.opened(F.incident()), at: F.at(0))
        _ = engine.receive(F.page(F.incident(), at: 0), at: F.at(0))
        return try #require(engine.takeChangedCases().first)
    }
}
