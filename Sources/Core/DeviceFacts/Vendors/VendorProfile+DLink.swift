/// D-Link: EQUIPMENT-MIB.
extension VendorProfile {
    static let dLink = VendorProfile(
        "D-Link", sysObjectIDs: ["1.3.6.1.4.1.171"],
        [
            VendorSensor("swTemperatureCurrent", "1.3.6.1.4.1.171.12.11.1.8.1.2", .temperature),
            VendorSensor(
                "swPowerStatus", "1.3.6.1.4.1.171.12.11.1.6.1.3", .state,
                states: [0: "other", 1: "lowVoltage", 2: "overCurrent", 3: "working", 4: "fail", 5: "connect", 6: "disconnect"]),
            VendorSensor("swFanSpeed", "1.3.6.1.4.1.171.12.11.1.7.1.6", .fanspeed),
        ])
}
