import InventoryStore
import NetworkModel
import Synchronization

/// What is wrong with the monitor itself, by name of the part, and what it has counted; shared by its services.
package final class MonitorHealth: Sendable {
    private struct State {
        var troubles: [String: String] = [:]
        /// By name, then by the part that counted.
        var counts: [String: [String: Int64]] = [:]
        var collectors: [ObjectID: CollectorSign] = [:]
        var isGone: @Sendable (String) -> Bool = { _ in false }
    }

    private let state = Mutex(State())

    package init() {}

    package func trouble(_ part: String, _ what: String) {
        state.withLock { if !$0.isGone(part) { $0.troubles[part] = what } }
    }
    package func solved(_ part: String) { state.withLock { _ = $0.troubles.removeValue(forKey: part) } }
    /// What `part` has counted so far under `name`; the parts of one name are added up.
    package func count(_ name: String, _ value: Int64, of part: String = "") {
        state.withLock { $0.counts[name, default: [:]][part] = value }
    }
    /// Parts that are no more, until the next call: what was wrong with them is over, and what an attempt that is under way, or a mail of
    /// before, still meets there is no trouble, for nothing would ever solve it.
    package func forget(_ isGone: @escaping @Sendable (String) -> Bool) {
        state.withLock {
            $0.isGone = isGone
            $0.troubles = $0.troubles.filter { !isGone($0.key) }
        }
    }
    /// A collector whose rows are expected though none came yet.
    package func expect(_ collector: ObjectID) {
        state.withLock { state in
            if state.collectors[collector] == nil {
                state.collectors[collector] = CollectorSign(collector: collector, lastRow: nil)
            }
        }
    }
    package func rowsCame(from collector: ObjectID, at time: Timestamp, ahead: TimeSpan = .zero) {
        let sign = CollectorSign(collector: collector, lastRow: time, aheadMilliseconds: ahead.milliseconds)
        state.withLock { $0.collectors[collector] = sign }
    }

    /// By identifier.
    package var collectors: [CollectorSign] { state.withLock { $0.collectors.values.sorted { $0.collector < $1.collector } } }
    /// `part: what`, by part.
    package var troubles: [String] { state.withLock { $0.troubles.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" } } }
    /// What is wrong, by part.
    package var byPart: [String: String] { state.withLock { $0.troubles } }
    package var counts: [String: Int64] { state.withLock { $0.counts.mapValues { $0.values.reduce(0, &+) } } }
}
