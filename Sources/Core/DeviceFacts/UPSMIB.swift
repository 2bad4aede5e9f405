import SNMPMessages

/// Uninterruptible power supplies: UPS-MIB (RFC 1628). Units are those of the MIB: tenths of volts, amperes and hertz here and there.
enum UPSMIB {
    struct Quantity {
        let object: MIBObject
        let sensorClass: SensorClass
        let unit: String
        let exponent: Int

        init(_ name: String, _ oid: ObjectIdentifier, _ sensorClass: SensorClass, _ unit: String, exponent: Int = 0) {
            (object, self.sensorClass, self.unit, self.exponent) = (MIBObject(name, oid), sensorClass, unit, exponent)
        }
    }

    static let quantities = [
        Quantity("upsBatteryStatus", "1.3.6.1.2.1.33.1.2.1", .state, "enum"),
        Quantity("upsSecondsOnBattery", "1.3.6.1.2.1.33.1.2.2", .runtime, "s"),
        Quantity("upsEstimatedMinutesRemaining", "1.3.6.1.2.1.33.1.2.3", .runtime, "min"),
        Quantity("upsEstimatedChargeRemaining", "1.3.6.1.2.1.33.1.2.4", .charge, "%"),
        Quantity("upsBatteryVoltage", "1.3.6.1.2.1.33.1.2.5", .voltage, "V", exponent: -1),
        Quantity("upsBatteryCurrent", "1.3.6.1.2.1.33.1.2.6", .current, "A", exponent: -1),
        Quantity("upsBatteryTemperature", "1.3.6.1.2.1.33.1.2.7", .temperature, "C"),
        Quantity("upsInputFrequency", "1.3.6.1.2.1.33.1.3.3.1.2", .frequency, "Hz", exponent: -1),
        Quantity("upsInputVoltage", "1.3.6.1.2.1.33.1.3.3.1.3", .voltage, "V"),
        Quantity("upsInputCurrent", "1.3.6.1.2.1.33.1.3.3.1.4", .current, "A", exponent: -1),
        Quantity("upsInputTruePower", "1.3.6.1.2.1.33.1.3.3.1.5", .power, "W"),
        Quantity("upsOutputSource", "1.3.6.1.2.1.33.1.4.1", .state, "enum"),
        Quantity("upsOutputFrequency", "1.3.6.1.2.1.33.1.4.2", .frequency, "Hz", exponent: -1),
        Quantity("upsOutputVoltage", "1.3.6.1.2.1.33.1.4.4.1.2", .voltage, "V"),
        Quantity("upsOutputCurrent", "1.3.6.1.2.1.33.1.4.4.1.3", .current, "A", exponent: -1),
        Quantity("upsOutputPower", "1.3.6.1.2.1.33.1.4.4.1.4", .power, "W"),
        Quantity("upsOutputPercentLoad", "1.3.6.1.2.1.33.1.4.4.1.5", .load, "%"),
        Quantity("upsBypassFrequency", "1.3.6.1.2.1.33.1.5.1", .frequency, "Hz", exponent: -1),
        Quantity("upsBypassVoltage", "1.3.6.1.2.1.33.1.5.3.1.2", .voltage, "V"),
        Quantity("upsBypassCurrent", "1.3.6.1.2.1.33.1.5.3.1.3", .current, "A", exponent: -1),
        Quantity("upsBypassPower", "1.3.6.1.2.1.33.1.5.3.1.4", .power, "W"),
    ]

    static let columns = quantities.map(\.object)

    static func sensors(_ reader: inout MIBReader) -> [DeviceSensor] {
        quantities.flatMap { quantity in
            reader.rows(of: [quantity.object], indexLength: 1).compactMap { sensor(quantity, $0, &reader) }
        }
    }

    private static func sensor(_ quantity: Quantity, _ index: [UInt32], _ reader: inout MIBReader) -> DeviceSensor? {
        guard let raw = reader.integer(quantity.object, index) else { return nil }
        var sensor = DeviceSensor(
            oid: quantity.object.instance(index), sensorClass: quantity.sensorClass, raw: raw,
            value: scaled(raw, exponent: quantity.exponent), unit: quantity.unit)
        sensor.descr = DeviceText(index == [0] ? quantity.object.name : "\(quantity.object.name).\(index[0])")
        sensor.stateText = stateText(quantity.object, raw)
        return sensor
    }

    private static func stateText(_ object: MIBObject, _ raw: Int64) -> String? {
        let words: [String] =
            switch object.name {
            case "upsBatteryStatus": ["unknown", "batteryNormal", "batteryLow", "batteryDepleted"]
            case "upsOutputSource": ["other", "none", "normal", "bypass", "battery", "booster", "reducer"]
            default: []
            }
        return (1...Int64(words.count + 1)).contains(raw) && raw <= words.count ? words[Int(raw) - 1] : nil
    }
}
