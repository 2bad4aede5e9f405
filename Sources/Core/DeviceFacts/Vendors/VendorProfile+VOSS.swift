/// Extreme VOSS: RAPID-CITY, RC-VOSS-MIB.
extension VendorProfile {
    static let voss = VendorProfile(
        "Extreme VOSS", sysObjectIDs: ["1.3.6.1.4.1.2272", "1.3.6.1.4.1.1916.2"],
        [
            VendorSensor(
                "rcVossSystemTemperatureTemperature", "1.3.6.1.4.1.2272.1.101.1.1.2.1.3", .temperature,
                label: "1.3.6.1.4.1.2272.1.101.1.1.2.1.2"),
            VendorSensor(
                "rcVossSystemTemperatureStatus", "1.3.6.1.4.1.2272.1.101.1.1.2.1.6", .state,
                label: "1.3.6.1.4.1.2272.1.101.1.1.2.1.2", states: [1: "normal", 2: "warning", 3: "critical"]),
            VendorSensor(
                "rcChasPowerSupplyOperStatus", "1.3.6.1.4.1.2272.1.4.8.1.1.2", .state,
                states: [1: "unknown", 2: "empty", 3: "up", 4: "down"]),
            VendorSensor(
                "rcChasFanOperStatus", "1.3.6.1.4.1.2272.1.4.7.1.1.2", .state,
                states: [1: "unknown", 2: "up", 3: "down", 4: "notpresent"]),
        ])
}
