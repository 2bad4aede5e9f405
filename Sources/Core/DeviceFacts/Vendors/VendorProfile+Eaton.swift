/// Eaton: XUPS-MIB, MG-SNMP-UPS-MIB.
extension VendorProfile {
    static let eaton = VendorProfile(
        "Eaton", sysObjectIDs: ["1.3.6.1.4.1.534", "1.3.6.1.4.1.705"],
        [
            VendorSensor("xupsBatTimeRemaining", "1.3.6.1.4.1.534.1.2.1", .runtime, unit: "s"),
            VendorSensor("xupsBatVoltage", "1.3.6.1.4.1.534.1.2.2", .voltage),
            VendorSensor("xupsBatCurrent", "1.3.6.1.4.1.534.1.2.3", .current),
            VendorSensor("xupsBatCapacity", "1.3.6.1.4.1.534.1.2.4", .charge),
            VendorSensor(
                "xupsBatteryAbmStatus", "1.3.6.1.4.1.534.1.2.5", .state,
                states: [
                    1: "batteryCharging", 2: "batteryDischarging", 3: "batteryFloating", 4: "batteryResting", 5: "unknown",
                    6: "batteryDisconnected", 7: "batteryUnderTest", 8: "checkBattery",
                ]),
            VendorSensor("xupsInputFrequency", "1.3.6.1.4.1.534.1.3.1", .frequency, per: 10),
            VendorSensor("xupsInputVoltage", "1.3.6.1.4.1.534.1.3.4.1.2", .voltage),
            VendorSensor("xupsInputCurrent", "1.3.6.1.4.1.534.1.3.4.1.3", .current),
            VendorSensor("xupsInputWatts", "1.3.6.1.4.1.534.1.3.4.1.4", .power),
            VendorSensor("xupsOutputLoad", "1.3.6.1.4.1.534.1.4.1", .load),
            VendorSensor("xupsOutputFrequency", "1.3.6.1.4.1.534.1.4.2", .frequency, per: 10),
            VendorSensor("xupsOutputVoltage", "1.3.6.1.4.1.534.1.4.4.1.2", .voltage),
            VendorSensor("xupsOutputCurrent", "1.3.6.1.4.1.534.1.4.4.1.3", .current),
            VendorSensor("xupsOutputWatts", "1.3.6.1.4.1.534.1.4.4.1.4", .power),
            VendorSensor(
                "xupsOutputSource", "1.3.6.1.4.1.534.1.4.5", .state,
                states: [
                    1: "other", 2: "none", 3: "normal", 4: "bypass", 5: "battery", 6: "booster", 7: "reducer",
                    8: "parallelCapacity", 9: "parallelRedundant", 10: "highEfficiencyMode", 11: "maintenanceBypass",
                ]),
            VendorSensor("xupsBypassFrequency", "1.3.6.1.4.1.534.1.5.1", .frequency, per: 10),
            VendorSensor("xupsBypassVoltage", "1.3.6.1.4.1.534.1.5.3.1.2", .voltage),
            VendorSensor("xupsEnvAmbientTemp", "1.3.6.1.4.1.534.1.6.1", .temperature),
            VendorSensor("xupsEnvRemoteTemp", "1.3.6.1.4.1.534.1.6.5", .temperature, absent: [0]),
            VendorSensor("xupsEnvRemoteHumidity", "1.3.6.1.4.1.534.1.6.6", .humidity, absent: [0]),
            VendorSensor("upsmgBatteryRemainingTime", "1.3.6.1.4.1.705.1.5.1", .runtime, unit: "s"),
            VendorSensor("upsmgBatteryLevel", "1.3.6.1.4.1.705.1.5.2", .charge),
            VendorSensor("upsmgBatteryVoltage", "1.3.6.1.4.1.705.1.5.5", .voltage, per: 10),
            VendorSensor("upsmgBatteryCurrent", "1.3.6.1.4.1.705.1.5.6", .current, per: 10),
            VendorSensor("upsmgBatteryTemperature", "1.3.6.1.4.1.705.1.5.7", .temperature),
            VendorSensor("mginputVoltage", "1.3.6.1.4.1.705.1.6.2.1.2", .voltage, per: 10),
            VendorSensor("mginputFrequency", "1.3.6.1.4.1.705.1.6.2.1.3", .frequency, per: 10),
            VendorSensor("mginputCurrent", "1.3.6.1.4.1.705.1.6.2.1.6", .current, per: 10),
            VendorSensor("mgoutputVoltage", "1.3.6.1.4.1.705.1.7.2.1.2", .voltage, per: 10),
            VendorSensor("mgoutputFrequency", "1.3.6.1.4.1.705.1.7.2.1.3", .frequency, per: 10),
            VendorSensor("mgoutputLoadPerPhase", "1.3.6.1.4.1.705.1.7.2.1.4", .load),
            VendorSensor("mgoutputCurrent", "1.3.6.1.4.1.705.1.7.2.1.5", .current, per: 10),
        ])
}
