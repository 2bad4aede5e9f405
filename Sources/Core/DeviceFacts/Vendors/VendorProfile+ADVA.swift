/// ADVA FSP 150: CM-ENTITY-MIB, CM-FACILITY-MIB.
extension VendorProfile {
    static let adva = VendorProfile(
        "ADVA FSP 150", sysObjectIDs: ["1.3.6.1.4.1.2544"],
        [
            VendorSensor("neTemperature", "1.3.6.1.4.1.2544.1.12.3.1.25.1.6", .temperature),
            VendorSensor("neVoltage", "1.3.6.1.4.1.2544.1.12.3.1.25.1.5", .voltage, per: 1000),
            VendorSensor("xg210Temperature", "1.3.6.1.4.1.2544.1.12.3.1.30.1.6", .temperature),
            VendorSensor("xg210Voltage", "1.3.6.1.4.1.2544.1.12.3.1.30.1.5", .voltage, per: 1000),
            VendorSensor("xg1sTemperature", "1.3.6.1.4.1.2544.1.12.3.1.32.1.6", .temperature),
            VendorSensor("xg1sVoltage", "1.3.6.1.4.1.2544.1.12.3.1.32.1.5", .voltage, per: 1000),
            VendorSensor("psuState", "1.3.6.1.4.1.2544.1.12.3.1.4.1.3", .state),
            VendorSensor("cmEthernetAccPortStatsLBC", "1.3.6.1.4.1.2544.1.12.5.1.1.1.32", .current, per: 1000, lastArc: 3),
            VendorSensor("cmEthernetAccPortStatsOPT", "1.3.6.1.4.1.2544.1.12.5.1.1.1.33", .dbm, lastArc: 3),
            VendorSensor("cmEthernetAccPortStatsOPR", "1.3.6.1.4.1.2544.1.12.5.1.1.1.34", .dbm, lastArc: 3),
            VendorSensor("cmEthernetAccPortStatsTEMP", "1.3.6.1.4.1.2544.1.12.5.1.1.1.39", .temperature, lastArc: 3),
            VendorSensor("cmEthernetNetPortStatsLBC", "1.3.6.1.4.1.2544.1.12.5.1.5.1.32", .current, per: 1000, lastArc: 3),
            VendorSensor("cmEthernetNetPortStatsOPT", "1.3.6.1.4.1.2544.1.12.5.1.5.1.33", .dbm, lastArc: 3),
            VendorSensor("cmEthernetNetPortStatsOPR", "1.3.6.1.4.1.2544.1.12.5.1.5.1.34", .dbm, lastArc: 3),
            VendorSensor("cmEthernetNetPortStatsTEMP", "1.3.6.1.4.1.2544.1.12.5.1.5.1.40", .temperature, lastArc: 3),
        ])
}
