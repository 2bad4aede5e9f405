import Synchronization

/// What is wrong with the monitor itself, by name of the part, and what it has counted; shared by its services.
package final class MonitorHealth: Sendable {
    private struct State {
        var troubles: [String: String] = [:]
        var counts: [String: Int64] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func trouble(_ part: String, _ what: String) { state.withLock { $0.troubles[part] = what } }
    package func solved(_ part: String) { state.withLock { _ = $0.troubles.removeValue(forKey: part) } }
    package func count(_ name: String, _ value: Int64) { state.withLock { $0.counts[name] = value } }

    /// `part: what`, by part.
    package var troubles: [String] { state.withLock { $0.troubles.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" } } }
    package var counts: [String: Int64] { state.withLock { $0.counts } }
}
