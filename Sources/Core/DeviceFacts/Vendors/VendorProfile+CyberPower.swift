/// CyberPower: CPS-MIB.
extension VendorProfile {
    static let cyberPower = VendorProfile(
        "CyberPower", sysObjectIDs: ["1.3.6.1.4.1.3808"],
        [
            VendorSensor(
                "upsBaseBatteryStatus", "1.3.6.1.4.1.3808.1.1.1.2.1.1", .state,
                states: [1: "unknown", 2: "batteryNormal", 3: "batteryLow", 4: "batteryNotPresent"]),
            VendorSensor("upsAdvanceBatteryCapacity", "1.3.6.1.4.1.3808.1.1.1.2.2.1", .charge),
            VendorSensor("upsAdvanceBatteryVoltage", "1.3.6.1.4.1.3808.1.1.1.2.2.2", .voltage, per: 10),
            VendorSensor("upsAdvanceBatteryTemperature", "1.3.6.1.4.1.3808.1.1.1.2.2.3", .temperature),
            VendorSensor("upsAdvanceBatteryRunTimeRemaining", "1.3.6.1.4.1.3808.1.1.1.2.2.4", .runtime, per: 6000, unit: "min"),
            VendorSensor("upsAdvanceInputLineVoltage", "1.3.6.1.4.1.3808.1.1.1.3.2.1", .voltage, per: 10),
            VendorSensor("upsAdvanceInputFrequency", "1.3.6.1.4.1.3808.1.1.1.3.2.4", .frequency, per: 10),
            VendorSensor(
                "upsBaseOutputStatus", "1.3.6.1.4.1.3808.1.1.1.4.1.1", .state,
                states: [1: "unknown", 2: "onLine", 3: "onBattery", 4: "onBoost", 5: "onSleep", 6: "off", 7: "rebooting"]),
            VendorSensor("upsAdvanceOutputVoltage", "1.3.6.1.4.1.3808.1.1.1.4.2.1", .voltage, per: 10),
            VendorSensor("upsAdvanceOutputFrequency", "1.3.6.1.4.1.3808.1.1.1.4.2.2", .frequency, per: 10),
            VendorSensor("upsAdvanceOutputLoad", "1.3.6.1.4.1.3808.1.1.1.4.2.3", .load),
            VendorSensor("upsAdvanceOutputCurrent", "1.3.6.1.4.1.3808.1.1.1.4.2.4", .current, per: 10),
            VendorSensor("ePDULoadStatusLoad", "1.3.6.1.4.1.3808.1.1.3.2.3.1.1.2", .current, per: 10),
            VendorSensor(
                "ePDULoadStatusLoadState", "1.3.6.1.4.1.3808.1.1.3.2.3.1.1.3", .state,
                states: [1: "normal", 2: "low", 3: "nearOverload", 4: "overload"]),
            VendorSensor("ePDULoadStatusVoltage", "1.3.6.1.4.1.3808.1.1.3.2.3.1.1.6", .voltage, per: 10),
            VendorSensor("ePDULoadStatusActivePower", "1.3.6.1.4.1.3808.1.1.3.2.3.1.1.7", .power),
        ])
}
