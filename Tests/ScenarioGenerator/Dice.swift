import NetworkModel

/// Random choices from a seed: the same seed makes the same network and the same episode.
package struct Dice: Sendable {
    private var random: SplitMix64

    package init(seed: UInt64) { random = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678) }

    package mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
    package mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    package mutating func real(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }

    /// A time in tenths of a second, as the rows have them.
    package mutating func time(_ range: ClosedRange<Double>) -> Timestamp {
        Timestamp(milliseconds: Int64((real(range) * 10).rounded()) * 100)
    }

    package mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] { elements.shuffled(using: &random) }
    package mutating func seed() -> UInt64 { random.next() }
}
