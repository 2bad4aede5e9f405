import Glibc
import SNMPMessages

/// What a row of the entities is. entPhysicalIndex: 1 the chassis, 2 its power supply, 3 its temperature sensor, then three for
/// each port: the port, its transceiver, the sensor of received light.
struct EntityRow {
    enum Kind { case chassis, powerSupply, temperature, port, transceiver, receivedLight }

    var index: Int
    var kind: Kind
    /// Position of the port at the device, from 0; -1 for what belongs to the chassis.
    var port: Int

    init(row: Int) {
        index = row + 1
        port = row < 3 ? -1 : (row - 3) / 3
        kind =
            switch (row < 3, row % 3) {
            case (true, 0): .chassis
            case (true, 1): .powerSupply
            case (true, _): .temperature
            case (false, 0): .port
            case (false, 1): .transceiver
            case (false, _): .receivedLight
            }
    }

    static func count(ports: Int) -> Int { 3 + 3 * ports }
    /// The entity behind row `row` of the sensors.
    static func sensor(_ row: Int) -> EntityRow { EntityRow(row: row * 3 + 2) }
}

extension MIBColumn {
    static let entities: [MIBColumn] =
        columns(
            .entity, under: "1.3.6.1.2.1.47.1.1.1.1",
            [
                (2, .entPhysicalDescr), (3, .entPhysicalVendorType), (4, .entPhysicalContainedIn), (5, .entPhysicalClass),
                (6, .entPhysicalParentRelPos), (7, .entPhysicalName), (8, .entPhysicalHardwareRev), (9, .entPhysicalFirmwareRev),
                (10, .entPhysicalSoftwareRev), (11, .entPhysicalSerialNum), (12, .entPhysicalMfgName),
                (13, .entPhysicalModelName), (14, .entPhysicalAlias), (15, .entPhysicalAssetID), (16, .entPhysicalIsFRU),
            ])
        + columns(.scalar, under: "1.3.6.1.2.1.47.1.4", [(1, .entLastChangeTime)])
        + columns(
            .sensor, under: "1.3.6.1.2.1.99.1.1.1",
            [
                (1, .entPhySensorType), (2, .entPhySensorScale), (3, .entPhySensorPrecision), (4, .entPhySensorValue),
                (5, .entPhySensorOperStatus), (6, .entPhySensorUnitsDisplay), (7, .entPhySensorValueTimeStamp),
                (8, .entPhySensorValueUpdateRate),
            ])
}

/// ENTITY-MIB (RFC 6933).
extension AgentMIB {
    func entityValue(_ object: AgentObject, _ row: Int, _ device: Int32) -> AgentValue {
        let entity = EntityRow(row: row)
        switch object {
        case .entLastChangeTime: return .timeTicks(0)
        case .entPhysicalDescr: return .text(entity.kind == .chassis ? texts.description(device) : texts.word(entity.kind))
        case .entPhysicalVendorType: return .zeroDotZero
        case .entPhysicalContainedIn: return .integer(Int32(container(entity)))
        case .entPhysicalClass: return .integer(Self.entityClass(entity.kind))
        case .entPhysicalParentRelPos: return .integer(entity.kind == .port ? Int32(entity.port + 1) : 1)
        case .entPhysicalName: return .text(entityName(entity, device))
        case .entPhysicalSerialNum where entity.kind == .chassis: return .text(texts.serial(device))
        case .entPhysicalModelName where entity.kind == .chassis: return .text(texts.model(device))
        case .entPhysicalMfgName where entity.kind == .chassis: return .text(texts.maker)
        case .entPhysicalSoftwareRev where entity.kind == .chassis: return .text(texts.software)
        // TruthValue: true(1), false(2).
        case .entPhysicalIsFRU: return .integer(entity.kind == .powerSupply || entity.kind == .transceiver ? 1 : 2)
        default: return .text(texts.empty)
        }
    }

    private func container(_ entity: EntityRow) -> Int {
        switch entity.kind {
        case .chassis: 0
        case .powerSupply, .temperature, .port: 1
        case .transceiver, .receivedLight: entity.index - 1
        }
    }

    private func entityName(_ entity: EntityRow, _ device: Int32) -> AgentTexts.Reference {
        switch entity.kind {
        case .chassis: texts.name(device)
        case .port, .transceiver, .receivedLight: texts.ifName(port(device, entity.port))
        case .powerSupply, .temperature: texts.word(entity.kind)
        }
    }

    /// IANAPhysicalClass: chassis(3), powerSupply(6), sensor(8), module(9), port(10).
    private static func entityClass(_ kind: EntityRow.Kind) -> Int32 {
        switch kind {
        case .chassis: 3
        case .powerSupply: 6
        case .temperature, .receivedLight: 8
        case .transceiver: 9
        case .port: 10
        }
    }
}

/// ENTITY-SENSOR-MIB (RFC 3433). Temperature in tenths of °C; received light in hundredths of dBm would need a type that the MIB lacks,
/// so it stands as other(1) with the unit "dBm" to display.
extension AgentMIB {
    func sensorValue(_ object: AgentObject, _ row: Int, _ device: Int32, _ now: Int64) -> AgentValue {
        let isTemperature = row == 0
        switch object {
        // other(1), celsius(8)
        case .entPhySensorType: return .integer(isTemperature ? 8 : 1)
        // units(9)
        case .entPhySensorScale: return .integer(9)
        case .entPhySensorPrecision: return .integer(isTemperature ? 1 : 2)
        case .entPhySensorValue: return .integer(isTemperature ? temperature(device, now) : light(row - 1, device, now))
        // ok(1), unavailable(2)
        case .entPhySensorOperStatus: return .integer(isTemperature || receivesLight(row - 1, device) ? 1 : 2)
        case .entPhySensorUnitsDisplay: return .text(isTemperature ? texts.celsius : texts.dBm)
        case .entPhySensorValueTimeStamp: return .timeTicks(ticks(at: now, device))
        default: return .gauge32(0)
        }
    }

    private func receivesLight(_ row: Int, _ device: Int32) -> Bool { world.linkIsUp[Int(port(device, row) >> 1)] }

    /// 24 to 44 °C, swinging by 2 °C an hour.
    private func temperature(_ device: Int32, _ now: Int64) -> Int32 {
        let base = 240 + Int32(scrambled(UInt64(device)) % 200)
        return base + Int32(20 * sin(Double(now) / 573_000 + Double(device)))
    }

    /// -3 to -12 dBm; -40 dBm in the dark.
    private func light(_ row: Int, _ device: Int32, _ now: Int64) -> Int32 {
        guard receivesLight(row, device) else { return -4000 }
        let port = port(device, row)
        return -300 - Int32(scrambled(UInt64(port) + 77) % 900) + Int32(8 * sin(Double(now) / 91_000 + Double(port)))
    }
}
