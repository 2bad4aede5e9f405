import SNMPMessages

/// CISCO-ENTITY-SENSOR-MIB: entSensorValueTable, older than ENTITY-SENSOR-MIB and on most Cisco devices still the fuller one.
enum CiscoEntitySensorMIB {
    static let table = EntitySensorMIB(prefix: "entSensor", table: "1.3.6.1.4.1.9.9.91.1.1.1.1", statusName: "entSensorStatus")
}
