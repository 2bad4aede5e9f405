import SNMPMessages

/// Bounds of one walk; what is read up to a bound is kept, and the result says that it is not whole.
package struct WalkBudget: Hashable, Sendable {
    /// Bindings below one root, and in all.
    package var rowsPerRoot: Int
    package var rows: Int
    /// Octets of all values.
    package var octets: Int
    package var time: Duration

    package init(rowsPerRoot: Int = 50_000, rows: Int = 500_000, octets: Int = 64 << 20, time: Duration = .seconds(120)) {
        (self.rowsPerRoot, self.rows, self.octets, self.time) = (rowsPerRoot, rows, octets, time)
    }
}

/// What a walk has read.
package struct WalkResult: Sendable {
    /// Root by root in the order asked, below a root as the agent gave them (increasing, unless it is one that does not).
    package var varBinds: [VarBind] = []
    /// What is odd about the agent, each once, sorted: `agent-not-increasing: OID`, `agent-skips-rows: OID`, `walk-truncated: OID …`.
    package var findings: [String] = []
    /// Roots that were not read to their end. Rows missing there are unknown, not gone.
    package var truncated: [ObjectIdentifier] = []
    /// Why nothing, or not all, was read; nil if the agent answered throughout.
    package var failure: SNMPFailure?
    package var requests = 0
    /// The longest chain of requests that had to wait for each other.
    package var depth = 0
    package var seconds = 0.0

    package init() {}

    package var isComplete: Bool { truncated.isEmpty && failure == nil }
}
