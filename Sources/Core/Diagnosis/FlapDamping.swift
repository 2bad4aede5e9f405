/// Damping of links that come and go, after RFC 2439 section 4.2: each fall adds to a penalty that halves with time; over one mark the
/// link counts as flapping, under a lower one as settled.
struct FlapDamping: Sendable, Codable {
    static let fall = 1000.0
    static let suppress = 2300.0
    static let reuse = 900.0
    static let halfLife: Int64 = 180_000
    /// Both ends tell of one fall within this time.
    static let sameFall: Int64 = 8_000

    private var penalty: [Float]
    private var at: [Int64]
    private(set) var flapping: [Int32] = []

    init(linkCount: Int) {
        penalty = Array(repeating: 0, count: linkCount)
        at = Array(repeating: EvidenceStore.never, count: linkCount)
    }

    mutating func wentDown(_ link: Int32, at time: Int64) {
        let l = Int(link)
        if time - at[l] < Self.sameFall { return }
        penalty[l] = Float(Double(decayed(link, at: time)) + Self.fall)
        at[l] = time
        if Double(penalty[l]) >= Self.suppress, !flapping.contains(link) { flapping.append(link) }
    }

    func decayed(_ link: Int32, at time: Int64) -> Float {
        let l = Int(link)
        if penalty[l] == 0 { return 0 }
        var left = penalty[l]
        var age = time - at[l]
        if age > 20 * Self.halfLife { return 0 }
        while age >= Self.halfLife {
            left /= 2
            age -= Self.halfLife
        }
        // Between two halvings the line is straight enough.
        return left * (1 - Float(age) / Float(2 * Self.halfLife))
    }

    func isFlapping(_ link: Int32) -> Bool { flapping.contains(link) }

    /// Forgets links that have settled.
    mutating func settle(at time: Int64) {
        let damping = self
        flapping.removeAll { Double(damping.decayed($0, at: time)) < Self.reuse }
    }
}
