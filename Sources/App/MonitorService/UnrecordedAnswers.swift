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

    private let waiting = Mutex<[String: [Waiting]]>([:])

    /// Whether answers about the notification `id` wait to be written.
    func has(_ id: String) -> Bool { waiting.withLock { $0[id] != nil } }

    func add(_ answer: RelayAnswer, about id: String, at time: Timestamp) {
        waiting.withLock { $0[id, default: []].append(Waiting(answer: answer, time: time)) }
    }

    /// Writes what waits about `id`, in order; what is written no longer waits.
    /// - Throws: what the store said; the rest waits on.
    func write(_ id: String, to store: Store) throws(StoreError) {
        while let first = waiting.withLock({ $0[id]?.first }) {
            try store.recordAttempt(id, answer: first.answer, at: first.time)
            waiting.withLock { all in
                all[id]?.removeFirst()
                if all[id]?.isEmpty == true { all[id] = nil }
            }
        }
    }
}
