/// What is known of an authoritative engine's boots and time (RFC 3414 section 2.3), anchored at a local second.
package struct USMClock: Hashable, Sendable {
    package private(set) var boots: UInt32 = 0
    private var time: UInt32 = 0
    private var anchoredAt: Int64 = 0
    /// Set once an authentic message has told boots and time; before, they are only what an unauthenticated Report said.
    package private(set) var isAuthentic = false

    package init() {}

    /// snmpEngineTime as the engine should have it now.
    package func time(at second: Int64) -> UInt32 {
        UInt32(clamping: Int64(time) &+ max(0, second &- anchoredAt))
    }

    /// Takes what an unauthenticated Report says, for sending only, and never over what an authentic message said.
    package mutating func takeHint(boots: UInt32, time: UInt32, at second: Int64) {
        if isAuthentic { return }
        (self.boots, self.time, anchoredAt) = (boots, time, second)
    }

    /// Takes boots and time of an authentic message as they are.
    package mutating func anchor(boots: UInt32, time: UInt32, at second: Int64) {
        (self.boots, self.time, anchoredAt, isAuthentic) = (boots, time, second, true)
    }

    /// Whether an authentic response with these values is timely (section 3.2.7 b): not from an earlier boot, not older than 150 seconds.
    package func accepts(boots: UInt32, time: UInt32, at second: Int64) -> Bool {
        guard isAuthentic else { return true }
        guard boots < 0x7FFF_FFFF, boots >= self.boots else { return false }
        return boots > self.boots || Int64(time) &+ 150 >= Int64(self.time(at: second))
    }

    /// Moves on with a timely authentic response.
    package mutating func follow(boots: UInt32, time: UInt32, at second: Int64) {
        if !isAuthentic || boots > self.boots || time > self.time(at: second) { anchor(boots: boots, time: time, at: second) }
    }
}
