/// Eltek: SP2-MIB.
extension VendorProfile {
    static let eltek = VendorProfile(
        "Eltek", sysObjectIDs: ["1.3.6.1.4.1.12148"],
        [
            VendorSensor("batteryVoltageValue", "1.3.6.1.4.1.12148.10.10.5.5", .voltage, per: 100),
            VendorSensor("batteryCurrentsValue", "1.3.6.1.4.1.12148.10.10.6.5", .current, per: 10),
            VendorSensor("batteryTemperaturesValue", "1.3.6.1.4.1.12148.10.10.7.5", .temperature),
            VendorSensor("batteryTimeLeftValue", "1.3.6.1.4.1.12148.10.10.8.5", .runtime, unit: "min"),
            VendorSensor("batteryRemainingCapacityValue", "1.3.6.1.4.1.12148.10.10.9.5", "count"),
            VendorSensor("batteryTotalCapacityValue", "1.3.6.1.4.1.12148.10.10.11.5", "count"),
            VendorSensor("batteryQualityValue", "1.3.6.1.4.1.12148.10.10.12.5", .load),
            VendorSensor("batteryBankStatus", "1.3.6.1.4.1.12148.10.10.18.2.1.2", .state),
            VendorSensor("batteryBankTemperature", "1.3.6.1.4.1.12148.10.10.18.3.1.6", .temperature),
            VendorSensor("batteryBankCurrent", "1.3.6.1.4.1.12148.10.10.18.4.1.6", .current, per: 10),
            VendorSensor("batteryBankFuseStatus", "1.3.6.1.4.1.12148.10.10.18.5.1.2", .state),
            VendorSensor("rectifiersCurrentValue", "1.3.6.1.4.1.12148.10.5.2.5", .current),
            VendorSensor("rectifiersCapacityValue", "1.3.6.1.4.1.12148.10.5.3.5", .load),
            VendorSensor("rectifierStatus", "1.3.6.1.4.1.12148.10.5.6.1.2", .state),
            VendorSensor("rectifierOutputCurrent", "1.3.6.1.4.1.12148.10.5.6.1.3", .current, per: 10),
            VendorSensor("rectifierInputVoltage", "1.3.6.1.4.1.12148.10.5.6.1.4", .voltage),
            VendorSensor("mainsVoltage", "1.3.6.1.4.1.12148.10.3.4.1.6", .voltage),
            VendorSensor("loadCurrentValue", "1.3.6.1.4.1.12148.10.9.2.5", .current),
        ])
}
