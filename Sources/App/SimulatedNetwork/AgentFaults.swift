/// How agents misbehave: on the way (loss, delay, repeats) and in what they say. Drawn from the simulation's seed, so that the same
/// questions in the same order meet the same faults.
package struct AgentFaults: Hashable, Sendable {
    /// Fraction of the replies that are lost.
    package var loss = 0.0
    /// Fraction of the replies that arrive twice.
    package var duplication = 0.0
    /// Replies take so long, evenly spread; they overtake one another. nil: at once.
    package var delayMilliseconds: ClosedRange<Int>?
    /// Further delay for each binding of a reply: a slow agent.
    package var delayPerBindingMilliseconds = 0
    package var lie: AgentLie?

    package init(
        loss: Double = 0, duplication: Double = 0, delayMilliseconds: ClosedRange<Int>? = nil,
        delayPerBindingMilliseconds: Int = 0,
        lie: AgentLie? = nil
    ) {
        (self.loss, self.duplication, self.delayMilliseconds) = (loss, duplication, delayMilliseconds)
        (self.delayPerBindingMilliseconds, self.lie) = (delayPerBindingMilliseconds, lie)
    }
}

/// What an agent that lies gives in place of the truth. Each was seen in some real device or is what an attacker would send.
package enum AgentLie: Hashable, Sendable {
    /// GETNEXT and GETBULK give the name that was asked, again and again.
    case sameName
    /// They go back to sysDescr.0 at every seventh row.
    case smallerName
    /// They go round in a circle of three rows.
    case circle
    /// They go on for ever within the column: after the last row an instance one greater.
    case endless
    /// A GETBULK for more repetitions than this leaves out every fifth row and says nothing.
    case skippedRows(above: Int)
    /// A reply that would have more bindings than this becomes tooBig without bindings.
    case tooBig(above: Int)
    /// Numbers come as texts, texts as numbers.
    case wrongTypes
    /// The reply is for another request.
    case otherRequest
    /// The values stand under other names than were asked.
    case otherNames
    /// The last binding is missing.
    case fewerBindings
    /// One binding too many.
    case moreBindings
    /// The reply leaves from an address one higher than was asked.
    case otherAddress
    /// The reply is cut off after so many bytes.
    case truncated(Int)
    /// Every request is answered with genErr at its first binding.
    case generalError
    /// Texts are so many bytes long; the simulation's `largestReply` has to be longer.
    case hugeTexts(Int)
    /// Random bytes in place of a reply.
    case noise
}

/// A seeded source of numbers (SplitMix64).
struct FaultRandom: Sendable {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return scrambled(state)
    }

    /// True with this probability.
    mutating func happens(_ probability: Double) -> Bool {
        probability > 0 && Double(next() >> 11) < probability * 0x1p53
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }
}

/// Which agents misbehave, and how.
struct FaultPlan: Sendable {
    /// Of every device that has no faults of its own.
    private var common: AgentFaults?
    private var ofDevice: [Int32: AgentFaults] = [:]

    var isEmpty: Bool { common == nil && ofDevice.isEmpty }

    /// Sets the faults of `devices`, of all where nil; nil faults end them.
    mutating func set(_ faults: AgentFaults?, of devices: [Int32]?) {
        guard let devices else {
            common = faults
            ofDevice = [:]
            return
        }
        for device in devices { ofDevice[device] = faults }
    }

    func faults(_ device: Int32?) -> AgentFaults? { device.flatMap { ofDevice[$0] } ?? common }
}
