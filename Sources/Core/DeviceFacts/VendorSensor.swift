import Foundation
import SNMPMessages

/// A column of a vendor's MIB that holds a measured value, and how its raw value becomes one: data, no code of its own.
struct VendorSensor: Sendable {
    /// Beside division, what turns the raw value into the unit of the class.
    enum Conversion: Sendable {
        case none
        /// Optical power in microwatts (after division) as dBm, for which nothing at all is no number.
        case microwattsToDBm
    }

    let object: MIBObject
    let sensorClass: SensorClass
    /// raw / divisor is in the unit of the class.
    let divisor: Double
    /// Nil takes the unit of the class.
    let unit: String?
    /// Raw values that stand for "no sensor", "no module".
    let absent: Set<Int64>
    /// The object of the same row that names the sensor.
    let label: MIBObject?
    /// Only rows in which this object has one of these values.
    let condition: (object: MIBObject, values: Set<Int64>)?
    /// Only rows whose index ends in this arc.
    let lastArc: UInt32?
    /// The object of the same row that gives the number of decimal places.
    let digits: MIBObject?
    /// Words for the values of a state.
    let states: [Int64: String]
    let conversion: Conversion

    init(
        _ name: String, _ oid: ObjectIdentifier, _ sensorClass: SensorClass, per divisor: Double = 1, unit: String? = nil,
        absent: Set<Int64> = [], label: ObjectIdentifier? = nil, when condition: (ObjectIdentifier, Set<Int64>)? = nil,
        lastArc: UInt32? = nil, digits: ObjectIdentifier? = nil, states: [Int64: String] = [:], conversion: Conversion = .none
    ) {
        object = MIBObject(name, oid)
        self.sensorClass = sensorClass
        self.divisor = divisor
        self.unit = unit ?? sensorClass.unit
        self.absent = absent
        self.label = label.map { MIBObject(name + " (label)", $0) }
        self.condition = condition.map { (MIBObject(name + " (condition)", $0.0), $0.1) }
        self.lastArc = lastArc
        self.digits = digits.map { MIBObject(name + " (digits)", $0) }
        self.states = states
        self.conversion = conversion
    }

    var columns: [MIBObject] { [object] + [label, condition?.object, digits].compactMap { $0 } }

    /// The sensors that the device has of this kind, in the order of their rows.
    func sensors(_ reader: inout MIBReader) -> [DeviceSensor] {
        let prefix = object.oid.arcs.count
        return reader.view.values(under: object.oid).compactMap { bind in
            let index = Array(bind.oid.arcs[prefix...])
            if let lastArc, index.last != lastArc { return nil }
            if let condition {
                guard let kind = reader.view[condition.object.instance(index)]?.number, condition.values.contains(kind) else {
                    return nil
                }
            }
            return sensor(bind, index, &reader)
        }
    }

    private func sensor(_ bind: VarBind, _ index: [UInt32], _ reader: inout MIBReader) -> DeviceSensor? {
        guard let reading = bind.value.leadingNumber else {
            if bind.value != .null, bind.value != .octets([]) { reader.reject(object, .wrongType, "no number in it") }
            return nil
        }
        let raw = Int64(exactly: reading)
        let places = digits.flatMap { reader.integer($0, index, in: 0...9) } ?? 0
        let isAbsent = raw.map(absent.contains) ?? false
        var sensor = DeviceSensor(
            oid: bind.oid, sensorClass: sensorClass, raw: raw, value: isAbsent ? nil : value(of: reading, places: Int(places)),
            unit: unit)
        sensor.status = isAbsent || sensor.value == nil ? .unavailable : nil
        sensor.descr =
            label.flatMap { reader.text($0, index) }
            ?? DeviceText(index == [0] ? object.name : "\(object.name).\(ObjectIdentifier(index))")
        sensor.stateText = raw.flatMap { states[$0] }
        return sensor
    }

    private func value(of reading: Double, places: Int) -> Double? {
        let quotient = reading / ((0..<places).reduce(divisor) { divisor, _ in divisor * 10 })
        switch conversion {
        case .none: return quotient
        case .microwattsToDBm: return quotient > 0 ? 10 * log10(quotient / 1000) : nil
        }
    }
}

extension SNMPValue {
    /// A number, or the number that a text begins with: `27.5 C`, `-002.8257 dBm: Normal`.
    var leadingNumber: Double? {
        if let number { return Double(number) }
        guard case .octets(let octets) = self else { return nil }
        let text = octets.drop { $0 == 0x20 || $0 == 0x09 }
        let digits = text.prefix { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0) }
        return Double(String(decoding: digits, as: UTF8.self))
    }
}
