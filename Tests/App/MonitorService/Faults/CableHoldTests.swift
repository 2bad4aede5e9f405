import Alerting
import DeclaredFiles
import Diagnosis
import MonitorService
import NetworkModel
import TestSupport
import Testing

/// A cut cable that takes one site and a router that restarts look alike for seconds: under the shipped holds the first is told in
/// seconds, the second not at all.
struct CableHoldTests {
    /// That of the small town, with the holds and the calm that we ship.
    private static func policy() throws -> AlertPolicy {
        let shipped = try DeclaredAlerts.load(path: SharedData.packageRoot.appendingPathComponent("Alerts").path).policy
        var policy = TownRun.policy()
        (policy.holds, policy.calm) = (shipped.holds, shipped.calm)
        return policy
    }

    private static let network = Network.compile(TownRun.document()).network

    private static func incident(_ candidates: [ObjectID], sites: [ObjectID] = ["site:o6"], proven: Bool = true) -> Incident {
        var incident = Incident(
            id: "i1", kind: .fault, opened: Timestamp(milliseconds: 1_800_000_000_000), candidates: candidates,
            best: candidates[0])
        (incident.impactedSites, incident.proven) = (sites, proven)
        return incident
    }

    /// Seconds from the onset to the first mail.
    private func wait(_ incident: Incident) throws -> Int64? {
        var engine = AlertingEngine(policy: try Self.policy(), network: Self.network)
        let page = Page(time: incident.opened, object: incident.best, incident: incident.id)
        var mails = [DiagnosisAction.opened(incident), .page(page)].flatMap { engine.receive($0, at: incident.opened) }
        for second in 0...400 { mails += engine.advance(to: incident.opened + .seconds(Int64(second))) }
        return mails.compactMap(\.notification).first.map { ($0.decided - incident.opened).milliseconds / 1000 }
    }

    @Test func `a proven cut of one site's cable is told when it did not blink, what may be a restart waits`() throws {
        let cable: [ObjectID] = ["duct:yard", "link:hub1-o6", "seg:g9"]
        let table: [(Incident, Int64)] = [
            (Self.incident(cable), 10), (Self.incident(["link:hub1-o6"]), 10),
            // Silence alone.
            (Self.incident(cable, proven: false), 180),
            // The device or the power of the place may be it as well.
            (Self.incident(cable + ["dev:o6"]), 60), (Self.incident(["dev:o6"]), 60), (Self.incident(cable + ["site:o6"]), 60),
            (Self.incident(["feed:f"]), 60),
            // Nobody is cut off.
            (Self.incident(cable, sites: []), 60),
        ]
        for (incident, seconds) in table { #expect(try wait(incident) == seconds, "\(incident.candidates)") }
    }

    @Test func `once nothing but the cable is left of the candidates it is told at that moment`() throws {
        var engine = AlertingEngine(policy: try Self.policy(), network: Self.network)
        var incident = Self.incident(["dev:o6", "link:hub1-o6"])
        let onset = incident.opened
        _ = engine.receive(.opened(incident), at: onset)
        #expect(
            engine.receive(.page(Page(time: onset, object: "dev:o6", incident: "i1")), at: onset).compactMap(\.notification)
                .isEmpty)
        (incident.candidates, incident.best) = (["link:hub1-o6"], "link:hub1-o6")
        let told = engine.receive(.revised(incident), at: onset + .seconds(12)).compactMap(\.notification)
        #expect(told.map(\.object) == ["link:hub1-o6"])
    }

    @Test func `offices that restart are nobody's mail`() throws {
        var (restarts, mails) = (0, 0)
        for seed in 1...UInt64(FaultCount("restart", few: 4).seeds) {
            for device in ["dev:o4", "dev:o5", "dev:o6"] as [ObjectID] {
                var run = TownRun(seed: seed, policy: try Self.policy())
                try run.fail(device)
                run.pass(40)
                try run.mend(device)
                run.pass(200)
                restarts += 1
                mails += run.mails.count
                #expect(run.mails.isEmpty, "seed \(seed), \(device): \(run.story)")
            }
        }
        print("restart: \(restarts) restarts of 40 s, mails \(mails)")
    }

    @Test func `two hundred flaps of one site's cable are three mails at most under the shipped policy`() throws {
        var engine = AlertingEngine(policy: try Self.policy(), network: Self.network)
        var decisions: [AlertDecision] = []
        var now = Self.incident(["duct:yard"]).opened
        for number in 0..<200 {
            var incident = Self.incident(["duct:yard"])
            (incident.id, incident.opened) = ("i\(number)", now)
            incident.revisions[0].time = now
            decisions += engine.receive(.opened(incident), at: now)
            decisions += engine.receive(.page(Page(time: now, object: "duct:yard", incident: incident.id)), at: now)
            now = now + .seconds(2)
            incident.closed = now
            decisions += engine.receive(.closed(incident), at: now) + engine.advance(to: now)
            now = now + .seconds(1)
        }
        for _ in 0..<1000 {
            now = now + .seconds(5)
            decisions += engine.advance(to: now)
        }
        let mails = decisions.compactMap(\.notification)
        #expect(mails.count <= 3 && (mails.isEmpty || mails.last?.kind == .recovery), "\(mails.map(\.reason))")
    }
}
