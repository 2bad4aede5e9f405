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
    private enum Kill: CaseIterable { case no, no2, beforeWriting, afterWriting, afterSending }

    /// A world of faults, a monitor that dies, and a relay that keeps what it took.
    private struct Episode {
        let path: String
        var random: SplitMix64
        var monitor: SmallMonitor
        var faults: [ObjectID: Int64] = [:]
        var told: [ObjectID: Int] = [:]
        var delivered: [String] = []
        var kinds: [String: AlertNotification.Kind] = [:]
        var kills = 0
        var run = 0
        var now: Int64 = 0

        init(path: String, seed: UInt64) throws {
            self.path = path
            random = SplitMix64(seed: seed)
            monitor = try SmallMonitor(try Store.open(path, mode: .readWrite))
        }

        private func incident(_ object: ObjectID) -> Incident {
            var incident = F.incident("r\(run)\(object)", at: faults[object] ?? now, best: object)
            incident.suppressed = [object]
            return incident
        }

        private func appear(_ object: ObjectID) -> [DiagnosisAction] {
            let incident = incident(object)
            return [.opened(incident), .page(Page(time: F.at(now), object: object, incident: incident.id))]
        }

        /// Diagnosis of a new run finds again what is broken.
        mutating func restart() throws {
            kills += 1
            run += 1
            monitor = try SmallMonitor(try Store.open(path, mode: .readWrite))
            let broken = faults
            try monitor.step(faults.keys.sorted().flatMap(appear), at: now)
            try monitor.settle(at: now) { broken[$0] == nil ? .up : .down }
        }

        mutating func step(_ actions: [DiagnosisAction], _ kill: Kill) throws {
            if kill == .beforeWriting { return try restart() }
            try monitor.step(actions, at: now)
            if kill == .afterWriting { return try restart() }
            try send(dyingAfterFirst: kill == .afterSending)
        }

        mutating func send(dyingAfterFirst: Bool) throws {
            var dies = dyingAfterFirst
            while let entry = try monitor.store.dueNotifications(at: F.at(now)).first {
                delivered.append(entry.messageID)
                kinds[entry.messageID] = entry.kind
                if dies {
                    dies = false
                    try restart()
                    continue
                }
                let answer = RelayAnswer(relay: "r", all: entry.waiting, .accepted, reply: "250 ok")
                try monitor.store.recordAttempt(entry.id, answer: answer, at: F.at(now))
            }
        }

        mutating func play(steps: Int) throws {
            for n in 0..<steps {
                now += Int64.random(in: 61...200, using: &random)
                let kill = Kill.allCases.randomElement(using: &random) ?? .no
                if let healed = faults.keys.sorted().randomElement(using: &random), Bool.random(using: &random) {
                    var incident = incident(healed)
                    faults[healed] = nil
                    incident.closed = F.at(now)
                    try step([.closed(incident)], kill)
                } else {
                    let object = ObjectID("dev:f\(n)")
                    faults[object] = now
                    told[object] = 0
                    try step(appear(object), kill)
                }
            }
            for object in faults.keys.sorted() {
                now += 61
                var incident = incident(object)
                faults[object] = nil
                incident.closed = F.at(now)
                try step([.closed(incident)], .no)
            }
            now += 10_000
            try step([], .no)
        }
    }

    @Test func `a kill at any point loses no incident, and a repeated mail has the same name`() throws {
        let (seeds, steps) = SharedData.soak ? (50, 200) : (6, 30)
        var (expected, seen, doubled, kills) = (0, 0, 0, 0)
        for seed in 1...UInt64(seeds) {
            let folder = try TemporaryFolder()
            var episode = try Episode(path: folder.path("state.db"), seed: seed)
            try episode.play(steps: steps)
            let mails = try episode.monitor.store.notifications(limit: 100_000).map(\.notification)
            for object in episode.told.keys {
                let own = mails.filter { $0.object == object }
                #expect(
                    own.count { $0.kind == .problem } == 1 && own.count { $0.kind == .recovery } == 1, "seed \(seed), \(object)")
            }
            #expect(Set(episode.delivered) == Set(mails.map(\.messageID)), "seed \(seed)")
            #expect(episode.delivered.count - Set(episode.delivered).count <= episode.kills, "seed \(seed)")
            #expect(try episode.monitor.store.integrityProblems().isEmpty, "seed \(seed)")
            expected += 2 * episode.told.count
            seen += Set(episode.delivered).count
            doubled += episode.delivered.count - Set(episode.delivered).count
            kills += episode.kills
        }
        print(
            "E1: seeds \(seeds), kills \(kills), mails expected \(expected), seen \(seen), doubled \(doubled), false \(max(0, seen - expected))"
        )
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
