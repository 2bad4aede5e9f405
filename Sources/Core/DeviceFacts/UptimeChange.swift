/// Whether a device started again between two readings of its clocks.
///
/// sysUpTime counts hundredths of a second in 32 bits and begins anew after 497 days; some agents wrap at 2^31, or count milliseconds and
/// wrap after 49.7 days. A clock that went back is a restart unless a better one says otherwise: snmpEngineBoots with snmpEngineTime,
/// then hrSystemUptime, then the arithmetic of those wraps.
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
        /// Seconds since `engineBoots` last changed.
        package var engineTime: Int64?
        /// Hundredths of a second; wraps like sysUpTime.
        package var hostUptime: Int64?
        /// When the collector got it, milliseconds of a clock that does not jump.
        package var milliseconds: Int64

        package init(
            sysUpTime: UInt32?, engineBoots: Int64? = nil, engineTime: Int64? = nil, hostUptime: Int64? = nil, milliseconds: Int64
        ) {
            (self.sysUpTime, self.hostUptime, self.milliseconds) = (sysUpTime, hostUptime, milliseconds)
            (self.engineBoots, self.engineTime) = (engineBoots, engineTime)
        }

        /// Whether it has a clock beside sysUpTime.
        package var hasOtherClocks: Bool { (engineBoots != nil && engineTime != nil) || hostUptime != nil }
    }

    package init(from old: Reading, to new: Reading) {
        guard let before = old.sysUpTime, let after = new.sysUpTime else {
            self = .unknown
            return
        }
        let elapsed = max(0, new.milliseconds &- old.milliseconds) / 10
        if after < before, Int64(before - after) <= Self.overtaken {
            self = .running
        } else if after < before {
            let ranOn = Self.wentBack(old, new, wrapped: Self.wrapped(before, after, elapsed), elapsed)
            self = ranOn ? .running : Self.began(old, new, after, elapsed) ? .restarted : .unknown
        } else if elapsed >= 6000, after == before {
            self = .unknown
        } else {
            // Grown by much less than the time that passed: it began again and is past where it was.
            let lost = elapsed - Int64(after - before)
            self = lost > Self.slack(elapsed) && Int64(after) < elapsed ? .restarted : .running
        }
    }

    /// Whether a start since `old` is possible: nothing that started meanwhile is older than that. A clock that says so jumps.
    private static func began(_ old: Reading, _ new: Reading, _ after: UInt32, _ elapsed: Int64) -> Bool {
        if let boots = old.engineBoots, let now = new.engineBoots, now > boots { return true }
        return Int64(after) <= elapsed + slack(elapsed)
    }

    /// Whether the device ran on although sysUpTime went back.
    private static func wentBack(_ old: Reading, _ new: Reading, wrapped: Bool, _ elapsed: Int64) -> Bool {
        let host = hostKeptRunning(old, new, elapsed)
        guard let engine = engineKeptRunning(old, new, elapsed) else { return host ?? wrapped }
        if engine { return true }
        // Agents exist whose engine time is sysUpTime and wraps with it; their boots stay as they were.
        if wrapped, old.engineBoots == new.engineBoots { return true }
        // Only the agent began again, unless the host's clock may have wrapped too, which says nothing.
        return host == true && !(old.hostUptime.map { $0 + elapsed >= wraps[0] } ?? true)
    }

    /// Answers to two questions may overtake each other by a moment; a device that began again does not come out just there.
    private static let overtaken: Int64 = 200

    /// Clocks drift, polls queue: a minute, or a hundredth of the time between the readings.
    private static func slack(_ elapsed: Int64) -> Int64 { max(6000, elapsed / 100) }

    private static func wrapped(_ before: UInt32, _ after: UInt32, _ elapsed: Int64) -> Bool {
        let expected = Int64(before) + elapsed
        // Close, because a device that starts again takes seconds: a restart just before the wrap is not to pass for it.
        return wraps.contains { abs(expected - $0 - Int64(after)) <= max(300, elapsed / 200) }
    }

    /// 2^32 and 2^31 hundredths; 2^32 milliseconds shown in hundredths.
    private static let wraps: [Int64] = [4_294_967_296, 2_147_483_648, 429_496_729]

    /// Nil where one of the readings has no such clock.
    private static func engineKeptRunning(_ old: Reading, _ new: Reading, _ elapsed: Int64) -> Bool? {
        guard let boots = old.engineBoots, let before = old.engineTime, let bootsNow = new.engineBoots, let after = new.engineTime
        else { return nil }
        return boots == bootsNow && abs(after - before - elapsed / 100) <= slack(elapsed) / 100
    }

    /// Nil where one of the readings has no such clock.
    private static func hostKeptRunning(_ old: Reading, _ new: Reading, _ elapsed: Int64) -> Bool? {
        guard let before = old.hostUptime, let after = new.hostUptime else { return nil }
        let distance = (after - before - elapsed) % wraps[0]
        return min(abs(distance), wraps[0] - abs(distance)) <= slack(elapsed)
    }
}
