/// FS.com: FS-ENTITY-MIB.
extension VendorProfile {
    static let fsSwitch = VendorProfile(
        "FS.com", sysObjectIDs: ["1.3.6.1.4.1.52642"],
        [
            VendorSensor("fsPowerStatus", "1.3.6.1.4.1.52642.1.1.10.2.1.1.41.1.3", .state),
            VendorSensor("fsPowerInputVoltage", "1.3.6.1.4.1.52642.1.1.10.2.1.1.41.1.11", .voltage),
            VendorSensor("fsPowerTotal", "1.3.6.1.4.1.52642.1.1.10.2.1.1.41.1.15", .power),
            VendorSensor("fsFanStatus", "1.3.6.1.4.1.52642.1.1.10.2.1.1.43.1.4", .state),
            VendorSensor("fsFanSpeed", "1.3.6.1.4.1.52642.1.1.10.2.1.1.43.1.6", .fanspeed),
            VendorSensor(
                "fsTemperature", "1.3.6.1.4.1.52642.1.1.10.2.1.1.44.1.5", .temperature,
                label: "1.3.6.1.4.1.52642.1.1.10.2.1.1.44.1.3"),
            VendorSensor("fsFiberTemp", "1.3.6.1.4.1.52642.1.1.10.2.105.1.1.1.17", .temperature),
            VendorSensor("fsFiberTempStatus", "1.3.6.1.4.1.52642.1.1.10.2.105.1.1.1.18", .state),
            VendorSensor("fsFiberRXpower", "1.3.6.1.4.1.52642.1.1.10.2.105.1.1.1.76", .dbm, per: 100),
            VendorSensor("fsFiberTXpower", "1.3.6.1.4.1.52642.1.1.10.2.105.1.1.1.81", .dbm, per: 100),
        ])
}
