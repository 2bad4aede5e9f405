/// Huawei: HUAWEI-ENTITY-EXTENT-MIB, HUAWEI-ENERGYMNGT-MIB.
extension VendorProfile {
    static let huawei = VendorProfile(
        "Huawei", sysObjectIDs: ["1.3.6.1.4.1.2011"],
        [
            VendorSensor("hwEntityTemperature", "1.3.6.1.4.1.2011.5.25.31.1.1.1.1.11", .temperature, absent: [0, 2_147_483_647]),
            VendorSensor(
                "hwEntityVoltage", "1.3.6.1.4.1.2011.5.25.31.1.1.1.1.13", .voltage, per: 1000, absent: [0, 2_147_483_647]),
            VendorSensor("hwEntityOpticalTemperature", "1.3.6.1.4.1.2011.5.25.31.1.1.3.1.5", .temperature, absent: [-255]),
            VendorSensor("hwEntityOpticalVoltage", "1.3.6.1.4.1.2011.5.25.31.1.1.3.1.6", .voltage, per: 1000, absent: [-1]),
            VendorSensor(
                "hwEntityOpticalBiasCurrent", "1.3.6.1.4.1.2011.5.25.31.1.1.3.1.7", .current, per: 1_000_000, absent: [-1]),
            VendorSensor("hwEntityOpticalRxPower", "1.3.6.1.4.1.2011.5.25.31.1.1.3.1.8", .dbm, per: 100, absent: [-1]),
            VendorSensor("hwEntityOpticalTxPower", "1.3.6.1.4.1.2011.5.25.31.1.1.3.1.9", .dbm, per: 100, absent: [-1]),
            VendorSensor(
                "hwEntityFanState", "1.3.6.1.4.1.2011.5.25.31.1.1.10.1.7", .state, states: [1: "normal", 2: "abnormal"]),
            VendorSensor(
                "hwEntityPwrState", "1.3.6.1.4.1.2011.5.25.31.1.1.18.1.6", .state,
                states: [1: "supply", 2: "notSupply", 3: "sleep", 4: "unknown"]),
            VendorSensor("hwEntityPwrCurrent", "1.3.6.1.4.1.2011.5.25.31.1.1.18.1.7", .current, per: 1000),
            VendorSensor("hwEntityPwrVoltage", "1.3.6.1.4.1.2011.5.25.31.1.1.18.1.8", .voltage, per: 1000),
            VendorSensor("hwAveragePower", "1.3.6.1.4.1.2011.6.157.1.3", .power, per: 1000),
            VendorSensor("hwCurrentPower", "1.3.6.1.4.1.2011.6.157.1.6", .power, per: 1000),
        ])
}
