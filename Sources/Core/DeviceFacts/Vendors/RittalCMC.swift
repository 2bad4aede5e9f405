import SNMPMessages

/// cmcIIIVarTable of RITTAL-CMC-III-MIB: one table of variables for everything, with unit and scale beside each value.
enum RittalCMC {
    static let name = MIBObject("cmcIIIVarName", "1.3.6.1.4.1.2606.7.4.2.2.1.3")
    static let type = MIBObject("cmcIIIVarType", "1.3.6.1.4.1.2606.7.4.2.2.1.4")
    static let unit = MIBObject("cmcIIIVarUnit", "1.3.6.1.4.1.2606.7.4.2.2.1.5")
    static let scale = MIBObject("cmcIIIVarScale", "1.3.6.1.4.1.2606.7.4.2.2.1.7")
    static let value = MIBObject("cmcIIIVarValueInt", "1.3.6.1.4.1.2606.7.4.2.2.1.11")
    static let columns = [name, type, unit, scale, value]

    static func sensors(_ reader: inout MIBReader) -> [DeviceSensor] {
        reader.rows(of: [value], indexLength: 2).compactMap { sensor($0, &reader) }
    }

    /// cmcIIIVarType 2 is a value, 7 a status; the rest are names, limits and set points.
    private static func sensor(_ index: [UInt32], _ reader: inout MIBReader) -> DeviceSensor? {
        guard let raw = reader.integer(value, index), let kind = reader.integer(type, index) else { return nil }
        guard let sensorClass = kind == 7 ? .state : kind == 2 ? sensorClass(reader.text(unit, index)?.text ?? "") : nil else {
            return nil
        }
        let scale = reader.integer(scale, index) ?? 1
        var sensor = DeviceSensor(
            oid: value.instance(index), sensorClass: sensorClass, raw: raw, value: scaled(raw, by: scale), unit: sensorClass.unit)
        sensor.descr = reader.text(name, index)
        return sensor
    }

    /// Below -1 the scale divides, above 1 it multiplies.
    private static func scaled(_ raw: Int64, by scale: Int64) -> Double {
        if scale < -1 { return Double(raw) / -Double(scale) }
        return scale > 1 ? Double(raw) * Double(scale) : Double(raw)
    }

    private static func sensorClass(_ unit: String) -> SensorClass? {
        switch unit.lowercased() {
        case "degree c", "°c", "c": .temperature
        case "v": .voltage
        case "a": .current
        case "w": .power
        case "hz": .frequency
        case "%", "%rh", "% rh": .humidity
        case "rpm", "1/min": .fanspeed
        default: nil
        }
    }
}
