import Alerting
import Diagnosis
import NetworkModel
import TestSupport
import Testing

private typealias F = AlertingFixture

/// What begins small and grows before anybody was told, or after only the desk was: who is on call hears of it, once.
@Suite struct GrowthTests {
    private static let sites = (1...14).map { ObjectID("site:o\($0)") }

    /// Ten sites or more page at once where it is proven and after 45 s where it is not; what is smaller waits a minute, or is `small`.
    static func policy(small: String? = nil, after span: TimeSpan = .seconds(60)) -> AlertPolicy {
        var policy = F.policy
        var (many, other) = (AlertPolicy.Hold(), AlertPolicy.Hold())
        (many.isolatesAtLeast, many.proven, many.inferred) = (10, .zero, .seconds(45))
        (other.proven, other.inferred, other.urgency) = (span, span, small)
        policy.holds = [many, other]
        var desk = AlertPolicy.Route(name: "desk", to: ["person:boris"])
        desk.urgencies = ["ticket", "digest"]
        policy.routes.insert(desk, at: 0)
        return policy
    }

    /// One fault that hits one site at its onset.
    private struct Fault {
        var engine: AlertingEngine
        var incident = F.incident()
        var mails: [AlertNotification] = []
        var codes: [String] = []
        private var second: Int64 = 0

        init(_ policy: AlertPolicy, kind: Incident.Kind = .fault, hits count: Int = 1, proven: Bool = true) {
            engine = AlertingEngine(policy: policy, network: F.network)
            incident.kind = kind
            (incident.impactedSites, incident.proven) = (Array(GrowthTests.sites.prefix(count)), proven)
            note(engine.receive(.opened(incident), at: F.at(0)))
            note(engine.receive(F.page(incident, at: 0), at: F.at(0)))
        }

        mutating func note(_ decisions: [AlertDecision]) {
            mails += decisions.mails
            codes += decisions.codes
        }

        mutating func wait(until end: Int64) {
            while second < end {
                second += 1
                note(engine.advance(to: F.at(second)))
            }
        }

        mutating func hits(_ count: Int, at second: Int64) {
            wait(until: second)
            incident.impactedSites = Array(GrowthTests.sites.prefix(count))
            note(engine.receive(.revised(incident), at: F.at(second)))
        }

        mutating func isTaken(at second: Int64, until end: Int64? = nil) {
            wait(until: second)
            let taken = Acknowledgement(
                incident: "i1", at: F.at(second), by: "ana", reason: "one office", until: end.map { F.at($0) })
            note(engine.receive(taken, at: F.at(second)))
        }

        mutating func ends(at second: Int64) {
            wait(until: second)
            note(engine.receive(.closed(F.closed(incident, at: second)), at: F.at(second)))
            wait(until: second + 3600)
        }

        /// Kind, urgency, second and readers of each mail.
        var story: [String] {
            mails.map { mail in
                let second = (mail.decided - F.at(0)).milliseconds / 1000
                return "\(mail.kind) \(mail.urgency) \(second) \(mail.recipients.map(\.name).joined(separator: " "))"
            }
        }
    }

    @Test func `what could wait for the daily mail pages once when it grows, and its end is told`() {
        var fault = Fault(Self.policy(small: "digest"))
        #expect(fault.codes == ["in-digest"])
        fault.hits(4, at: 20)
        #expect(fault.mails.isEmpty)
        fault.hits(13, at: 100)
        #expect(fault.mails.last?.reason == .moreUrgent(from: .digest, to: .page))
        fault.hits(14, at: 102)
        fault.hits(14, at: 103)
        fault.ends(at: 900)
        #expect(fault.story == ["problem page 100 Ana", "recovery page 900 Ana"])
    }

    @Test func `what grows on silence alone waits for the hold that applies now, from its onset`() {
        var fault = Fault(Self.policy(small: "digest"), proven: false)
        fault.hits(14, at: 20)
        fault.hits(14, at: 30)
        fault.wait(until: 44)
        #expect(fault.mails.isEmpty)
        fault.ends(at: 900)
        #expect(fault.story == ["problem page 45 Ana", "recovery page 900 Ana"])
    }

    @Test func `who took one office did not take fourteen`() {
        var fault = Fault(Self.policy())
        fault.isTaken(at: 10)
        // Five, or nine, are no other fault than the one that was taken.
        fault.hits(5, at: 20)
        fault.hits(9, at: 25)
        fault.wait(until: 300)
        #expect(fault.mails.isEmpty)
        fault.hits(14, at: 300)
        #expect(fault.mails.last?.reason == .impactChanged(before: 1, now: 14))
        fault.hits(13, at: 302)
        fault.ends(at: 900)
        #expect(fault.story == ["problem page 300 Ana", "recovery page 900 Ana"])
    }

    @Test func `what was taken at its full size, or at more than half of it, stays quiet until the acknowledgement ends`() {
        for (taken, grown) in [(14, 14), (9, 14), (5, 9)] {
            var fault = Fault(Self.policy(), hits: 1, proven: false)
            fault.hits(taken, at: 5)
            fault.isTaken(at: 10, until: 1000)
            fault.hits(grown, at: 20)
            fault.wait(until: 999)
            #expect(fault.mails.isEmpty, "\(taken) \(grown)")
            fault.ends(at: 2000)
            #expect(fault.story == ["problem page 1000 Ana", "recovery page 2000 Ana"], "\(taken) \(grown)")
        }
    }

    @Test(arguments: [Incident.Kind.planned, .expected, .transient])
    func `what is quiet by its kind stays quiet however it grows`(kind: Incident.Kind) {
        for small in [nil, "digest"] {
            var fault = Fault(Self.policy(small: small), kind: kind)
            fault.hits(14, at: 20)
            fault.ends(at: 900)
            #expect(fault.mails.isEmpty, "\(fault.story)")
        }
    }

    @Test func `a part of another incident stays quiet however it grows`() {
        var fault = Fault(Self.policy(small: "digest"))
        let whole = F.incident("i2", best: "dev:hub")
        fault.note(fault.engine.receive(.opened(whole), at: F.at(1)))
        fault.note(fault.engine.merge("i1", into: "i2", by: "ana", at: F.at(2)))
        let before = fault.codes.count
        for second in 3..<9 as Range<Int64> { fault.hits(14, at: second) }
        #expect(fault.mails.isEmpty && fault.codes.count <= before + 1, "\(fault.codes)")
    }

    @Test func `a ticket that grows inside its hold is a page to who is on call`() {
        var fault = Fault(Self.policy(small: "ticket"))
        fault.hits(14, at: 8)
        fault.ends(at: 900)
        #expect(fault.story == ["problem page 8 Ana", "recovery page 900 Ana"])
    }

    @Test func `a page that shrinks inside its hold to what is a ticket goes to the desk`() {
        var fault = Fault(Self.policy(small: "ticket"), hits: 14, proven: false)
        fault.incident.stillHit = [Self.sites[0]]
        fault.note(fault.engine.receive(.revised(fault.incident), at: F.at(8)))
        fault.ends(at: 900)
        #expect(fault.story.first == "problem ticket 60 Борис")
    }

    @Test func `a ticket that was told and grows is one more mail, to the desk and to who is on call`() {
        var fault = Fault(Self.policy(small: "ticket"))
        fault.wait(until: 100)
        #expect(fault.story == ["problem ticket 60 Борис"])
        fault.hits(14, at: 200)
        #expect(fault.mails.last?.reason == .moreUrgent(from: .ticket, to: .page))
        let told = fault.mails.count
        fault.hits(14, at: 210)
        fault.wait(until: 1000)
        #expect(fault.mails.count == told, "\(fault.story)")
        fault.ends(at: 2000)
        let readers = { (kind: AlertNotification.Kind) in
            Set(fault.mails.filter { $0.kind == kind }.flatMap { $0.recipients.map(\.name) })
        }
        #expect(readers(.escalation) == ["Ana", "Борис"] && readers(.recovery) == ["Ana", "Борис"], "\(fault.story)")
        #expect(fault.mails.filter { $0.kind == .escalation }.allSatisfy { $0.urgency == .page })
        #expect(Set(fault.mails.map(\.kind)) == [.problem, .escalation, .recovery], "\(fault.story)")
    }

    @Test func `a ticket that somebody took is not raised unless it grows`() {
        var policy = Self.policy(small: "ticket")
        var fault = Fault(policy)
        fault.wait(until: 100)
        fault.isTaken(at: 110)
        // The files change: what was a ticket is a page from now on.
        policy.holds[1].urgency = nil
        fault.engine.reload(policy: policy, network: F.network)
        fault.wait(until: 300)
        #expect(fault.story == ["problem ticket 60 Борис"])
        fault.hits(14, at: 400)
        #expect(fault.mails.last?.kind == .escalation)
    }

    @Test func `what was raised is escalated as a page`() {
        var policy = Self.policy(small: "ticket")
        policy.people.append(.init(id: "person:chief", name: "Chief", mail: "chief@noc.example"))
        policy.escalations = [
            .init(name: "default", steps: [.init(after: .seconds(900), to: ["person:chief"])])
        ]
        var fault = Fault(policy)
        fault.hits(14, at: 200)
        fault.wait(until: 1200)
        #expect(fault.story.last == "escalation page 1100 Chief", "\(fault.story)")
    }

    @Test func `what joins a flapping and grows is told when it does, and not when the flapping is over`() {
        var policy = Self.policy(after: .zero)
        policy.calm.settle = .seconds(60)
        var fault = Fault(policy)
        fault.wait(until: 32)
        fault.note(fault.engine.receive(.closed(F.closed(fault.incident, at: 32)), at: F.at(32)))
        var back = F.incident("i2", at: 50)
        back.impactedSites = [Self.sites[0]]
        fault.wait(until: 50)
        fault.note(fault.engine.receive(.opened(back), at: F.at(50)))
        fault.note(fault.engine.receive(F.page(back, at: 50), at: F.at(50)))
        fault.wait(until: 60)
        #expect(fault.story == ["problem page 0 Ana"])
        back.impactedSites = Self.sites
        fault.note(fault.engine.receive(.revised(back), at: F.at(60)))
        #expect(fault.story == ["problem page 0 Ana", "problem page 60 Ana"])
        fault.note(fault.engine.receive(.revised(back), at: F.at(61)))
        fault.wait(until: 500)
        fault.note(fault.engine.receive(.closed(F.closed(back, at: 500)), at: F.at(500)))
        fault.wait(until: 2000)
        // Each of the two is over once.
        #expect(fault.mails.map(\.kind) == [.problem, .problem, .recovery, .recovery], "\(fault.story)")
        #expect(Set(fault.mails.map(\.messageID)).count == 4)
    }

    @Test func `what leaves a flapping and grows does not end it for the part that is still down`() {
        var policy = Self.policy(after: .zero)
        policy.calm.settle = .seconds(60)
        var fault = Fault(policy)
        fault.wait(until: 32)
        fault.note(fault.engine.receive(.closed(F.closed(fault.incident, at: 32)), at: F.at(32)))
        var (small, great) = (F.incident("i2", at: 40), F.incident("i3", at: 45, best: "link:x"))
        (small.impactedSites, great.impactedSites) = ([Self.sites[0]], [Self.sites[0]])
        great.candidates = ["duct:d", "link:x"]
        for part in [small, great] {
            let second = (part.opened - F.at(0)).milliseconds / 1000
            fault.wait(until: second)
            fault.note(fault.engine.receive(.opened(part), at: part.opened))
            fault.note(fault.engine.receive(F.page(part, at: second), at: part.opened))
        }
        fault.wait(until: 60)
        great.impactedSites = Self.sites
        fault.note(fault.engine.receive(.revised(great), at: F.at(60)))
        #expect(fault.mails.last?.incident?.id == "i3")
        fault.wait(until: 300)
        #expect(!fault.mails.contains { $0.kind == .recovery }, "\(fault.story)")
        #expect(fault.mails.last?.incident?.id == "i2", "\(fault.story)")
        for (second, part) in [(500, small), (600, great)] as [(Int64, Incident)] {
            fault.wait(until: second)
            fault.note(fault.engine.receive(.closed(F.closed(part, at: second)), at: F.at(second)))
        }
        fault.wait(until: 2000)
        #expect(fault.mails.filter { $0.kind == .recovery }.map(\.incident?.id) == ["i2", "i3"], "\(fault.story)")
    }
}
