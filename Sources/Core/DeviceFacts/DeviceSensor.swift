import SNMPMessages

/// One measured value of a device: a temperature, a voltage, a light level, the state of a power supply.
package struct DeviceSensor: Hashable, Sendable {
    /// The instance that holds the value.
    package var oid: ObjectIdentifier
    /// temperature, voltage, current, power, dbm, fanspeed, humidity, frequency, charge, runtime, load, state, …; nil where the device
    /// does not tell.
    package var sensorClass: SensorClass?
    /// As the device sent it, before scale and divisor.
    package var raw: Int64?
    /// In `unit`. Nil where the raw value stands for "not available" or is no number.
    package var value: Double?
    /// V A W Hz C %RH rpm dBm %, s or min for runtimes; nil for states and counts.
    package var unit: String?
    /// Nil where the device does not tell.
    package var status: Status?
    package var descr: DeviceText?
    package var entPhysicalIndex: UInt32?
    /// What the value of a state sensor means, where known.
    package var stateText: String?

    /// entPhySensorOperStatus (RFC 3433); entSensorStatus of Cisco has the same values.
    package enum Status: Int64, Sendable, CaseIterable { case ok = 1, unavailable, nonoperational }

    package init(oid: ObjectIdentifier, sensorClass: SensorClass?, raw: Int64?, value: Double?, unit: String?) {
        (self.oid, self.sensorClass, self.raw, self.value, self.unit) = (oid, sensorClass, raw, value, unit)
    }
}

/// What a sensor measures. A struct, not an enumeration: vendor profiles bring classes of their own.
package struct SensorClass: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }

    package static let temperature: SensorClass = "temperature"
    package static let voltage: SensorClass = "voltage"
    package static let current: SensorClass = "current"
    package static let power: SensorClass = "power"
    package static let dbm: SensorClass = "dbm"
    package static let fanspeed: SensorClass = "fanspeed"
    package static let humidity: SensorClass = "humidity"
    package static let frequency: SensorClass = "frequency"
    package static let charge: SensorClass = "charge"
    package static let runtime: SensorClass = "runtime"
    package static let load: SensorClass = "load"
    package static let state: SensorClass = "state"
    package static let airflow: SensorClass = "airflow"

    /// The unit in which values of this class are given; nil for states, counts and runtimes (which name their own).
    package var unit: String? {
        switch self {
        case .temperature: "C"
        case .voltage: "V"
        case .current: "A"
        case .power: "W"
        case .dbm: "dBm"
        case .fanspeed: "rpm"
        case .humidity: "%RH"
        case .frequency: "Hz"
        case .charge, .load, "percent": "%"
        case .airflow: "cmm"
        default: nil
        }
    }
}

/// `raw × 10^exponent`, correctly rounded for every exponent a device can mean.
func scaled(_ raw: Int64, exponent: Int) -> Double {
    var factor = 1.0
    for _ in 0..<min(abs(exponent), 40) { factor *= 10 }
    return exponent < 0 ? Double(raw) / factor : Double(raw) * factor
}
