/// Cisco Small Business: CISCOSB-HWENVIROMENT, CISCOSB-PHY-MIB.
extension VendorProfile {
    static let ciscoSmallBusiness = VendorProfile(
        "Cisco Small Business", sysObjectIDs: ["1.3.6.1.4.1.9.6.1"],
        [
            VendorSensor(
                "rlEnvMonFanState", "1.3.6.1.4.1.9.6.1.101.83.1.1.1.3", .state, label: "1.3.6.1.4.1.9.6.1.101.83.1.1.1.2"),
            VendorSensor(
                "rlEnvMonSupplyState", "1.3.6.1.4.1.9.6.1.101.83.1.2.1.3", .state, label: "1.3.6.1.4.1.9.6.1.101.83.1.2.1.2"),
            VendorSensor("rlPhdUnitEnvParamTempSensorValue", "1.3.6.1.4.1.9.6.1.101.53.15.1.10", .temperature, absent: [0]),
            VendorSensor("rlPhyTestTransceiverTemp", "1.3.6.1.4.1.9.6.1.101.90.1.2.1.3", .temperature, lastArc: 5),
            VendorSensor("rlPhyTestTransceiverSupply", "1.3.6.1.4.1.9.6.1.101.90.1.2.1.3", .voltage, per: 1_000_000, lastArc: 6),
            VendorSensor("rlPhyTestTxBias", "1.3.6.1.4.1.9.6.1.101.90.1.2.1.3", .current, per: 1_000_000, lastArc: 7),
            VendorSensor("rlPhyTestTxOutput", "1.3.6.1.4.1.9.6.1.101.90.1.2.1.3", .dbm, per: 1000, lastArc: 8),
            VendorSensor("rlPhyTestRxOptical", "1.3.6.1.4.1.9.6.1.101.90.1.2.1.3", .dbm, per: 1000, lastArc: 9),
            VendorSensor("rlEnvFanDataTemp", "1.3.6.1.4.1.9.6.1.101.83.5.1.1.2", .temperature),
            VendorSensor("swIfOperStatus", "1.3.6.1.4.1.9.6.1.101.43.1.1.24", .state),
        ])
}
