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

    /// cmcIIIVarType 2 is a value (one without a unit is an input or a state), 7 a status; the rest are names, limits and set points.
    private static func sensor(_ index: [UInt32], _ reader: inout MIBReader) -> DeviceSensor? {
        guard let raw = reader.integer(value, index), let kind = reader.integer(type, index), kind == 2 || kind == 7 else {
            return nil
        }
        let words = kind == 7 ? "" : reader.text(unit, index)?.text ?? ""
        guard let (sensorClass, divisor) = meaning(ofUnit: words) else { return nil }
        let reading = sensorClass == .state ? Double(raw) : scaled(raw, by: reader.integer(scale, index) ?? 1) / divisor
        var sensor = DeviceSensor(
            oid: value.instance(index), sensorClass: sensorClass, raw: raw, value: reading, unit: sensorClass.unit)
        sensor.descr = reader.text(name, index)
        return sensor
    }

    /// Below -1 the scale divides, above 1 it multiplies.
    private static func scaled(_ raw: Int64, by scale: Int64) -> Double {
        if scale < -1 { return Double(raw) / -Double(scale) }
        return scale > 1 ? Double(raw) * Double(scale) : Double(raw)
    }

    private static func meaning(ofUnit unit: String) -> (SensorClass, divisor: Double)? {
        switch unit.lowercased() {
        case "": (.state, 1)
        case "degree c", "°c", "c": (.temperature, 1)
        case "v": (.voltage, 1)
        case "mv": (.voltage, 1000)
        case "a": (.current, 1)
        case "ma": (.current, 1000)
        case "w": (.power, 1)
        case "hz": (.frequency, 1)
        case "%", "%rh", "% rh": (.humidity, 1)
        case "rpm", "1/min": (.fanspeed, 1)
        default: nil
        }
    }
}
