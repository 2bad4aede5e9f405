/// Aruba CX: ARUBAWIRED-POWERSUPPLY-MIB, ARUBAWIRED-TEMPSENSOR-MIB, ARUBAWIRED-FAN-MIB.
extension VendorProfile {
    static let arubaCX = VendorProfile(
        "Aruba CX", sysObjectIDs: ["1.3.6.1.4.1.47196"],
        [
            VendorSensor(
                "arubaWiredPSUInstantaneousPower", "1.3.6.1.4.1.47196.4.1.1.3.11.2.1.1.7", .power,
                label: "1.3.6.1.4.1.47196.4.1.1.3.11.2.1.1.3"),
            VendorSensor(
                "arubaWiredPSUStateEnum", "1.3.6.1.4.1.47196.4.1.1.3.11.2.1.1.11", .state,
                label: "1.3.6.1.4.1.47196.4.1.1.3.11.2.1.1.3",
                states: [
                    1: "ok", 2: "faultAbsent", 3: "faultInput", 4: "faultOutput", 5: "faultPOE", 6: "faultNoRecov", 7: "alert",
                    8: "unknown", 9: "empty",
                ]),
            VendorSensor(
                "arubaWiredTempSensorTemperature", "1.3.6.1.4.1.47196.4.1.1.3.11.3.1.1.7", .temperature, per: 1000,
                label: "1.3.6.1.4.1.47196.4.1.1.3.11.3.1.1.5"),
            VendorSensor(
                "arubaWiredFanRPM", "1.3.6.1.4.1.47196.4.1.1.3.11.5.1.1.8", .fanspeed,
                label: "1.3.6.1.4.1.47196.4.1.1.3.11.5.1.1.4"),
        ])
}
