import DeviceFacts
import NetworkModel
import SNMPMessages

/// Turns readings of a device's port counters into samples of rates: a pure value that remembers the last reading of each counter.
/// A growth that is no rate (a restart, a wrap that the line cannot carry) gives no sample and is counted.
package struct CounterWatch: Sendable {
    package static let ifCounterDiscontinuityTime: ObjectIdentifier = "1.3.6.1.2.1.31.1.1.1.19"

    private struct Key: Hashable {
        var interface: ObjectID
        var metric: Sample.Metric
    }

    private var readings: [Key: CounterRate.Reading] = [:]
    /// Where a counter stood that went back at its last reading.
    private var fallen: [Key: UInt64] = [:]
    /// Readings that gave no rate, by reason.
    package private(set) var refused: [CounterRate.Reason: Int] = [:]

    package init() {}

    /// What one reading asks for: sysUpTime, then four counters of each located port.
    package static func request(for ports: DeclaredPorts) -> [ObjectIdentifier] {
        [DeclaredPorts.sysUpTime]
            + ports.ports.compactMap(\.ifIndex).flatMap { index in
                ([DeclaredPorts.ifHCInOctets, DeclaredPorts.ifHCOutOctets, DeclaredPorts.ifInErrors, ifCounterDiscontinuityTime])
                    .map { $0.appending(index) }
            }
    }

    /// The rates in an answer to `request`, in port order.
    package mutating func samples(in answer: [VarBind], of ports: DeclaredPorts, at now: Timestamp) -> [Sample] {
        let values = Dictionary(answer.map { ($0.oid, $0.value) }, uniquingKeysWith: { first, _ in first })
        guard case .timeTicks(let upTime)? = values[DeclaredPorts.sysUpTime] else { return [] }
        var samples: [Sample] = []
        for port in ports.ports {
            guard let index = port.ifIndex else { continue }
            var discontinuity: UInt32?
            if case .timeTicks(let ticks)? = values[Self.ifCounterDiscontinuityTime.appending(index)] { discontinuity = ticks }
            for (column, metric, scale) in Self.columns {
                guard let value = values[column.appending(index)].flatMap(Self.counter) else { continue }
                let reading = CounterRate.Reading(
                    value: value.value, isCounter32: value.is32, upTime: upTime, discontinuity: discontinuity,
                    milliseconds: now.milliseconds)
                let limit = metric == .inErrors ? nil : port.bitsPerSecond.map { $0 / scale }
                switch rate(Key(interface: port.interface, metric: metric), reading, limit: limit) {
                case .perSecond(let perSecond):
                    samples.append(Sample(time: now, object: port.interface, metric: metric, value: perSecond * scale))
                case .unknown(let reason): refused[reason, default: 0] += 1
                }
            }
        }
        return samples
    }

    /// The rate since the last reading. A counter that went back and at once stands beyond where it was had not begun anew, it had
    /// blinked (FAULTS.md B12): what it grew from is not known.
    private mutating func rate(_ key: Key, _ reading: CounterRate.Reading, limit: Double?) -> CounterRate {
        let before = readings.updateValue(reading, forKey: key)
        let rate = CounterRate(from: before, to: reading, limit: limit)
        if rate == .unknown(.wentBack) {
            fallen[key] = before?.value
            return rate
        }
        guard let height = fallen.removeValue(forKey: key), reading.value >= height else { return rate }
        return .unknown(.wentBack)
    }

    /// Column, what it becomes, and the factor from its unit (octets) to the metric's (bits).
    private static let columns: [(ObjectIdentifier, Sample.Metric, Double)] = [
        (DeclaredPorts.ifHCInOctets, .inBits, 8), (DeclaredPorts.ifHCOutOctets, .outBits, 8),
        (DeclaredPorts.ifInErrors, .inErrors, 1),
    ]

    private static func counter(_ value: SNMPValue) -> (value: UInt64, is32: Bool)? {
        switch value {
        case .counter64(let value): (value, false)
        case .counter32(let value): (UInt64(value), true)
        default: nil
        }
    }
}
