import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

@Suite struct AlertingEngineTests {
    @Test func `a paged incident is told once, to the route's people, and says why`() throws {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let incident = F.incident()
        #expect(engine.receive(.opened(incident), at: F.at(0)).isEmpty)
        let decisions = engine.receive(F.page(incident, at: 5), at: F.at(5))
        let mail = try #require(decisions.mails.first)
        #expect(decisions.codes == ["new-root-cause"])
        #expect(mail.kind == .problem && mail.recipients.map(\.address) == ["ana@noc.example"])
        #expect(mail.id == "i1.problem.0.internal" && mail.references.isEmpty)
        #expect(engine.receive(F.page(incident, at: 9), at: F.at(9)).codes == ["already-told"])
        #expect(engine.advance(to: F.at(9000)).isEmpty)
    }

    @Test func `the recovery stands in the thread of the problem and ends the case`() throws {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        let problem = try #require(engine.receive(F.page(incident, at: 5), at: F.at(5)).mails.first)
        let decisions = engine.receive(.closed(F.closed(incident, at: 600)), at: F.at(600))
        let recovery = try #require(decisions.mails.first)
        #expect(recovery.kind == .recovery && recovery.references == [problem.messageID])
        #expect(recovery.messageID != problem.messageID)
        #expect(engine.takeChangedCases().map(\.stage) == [.ended])
        #expect(engine.cases.isEmpty)
    }

    @Test func `lost redundancy is told in the story of its cause, and by itself only where that was not told`() {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let fault = F.incident("i1")
        var lost = F.incident("i2", best: "link:l2", kind: .redundancy)
        lost.joins = "i1"
        _ = engine.receive(.opened(fault), at: F.at(0))
        _ = engine.receive(F.page(fault, at: 5), at: F.at(5))
        _ = engine.receive(.opened(lost), at: F.at(5))
        #expect(engine.receive(F.page(lost, at: 5, urgency: .ticket), at: F.at(5)).codes == ["part-of-cause"])
        #expect(engine.receive(.closed(F.closed(lost, at: 600)), at: F.at(600)).mails.isEmpty)

        var silent = AlertingEngine(policy: F.policy, network: F.network)
        _ = silent.receive(.opened(F.incident("i1", kind: .planned)), at: F.at(0))
        _ = silent.receive(.opened(lost), at: F.at(5))
        let told = silent.receive(F.page(lost, at: 5, urgency: .ticket), at: F.at(5)).mails
        #expect(told.count == 1 && told.first?.incident?.id == "i2")
    }

    @Test(arguments: [Incident.Kind.planned, .expected, .transient])
    func `what is planned, expected or transient is never mailed, and the reason is kept`(kind: Incident.Kind) {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let incident = F.incident(kind: kind)
        var decisions = engine.receive(.opened(incident), at: F.at(0))
        decisions += engine.receive(.closed(F.closed(incident, at: 600)), at: F.at(600))
        #expect(decisions.count == 1 && decisions.mails.isEmpty)
    }

    @Test func `an early guess that is withdrawn sends nothing`() {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        var incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        incident.withdrawn = true
        #expect(engine.receive(.withdrawn(incident), at: F.at(5)).codes == ["withdrawn"])
    }

    @Test func `what is inferred waits for its hold from the onset, and heals inside it without a mail`() throws {
        var policy = F.policy
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred) = (.seconds(0), .seconds(45))
        policy.holds = [hold]
        var incident = F.incident()
        incident.proven = false
        var engine = AlertingEngine(policy: policy, network: F.network)
        _ = engine.receive(.opened(incident), at: F.at(0))
        let held = engine.receive(F.page(incident, at: 10), at: F.at(10))
        #expect(held.map(\.verdict) == [.hold(until: F.at(45))] && held.codes == ["hold"])
        #expect(engine.advance(to: F.at(44)).isEmpty)

        var healed = engine
        #expect(healed.receive(.closed(F.closed(incident, at: 40)), at: F.at(44)).codes == ["healed"])

        var proven = engine
        incident.proven = true
        #expect(proven.receive(.revised(incident), at: F.at(20)).mails.map(\.kind) == [.problem])

        let told = engine.advance(to: F.at(45))
        #expect(told.codes == ["hold-ended"] && told.mails.first?.held?.count == 1)
    }

    @Test func `readers of the wrong cause are corrected after the gap, and not twice`() {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        var incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        _ = engine.receive(F.page(incident, at: 5), at: F.at(5))
        (incident.best, incident.candidates) = ("dev:hub", ["dev:hub"])
        #expect(engine.receive(.revised(incident), at: F.at(12)).codes == ["update-gap"])
        #expect(engine.receive(.revised(incident), at: F.at(15)).isEmpty)
        let update = engine.advance(to: F.at(20))
        #expect(update.codes == ["cause-changed"] && update.mails.first?.previous?.best == "duct:d")
        #expect(engine.advance(to: F.at(5000)).isEmpty)
    }

    @Test func `an acknowledged outage is quiet until the acknowledgement ends, then told again at once`() {
        var policy = F.policy
        policy.calm.reminder = .seconds(600)
        var engine = AlertingEngine(policy: policy, network: F.network)
        let incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        _ = engine.receive(F.page(incident, at: 0), at: F.at(0))
        let taken = Acknowledgement(incident: "i1", at: F.at(60), by: "ana", reason: "on it", until: F.at(7200))
        #expect(engine.receive(taken, at: F.at(60)).codes == ["acknowledged"])
        #expect(engine.advance(to: F.at(7199)).isEmpty)
        #expect(engine.advance(to: F.at(7200)).codes == ["acknowledgement-ended"])
        #expect(engine.advance(to: F.at(7800)).codes == ["not-acknowledged"])
    }

    @Test func `a fault inside a maintenance window is told within one step after its end`() {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let window = MaintenanceWindow(
            id: "w1", object: "duct:d", from: F.at(-60), to: F.at(3600), owner: "ana", reason: "splicing")
        _ = engine.receive([window], at: F.at(-60))
        let incident = F.incident(best: "seg:s1")
        _ = engine.receive(.opened(incident), at: F.at(0))
        #expect(engine.receive(F.page(incident, at: 5), at: F.at(5)).codes == ["maintenance"])
        #expect(engine.advance(to: F.at(3599)).isEmpty)
        #expect(engine.advance(to: F.at(3600)).codes == ["maintenance-ended"])
    }

    @Test func `two hundred flaps in ten minutes are three mails in one thread`() {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        var mails: [AlertNotification] = []
        for n in 0..<200 {
            let second = Int64(n * 3)
            let incident = F.incident("i\(n)", at: second, best: "link:l1")
            mails += engine.receive(.opened(incident), at: F.at(second)).mails
            mails += engine.receive(F.page(incident, at: second), at: F.at(second)).mails
            mails += engine.receive(.closed(F.closed(incident, at: second + 1)), at: F.at(second + 1)).mails
            mails += engine.advance(to: F.at(second + 2)).mails
        }
        mails += engine.advance(to: F.at(5000)).mails
        #expect(mails.map(\.kind) == [.problem, .update, .recovery])
        #expect(mails.dropFirst().allSatisfy { $0.references.first == mails.first?.messageID })
        #expect(engine.takeChangedCases().allSatisfy { $0.isEnded })
    }

    @Test func `people of different levels get mails of their own in threads of their own`() {
        var policy = F.policy
        policy.routes = [.init(name: "all", to: ["person:ana", "person:boris"])]
        var engine = AlertingEngine(policy: policy, network: F.network)
        let incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        let mails = engine.receive(F.page(incident, at: 0), at: F.at(0)).mails
        #expect(mails.map(\.level) == [.internal, .restricted])
        #expect(Set(mails.map(\.messageID)).count == 2 && mails.allSatisfy { $0.told == ["Ana", "Борис"] })
    }

    @Test func `an engine made again from its cases at any point sends the same mails`() {
        let incident = F.incident()
        let steps: [(Int64, DiagnosisAction)] = [
            (0, .opened(incident)), (5, F.page(incident, at: 5)), (20, .revised(F.incident(best: "dev:hub"))),
            (400, .state(StateChange(time: F.at(400), object: "dev:p1", state: .up))),
            (900, .closed(F.closed(incident, at: 900))),
        ]
        func run(restartBefore: Int?) -> [String] {
            var engine = AlertingEngine(policy: F.policy, network: F.network)
            var stored: [String: AlertCase] = [:]
            var ids: [String] = []
            for (n, step) in steps.enumerated() {
                if n == restartBefore {
                    engine = AlertingEngine(policy: F.policy, network: F.network, cases: Array(stored.values))
                }
                ids += engine.receive(step.1, at: F.at(step.0)).mails.map(\.messageID)
                ids += engine.advance(to: F.at(step.0 + 4)).mails.map(\.messageID)
                for changed in engine.takeChangedCases() { stored[changed.incident.id] = changed }
            }
            return ids
        }
        let whole = run(restartBefore: nil)
        #expect(whole.count == 3)
        for n in steps.indices { #expect(run(restartBefore: n) == whole) }
    }
}
