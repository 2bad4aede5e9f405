import Alerting
import Diagnosis
import InventoryStore
import Logging
import NetworkModel
import Synchronization
import TestSupport
import Testing

@testable import MonitorService

/// E13: an event that the store will never take is set aside, and takes nothing with it.
struct PoisonTests {
    private func incident(_ id: String, _ second: Int64) -> Incident {
        let now = Timestamp(milliseconds: 1_800_000_000_000 + second * 1000)
        let cause = ObjectID("duct:d\(id)")
        return Incident(id: id, kind: .fault, opened: now, candidates: [cause], best: cause)
    }

    @Test func `a poisoned event is kept with its reason, and everything beside it is written and told`() async throws {
        let seeds = SharedData.soak ? 1000 : 2
        var (expected, seen, aside) = (0, 0, 0)
        for seed in 1...UInt64(seeds) {
            var random = SplitMix64(seed: seed)
            let folder = try TemporaryFolder()
            let store = try Store.open(folder.path("state.db"), mode: .readWrite)
            var engine = AlertingEngine(policy: TownRun.policy(), network: Network.compile(TownRun.document()).network)
            let records = RecordQueue()
            let poisoned = Int64.random(in: 1..<6, using: &random)
            for number in 0..<6 as Range<Int64> {
                var record = Monitor.Record(time: Timestamp(milliseconds: 1_800_000_000_000 + number * 1000))
                var good = incident("i\(number + 1)", number)
                good.proven = true
                record.step.actions = [.opened(good), .page(Page(time: record.time, object: good.best, incident: good.id))]
                // A second name for a number that is taken: no constraint lets it in.
                if number == poisoned {
                    record.step.actions.insert(.opened(incident("i01", number)), at: Int.random(in: 0...2, using: &random))
                }
                for action in record.step.actions where action != .opened(incident("i01", number)) {
                    record.step.decisions += engine.receive(action, at: record.time)
                }
                record.step.decisions += engine.advance(to: record.time + .seconds(20))
                record.step.cases = engine.takeChangedCases()
                records.put(record)
            }
            records.finish()
            let health = MonitorHealth()
            try await Recorder(
                store: store, records: records, mail: { Array("mail \($0.id)".utf8) }, health: health,
                log: Logger(label: "recorder") { _ in SwiftLogNoOpLogHandler() }
            ).run()
            let mails = try store.notifications().map(\.notification)
            #expect(Set(mails.compactMap(\.incident?.id)) == Set((1...6).map { "i\($0)" }), "seed \(seed)")
            #expect(Set(mails.map(\.messageID)).count == mails.count, "seed \(seed)")
            #expect(try store.incidents(open: true).map(\.id).sorted() == (1...6).map { "i\($0)" }, "seed \(seed)")
            #expect(try store.setAsideCount() == 1 && health.byPart["dead letter"] != nil, "seed \(seed)")
            expected += 6
            seen += mails.count
            aside += try store.setAsideCount()
        }
        print(
            "E13: seeds \(seeds), mails expected \(expected), seen \(seen), doubled \(max(0, seen - expected)), false 0; set aside \(aside)"
        )
        #expect(seen == expected)
    }

    /// What a recorder says.
    private final class Words: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        func count(of text: String) -> Int { lines.withLock { $0.count { $0.contains(text) } } }
    }

    private struct KeptLog: LogHandler {
        let words: Words
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { words.add("\(event.message)") }
    }

    @Test(.enabled(if: Program.path("sqlite3") != nil, "skipped: Debian's sqlite3 is missing"))
    func `while the store takes not even a dead letter, nothing that was decided is dropped`() async throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        func sql(_ text: String) throws {
            #expect(try Program.run(["sqlite3", "-cmd", ".timeout 5000", store.path, text]).status == 0)
        }
        for table in ["incident", "dead_letter"] {
            try sql("CREATE TRIGGER no_\(table) BEFORE INSERT ON \(table) BEGIN SELECT raise(ABORT, 'not now'); END")
        }
        let records = RecordQueue()
        let opened = incident("i1", 1)
        var record = Monitor.Record(time: opened.opened)
        record.step.actions = [.opened(opened)]
        records.put(record)
        records.finish()
        let (health, words) = (MonitorHealth(), Words())
        let recorder = Recorder(
            store: store, records: records, mail: { _ in [] }, health: health,
            log: Logger(label: "recorder") { _ in KeptLog(words: words) })
        let task = Task { try await recorder.run() }
        // Both were refused, and are tried once more; or it was given up.
        let deadline = ContinuousClock.now + .seconds(20)
        while words.count(of: "cannot write dead letters") < 2, health.byPart["dead letter"] == nil,
            ContinuousClock.now < deadline
        {
            try await Task.sleep(for: .milliseconds(5))
        }
        try sql("DROP TRIGGER no_incident; DROP TRIGGER no_dead_letter")
        try await task.value
        let isKept = try store.incidents(open: true).map(\.id) == ["i1"]
        // The dead letter may have been the first that it took again.
        #expect(try isKept || store.setAsideCount() == 1)
    }
}
