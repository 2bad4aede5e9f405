/// Opengear: OG-STATUSv2-MIB, OG-LIGHTHOUSE-MIB, OG-OMSTATUS-MIB.
extension VendorProfile {
    static let opengear = VendorProfile(
        "Opengear", sysObjectIDs: ["1.3.6.1.4.1.25049"],
        [
            VendorSensor("ogPsuInputVoltage", "1.3.6.1.4.1.25049.17.13.1.3", .voltage),
            VendorSensor("ogPsuOutputCurrent", "1.3.6.1.4.1.25049.17.13.1.4", .current, per: 100),
            VendorSensor("ogPsuTemperature", "1.3.6.1.4.1.25049.17.13.1.5", .temperature),
            VendorSensor("ogPowerSupplyVoltage", "1.3.6.1.4.1.25049.10.19.8.1.1.4", .voltage, per: 1000),
            VendorSensor("ogPowerSupplyCurrent", "1.3.6.1.4.1.25049.10.19.8.1.1.5", .current, per: 1000),
            VendorSensor("ogPowerSupplyPower", "1.3.6.1.4.1.25049.10.19.8.1.1.6", .power),
            VendorSensor("ogSensorTemperature", "1.3.6.1.4.1.25049.10.19.9.1.1.4", .temperature, per: 1000),
            VendorSensor("ogLhNodesTotal", "1.3.6.1.4.1.25049.18.1.1.2.1", "count"),
            VendorSensor("ogLhNodesPending", "1.3.6.1.4.1.25049.18.1.1.2.2", "count"),
            VendorSensor("ogLhNodesConnected", "1.3.6.1.4.1.25049.18.1.1.2.3", "count"),
            VendorSensor("ogLhNodesDisconnected", "1.3.6.1.4.1.25049.18.1.1.2.4", "count"),
            VendorSensor("ogLhNodeConnStatus", "1.3.6.1.4.1.25049.18.1.1.2.5.1.8", .state),
            VendorSensor("ogLhNodeCellularHealth", "1.3.6.1.4.1.25049.18.1.1.2.5.1.11", .state),
        ])
}
