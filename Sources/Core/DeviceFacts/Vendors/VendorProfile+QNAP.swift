/// QNAP: NAS-MIB.
extension VendorProfile {
    static let qnap = VendorProfile(
        "QNAP", sysObjectIDs: ["1.3.6.1.4.1.24681", "1.3.6.1.4.1.55062"] + netSNMP,
        [
            VendorSensor("cpuTemperature", "1.3.6.1.4.1.24681.1.2.5", .temperature),
            VendorSensor("systemTemperature", "1.3.6.1.4.1.24681.1.2.6", .temperature),
            VendorSensor("hdTemperature", "1.3.6.1.4.1.24681.1.2.11.1.3", .temperature, label: "1.3.6.1.4.1.24681.1.2.11.1.2"),
            VendorSensor("sysFanSpeed", "1.3.6.1.4.1.24681.1.2.15.1.3", .fanspeed, label: "1.3.6.1.4.1.24681.1.2.15.1.2"),
        ])
}
