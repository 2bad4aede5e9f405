import SNMPMessages

/// fgHwSensorTable of FORTINET-FORTIGATE-MIB: values as text and no type, so the name must tell what is measured.
enum FortinetHardwareSensors {
    static let name = MIBObject("fgHwSensorEntName", "1.3.6.1.4.1.12356.101.4.3.2.1.2")
    static let value = MIBObject("fgHwSensorEntValue", "1.3.6.1.4.1.12356.101.4.3.2.1.3")
    static let columns = [name, value]

    static func sensors(_ reader: inout MIBReader) -> [DeviceSensor] {
        reader.rows(of: [value], indexLength: 1).compactMap { index in
            guard let label = reader.text(name, index), let sensorClass = sensorClass(label.text),
                let reading = reader.view[value.instance(index)]?.leadingNumber
            else { return nil }
            var sensor = DeviceSensor(
                oid: value.instance(index), sensorClass: sensorClass, raw: Int64(exactly: reading), value: reading,
                unit: sensorClass.unit)
            sensor.descr = label
            return sensor
        }
    }

    /// Nil where the name does not tell: a value without a unit is no measurement.
    static func sensorClass(_ name: String) -> SensorClass? {
        let words = name.uppercased()
        if words.contains("STATUS") { return .state }
        if words.contains("TEMP") || words.contains("CORE ") || words.hasPrefix("TD") || words.hasPrefix("TS")
            || words == "DTS CPU"
        {
            return .temperature
        }
        if words.contains("FAN") { return .fanspeed }
        let isVoltage = ["VIN", "VOUT", "VCORE", "VTT", "VSA", "VDQ", "VCC", "VDD", "VSB"].contains { words.contains($0) }
        return isVoltage || (words.hasPrefix("+") && words.hasSuffix("V")) ? .voltage : nil
    }
}
