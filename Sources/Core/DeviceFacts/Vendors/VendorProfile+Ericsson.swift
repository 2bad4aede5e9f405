/// Ericsson IPOS: ERICSSON-ROUTER-HW-MIB.
extension VendorProfile {
    static let ericsson = VendorProfile(
        "Ericsson IPOS", sysObjectIDs: ["1.3.6.1.4.1.193.218"],
        [
            VendorSensor("eriRouterPsuOperState", "1.3.6.1.4.1.193.218.2.4.1.1.1.4", .state),
            VendorSensor("eriRouterFanOperState", "1.3.6.1.4.1.193.218.2.4.1.2.1.4", .state),
            VendorSensor("eriRouterFanSpeed", "1.3.6.1.4.1.193.218.2.4.1.5.1.3", .fanspeed),
            VendorSensor("eriRouterTemperature", "1.3.6.1.4.1.193.218.2.4.1.6.1.3", .temperature),
            VendorSensor("eriRouterDomRxPower", "1.3.6.1.4.1.193.218.2.50.1.2.1.3", .dbm, per: 1000, lastArc: 1),
            VendorSensor("eriRouterDomTxPower", "1.3.6.1.4.1.193.218.2.50.1.2.1.3", .dbm, per: 1000, lastArc: 2),
            VendorSensor("eriRouterDomTxBias", "1.3.6.1.4.1.193.218.2.50.1.2.1.3", .current, per: 1_000_000, lastArc: 4),
            VendorSensor("eriRouterDomTemperature", "1.3.6.1.4.1.193.218.2.50.1.2.1.3", .temperature, per: 1000, lastArc: 5),
            VendorSensor("eriRouterDomVoltage", "1.3.6.1.4.1.193.218.2.50.1.2.1.3", .voltage, per: 1000, lastArc: 6),
        ])
}
