import SNMPMessages

/// Sensors: entPhySensorTable of ENTITY-SENSOR-MIB (RFC 3433), and the Cisco table it was made after, which has the same columns in
/// the same order and more types.
struct EntitySensorMIB {
    let type, scale, precision, value, status: MIBObject

    static let standard = EntitySensorMIB(
        prefix: "entPhySensor", table: "1.3.6.1.2.1.99.1.1.1", statusName: "entPhySensorOperStatus")

    init(prefix: String, table: ObjectIdentifier, statusName: String) {
        type = MIBObject(prefix + "Type", table.appending(1))
        scale = MIBObject(prefix + "Scale", table.appending(2))
        precision = MIBObject(prefix + "Precision", table.appending(3))
        value = MIBObject(prefix + "Value", table.appending(4))
        status = MIBObject(statusName, table.appending(5))
    }

    var columns: [MIBObject] { [type, scale, precision, value, status] }

    /// The sensors that have a value, in the order of entPhysicalIndex.
    func sensors(_ reader: inout MIBReader, modules: [UInt32: DeviceModule]) -> [DeviceSensor] {
        reader.rows(of: [value], indexLength: 1).compactMap { sensor($0, &reader, modules: modules) }
    }

    private func sensor(_ index: [UInt32], _ reader: inout MIBReader, modules: [UInt32: DeviceModule]) -> DeviceSensor? {
        guard let raw = reader.integer(value, index) else { return nil }
        let sensorClass = reader.integer(type, index).flatMap(Self.sensorClass)
        let (scale, precision) = (reader.integer(scale, index), reader.integer(precision, index))
        // A TruthValue is 1 or 2 whatever scale it is given.
        let exponent = sensorClass == .state ? 0 : Self.exponent(scale: scale, precision: precision)
        var sensor = DeviceSensor(
            oid: value.instance(index), sensorClass: sensorClass, raw: raw, value: scaled(raw, exponent: exponent),
            unit: sensorClass?.unit)
        sensor.status = reader.integer(status, index).flatMap(DeviceSensor.Status.init)
        sensor.entPhysicalIndex = index[0]
        sensor.descr = modules[index[0]].flatMap(Self.description)
        return sensor
    }

    /// entPhysicalDescr, or the name where the description is empty.
    private static func description(of module: DeviceModule) -> DeviceText? {
        if let descr = module.descr, !descr.text.isEmpty { return descr }
        return module.name ?? module.descr
    }

    /// EntitySensorDataScale counts in steps of 10^3 with units at 9; EntitySensorPrecision above 0 is the number of decimal places
    /// (below 0 it is the number of digits that can be trusted, which does not move the point).
    static func exponent(scale: Int64?, precision: Int64?) -> Int {
        let steps = (1...17).contains(scale ?? 9) ? Int(scale ?? 9) - 9 : 0
        let places = (1...9).contains(precision ?? 0) ? Int(precision ?? 0) : 0
        return 3 * steps - places
    }

    /// EntitySensorDataType; 13 and 14 exist at Cisco only.
    static func sensorClass(_ type: Int64) -> SensorClass? {
        switch type {
        case 3, 4: .voltage
        case 5: .current
        case 6: .power
        case 7: .frequency
        case 8: .temperature
        case 9: .humidity
        case 10: .fanspeed
        case 11: .airflow
        case 12: .state
        case 14: .dbm
        default: nil
        }
    }
}
