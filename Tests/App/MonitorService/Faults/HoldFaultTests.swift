import Alerting
import Diagnosis
import MonitorService
import NetworkModel
import TestSupport
import Testing

/// A page leaves when its hold is over: never before, and at most five seconds after.
struct HoldFaultTests {
    @Test func `a page is never later than its hold by more than five seconds, and never before it`() throws {
        var (pages, latest, early) = (0, TimeSpan.zero, 0)
        let seeds = FaultCount("hold", few: 6).seeds
        let objects: [ObjectID] = ["dev:hub2", "dev:o4", "duct:street", "duct:d2", "site:o5", "link:hub1-o6"]
        for seed in 1...UInt64(seeds) {
            var random = SplitMix64(seed: seed)
            var policy = TownRun.policy()
            var hold = AlertPolicy.Hold()
            hold.proven = .seconds(Int64.random(in: 0...40, using: &random))
            hold.inferred = .seconds(Int64.random(in: 45...150, using: &random))
            policy.holds = [hold]
            var run = TownRun(seed: seed, policy: policy)
            try run.fail(objects.randomElement(using: &random) ?? "dev:hub2")
            run.pass(260)
            #expect(run.problems.count == 1, "seed \(seed): \(run.story)")
            // Nothing has healed, and nobody is escalated to: all else is a later mail about the same.
            #expect(run.mails.allSatisfy { $0.kind == .problem || $0.kind == .update }, "seed \(seed): \(run.story)")
            #expect(run.mails.allSatisfy { $0.recipients.map(\.address) == [TownRun.reader] }, "seed \(seed)")
            #expect(Set(run.mails.map(\.messageID)).count == run.mails.count, "seed \(seed): \(run.story)")
            for mail in run.problems {
                guard let incident = mail.incident, let paged = run.paged[incident.id] else { continue }
                // Told by Diagnosis, and over its hold: that of silence, or that of proof from when there was proof.
                let byProof = run.proven[incident.id].map { max($0, incident.opened + (hold.proven ?? .zero)) } ?? .distantFuture
                let due = max(paged, min(byProof, incident.opened + (hold.inferred ?? .zero)))
                pages += 1
                latest = max(latest, mail.decided - due)
                if mail.decided < due { early += 1 }
            }
        }
        print("holds: seeds \(seeds), pages \(pages), before their hold \(early), latest \(latest.words) after it")
        #expect(early == 0 && latest <= .seconds(5) && pages == seeds)
    }
}
