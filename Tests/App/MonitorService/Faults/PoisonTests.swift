import Alerting
import Diagnosis
import InventoryStore
import Logging
import NetworkModel
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
}
