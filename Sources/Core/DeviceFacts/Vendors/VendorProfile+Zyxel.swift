/// Zyxel: ZYXEL-HW-MONITOR-MIB, ZYXEL-TRANSCEIVER-MIB, ZYXEL-STACKING-MIB.
extension VendorProfile {
    static let zyxel = VendorProfile(
        "Zyxel", sysObjectIDs: ["1.3.6.1.4.1.890"],
        [
            VendorSensor(
                "zyxelHwMonitorFanRpmCurrent", "1.3.6.1.4.1.890.1.15.3.26.1.1.1.3", .fanspeed,
                label: "1.3.6.1.4.1.890.1.15.3.26.1.1.1.2"),
            VendorSensor(
                "zyxelHwMonitorTemperatureCurrent", "1.3.6.1.4.1.890.1.15.3.26.1.2.1.3", .temperature,
                label: "1.3.6.1.4.1.890.1.15.3.26.1.2.1.2"),
            VendorSensor(
                "zyxelHwMonitorVoltageCurrent", "1.3.6.1.4.1.890.1.15.3.26.1.3.1.3", .voltage, per: 1000,
                label: "1.3.6.1.4.1.890.1.15.3.26.1.3.1.2"),
            VendorSensor(
                "zyxelTransceiverDdmiTemperature", "1.3.6.1.4.1.890.1.15.3.84.1.2.1.6", .temperature, per: 100, lastArc: 1),
            VendorSensor("zyxelTransceiverDdmiVoltage", "1.3.6.1.4.1.890.1.15.3.84.1.2.1.6", .voltage, per: 100, lastArc: 2),
            VendorSensor("zyxelTransceiverDdmiTxBias", "1.3.6.1.4.1.890.1.15.3.84.1.2.1.6", .current, per: 100_000, lastArc: 3),
            VendorSensor("zyxelTransceiverDdmiTxPower", "1.3.6.1.4.1.890.1.15.3.84.1.2.1.6", .dbm, per: 100, lastArc: 4),
            VendorSensor("zyxelTransceiverDdmiRxPower", "1.3.6.1.4.1.890.1.15.3.84.1.2.1.6", .dbm, per: 100, lastArc: 5),
            VendorSensor("zyxelStackingSlotNeighbor", "1.3.6.1.4.1.890.1.15.3.97.2.2.1.5", .state),
            VendorSensor("zyxelStackingTopology", "1.3.6.1.4.1.890.1.15.3.97.2.3", .state),
        ])
}
