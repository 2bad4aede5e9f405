/// Nokia SR OS: TIMETRA-CHASSIS-MIB, TIMETRA-PORT-MIB.
extension VendorProfile {
    static let nokia = VendorProfile(
        "Nokia SR OS", sysObjectIDs: ["1.3.6.1.4.1.6527"],
        [
            VendorSensor("tmnxChassisCriticalLEDState", "1.3.6.1.4.1.6527.3.1.2.2.1.3.1.12", .state, states: tmnxLEDState),
            VendorSensor("tmnxChassisMajorLEDState", "1.3.6.1.4.1.6527.3.1.2.2.1.3.1.13", .state, states: tmnxLEDState),
            VendorSensor("tmnxChassisMinorLEDState", "1.3.6.1.4.1.6527.3.1.2.2.1.3.1.14", .state, states: tmnxLEDState),
            VendorSensor(
                "tmnxChassisOverTempState", "1.3.6.1.4.1.6527.3.1.2.2.1.3.1.24", .state,
                states: [1: "stateOk", 2: "stateOverTemp"]),
            VendorSensor(
                "tmnxHwTemperature", "1.3.6.1.4.1.6527.3.1.2.2.1.8.1.18", .temperature, absent: [-1, -128],
                label: "1.3.6.1.4.1.6527.3.1.2.2.1.8.1.8"),
            VendorSensor(
                "tmnxHwAlarmState", "1.3.6.1.4.1.6527.3.1.2.2.1.8.1.24", .state, label: "1.3.6.1.4.1.6527.3.1.2.2.1.8.1.8",
                states: [0: "unknown", 1: "alarmActive", 2: "alarmCleared"]),
            VendorSensor("tmnxDDMTemperature", "1.3.6.1.4.1.6527.3.1.2.2.4.31.1.1", .temperature, per: 256),
            VendorSensor("tmnxDDMSupplyVoltage", "1.3.6.1.4.1.6527.3.1.2.2.4.31.1.6", .voltage, per: 10_000),
            VendorSensor("tmnxDDMTxBiasCurrent", "1.3.6.1.4.1.6527.3.1.2.2.4.31.1.11", .current, per: 500_000),
            VendorSensor(
                "tmnxDDMTxOutputPower", "1.3.6.1.4.1.6527.3.1.2.2.4.31.1.16", .dbm, per: 10, conversion: .microwattsToDBm),
            VendorSensor(
                "tmnxDDMRxOpticalPower", "1.3.6.1.4.1.6527.3.1.2.2.4.31.1.21", .dbm, per: 10, conversion: .microwattsToDBm),
        ])
}
