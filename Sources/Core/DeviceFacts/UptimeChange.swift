/// Whether a device started again between two readings of its clocks.
///
/// sysUpTime counts hundredths of a second in 32 bits and begins anew after 497 days; some agents wrap at 2^31, or count milliseconds and
/// wrap after 49.7 days. A clock that went back is a restart only if no such wrap explains where it stands now, and only as far as the
/// clocks that do not wrap (snmpEngineBoots with snmpEngineTime, hrSystemUptime) agree.
package enum UptimeChange: Hashable, Sendable {
    case running
    case restarted
    /// No clock, or one that stands still or jumps: restarts of this device cannot be told.
    case unknown

    /// One reading of a device's clocks.
    package struct Reading: Hashable, Sendable {
        /// Hundredths of a second; nil where the device has none.
        package var sysUpTime: UInt32?
        package var engineBoots: Int64?
        /// Hundredths of a second.
        package var hostUptime: Int64?
        /// When the collector got it, milliseconds of a clock that does not jump.
        package var milliseconds: Int64

        package init(sysUpTime: UInt32?, engineBoots: Int64? = nil, hostUptime: Int64? = nil, milliseconds: Int64) {
            (self.sysUpTime, self.engineBoots, self.hostUptime, self.milliseconds) = (
                sysUpTime, engineBoots, hostUptime, milliseconds
            )
        }
    }

    package init(from old: Reading, to new: Reading) {
        guard let before = old.sysUpTime, let after = new.sysUpTime else {
            self = .unknown
            return
        }
        let elapsed = max(0, new.milliseconds &- old.milliseconds) / 10
        if after < before {
            self = Self.wrapped(before, after, elapsed) || Self.hostKeptRunning(old, new, elapsed) ? .running : .restarted
        } else if elapsed >= 6000, after == before {
            self = .unknown
        } else {
            // Grown by much less than the time that passed: it began again and is past where it was.
            let lost = elapsed - Int64(after - before)
            self = lost > Self.slack(elapsed) && Int64(after) < elapsed ? .restarted : .running
        }
    }

    /// Clocks drift, polls queue: a minute, or a hundredth of the time between the readings.
    private static func slack(_ elapsed: Int64) -> Int64 { max(6000, elapsed / 100) }

    private static func wrapped(_ before: UInt32, _ after: UInt32, _ elapsed: Int64) -> Bool {
        let expected = Int64(before) + elapsed
        return wraps.contains { abs(expected - $0 - Int64(after)) <= slack(elapsed) }
    }

    /// 2^32 and 2^31 hundredths; 2^32 milliseconds shown in hundredths.
    private static let wraps: [Int64] = [4_294_967_296, 2_147_483_648, 429_496_729]

    /// The host's own clock went on and the agent's boots did not change, or only the agent started again: not a restart of the device.
    private static func hostKeptRunning(_ old: Reading, _ new: Reading, _ elapsed: Int64) -> Bool {
        if let before = old.hostUptime, let after = new.hostUptime { return abs(after - before - elapsed) <= slack(elapsed) }
        return false
    }
}
