/// The rate between two readings of a counter, or why there is none.
///
/// A counter that went back may have wrapped (RFC 2578 section 7.1.6), or the device or a management process started again
/// (ifCounterDiscontinuityTime, RFC 2863). Wrapping is believed only of a 32-bit counter, while sysUpTime grew, and where the rate
/// that follows is one that the interface can carry; everything else is unknown, never a guess. Where the interface can carry 2^32 more
/// between two readings, a 32-bit counter may have gone round once more, whether or not it went back: no rate follows from it.
package enum CounterRate: Hashable, Sendable {
    case perSecond(Double)
    case unknown(Reason)

    package enum Reason: String, Hashable, Sendable {
        case firstReading = "first reading"
        case noTimePassed = "no time between the readings"
        case restarted = "the device restarted"
        case discontinuity = "the device reports a discontinuity"
        case wentBack = "the counter went back"
        case impossible = "more than the interface can carry"
        case ambiguous = "the 32-bit counter may have wrapped once more"
    }

    /// One reading of a counter with what its trust depends on.
    package struct Reading: Hashable, Sendable {
        package var value: UInt64
        package var isCounter32: Bool
        /// Hundredths of a second (sysUpTime).
        package var upTime: UInt32
        /// ifCounterDiscontinuityTime, nil where the device has none.
        package var discontinuity: UInt32?
        /// When the collector got it, milliseconds of a clock that does not jump.
        package var milliseconds: Int64

        package init(value: UInt64, isCounter32: Bool, upTime: UInt32, discontinuity: UInt32? = nil, milliseconds: Int64) {
            self.value = value
            self.isCounter32 = isCounter32
            self.upTime = upTime
            self.discontinuity = discontinuity
            self.milliseconds = milliseconds
        }
    }

    /// Growth per second from `old` to `new`; `limit` is what the interface can carry in the counter's unit per second, nil if not known.
    package init(from old: Reading?, to new: Reading, limit: Double?) {
        guard let old else {
            self = .unknown(.firstReading)
            return
        }
        let elapsed = new.milliseconds &- old.milliseconds
        if elapsed <= 0 {
            self = .unknown(.noTimePassed)
        } else if Self.restarted(from: old, to: new, elapsed: elapsed) {
            self = .unknown(.restarted)
        } else if old.discontinuity != new.discontinuity {
            self = .unknown(.discontinuity)
        } else {
            self = Self.growth(from: old, to: new, seconds: Double(elapsed) / 1000, limit: limit)
        }
    }

    /// sysUpTime that went back is a restart, unless it wrapped after 497 days: then it is where the clock expects it.
    private static func restarted(from old: Reading, to new: Reading, elapsed: Int64) -> Bool {
        guard new.upTime < old.upTime else { return false }
        let expected = Int64(old.upTime) &+ elapsed / 10
        let wrapped = Int64(new.upTime) &+ Int64(UInt32.max) &+ 1
        return abs(wrapped &- expected) > 6000
    }

    private static func growth(from old: Reading, to new: Reading, seconds: Double, limit: Double?) -> CounterRate {
        if new.value >= old.value {
            let rate = Double(new.value - old.value) / seconds
            if new.isCounter32, limit != nil, isAmbiguous(rate, seconds, limit) { return .unknown(.ambiguous) }
            return plausible(rate, limit) ? .perSecond(rate) : .unknown(.impossible)
        }
        // A counter that wraps does not stop at nought: one that is read there was cleared, or blinks.
        guard new.isCounter32, old.isCounter32, old.value <= UInt64(UInt32.max), new.value > 0, let limit else {
            return .unknown(.wentBack)
        }
        let rate = Double(new.value &+ (1 << 32) &- old.value) / seconds
        if isAmbiguous(rate, seconds, limit) { return .unknown(.ambiguous) }
        return plausible(rate, limit) ? .perSecond(rate) : .unknown(.wentBack)
    }

    /// Whether the interface can carry what one wrap more would mean.
    private static func isAmbiguous(_ rate: Double, _ seconds: Double, _ limit: Double?) -> Bool {
        plausible(rate + 4_294_967_296 / seconds, limit)
    }

    /// A fifth above the line rate is allowed for readings that the agent caches.
    private static func plausible(_ rate: Double, _ limit: Double?) -> Bool { limit.map { rate <= $0 * 1.2 } ?? true }
}
