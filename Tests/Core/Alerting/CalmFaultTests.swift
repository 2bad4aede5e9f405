import Alerting
import Diagnosis
import NetworkModel
import TestSupport
import Testing

private typealias F = AlertingFixture

/// G10 and G11 over many seeds: what flaps is few mails and its end is told; what was quiet is told when the quiet ends.
struct CalmFaultTests {
    private static let seeds: UInt64 = SharedData.soak ? 1000 : 20

    @Test func `two hundred flaps in ten minutes are at most three mails, and the state at their end is told`() {
        var (expected, seen, most) = (0, 0, 0)
        for seed in 1...Self.seeds {
            var random = SplitMix64(seed: seed)
            var engine = AlertingEngine(policy: F.policy, network: F.network)
            var mails: [AlertNotification] = []
            var (now, number) = (0.0, 0)
            let ends = Bool.random(using: &random)
            // In every third run somebody switches flap detection off in the middle.
            let changed = seed % 3 == 0 ? Int.random(in: 5..<195, using: &random) : -1
            for flap in 0..<200 {
                if flap == changed {
                    var policy = F.policy
                    policy.calm.flapCount = 1_000_000
                    engine.reload(policy: policy, network: F.network)
                }
                number += 1
                var incident = F.incident("i\(number)")
                incident.opened = F.at(0) + TimeSpan(seconds: now)
                mails += engine.receive(.opened(incident), at: incident.opened).mails
                mails +=
                    engine.receive(
                        .page(Page(time: incident.opened, object: incident.best, incident: incident.id)), at: incident.opened
                    ).mails
                now += Double.random(in: 0.5..<2, using: &random)
                if flap == 199 && !ends { break }
                incident.closed = F.at(0) + TimeSpan(seconds: now)
                mails += engine.receive(.closed(incident), at: F.at(0) + TimeSpan(seconds: now)).mails
                now += Double.random(in: 0.5..<1, using: &random)
                mails += engine.advance(to: F.at(0) + TimeSpan(seconds: now)).mails
                _ = engine.takeChangedCases()
            }
            for _ in 0..<600 {
                now += 5
                mails += engine.advance(to: F.at(0) + TimeSpan(seconds: now)).mails
            }
            expected += 1
            let isTold = ends ? mails.last?.kind == .recovery : mails.last.map { $0.kind != .recovery } ?? false
            if isTold { seen += 1 }
            most = max(most, mails.count)
            #expect(isTold && mails.count <= 3, "seed \(seed), ends \(ends): \(mails.map { "\($0.kind) \($0.reason.code)" })")
            #expect(Set(mails.map(\.messageID)).count == mails.count, "seed \(seed)")
            let root = mails.first?.messageID
            #expect(mails.dropFirst().allSatisfy { $0.references.first == root }, "seed \(seed)")
        }
        print("G10: seeds \(Self.seeds), last states expected \(expected), told \(seen), most mails \(most)")
    }

    @Test func `when a window or an acknowledgement ends while the fault lasts, a mail follows at the next step`() {
        var (expected, seen, early, other, healedInTime) = (0, 0, 0, 0, 0)
        for seed in 1...Self.seeds {
            var random = SplitMix64(seed: seed)
            var engine = AlertingEngine(policy: F.policy, network: F.network)
            let end = Int64.random(in: 100...4000, using: &random)
            let byAck = Bool.random(using: &random)
            let heals = Int64.random(in: 50...5000, using: &random)
            let incident = F.incident(at: 20)
            if !byAck {
                let window = MaintenanceWindow(
                    id: "m1", object: "duct:d", from: F.at(0), to: F.at(end), owner: "ana", reason: "splicing")
                _ = engine.receive([window], at: F.at(0))
            }
            var first = engine.receive(.opened(incident), at: F.at(20)).mails
            first += engine.receive(F.page(incident, at: 20), at: F.at(20)).mails
            if byAck {
                _ = engine.receive(
                    Acknowledgement(incident: "i1", at: F.at(30), by: "ana", reason: "mine", until: F.at(end)), at: F.at(30))
            }
            var later: [AlertNotification] = []
            for second in stride(from: Int64(21), through: 6000, by: 10) {
                if second > heals, second - 10 <= heals {
                    later += engine.receive(.closed(F.closed(incident, at: heals)), at: F.at(second)).mails
                }
                later += engine.advance(to: F.at(second)).mails
            }
            // The first step at or after a moment. What has healed by the step in which its quiet would end is not told any more.
            func step(_ moment: Int64) -> Int64 { 21 + (moment - 21 + 9) / 10 * 10 }
            let lasts = step(end) < step(heals + 1)
            if heals > end, !lasts { healedInTime += 1 }
            let told = later.filter { $0.kind != .recovery }
            if lasts { expected += 1 }
            if lasts, let mail = told.first, mail.decided >= F.at(end), mail.decided - F.at(end) <= .seconds(10) { seen += 1 }
            early += told.count { $0.decided < F.at(end) }
            other += lasts ? max(0, told.count - 1) : told.count
            #expect(first.count == (byAck ? 1 : 0), "seed \(seed)")
            // Who was told hears of the end, once.
            #expect(later.count { $0.kind == .recovery } == (byAck || lasts ? 1 : 0), "seed \(seed)")
        }
        #expect(seen == expected && early == 0 && other == 0)
        print(
            "G11: seeds \(Self.seeds), mails expected \(expected), seen \(seen), early \(early), false \(other), healed in the step in which the quiet ended \(healedInTime)"
        )
    }
}
