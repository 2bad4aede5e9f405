import Alerting
import Diagnosis
import NetworkModel
import Synchronization
import Testing

@testable import MonitorService

struct RecordQueueTests {
    private func record(_ n: Int, opens: Bool) -> Monitor.Record {
        let now = Timestamp(milliseconds: Int64(n) * 250)
        var record = Monitor.Record(
            time: now, samples: (0..<10).map { _ in Sample(time: now, object: "dev:a", metric: .loss, value: 0) })
        if opens {
            let cause = ObjectID("duct:d\(n)")
            record.step.actions = [.opened(Incident(id: "i\(n)", kind: .fault, opened: now, candidates: [cause], best: cause))]
        }
        return record
    }

    @Test func `hours of a locked database cost the memory of their incidents, and lose none of them`() async {
        let queue = RecordQueue()
        // Four hours of quarter seconds; an incident in every hundredth.
        for n in 0..<57_600 { queue.put(record(n, opens: n % 100 == 0)) }
        #expect(queue.count == RecordQueue.limit + (RecordQueue.limit..<57_600).count { $0 % 100 == 0 }, "\(queue.count)")
        #expect(queue.shed == (57_600 - RecordQueue.limit) * 10)
        queue.finish()
        let seen = Mutex<[Timestamp]>([])
        let opened = Mutex(0)
        await queue.drain { record in
            seen.withLock { $0.append(record.time) }
            opened.withLock { $0 += record.step.actions.count }
        }
        #expect(opened.withLock { $0 } == 576)
        #expect(seen.withLock { $0 == $0.sorted() } && queue.count == 0)
    }

    @Test func `what waits less than a minute loses no sample`() async {
        let queue = RecordQueue()
        for n in 0..<RecordQueue.limit { queue.put(record(n, opens: false)) }
        queue.finish()
        let samples = Mutex(0)
        await queue.drain { record in samples.withLock { $0 += record.samples.count } }
        #expect(samples.withLock { $0 } == RecordQueue.limit * 10 && queue.shed == 0)
    }
}
