/// Tripp Lite: TRIPPLITE-PRODUCTS.
extension VendorProfile {
    static let trippLite = VendorProfile(
        "Tripp Lite", sysObjectIDs: ["1.3.6.1.4.1.850"],
        [
            VendorSensor(
                "tlpPduDeviceMainLoadState", "1.3.6.1.4.1.850.1.1.3.2.2.1.1.1", .state, states: [0: "unknown", 1: "off", 2: "on"]),
            VendorSensor("tlpPduInputPhaseFrequency", "1.3.6.1.4.1.850.1.1.3.2.3.1.2.1.3", .frequency, per: 10),
            VendorSensor("tlpPduInputPhaseVoltage", "1.3.6.1.4.1.850.1.1.3.2.3.1.2.1.4", .voltage, per: 10),
            VendorSensor("tlpPduOutputVoltage", "1.3.6.1.4.1.850.1.1.3.2.3.2.1.1.4", .voltage, per: 10),
            VendorSensor("tlpPduOutputCurrent", "1.3.6.1.4.1.850.1.1.3.2.3.2.1.1.5", .current, per: 100),
            VendorSensor("tlpPduOutputActivePower", "1.3.6.1.4.1.850.1.1.3.2.3.2.1.1.8", .power),
            VendorSensor("tlpPduOutputFrequency", "1.3.6.1.4.1.850.1.1.3.2.3.2.1.1.11", .frequency, per: 10),
            VendorSensor(
                "tlpPduOutletState", "1.3.6.1.4.1.850.1.1.3.2.3.3.1.1.4", .state, states: [0: "unknown", 1: "off", 2: "on"]),
            VendorSensor("tlpPduCircuitCurrent", "1.3.6.1.4.1.850.1.1.3.2.3.4.1.1.4", .current, per: 100),
        ])
}
