import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

private typealias F = StoreFixture

/// The monitor is killed at random points between seeing, deciding, writing and sending, and starts again each time.
@Suite struct StoreCrashTests {
    @Test func `a kill at any point loses no incident, and a repeated mail has the same name`() throws {
        let (seeds, kills) = SharedData.soak ? (50, 200) : (6, 40)
        var total = CrashEpisode.Count()
        var where_: [CrashEpisode.Kill: Int] = [:]
        for seed in 1...UInt64(seeds) {
            let folder = try TemporaryFolder()
            var episode = try CrashEpisode(path: folder.path("state.db"), seed: seed)
            try episode.play(kills: kills)
            let count = try episode.count()
            #expect(count.lost.isEmpty && count.wrong.isEmpty, "seed \(seed): lost \(count.lost), false \(count.wrong)")
            // A copy only where the kill came after the relay's word and before ours, and always of the same name.
            #expect(count.doubled == episode.kills[.afterSending, default: 0], "seed \(seed): \(count.doubled) copies")
            #expect(try episode.monitor.store.integrityProblems().isEmpty, "seed \(seed)")
            total.add(count)
            where_.merge(episode.kills, uniquingKeysWith: +)
        }
        #expect(CrashEpisode.Kill.allCases.allSatisfy { where_[$0, default: 0] > 0 }, "\(where_)")
        #expect(
            total.held > 0 && total.collected > 0 && total.escalated > 0, "the episodes saw no hold, no storm or no escalation")
        let points = CrashEpisode.Kill.allCases.map { "\($0) \(where_[$0, default: 0])" }.joined(separator: ", ")
        print("E1: seeds \(seeds), kills \(where_.values.reduce(0, +)) (\(points)), \(total.description)")
        #expect(total.seen == total.expected)
    }

    @Test func `a relay that refuses connections for six hours costs few attempts and no mail, and the order is kept`() throws {
        let fixture = try StoreFixture()
        var monitor = try SmallMonitor(fixture.store)
        for n in 0..<4 {
            let incident = F.incident("i\(n)", at: Int64(n), best: ObjectID("dev:f\(n)"))
            try monitor.step(
                [.opened(incident), .page(Page(time: F.at(Int64(n)), object: incident.best, incident: incident.id))], at: Int64(n)
            )
        }
        var (now, attempts) = (F.at(4), 0)
        while now < F.at(6 * 3600) {
            for entry in try fixture.store.dueNotifications(at: now) {
                let answer = RelayAnswer(relay: "r", all: entry.waiting, .temporary, reply: "connection refused")
                try fixture.store.recordAttempt(entry.id, answer: answer, at: now)
                attempts += 1
            }
            now = try #require(try fixture.store.nextDue())
        }
        #expect(attempts >= 4 * 60 && attempts <= 4 * 90, "\(attempts) attempts: about one in five minutes for each mail")
        #expect(try fixture.store.outboxBacklog().people.count == 4)
        try fixture.store.makeWaitingDue(at: F.at(6 * 3600))
        #expect(try fixture.store.dueNotifications(at: F.at(6 * 3600)).compactMap(\.incident) == ["i1", "i2", "i3", "i4"])
    }
}
