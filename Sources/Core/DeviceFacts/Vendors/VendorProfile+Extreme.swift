/// Extreme XOS: EXTREME-SYSTEM-MIB.
extension VendorProfile {
    static let extreme = VendorProfile(
        "Extreme XOS", sysObjectIDs: ["1.3.6.1.4.1.1916"],
        [
            VendorSensor("extremeCurrentTemperature", "1.3.6.1.4.1.1916.1.1.1.8", .temperature),
            VendorSensor("extremeFanOperational", "1.3.6.1.4.1.1916.1.1.1.9.1.2", .state, states: [1: "true", 2: "false"]),
            VendorSensor("extremeFanSpeed", "1.3.6.1.4.1.1916.1.1.1.9.1.4", .fanspeed),
            VendorSensor(
                "extremePowerSupplyStatus", "1.3.6.1.4.1.1916.1.1.1.27.1.2", .state,
                states: [1: "notPresent", 2: "presentOK", 3: "presentNotOK", 4: "presentPowerOff"]),
            VendorSensor("extremeSystemPowerUsage", "1.3.6.1.4.1.1916.1.1.1.40.1", .power, per: 1000),
        ])
}
