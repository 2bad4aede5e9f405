/// Juniper: JUNIPER-MIB, JUNIPER-DOM-MIB, JUNIPER-ALARM-MIB, JUNIPER-SRX5000-SPU-MONITORING-MIB.
extension VendorProfile {
    static let juniper = VendorProfile(
        "Juniper", sysObjectIDs: ["1.3.6.1.4.1.2636"],
        [
            VendorSensor(
                "jnxOperatingTemp", "1.3.6.1.4.1.2636.3.1.13.1.7", .temperature, absent: [0], label: "1.3.6.1.4.1.2636.3.1.13.1.5"
            ),
            VendorSensor(
                "jnxOperatingState", "1.3.6.1.4.1.2636.3.1.13.1.6", .state, label: "1.3.6.1.4.1.2636.3.1.13.1.5",
                states: [1: "unknown", 2: "running", 3: "ready", 4: "reset", 5: "runningAtFullSpeed", 6: "down", 7: "standby"]),
            VendorSensor(
                "jnxFruState", "1.3.6.1.4.1.2636.3.1.15.1.8", .state, label: "1.3.6.1.4.1.2636.3.1.15.1.5",
                states: [
                    1: "unknown", 2: "empty", 3: "present", 4: "ready", 5: "announceOnline", 6: "online", 7: "announceOffline",
                    8: "offline", 9: "diagnostic", 10: "standby",
                ]),
            VendorSensor("jnxYellowAlarmState", "1.3.6.1.4.1.2636.3.4.2.2.1", .state, states: [1: "other", 2: "off", 3: "on"]),
            VendorSensor("jnxRedAlarmState", "1.3.6.1.4.1.2636.3.4.2.3.1", .state, states: [1: "other", 2: "off", 3: "on"]),
            VendorSensor("jnxDomCurrentRxLaserPower", "1.3.6.1.4.1.2636.3.60.1.1.1.1.5", .dbm, per: 100),
            VendorSensor("jnxDomCurrentTxLaserBiasCurrent", "1.3.6.1.4.1.2636.3.60.1.1.1.1.6", .current, per: 1_000_000),
            VendorSensor("jnxDomCurrentTxLaserOutputPower", "1.3.6.1.4.1.2636.3.60.1.1.1.1.7", .dbm, per: 100),
            VendorSensor("jnxDomCurrentModuleTemperature", "1.3.6.1.4.1.2636.3.60.1.1.1.1.8", .temperature),
            VendorSensor("jnxDomCurrentLaneRxLaserPower", "1.3.6.1.4.1.2636.3.60.1.2.1.1.6", .dbm, per: 100),
            VendorSensor("jnxDomCurrentLaneTxLaserBiasCurrent", "1.3.6.1.4.1.2636.3.60.1.2.1.1.7", .current, per: 1_000_000),
            VendorSensor("jnxDomCurrentLaneTxLaserOutputPower", "1.3.6.1.4.1.2636.3.60.1.2.1.1.8", .dbm, per: 100),
            VendorSensor("jnxJsSPUMonitoringCurrentFlowSession", "1.3.6.1.4.1.2636.3.39.1.12.1.1.1.6", "count"),
        ])
}
