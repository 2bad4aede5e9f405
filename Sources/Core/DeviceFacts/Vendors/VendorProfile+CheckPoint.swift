/// Check Point: CHECKPOINT-MIB.
extension VendorProfile {
    static let checkPoint = VendorProfile(
        "Check Point", sysObjectIDs: ["1.3.6.1.4.1.2620"] + netSNMP,
        [
            VendorSensor(
                "tempertureSensorValue", "1.3.6.1.4.1.2620.1.6.7.8.1.1.3", .temperature, label: "1.3.6.1.4.1.2620.1.6.7.8.1.1.2"),
            VendorSensor(
                "fanSpeedSensorValue", "1.3.6.1.4.1.2620.1.6.7.8.2.1.3", .fanspeed, label: "1.3.6.1.4.1.2620.1.6.7.8.2.1.2"),
            VendorSensor(
                "voltageSensorValue", "1.3.6.1.4.1.2620.1.6.7.8.3.1.3", .voltage, label: "1.3.6.1.4.1.2620.1.6.7.8.3.1.2"),
            VendorSensor("fwNumConn", "1.3.6.1.4.1.2620.1.1.25.3", "count"),
            VendorSensor("haStatCode", "1.3.6.1.4.1.2620.1.5.101", .state),
        ])
}
