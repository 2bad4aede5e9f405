import SNMPMessages

/// The walk below one root as a state machine: what to ask next, and what replies do to it. No I/O.
struct ColumnWalk: Sendable {
    enum Step: Equatable {
        /// Ask for what follows this name.
        case ask(after: ObjectIdentifier)
        case done
    }

    let root: ObjectIdentifier
    /// Rows in any order are accepted, each once (an agent known not to sort).
    let unordered: Bool
    private(set) var varBinds: [VarBind] = []
    private(set) var octets = 0
    private(set) var findings: [String] = []
    private(set) var isTruncated = false
    private var last: ObjectIdentifier
    private var seen: Set<ObjectIdentifier> = []
    private(set) var isDone = false

    init(root: ObjectIdentifier, unordered: Bool = false) { (self.root, self.unordered, last) = (root, unordered, root) }

    var step: Step { isDone ? .done : .ask(after: last) }

    /// Takes the bindings of one reply. The walk ends at the first name outside the root, at endOfMibView, at a name that does not follow the
    /// one before (what was read up to there is kept), at an empty reply, and at `maximumRows`.
    mutating func receive(_ reply: [VarBind], maximumRows: Int) {
        if reply.isEmpty { return stop("agent-empty-reply: \(root)", truncated: true) }
        for binding in reply {
            if binding.value == .endOfMibView || !binding.oid.hasPrefix(root) { return isDone = true }
            guard accept(binding.oid) else { return stop("agent-not-increasing: \(root)", truncated: !unordered) }
            varBinds.append(binding)
            octets += binding.value.octetCount
            last = binding.oid
            if varBinds.count >= maximumRows {
                return stop("walk-truncated: \(root) after \(varBinds.count) rows", truncated: true)
            }
        }
    }

    /// The agent has no more rows, as v1 says it (noSuchName).
    mutating func end() { isDone = true }

    /// Ends the walk before its end.
    mutating func stop(_ finding: String, truncated: Bool) {
        findings.append(finding)
        isTruncated = isTruncated || truncated
        isDone = true
    }

    private mutating func accept(_ oid: ObjectIdentifier) -> Bool {
        if unordered { return seen.insert(oid).inserted }
        // The root itself may be an instance, which a GETNEXT from the root cannot return.
        return last < oid
    }
}

extension SNMPValue {
    var octetCount: Int {
        switch self {
        case .octets(let octets), .opaque(let octets), .undecodable(_, let octets): octets.count
        case .oid(let oid): oid.arcs.count
        default: 8
        }
    }
}
