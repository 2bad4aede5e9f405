/// Room sensors (AVTECH, NTI): ROOMALERT4E-MIB, NETWORK-TECHNOLOGIES-MIB.
extension VendorProfile {
    static let sensorHub = VendorProfile(
        "Room sensors (AVTECH, NTI)", sysObjectIDs: ["1.3.6.1.4.1.20916", "1.3.6.1.4.1.3699"],
        [
            VendorSensor("internal-tempc", "1.3.6.1.4.1.20916.1.6.1.1.1.2", .temperature),
            VendorSensor("digital-sen1-1", "1.3.6.1.4.1.20916.1.6.1.2.1.1", .temperature),
            VendorSensor("digital-sen2-1", "1.3.6.1.4.1.20916.1.6.1.2.2.1", .temperature),
            VendorSensor("switch-sen1", "1.3.6.1.4.1.20916.1.6.1.3.1", .state),
            VendorSensor("internalTemperature", "1.3.6.1.4.1.20916.1.9.1.1.1.1", .temperature, per: 100),
            VendorSensor("externalTemperature1", "1.3.6.1.4.1.20916.1.9.1.1.2.1", .temperature, per: 100),
        ])
}
