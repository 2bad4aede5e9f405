/// How often polls of healthy devices fail, learnt from polls that failed once or twice and then answered.
struct NoiseEstimate: Sendable, Codable {
    private var polls = 150.0
    private var failures = 0.45

    /// Minus the logarithm of the probability.
    private(set) var cost = 5.8
    private var sinceUpdate = 0

    mutating func polled(failuresBefore: Int32) {
        polls += 1
        if failuresBefore > 0, failuresBefore < 4 { failures += Double(failuresBefore) }
        sinceUpdate += 1
        if sinceUpdate >= 32 { update() }
    }

    private mutating func update() {
        sinceUpdate = 0
        // Old polls fade, so that a bad hour is learnt and forgotten.
        if polls > 20_000 { (polls, failures) = (polls / 2, failures / 2) }
        cost = Self.minusLogarithm(failures / polls)
    }

    /// Between 2.3 (one in ten) and 6.2 (one in five hundred).
    static func minusLogarithm(_ rate: Double) -> Double {
        var value = 0.0
        var left = max(rate, 0.002)
        while left < 0.5, value < 10 {
            left *= 2
            value += 0.693147
        }
        return min(6.2, max(2.3, value + 2 * (1 - left)))
    }
}
