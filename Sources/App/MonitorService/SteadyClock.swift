import Foundation
import NetworkModel

/// The monitor's time: the system's clock at the start, carried on by a clock that never jumps. Timers, holds and the age of silence go
/// by it, so that a system clock that is set does not make a minute of silence an hour. How far the two have drifted apart is said.
package final class SteadyClock: Sendable {
    private struct State {
        var base: Timestamp
        var began: Int64
    }

    private let state: State
    private let wall: @Sendable () -> Timestamp
    private let steady: @Sendable () -> Int64

    /// - Parameters:
    ///   - wall: the system's clock, which people set.
    ///   - steady: milliseconds of a clock that only goes on.
    package init(
        wall: @escaping @Sendable () -> Timestamp = SteadyClock.systemTime,
        steady: @escaping @Sendable () -> Int64 = SteadyClock.steadyMilliseconds
    ) {
        (self.wall, self.steady) = (wall, steady)
        state = State(base: wall(), began: steady())
    }

    package var now: Timestamp { state.base + TimeSpan(milliseconds: steady() &- state.began) }

    /// How far the system's clock is from ours, where that is more than two seconds; nil: it can be trusted.
    package var suspicion: TimeSpan? {
        let difference = wall() - now
        return abs(difference.milliseconds) > 2000 ? difference : nil
    }

    package static func systemTime() -> Timestamp { time(CLOCK_REALTIME) }

    /// It goes on while the machine is suspended. CLOCK_MONOTONIC stands still then: the sleep would not be noticed, and our time would be
    /// late by it for as long as we run.
    package static let steadyClock = CLOCK_BOOTTIME

    package static func steadyMilliseconds() -> Int64 { time(steadyClock).milliseconds }

    private static func time(_ clock: clockid_t) -> Timestamp {
        var time = timespec()
        clock_gettime(clock, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000)
    }
}
