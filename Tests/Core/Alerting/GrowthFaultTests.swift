import Alerting
import Diagnosis
import NetworkModel
import TestSupport
import Testing

private typealias F = AlertingFixture

/// Faults of every size that grow, shrink, are taken and heal, under holds of every urgency.
struct GrowthFaultTests {
    private static let sites = (1...30).map { ObjectID("site:o\($0)") }

    /// One life of an incident: what it hits from when on, and when somebody took it.
    private struct Life {
        var sizes: [(second: Int64, count: Int)] = []
        var taken: Int64?
        var ends: Int64

        init(_ random: inout SplitMix64) {
            var second: Int64 = 0
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                sizes.append((second, Int.random(in: Bool.random(using: &random) ? 1...5 : 1...30, using: &random)))
                second += Int64.random(in: 1...120, using: &random)
            }
            ends = second + Int64.random(in: 100...900, using: &random)
            if Bool.random(using: &random) { taken = Int64.random(in: 0..<second, using: &random) }
        }

        func size(at second: Int64) -> Int { sizes.last { $0.second <= second }?.count ?? 0 }

        /// Since when it hits ten sites or more to its end, and at least twice of what whoever took it knew; nil: it does not.
        var isGreat: Int64? {
            guard let last = sizes.last, last.count >= 10 else { return nil }
            if let taken, 2 * size(at: taken) > last.count { return nil }
            return max(last.second, taken ?? 0)
        }
    }

    @Test func `what hits ten sites is a page to who is on call, whatever it began as, unless it was taken at that size`() {
        var (expected, seen, late, doubled, others) = (0, 0, 0, 0, 0)
        let seeds = SharedData.soak ? 1000 : 60
        for seed in 1...UInt64(seeds) {
            var random = SplitMix64(seed: seed)
            let small = [nil, "ticket", "digest"][Int.random(in: 0..<3, using: &random)]
            let policy = GrowthTests.policy(small: small, after: .seconds(Int64.random(in: 0...120, using: &random)))
            let life = Life(&random)
            var engine = AlertingEngine(policy: policy, network: F.network)
            var stored: [String: AlertCase] = [:]
            var mails: [AlertNotification] = []
            var incident = F.incident()
            for second in 0...life.ends + 300 {
                let now = F.at(second)
                var decisions: [AlertDecision] = []
                incident.impactedSites = Array(Self.sites.prefix(life.size(at: second)))
                if second == 0 {
                    decisions += engine.receive(.opened(incident), at: now)
                    decisions += engine.receive(F.page(incident, at: 0), at: now)
                } else if second == life.ends {
                    decisions += engine.receive(.closed(F.closed(incident, at: second)), at: now)
                } else if life.sizes.contains(where: { $0.second == second }) {
                    decisions += engine.receive(.revised(incident), at: now)
                }
                if second == life.taken {
                    decisions += engine.receive(
                        Acknowledgement(incident: "i1", at: now, by: "ana", reason: "mine"), at: now)
                }
                mails += (decisions + engine.advance(to: now)).mails
                for changed in engine.takeChangedCases() { stored[changed.incident.id] = changed }
                // A restart at any moment changes nothing.
                if second % 97 == Int64(seed % 97) {
                    engine = AlertingEngine(
                        policy: policy, network: F.network, cases: stored.values.filter { !$0.isEnded })
                }
            }
            let story =
                "seed \(seed), \(small ?? "page"): \(life): \(mails.map { "\($0.kind) \($0.urgency) \(($0.decided - F.at(0)).milliseconds / 1000)" })"
            let pages = mails.filter {
                $0.urgency == .page && $0.kind != .recovery && $0.recipients.contains { $0.name == "Ana" }
            }
            if let since = life.isGreat {
                expected += 1
                if let first = pages.first {
                    seen += 1
                    if first.decided > F.at(since + 5) { late += 1 }
                }
                #expect(!pages.isEmpty && (pages.first.map { $0.decided <= F.at(since + 5) } ?? false), "\(story)")
            }
            doubled += mails.count - Set(mails.map(\.messageID)).count
            // Whoever was told hears of the end, once; and nobody is told of a problem twice.
            let (told, over) = (
                readers(of: mails.filter { $0.kind != .recovery }), readers(of: mails.filter { $0.kind == .recovery })
            )
            if told != over || mails.count(where: { $0.kind == .problem }) > 1 { others += 1 }
            #expect(told == over && mails.count { $0.kind == .problem } <= 1, "\(story)")
        }
        print(
            "growth: seeds \(seeds), pages expected \(expected), seen \(seen), late \(late), doubled \(doubled), false \(others)")
        #expect(seen == expected && late == 0 && doubled == 0 && others == 0 && expected > seeds / 10)
    }

    private func readers(of mails: [AlertNotification]) -> Set<String> { Set(mails.flatMap { $0.recipients.map(\.name) }) }
}
