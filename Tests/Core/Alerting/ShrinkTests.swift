import Alerting
import Diagnosis
import NetworkModel
import TestSupport
import Testing

private typealias F = AlertingFixture

/// What people hear when offices come back while the cause remains.
struct ShrinkTests {
    private static let sites = (1...14).map { ObjectID("site:o\($0)") }

    /// Told at 0 with fourteen offices; updates at least 300 s after the last mail, once it has been steady for 60 s.
    private struct Outage {
        var engine: AlertingEngine
        var incident = F.incident()
        var mails: [AlertNotification] = []
        private var second: Int64 = 0

        init(_ policy: AlertPolicy = F.policy) {
            engine = AlertingEngine(policy: policy, network: F.network)
            incident.impactedSites = ShrinkTests.sites
            _ = engine.receive(.opened(incident), at: F.at(0))
            mails = engine.receive(F.page(incident, at: 0), at: F.at(0)).mails
        }

        /// Lets time pass, ten seconds at a time.
        mutating func wait(until end: Int64) {
            while second < end {
                second = min(second + 10, end)
                mails += engine.advance(to: F.at(second)).mails
            }
        }

        /// So many offices are out from then on.
        @discardableResult
        mutating func hits(_ count: Int, at second: Int64) -> [String] {
            wait(until: second)
            incident.impactedSites = Array(ShrinkTests.sites.prefix(count))
            let decisions = engine.receive(.revised(incident), at: F.at(second))
            mails += decisions.mails
            return decisions.codes
        }

        mutating func ends(at second: Int64) {
            wait(until: second)
            mails += engine.receive(.closed(F.closed(incident, at: second)), at: F.at(second)).mails
            wait(until: second + 3600)
        }

        var story: [String] { mails.map { "\($0.kind) \(($0.decided - F.at(0)).milliseconds / 1000) \($0.reason.code)" } }
    }

    @Test func `three of fourteen still out is told once, in the thread, after the gap`() throws {
        var outage = Outage()
        #expect(outage.hits(3, at: 100) == ["shrinking"])
        outage.hits(3, at: 110)
        outage.ends(at: 4000)
        #expect(outage.story == ["problem 0 new-root-cause", "update 300 impact-shrank", "recovery 4000 recovered"])
        let update = try #require(outage.mails.first { $0.kind == .update })
        #expect(update.references == [outage.mails[0].messageID] && update.recipients == outage.mails[0].recipients)
        #expect(update.reason.words == "3 of 14 sites are still hit" && update.previous?.impactedSites.count == 14)
        // What it hit while it lasted are all that people were told of.
        #expect(outage.mails.last?.incident?.impactedSites.count == 14)
    }

    @Test func `long after the last mail it is told as soon as it has been steady`() {
        var outage = Outage()
        outage.hits(7, at: 2000)
        outage.wait(until: 2500)
        #expect(outage.story == ["problem 0 new-root-cause", "update 2060 impact-shrank"])
        outage.hits(0, at: 2600)
        outage.wait(until: 9000)
        #expect(outage.story.last == "update 2660 impact-shrank")
        #expect(outage.mails.count == 3 && outage.mails[2].reason.words == "none of 7 sites is hit any more; the cause remains")
    }

    @Test(arguments: [(8, 0), (7, 1), (13, 0), (1, 1), (0, 1)])
    func `half of them back is worth a mail, fewer are not`(left: Int, updates: Int) {
        var outage = Outage()
        outage.hits(left, at: 1000)
        outage.wait(until: 5000)
        #expect(outage.mails.count { $0.kind == .update } == updates)
    }

    @Test func `offices that come back one by one before the repair leave only the recovery`() {
        for gap in [5, 20, 30, 55] as [Int64] {
            var outage = Outage()
            for left in (0..<14).reversed() { outage.hits(left, at: 1000 + Int64(14 - left) * gap) }
            outage.ends(at: 1000 + 14 * gap + 30)
            #expect(outage.story.count == 2 && outage.mails.last?.kind == .recovery, "one each \(gap) s: \(outage.story)")
        }
    }

    @Test func `a repair within the settling time leaves only the recovery`() {
        var outage = Outage()
        outage.hits(3, at: 2000)
        outage.ends(at: 2059)
        #expect(outage.mails.map(\.kind) == [.problem, .recovery])
    }

    @Test func `an outage that mends for hours is told at most once in a gap, and by halves`() {
        var outage = Outage()
        for left in (0..<14).reversed() { outage.hits(left, at: 1000 + Int64(14 - left) * 600) }
        outage.wait(until: 20_000)
        let updates = outage.mails.filter { $0.kind == .update }
        #expect(updates.compactMap { $0.incident?.impactedSites.count } == [7, 3, 1, 0])
        #expect(zip(updates, updates.dropFirst()).allSatisfy { $1.decided - $0.decided >= .seconds(300) })
    }

    @Test func `what was lost again before it was told is not told at all, and what is lost after it was is told`() {
        var outage = Outage()
        outage.hits(3, at: 2000)
        outage.hits(14, at: 2030)
        outage.wait(until: 4000)
        #expect(outage.mails.count == 1)
        outage.hits(3, at: 5000)
        outage.hits(14, at: 5600)
        #expect(
            outage.story.dropFirst() == ["update 5060 impact-shrank", "update 5600 impact-changed"])
    }

    @Test func `a link that comes and goes tells nothing of the sites that come and go with it`() {
        var outage = Outage()
        outage.incident.kind = .flapping
        outage.hits(14, at: 1000)
        outage.wait(until: 2000)
        let before = outage.mails.count
        for round in 0..<20 { outage.hits(round % 2 == 0 ? 2 : 14, at: 2000 + Int64(round) * 100) }
        outage.hits(2, at: 4000)
        outage.wait(until: 9000)
        #expect(outage.mails.count == before)
    }

    @Test func `who took it is not told that it shrinks, and it escalates as before`() {
        var policy = F.policy
        var escalation = AlertPolicy.Escalation(name: "default", steps: [])
        escalation.steps = [.init(after: .seconds(1800), to: ["person:boris"])]
        policy.escalations = [escalation]
        var outage = Outage(policy)
        outage.hits(3, at: 1000)
        outage.wait(until: 3000)
        #expect(
            outage.story == ["problem 0 new-root-cause", "update 1060 impact-shrank", "escalation 1800 escalated"])
        var taken = Outage(policy)
        _ = taken.engine.receive(Acknowledgement(incident: "i1", at: F.at(10), by: "ana", reason: "mine"), at: F.at(10))
        taken.hits(3, at: 1000)
        taken.wait(until: 9000)
        #expect(taken.mails.count == 1)
    }

    @Test func `a restart neither repeats nor forgets it`() {
        var outage = Outage()
        outage.hits(3, at: 2000)
        outage.engine = AlertingEngine(policy: F.policy, network: F.network, cases: outage.engine.takeChangedCases())
        outage.wait(until: 2100)
        #expect(outage.story.last == "update 2060 impact-shrank")
        outage.engine = AlertingEngine(policy: F.policy, network: F.network, cases: outage.engine.takeChangedCases())
        outage.hits(3, at: 2110)
        outage.wait(until: 9000)
        #expect(outage.mails.count == 2)
    }

    @Test func `a list says what is hit when it is sent`() throws {
        var policy = F.policy
        (policy.calm.personBurst, policy.calm.personWindow) = (1, .seconds(600))
        var engine = AlertingEngine(policy: policy, network: F.network)
        for n in 1...3 {
            let incident = F.incident("i\(n)", best: ObjectID("dev:x\(n)"))
            _ = engine.receive(.opened(incident), at: F.at(0))
            _ = engine.receive(F.page(incident, at: 0), at: F.at(0))
        }
        var less = F.incident("i2", best: "dev:x2")
        less.impactedSites = []
        _ = engine.receive(.revised(less), at: F.at(100))
        let list = try #require(engine.advance(to: F.at(600)).mails.first { $0.kind == .digest })
        #expect(list.collected.map(\.sitesHitNow.count) == [2, 0])
    }

    /// The scored document keeps all that an area or a carrier hit; people hear what it still hits.
    @Test func `what an area still hits is counted where all that it hit stays known`() {
        var outage = Outage()
        outage.incident.stillHit = Array(Self.sites.prefix(3))
        outage.wait(until: 2000)
        _ = outage.engine.receive(.revised(outage.incident), at: F.at(2000))
        outage.wait(until: 3000)
        #expect(outage.story.last == "update 2060 impact-shrank")
    }
}
