import NetworkModel

extension RuleEngine {
    /// How far a rule is for an object.
    enum Phase: Hashable, Sendable {
        case quiet
        case pending(since: Timestamp)
        case firing
        case clearing(since: Timestamp)

        var holds: Bool {
            switch self {
            case .firing, .clearing: true
            case .quiet, .pending: false
            }
        }

        /// After a gap: what waits begins its wait anew.
        var lapsed: Phase { holds ? .firing : .quiet }
    }

    /// One rule for one object.
    struct Row: Sendable {
        var rule: Int32
        var object: ObjectID
        var phase = Phase.quiet
        /// When it was last known; `distantPast` where it never was.
        var last = Timestamp.distantPast
        /// How far apart its values come of late, in milliseconds; 0 where there were not yet two.
        var interval: Int64 = 0
        /// Not a number where none was given.
        var value = Double.nan
        var track: RuleTrack?
        /// The row of `shares`; -1 without.
        var share: Int32 = -1
        /// Whether what it says is known now.
        var isKnown = false
        /// Where a forecast that is waited for or told goes: 1 up, -1 down, 0 not fixed.
        var direction: Int8 = 0

        /// A shorter gap is always bridged: one lost answer, a slow round.
        static let shortestGap: Int64 = 90_000
        private static let longestInterval: Int64 = 7 * 86_400_000

        /// The longest pause over which what was true before goes on being true.
        var bridged: Int64 { max(Self.shortestGap, 3 &* interval) }

        /// Notes the time of a new value.
        /// - Returns: whether a gap lies before it.
        mutating func takeTurn(at time: Timestamp) -> Bool {
            guard last != .distantPast else {
                last = time
                return false
            }
            let pause = (time - last).milliseconds
            guard pause > 0 else { return false }
            last = time
            let isGap = pause > bridged
            // Quickly to what comes more often, slowly to what comes less often, so that one outage makes no series slow.
            if interval == 0 {
                interval = min(pause, Self.longestInterval)
            } else if pause < interval {
                interval = max(pause, interval / 2)
            } else if isGap {
                interval = min(pause, interval &* 2, Self.longestInterval)
            } else {
                interval = min(interval &+ (pause &- interval) / 4, Self.longestInterval)
            }
            return isGap
        }

        /// Goes on where the same rule was for the same object.
        mutating func goOn(from old: Row) {
            (phase, last, interval, value, direction) = (old.phase, old.last, old.interval, old.value, old.direction)
            track = old.track ?? track
        }

        /// What a group counts.
        var standing: Standing { Standing(isKnown: isKnown, holds: phase.holds) }
    }

    /// What a group counts of a member: whether it is known now, and whether the rule holds for it by what was known last.
    struct Standing: Hashable, Sendable {
        var isKnown: Bool
        var holds: Bool
    }
}
