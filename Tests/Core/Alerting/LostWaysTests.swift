import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// Redundancy that is lost with a cause is told in the cause's mails.
struct LostWaysTests {
    private static let hanging: [ObjectID] = ["site:a", "site:b", "site:c"]

    /// A cut that takes nobody down, and what lost its second way with it.
    private static func cut(_ id: String = "i1", at second: Int64 = 0, best: ObjectID = "duct:d") -> Incident {
        var incident = F.incident(id, at: second, best: best)
        incident.impactedSites = []
        return incident
    }

    private static func lost(_ sites: [ObjectID] = hanging, joins: String = "i1", at second: Int64 = 5) -> Incident {
        var incident = F.incident("i2", at: second, best: "link:l2", kind: .redundancy)
        (incident.impactedSites, incident.atRiskSites, incident.joins) = ([], sites, joins)
        incident.candidates = ["link:l1", "link:l2"]
        return incident
    }

    private func engine(hold: TimeSpan = .seconds(8)) -> AlertingEngine {
        var policy = F.policy
        var rule = AlertPolicy.Hold()
        (rule.proven, rule.inferred) = (hold, hold)
        policy.holds = [rule]
        policy.calm.reminder = .seconds(1800)
        return AlertingEngine(policy: policy, network: F.network)
    }

    @Test(arguments: [0, 8] as [Int64])
    func `the first mail of a ring cut names the sites that hang on one way, and there is no other`(hold: Int64) throws {
        var engine = engine(hold: .seconds(hold))
        let (cut, lost) = (Self.cut(), Self.lost())
        var mails = engine.receive(.opened(cut), at: F.at(0)).mails
        // As Diagnosis says it: the page of the cause, and in the same moment what is lost with it.
        mails += engine.receive([F.page(cut, at: 5), .opened(lost), F.page(lost, at: 5, urgency: .ticket)], at: F.at(5)).mails
        for second in stride(from: Int64(5), to: 1500, by: 10) { mails += engine.advance(to: F.at(second)).mails }
        #expect(mails.map(\.kind) == [.problem])
        let mail = try #require(mails.first)
        #expect(mail.incident?.id == "i1" && mail.incident?.atRiskSites == Self.hanging)
        #expect(mail.ways == LostWays(sites: Self.hanging, last: ["link:l2", "link:l1"]))
        let end = engine.receive([.closed(F.closed(lost, at: 1600)), .closed(F.closed(cut, at: 1600))], at: F.at(1600)).mails
        #expect(end.map(\.kind) == [.recovery] && end.first?.ways == LostWays(sites: Self.hanging, last: []))
    }

    @Test func `what becomes known after the first mail comes as one update`() throws {
        var engine = engine(hold: .seconds(0))
        let cut = Self.cut()
        var mails = (engine.receive(.opened(cut), at: F.at(0)) + engine.receive(F.page(cut, at: 5), at: F.at(5))).mails
        #expect(mails.count == 1 && mails[0].ways == nil)
        let lost = Self.lost(at: 40)
        mails += engine.receive([.opened(lost), F.page(lost, at: 40, urgency: .ticket)], at: F.at(40)).mails
        for second in stride(from: Int64(40), to: 1500, by: 10) { mails += engine.advance(to: F.at(second)).mails }
        #expect(mails.map(\.kind) == [.problem, .update] && mails.last?.reason == .redundancyLost(sites: 3))
        // Another site is no news, twice as many are.
        mails += engine.receive([.revised(Self.lost(Self.hanging + ["site:d"], at: 40))], at: F.at(1510)).mails
        mails += engine.advance(to: F.at(1520)).mails
        #expect(mails.count == 2)
        let many = Self.hanging + ["site:d", "site:e", "site:f"]
        mails += engine.receive([.revised(Self.lost(many, at: 40))], at: F.at(1530)).mails + engine.advance(to: F.at(1540)).mails
        #expect(mails.count == 3 && mails.last?.kind == .update && mails.last?.ways?.sites == many)
    }

    @Test func `a second cause tells what it took, not what the first one's readers know`() throws {
        var engine = engine()
        let (cut, lost) = (Self.cut(), Self.lost())
        _ = engine.receive([.opened(cut), F.page(cut, at: 5), .opened(lost), F.page(lost, at: 5)], at: F.at(5))
        #expect(engine.advance(to: F.at(10)).mails.first?.ways?.sites == Self.hanging)
        let second = Self.cut("i3", at: 100, best: "dev:p1")
        let more = Self.lost(Self.hanging + ["site:z"])
        _ = engine.receive([.opened(second), F.page(second, at: 105), .revised(more)], at: F.at(105))
        let mails = engine.advance(to: F.at(110)).mails + engine.advance(to: F.at(900)).mails
        #expect(mails.map { "\($0.incident?.id ?? "") \($0.kind)" } == ["i3 problem"])
        #expect(mails.first?.ways?.sites == ["site:z"])
    }

    @Test func `it stays told over a restart, and what is lost by planned work is no other fault's`() {
        var engine = engine()
        let (cut, lost) = (Self.cut(), Self.lost())
        _ = engine.receive([.opened(cut), F.page(cut, at: 5), .opened(lost), F.page(lost, at: 5)], at: F.at(5))
        #expect(engine.advance(to: F.at(10)).mails.count == 1)
        var again = AlertingEngine(policy: engine.policy, network: F.network, cases: engine.takeChangedCases())
        #expect(again.advance(to: F.at(20)).mails.isEmpty && again.advance(to: F.at(900)).mails.isEmpty)

        var planned = self.engine()
        var work = Self.cut()
        work.kind = .planned
        _ = planned.receive([.opened(work), .opened(lost)], at: F.at(5))
        let fault = Self.cut("i3", at: 100, best: "dev:p1")
        _ = planned.receive([.opened(fault), F.page(fault, at: 105)], at: F.at(105))
        #expect(planned.advance(to: F.at(110)).mails.map(\.ways) == [nil])
    }
}
