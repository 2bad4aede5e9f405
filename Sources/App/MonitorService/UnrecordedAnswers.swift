import Alerting
import InventoryStore
import NetworkModel
import Synchronization

/// What relays answered and the database has not taken yet: a mail that was handed over is not sent again because a disk was full.
final class UnrecordedAnswers: Sendable {
    private struct Waiting {
        var answer: RelayAnswer
        var time: Timestamp
    }

    private let waiting = Mutex<[OutboxEntry.Key: [Waiting]]>([:])

    /// Whether answers about `entry` wait to be written.
    func has(_ entry: OutboxEntry) -> Bool { waiting.withLock { $0[entry.key] != nil } }

    func add(_ answer: RelayAnswer, about entry: OutboxEntry, at time: Timestamp) {
        waiting.withLock { $0[entry.key, default: []].append(Waiting(answer: answer, time: time)) }
    }

    /// Writes what waits about `entry`, in order; what is written no longer waits.
    /// - Throws: what the store said; the rest waits on.
    func write(_ entry: OutboxEntry, to store: Store) throws(StoreError) {
        while let first = waiting.withLock({ $0[entry.key]?.first }) {
            try store.recordAttempt(entry.id, answer: first.answer, at: first.time)
            waiting.withLock { all in
                all[entry.key]?.removeFirst()
                if all[entry.key]?.isEmpty == true { all[entry.key] = nil }
            }
        }
    }
}
