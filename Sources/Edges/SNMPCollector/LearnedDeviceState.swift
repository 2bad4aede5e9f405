/// What has been learned about a device and is worth keeping over a restart. A store keeps it under the device's identifier.
package struct LearnedDeviceState: Hashable, Sendable, Codable {
    /// Rows a GETBULK asks for.
    package var maxRepetitions: Int
    /// The largest number of rows whose replies were seen to get lost, or refused as tooBig, or to skip rows; nil if none was.
    package var tooManyRepetitions: Int?
    /// Smoothed round trip and its variation; nil before the first reply.
    package var roundTripMilliseconds: Double?
    package var variationMilliseconds: Double?
    /// How many questions may be open at once.
    package var inFlight: Int
    /// It usually answers later than its configured timeout: slow, not down.
    package var isSlow: Bool
    /// Findings that say how to treat it: `agent-not-increasing`, `agent-skips-rows`, `agent-no-bulk` …; sorted.
    package var quirks: [String]
    /// SNMPv3: the engine id pinned at first contact, in hex; nil for other versions.
    package var engineID: String?

    package init(
        maxRepetitions: Int = 25, tooManyRepetitions: Int? = nil, roundTripMilliseconds: Double? = nil,
        variationMilliseconds: Double? = nil,
        inFlight: Int = Int(DeviceRecord.ceiling), isSlow: Bool = false, quirks: [String] = [], engineID: String? = nil
    ) {
        (self.maxRepetitions, self.tooManyRepetitions) = (maxRepetitions, tooManyRepetitions)
        (self.roundTripMilliseconds, self.variationMilliseconds) = (roundTripMilliseconds, variationMilliseconds)
        (self.inFlight, self.isSlow, self.quirks, self.engineID) = (inFlight, isSlow, quirks, engineID)
    }

    /// Whether the device was ever heard.
    package var isKnown: Bool { roundTripMilliseconds != nil }

    /// No agent is asked for more rows at once: many skip rows beyond, or send more than a datagram carries.
    package static let ceiling = 50

    /// A reply was full and good: a little more next time, but not what went wrong before.
    package mutating func grow() {
        let roof = min(Self.ceiling, tooManyRepetitions.map { max(1, $0 - 1) } ?? Self.ceiling)
        maxRepetitions = max(1, min(roof, maxRepetitions + 5))
    }

    /// `repetitions` rows were too many: half as many from now on.
    package mutating func shrink(from repetitions: Int) {
        guard repetitions > 1 else { return }
        tooManyRepetitions = min(repetitions, tooManyRepetitions ?? repetitions)
        maxRepetitions = max(1, min(maxRepetitions, repetitions / 2))
    }

    package mutating func addQuirk(_ quirk: String) {
        if !quirks.contains(quirk) { quirks = (quirks + [quirk]).sorted() }
    }
}
