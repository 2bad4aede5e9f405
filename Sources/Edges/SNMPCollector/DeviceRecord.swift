/// What the poll thread keeps of one address; plain numbers, so that 100,000 take a few megabytes.
struct DeviceRecord {
    var address: SocketAddress
    /// Index of its credential, and of its alias list (-1 for none), in the loop's tables.
    var credential: Int32
    var aliases: Int32 = -1
    /// Index of its SNMPv3 state, -1 for none.
    var usm: Int32 = -1
    var timeoutMilliseconds: UInt32
    var retries: UInt8
    var inFlight: UInt16 = 0
    /// How many questions may be open at once; halved on timeouts, one more after each reply up to the ceiling.
    var cap = Self.ceiling
    /// The sweep that has questions open here, and how many.
    var sweepSerial: UInt32 = 0
    var sweepOpen: UInt16 = 0
    /// Smoothed round trip and its variation in microseconds (RFC 6298); 0 where unknown.
    var smoothedRTT: UInt32 = 0
    var variationRTT: UInt32 = 0

    static let ceiling: UInt16 = 12
    static let floorMicroseconds: Int64 = 100_000
    static let roofMicroseconds: Int64 = 60_000_000

    init(address: SocketAddress, credential: Int32, timeoutMilliseconds: UInt32, retries: UInt8) {
        (self.address, self.credential) = (address, credential)
        (self.timeoutMilliseconds, self.retries) = (timeoutMilliseconds, retries)
    }

    mutating func observeRoundTrip(_ microseconds: Int64) {
        let sample = UInt32(clamping: max(microseconds, 1))
        guard smoothedRTT > 0 else {
            (smoothedRTT, variationRTT) = (sample, sample / 2)
            return
        }
        let distance = sample > smoothedRTT ? sample &- smoothedRTT : smoothedRTT &- sample
        variationRTT = UInt32(truncatingIfNeeded: (UInt64(variationRTT) &* 3 &+ UInt64(distance)) / 4)
        smoothedRTT = max(1, UInt32(truncatingIfNeeded: (UInt64(smoothedRTT) &* 7 &+ UInt64(sample)) / 8))
    }

    /// What the device has been seen to need, with room; nil before the first reply.
    var estimate: Int64? {
        guard smoothedRTT > 0 else { return nil }
        return min(max(Int64(smoothedRTT) &+ 4 &* Int64(variationRTT), Self.floorMicroseconds), Self.roofMicroseconds)
    }

    /// How long try number `attempt` (from 0) waits, in microseconds: early tries what the device needs, doubled each time, so that a
    /// lost datagram costs little; the last try the whole timeout.
    func wait(attempt: Int) -> Int64 {
        let whole = Int64(timeoutMilliseconds) &* 1000
        let base = estimate ?? whole / 4
        if attempt >= Int(retries) { return max(whole, base) }
        return min(base << Int64(attempt), max(whole, base))
    }

    /// Whether it usually answers later than its configured timeout.
    var isSlow: Bool { Int64(smoothedRTT) > Int64(timeoutMilliseconds) &* 1000 }
}
