/// Server Technology Sentry: Sentry3-MIB, Sentry4-MIB.
extension VendorProfile {
    static let sentry = VendorProfile(
        "Server Technology Sentry", sysObjectIDs: ["1.3.6.1.4.1.1718"],
        [
            VendorSensor(
                "infeedLoadValue", "1.3.6.1.4.1.1718.3.2.2.1.7", .current, per: 100, absent: [-1],
                label: "1.3.6.1.4.1.1718.3.2.2.1.3"),
            VendorSensor(
                "infeedVoltage", "1.3.6.1.4.1.1718.3.2.2.1.11", .voltage, per: 10, absent: [-1],
                label: "1.3.6.1.4.1.1718.3.2.2.1.3"),
            VendorSensor("infeedPower", "1.3.6.1.4.1.1718.3.2.2.1.12", .power, absent: [-1], label: "1.3.6.1.4.1.1718.3.2.2.1.3"),
            VendorSensor(
                "outletLoadValue", "1.3.6.1.4.1.1718.3.2.3.1.7", .current, per: 100, absent: [-1],
                label: "1.3.6.1.4.1.1718.3.2.3.1.3"),
            VendorSensor(
                "tempHumidSensorTempValue", "1.3.6.1.4.1.1718.3.2.5.1.6", .temperature, per: 10, absent: [-1],
                label: "1.3.6.1.4.1.1718.3.2.5.1.3"),
            VendorSensor(
                "tempHumidSensorHumidValue", "1.3.6.1.4.1.1718.3.2.5.1.10", .humidity, absent: [-1],
                label: "1.3.6.1.4.1.1718.3.2.5.1.3"),
            VendorSensor("st4InputCordActivePower", "1.3.6.1.4.1.1718.4.1.3.3.1.3", .power, absent: [-1]),
            VendorSensor("st4LineCurrent", "1.3.6.1.4.1.1718.4.1.4.3.1.3", .current, per: 100, absent: [-1]),
            VendorSensor("st4PhaseVoltage", "1.3.6.1.4.1.1718.4.1.5.3.1.3", .voltage, per: 10, absent: [-1]),
            VendorSensor("st4BranchCurrent", "1.3.6.1.4.1.1718.4.1.7.3.1.3", .current, per: 100, absent: [-1]),
            VendorSensor("st4TempSensorValue", "1.3.6.1.4.1.1718.4.1.9.3.1.1", .temperature, per: 10, absent: [-410]),
            VendorSensor("st4HumidSensorValue", "1.3.6.1.4.1.1718.4.1.10.3.1.1", .humidity, absent: [-1]),
            VendorSensor("st4UnitStatus", "1.3.6.1.4.1.1718.4.1.2.3.1.1", .state, states: sentryStatus),
            VendorSensor("st4InputCordStatus", "1.3.6.1.4.1.1718.4.1.3.3.1.2", .state, states: sentryStatus),
            VendorSensor("st4InputCordFrequency", "1.3.6.1.4.1.1718.4.1.3.3.1.11", .frequency, per: 10, absent: [-1]),
            VendorSensor("st4InputCordOutOfBalance", "1.3.6.1.4.1.1718.4.1.3.3.1.12", "percent", per: 10, absent: [-1]),
            VendorSensor("st4LineStatus", "1.3.6.1.4.1.1718.4.1.4.3.1.2", .state, states: sentryStatus),
            VendorSensor("st4PhaseStatus", "1.3.6.1.4.1.1718.4.1.5.3.1.2", .state, states: sentryStatus),
            VendorSensor("st4PhaseCurrent", "1.3.6.1.4.1.1718.4.1.5.3.1.6", .current, per: 100, absent: [-1]),
            VendorSensor("st4PhaseActivePower", "1.3.6.1.4.1.1718.4.1.5.3.1.8", .power, absent: [-1]),
            VendorSensor("st4BranchStatus", "1.3.6.1.4.1.1718.4.1.7.3.1.2", .state, states: sentryStatus),
            VendorSensor("st4BranchCurrentStatus", "1.3.6.1.4.1.1718.4.1.7.3.1.4", .state, states: sentryStatus),
        ])
}
