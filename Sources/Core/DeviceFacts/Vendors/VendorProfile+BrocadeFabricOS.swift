/// Brocade Fabric OS: SW-MIB.
extension VendorProfile {
    static let brocadeFabricOS = VendorProfile(
        "Brocade Fabric OS", sysObjectIDs: ["1.3.6.1.4.1.1588"],
        [
            VendorSensor(
                "swSensorValue", "1.3.6.1.4.1.1588.2.1.1.1.1.22.1.4", .temperature, label: "1.3.6.1.4.1.1588.2.1.1.1.1.22.1.5",
                when: ("1.3.6.1.4.1.1588.2.1.1.1.1.22.1.2", [1])),
            VendorSensor(
                "swSensorValue", "1.3.6.1.4.1.1588.2.1.1.1.1.22.1.4", .fanspeed, label: "1.3.6.1.4.1.1588.2.1.1.1.1.22.1.5",
                when: ("1.3.6.1.4.1.1588.2.1.1.1.1.22.1.2", [2])),
            VendorSensor(
                "swSensorStatus", "1.3.6.1.4.1.1588.2.1.1.1.1.22.1.3", .state, label: "1.3.6.1.4.1.1588.2.1.1.1.1.22.1.5",
                states: [1: "unknown", 2: "faulty", 3: "belowMin", 4: "nominal", 5: "aboveMax", 6: "absent"]),
            VendorSensor("swSfpTemperature", "1.3.6.1.4.1.1588.2.1.1.1.28.1.1.1", .temperature),
            VendorSensor("swSfpVoltage", "1.3.6.1.4.1.1588.2.1.1.1.28.1.1.2", .voltage, per: 1000),
            VendorSensor("swSfpCurrent", "1.3.6.1.4.1.1588.2.1.1.1.28.1.1.3", .current, per: 1000),
            VendorSensor("swSfpRxPower", "1.3.6.1.4.1.1588.2.1.1.1.28.1.1.4", .dbm),
            VendorSensor("swSfpTxPower", "1.3.6.1.4.1.1588.2.1.1.1.28.1.1.5", .dbm),
        ])
}
