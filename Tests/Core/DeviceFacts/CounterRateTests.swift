import DeviceFacts
import Testing

struct CounterRateTests {
    private func reading(_ value: UInt64, at seconds: Int64, up: UInt32? = nil, c32: Bool = true, discontinuity: UInt32? = nil)
        -> CounterRate.Reading
    {
        CounterRate.Reading(
            value: value, isCounter32: c32, upTime: up ?? UInt32(100_000 + seconds * 100), discontinuity: discontinuity,
            milliseconds: seconds * 1000)
    }

    private let gigabit = 125_000_000.0

    @Test func `growth is divided by the time between the readings`() {
        #expect(CounterRate(from: reading(1000, at: 0), to: reading(7000, at: 60), limit: gigabit / 10) == .perSecond(100))
        let wide = CounterRate(from: reading(1000, at: 0, c32: false), to: reading(7000, at: 60, c32: false), limit: gigabit)
        #expect(wide == .perSecond(100))
    }

    @Test func `the first reading gives no rate`() {
        #expect(CounterRate(from: nil, to: reading(1, at: 0), limit: nil) == .unknown(.firstReading))
    }

    // At 1 Gbit/s a 32-bit octet counter wraps in 34 s: one wrap in 30 s at half load is believable, one that implies 1.3 times the line is not.
    @Test func `a wrap is believed only where the line can carry it`() {
        let believable = CounterRate(from: reading(4_294_967_000, at: 0), to: reading(704, at: 10), limit: gigabit)
        #expect(believable == .perSecond(100))
        let impossible = CounterRate(from: reading(1_000_000, at: 0), to: reading(10, at: 20), limit: gigabit)
        #expect(impossible == .unknown(.wentBack))
        #expect(CounterRate(from: reading(9, at: 0), to: reading(3, at: 60), limit: nil) == .unknown(.wentBack))
    }

    // In octets: 2^32 are 71.6 million a second over a minute, 57 % of 1 Gbit/s. 622 Mbit/s carry at most 93.3 million, so that what looks
    // like less than 21.7 million may be one more turn, and what looks like more may not.
    @Test(arguments: [
        (1000.0, 6_000_000_000 as UInt64, false), (1000, 600, false), (1000, 4_200_000_000, false), (1000, 8_600_000_000, false),
        (622, 600_000_000, false), (622, 4_500_000_000, false), (622, 2_000_000_000, true), (622, 4_200_000_000, true),
        (400, 600, true), (400, 3_000_000_000, true), (10_000, 60_000_000_000, false),
    ])
    func `a 32-bit counter that the line can carry round once more has no rate`(mbps: Double, growth: UInt64, isKnown: Bool) {
        for start in [0 as UInt64, 1000, 2_000_000_000, 4_294_967_000] {
            let end = (start + growth) & 0xFFFF_FFFF
            let rate = CounterRate(from: reading(start, at: 0), to: reading(end, at: 60), limit: mbps * 125_000)
            if isKnown {
                #expect(rate == .perSecond(Double(growth) / 60), "from \(start)")
            } else if end != 0 {
                #expect(rate == .unknown(.ambiguous), "from \(start): \(rate)")
            }
        }
    }

    @Test func `a 64-bit counter never wraps`() {
        let rate = CounterRate(from: reading(.max - 5, at: 0, c32: false), to: reading(10, at: 60, c32: false), limit: gigabit)
        #expect(rate == .unknown(.wentBack))
    }

    @Test func `a restart gives no rate and the 497-day wrap of sysUpTime is no restart`() {
        let restart = CounterRate(from: reading(500, at: 0, up: 900_000), to: reading(800, at: 60, up: 3000), limit: gigabit)
        #expect(restart == .unknown(.restarted))
        let wrap = CounterRate(
            from: reading(500, at: 0, up: .max - 2999), to: reading(1100, at: 60, up: 3000), limit: gigabit / 10)
        #expect(wrap == .perSecond(10))
    }

    @Test func `a reported discontinuity gives no rate`() {
        let rate = CounterRate(
            from: reading(500, at: 0, discontinuity: 0), to: reading(900, at: 60, discontinuity: 42), limit: gigabit)
        #expect(rate == .unknown(.discontinuity))
    }

    // A hardware flush of 13 times the line rate, as seen on real switches, must not become a sample.
    @Test func `a burst above the line rate is no rate`() {
        let rate = CounterRate(
            from: reading(0, at: 0, c32: false), to: reading(97_500_000_000, at: 60, c32: false), limit: gigabit)
        #expect(rate == .unknown(.impossible))
    }

    @Test func `extreme readings do not trap`() {
        let low = CounterRate.Reading(value: 0, isCounter32: false, upTime: .max, milliseconds: .min)
        let high = CounterRate.Reading(value: .max, isCounter32: true, upTime: 0, milliseconds: .max)
        #expect(CounterRate(from: low, to: high, limit: 0) != .perSecond(0))
        #expect(CounterRate(from: high, to: low, limit: 0) != .perSecond(0))
    }
}
