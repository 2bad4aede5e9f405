/// HPE Comware and H3C: HH3C-ENTITY-EXT-MIB, HH3C-TRANSCEIVER-INFO-MIB, HH3C-LswDEVM-MIB.
extension VendorProfile {
    static let comware = VendorProfile(
        "HPE Comware and H3C", sysObjectIDs: ["1.3.6.1.4.1.25506", "1.3.6.1.4.1.43.1.16", "1.3.6.1.4.1.2011.10"],
        [
            VendorSensor(
                "hh3cEntityExtTemperature", "1.3.6.1.4.1.25506.2.6.1.1.1.1.12", .temperature, absent: [65535, 2_147_483_647]),
            VendorSensor(
                "hh3cDevMFanStatus", "1.3.6.1.4.1.25506.8.35.9.1.1.1.2", .state,
                states: [1: "active", 2: "deactive", 3: "notInstalled", 4: "unsupported"]),
            VendorSensor(
                "hh3cDevMPowerStatus", "1.3.6.1.4.1.25506.8.35.9.1.2.1.2", .state,
                states: [1: "active", 2: "deactive", 3: "notInstalled", 4: "unsupported"]),
            VendorSensor("hh3cTransceiverCurTXPower", "1.3.6.1.4.1.25506.2.70.1.1.1.9", .dbm, per: 100, absent: [2_147_483_647]),
            VendorSensor("hh3cTransceiverCurRXPower", "1.3.6.1.4.1.25506.2.70.1.1.1.12", .dbm, per: 100, absent: [2_147_483_647]),
            VendorSensor("hh3cTransceiverTemperature", "1.3.6.1.4.1.25506.2.70.1.1.1.15", .temperature, absent: [2_147_483_647]),
            VendorSensor(
                "hh3cTransceiverVoltage", "1.3.6.1.4.1.25506.2.70.1.1.1.16", .voltage, per: 100, absent: [2_147_483_647]),
            VendorSensor(
                "hh3cTransceiverBiasCurrent", "1.3.6.1.4.1.25506.2.70.1.1.1.17", .current, per: 100_000, absent: [2_147_483_647]),
        ])
}
