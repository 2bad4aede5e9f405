import DeviceFacts
import NetworkModel
import SNMPMessages

/// How old a device is, over wraps of its clocks: a pure value that remembers its last reading.
struct DeviceUptime: Sendable {
    static let snmpEngineBoots: ObjectIdentifier = "1.3.6.1.6.3.10.2.1.2.0"
    static let snmpEngineTime: ObjectIdentifier = "1.3.6.1.6.3.10.2.1.3.0"
    static let hrSystemUptime: ObjectIdentifier = "1.3.6.1.2.1.25.1.1.0"

    /// The last reading, with the other clocks as they must stand by now.
    private var last: UptimeChange.Reading?
    private var hasAskedClocks = false
    /// Seconds since the device started, as far as it is known; nil before the first reading.
    private(set) var ageSeconds: Double?

    /// The clocks beside sysUpTime: at first contact, and where sysUpTime in `values` went back and they are not among them.
    func clocksWanted(for values: [VarBind]) -> [ObjectIdentifier] {
        let now = Self.reading(values, at: Timestamp(milliseconds: 0))
        guard let upTime = now.sysUpTime, !now.hasOtherClocks else { return [] }
        let wentBack = last?.sysUpTime.map { upTime < $0 } ?? false
        guard !hasAskedClocks || (wentBack && last?.hasOtherClocks == true) else { return [] }
        return [Self.snmpEngineBoots, Self.snmpEngineTime, Self.hrSystemUptime]
    }

    /// What the clocks in `values` say; nil where sysUpTime is not among them. The first reading is a device that runs.
    mutating func receive(_ values: [VarBind], at now: Timestamp) -> UptimeChange? {
        var reading = Self.reading(values, at: now)
        guard let upTime = reading.sysUpTime else { return nil }
        hasAskedClocks = true
        let age = Double(upTime) / 100
        guard let old = last else {
            (last, ageSeconds) = (reading, age)
            return .running
        }
        let change = UptimeChange(from: old, to: reading)
        let elapsed = max(0, reading.milliseconds - old.milliseconds)
        ageSeconds = change == .running ? max(age, (ageSeconds ?? 0) + Double(elapsed) / 1000) : age
        if change != .restarted, !reading.hasOtherClocks { reading.carry(old, by: elapsed) }
        last = reading
        return change
    }

    private static func reading(_ values: [VarBind], at now: Timestamp) -> UptimeChange.Reading {
        // An agent may answer with any number of any type; what its MIB does not allow is no clock.
        func number(_ oid: ObjectIdentifier, atMost greatest: Int64) -> Int64? {
            values.first { $0.oid == oid }?.value.number.flatMap { (0...greatest).contains($0) ? $0 : nil }
        }
        let (integer, ticks) = (Int64(Int32.max), Int64(UInt32.max))
        return UptimeChange.Reading(
            sysUpTime: number(DeclaredPorts.sysUpTime, atMost: ticks).flatMap { UInt32(exactly: $0) },
            engineBoots: number(snmpEngineBoots, atMost: integer), engineTime: number(snmpEngineTime, atMost: integer),
            hostUptime: number(hrSystemUptime, atMost: ticks), milliseconds: now.milliseconds)
    }
}

extension UptimeChange.Reading {
    /// The other clocks of `old`, moved on by the time that passed: the device has run since.
    fileprivate mutating func carry(_ old: UptimeChange.Reading, by milliseconds: Int64) {
        engineBoots = old.engineBoots
        engineTime = old.engineTime.map { $0 + milliseconds / 1000 }
        hostUptime = old.hostUptime.map { ($0 + milliseconds / 10) % 4_294_967_296 }
    }
}
