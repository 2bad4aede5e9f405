import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// Times that an earlier run wrote under a clock that was ahead (F1).
@Suite struct ClockFaultTests {
    private static let year: Int64 = 31_536_000

    private static func policy() -> AlertPolicy {
        var policy = F.policy
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred) = (.seconds(45), .seconds(45))
        policy.holds = [hold]
        policy.calm.burst = 2
        policy.calm.personBurst = 2
        return policy
    }

    /// An engine that went on from `cases` under the right clock, and what it decides in the next ten minutes, with the second of each.
    private static func resumed(_ cases: [AlertCase], _ actions: [DiagnosisAction] = []) -> [(Int64, AlertDecision)] {
        var engine = AlertingEngine(policy: policy(), network: F.network, cases: cases, start: F.at(0))
        var all = actions.flatMap { engine.receive($0, at: F.at(0)) }.map { (Int64(0), $0) }
        for second in 0...600 { all += engine.advance(to: F.at(Int64(second))).map { (Int64(second), $0) } }
        return all
    }

    /// The cases of a run whose clock was a year ahead: `count` told, the last `closed` of them healed.
    private static func ahead(_ count: Int, wait: Int64 = 60, closed: Int = 0) -> [AlertCase] {
        var policy = policy()
        policy.calm.burst = 100
        policy.calm.personBurst = 100
        var engine = AlertingEngine(policy: policy, network: F.network)
        for n in 1...count {
            let incident = F.incident("i\(n)", at: year, best: ObjectID("dev:p\(n)"))
            _ = engine.receive(.opened(incident), at: F.at(year))
            _ = engine.receive(F.page(incident, at: year), at: F.at(year))
        }
        _ = engine.advance(to: F.at(year + wait))
        for n in (1...count).suffix(closed) {
            let incident = F.closed(F.incident("i\(n)", at: year, best: ObjectID("dev:p\(n)")), at: year + wait)
            _ = engine.receive(.closed(incident), at: F.at(year + wait))
        }
        return engine.takeChangedCases()
    }

    @Test func `a page held under a clock that was a year ahead is told after its hold`() {
        let told = Self.resumed(Self.ahead(1, wait: 10)).filter { $0.1.notification != nil }
        #expect(told.map(\.0) == [45] && told.first?.1.notification?.kind == .problem, "\(told.map { ($0.0, $0.1.reason.code) })")
    }

    @Test func `mails from the future count for no storm`() {
        let incident = F.incident("i9", best: "dev:hub")
        let told = Self.resumed(Self.ahead(3), [.opened(incident), F.page(incident, at: 0)]).filter { $0.1.notification != nil }
        #expect(told.map(\.0) == [45] && told.first?.1.incident == "i9", "\(told.map { ($0.0, $0.1.reason.code) })")
    }

    @Test func `a recovery that waited under a clock that was ahead is told at once`() {
        let told = Self.resumed(Self.ahead(1, wait: 50, closed: 1)).filter { $0.1.notification != nil }
        #expect(told.map(\.1.notification?.kind) == [.recovery] && told.allSatisfy { $0.0 <= 120 })
    }

    @Test func `what an acknowledgement holds, it holds until the time that a person said`() {
        var cases = Self.ahead(1)
        cases[0].acknowledgement = Acknowledgement(incident: "i1", at: F.at(0), by: "ana", reason: "on my way", until: F.at(300))
        let told = Self.resumed(cases).filter { $0.1.notification != nil }
        #expect(
            told.map(\.0) == [300] && told.first?.1.reason.code == "acknowledgement-ended",
            "\(told.map { ($0.0, $0.1.reason.code) })")
    }

    @Test func `a word that was given under a clock that was ahead does not make the later ones old`() {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        _ = engine.receive(F.page(incident, at: 0), at: F.at(0))
        let ahead = Acknowledgement(incident: "i1", at: F.at(31_536_000), by: "ana", reason: "mine", row: 1)
        #expect(engine.receive(ahead, at: F.at(10)).count == 1)
        let given = Acknowledgement(incident: "i1", at: F.at(20), by: "ana", reason: "given back", until: F.at(20), row: 2)
        #expect(engine.receive(given, at: F.at(20)).count == 1 && engine.receive(ahead, at: F.at(20)).isEmpty)
        #expect(engine.advance(to: F.at(20)).codes == ["acknowledgement-ended"])
    }

    @Test func `under a clock that was right nothing changes`() {
        var engine = AlertingEngine(policy: Self.policy(), network: F.network)
        let incident = F.incident("i1", at: -100)
        _ = engine.receive(.opened(incident), at: F.at(-100))
        _ = engine.receive(F.page(incident, at: -100), at: F.at(-100))
        _ = engine.advance(to: F.at(-50))
        let cases = engine.takeChangedCases()
        var next = AlertingEngine(policy: Self.policy(), network: F.network, cases: cases, start: F.at(0))
        #expect(next.cases == ["i1": cases[0]] && next.takeChangedCases().isEmpty)
    }

    // Whatever comes first, people or their duty.
    @Test(arguments: [true, false])
    func `what nobody was there to be told of is told as soon as somebody is`(byReload: Bool) {
        var policy = F.policy
        let people = policy.people
        policy.people = []
        var engine = AlertingEngine(policy: policy, network: F.network)
        let incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        #expect(engine.receive(F.page(incident, at: 0), at: F.at(0)).codes == ["nobody-to-tell"])
        #expect(engine.advance(to: F.at(600)).isEmpty)
        policy.people = people
        if byReload {
            engine.reload(policy: policy, network: F.network)
        } else {
            engine = AlertingEngine(policy: policy, network: F.network, cases: engine.takeChangedCases(), start: F.at(601))
        }
        let mails = engine.advance(to: F.at(602)).mails
        #expect(mails.map(\.kind) == [.problem] && mails[0].recipients.map(\.address) == ["ana@noc.example"])
        #expect(engine.advance(to: F.at(603)).isEmpty)
        #expect(engine.receive(.closed(F.closed(incident, at: 700)), at: F.at(700)).mails.map(\.kind) == [.recovery])
    }
}
