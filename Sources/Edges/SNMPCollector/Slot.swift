/// One question that is open on the wire.
struct Slot {
    enum State: UInt8 { case free, open, answered, givenUp }
    enum Complaint: UInt8 {
        case replyNotAuthentic, replyNotDecrypted, replaySuspect, unknownEngine

        var failure: SNMPFailure {
            switch self {
            case .replyNotAuthentic: .usm(.replyNotAuthentic)
            case .replyNotDecrypted: .usm(.replyNotDecrypted)
            case .replaySuspect: .usm(.replaySuspect)
            case .unknownEngine: .usm(.unknownEngine)
            }
        }
    }
    enum Origin: UInt8 { case single, sweep }

    var template: RequestTemplate.View?
    var state = State.free
    var origin = Origin.single
    /// Tries sent so far, minus one.
    var attempt: UInt8 = 0
    /// SNMPv3: how often the agent's Report made us ask again.
    var resyncs: UInt8 = 0
    /// Told apart from earlier users of the slot; 13 bits, drawn at random, so that an id cannot be guessed from another.
    var generation: UInt16 = 0
    var device: Int32 = 0
    /// Index of the sweep in the loop's table; meaningless for others.
    var sweep: Int32 = 0
    /// Index of the request in its sweep's plan, or of the single question.
    var item: Int32 = 0
    /// SNMPv3: what was wrong with a reply that was dropped, told if no better one comes.
    var complaint: Complaint?
    /// What ICMP or the kernel said last about this question's datagrams; nil for nothing.
    var notice: DeliveryNotice?
    /// Microseconds on the loop's clock.
    var firstSent: Int64 = 0
    var deadline: Int64 = 0
    /// When each try left, in microseconds after the first.
    var sent = InlineArray<8, UInt32>(repeating: 0)
    /// Neighbours in the deadline list and which list that is.
    var previous: Int32 = -1
    var next: Int32 = -1
    var list: Int32 = -1
}

/// A request-id as sent: bit 30 set so that it always takes four octets, generation, try, slot.
struct RequestID {
    static let slotBits: UInt32 = 14
    static let attemptBits: UInt32 = 3
    static let generationBits: UInt32 = 13

    var slot: Int
    var attempt: UInt8
    var generation: UInt16

    init(slot: Int, attempt: UInt8, generation: UInt16) {
        (self.slot, self.attempt, self.generation) = (slot, attempt, generation)
    }

    /// Nil for numbers that this collector never sends.
    init?(_ raw: Int32) {
        let bits = UInt32(bitPattern: raw)
        guard bits >> 30 == 1 else { return nil }
        slot = Int(bits & (1 << Self.slotBits &- 1))
        attempt = UInt8(truncatingIfNeeded: bits >> Self.slotBits & (1 << Self.attemptBits &- 1))
        generation = UInt16(truncatingIfNeeded: bits >> (Self.slotBits &+ Self.attemptBits) & (1 << Self.generationBits &- 1))
    }

    var raw: UInt32 {
        1 << 30 | UInt32(generation) << (Self.slotBits &+ Self.attemptBits) | UInt32(attempt) << Self.slotBits
            | UInt32(truncatingIfNeeded: slot)
    }
}
