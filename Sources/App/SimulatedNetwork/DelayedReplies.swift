import CSocketBatch

/// Replies that leave later, in order of their time.
struct DelayedReplies: Sendable {
    struct Reply: Sendable {
        var due: Int64
        var bytes: [UInt8]
        var source: UInt32
        var peer: UInt32
        var port: UInt16
    }

    /// Latest first, so that those due are taken from the end.
    private var waiting: [Reply] = []
    /// Beyond this many, replies are lost, as in a full queue of a router.
    private static let capacity = 200_000

    /// When the next reply is due; nil if there is none.
    var nextDue: Int64? { waiting.last?.due }

    mutating func add(_ reply: Reply) {
        guard waiting.count < Self.capacity else { return }
        var low = 0
        var high = waiting.count
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].due > reply.due { low = middle + 1 } else { high = middle }
        }
        waiting.insert(reply, at: low)
    }

    /// Takes the next reply that is due at `now`.
    mutating func take(at now: Int64) -> Reply? {
        guard let due = waiting.last?.due, due <= now else { return nil }
        return waiting.removeLast()
    }
}
