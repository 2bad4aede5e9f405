/// Linux with net-snmp: LM-SENSORS-MIB.
extension VendorProfile {
    static let ucd = VendorProfile(
        "Linux with net-snmp", sysObjectIDs: netSNMP,
        [
            VendorSensor(
                "lmTempSensorsValue", "1.3.6.1.4.1.2021.13.16.2.1.3", .temperature, per: 1000,
                label: "1.3.6.1.4.1.2021.13.16.2.1.2"),
            VendorSensor("lmFanSensorsValue", "1.3.6.1.4.1.2021.13.16.3.1.3", .fanspeed, label: "1.3.6.1.4.1.2021.13.16.3.1.2"),
            VendorSensor(
                "lmVoltSensorsValue", "1.3.6.1.4.1.2021.13.16.4.1.3", .voltage, per: 1000, label: "1.3.6.1.4.1.2021.13.16.4.1.2"),
        ])
}
