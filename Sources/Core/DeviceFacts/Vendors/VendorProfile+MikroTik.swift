/// MikroTik: MIKROTIK-MIB.
extension VendorProfile {
    static let mikroTik = VendorProfile(
        "MikroTik", sysObjectIDs: ["1.3.6.1.4.1.14988"],
        [
            VendorSensor("mtxrHlVoltage", "1.3.6.1.4.1.14988.1.1.3.8", .voltage, per: 10),
            VendorSensor("mtxrHlTemperature", "1.3.6.1.4.1.14988.1.1.3.10", .temperature, per: 10),
            VendorSensor("mtxrHlProcessorTemperature", "1.3.6.1.4.1.14988.1.1.3.11", .temperature, per: 10),
            VendorSensor("mtxrHlPower", "1.3.6.1.4.1.14988.1.1.3.12", .power, per: 10),
            VendorSensor("mtxrHlCurrent", "1.3.6.1.4.1.14988.1.1.3.13", .current, per: 1000),
            VendorSensor("mtxrHlPowerSupplyState", "1.3.6.1.4.1.14988.1.1.3.15", .state, states: [1: "ok", 2: "failed"]),
            VendorSensor("mtxrHlBackupPowerSupplyState", "1.3.6.1.4.1.14988.1.1.3.16", .state, states: [1: "ok", 2: "failed"]),
            VendorSensor("mtxrHlFanSpeed1", "1.3.6.1.4.1.14988.1.1.3.17", .fanspeed),
            VendorSensor("mtxrHlFanSpeed2", "1.3.6.1.4.1.14988.1.1.3.18", .fanspeed),
            VendorSensor(
                "mtxrGaugeValue", "1.3.6.1.4.1.14988.1.1.3.100.1.3", .temperature, label: "1.3.6.1.4.1.14988.1.1.3.100.1.2",
                when: ("1.3.6.1.4.1.14988.1.1.3.100.1.4", [1])),
            VendorSensor(
                "mtxrGaugeValue", "1.3.6.1.4.1.14988.1.1.3.100.1.3", .fanspeed, label: "1.3.6.1.4.1.14988.1.1.3.100.1.2",
                when: ("1.3.6.1.4.1.14988.1.1.3.100.1.4", [2])),
            VendorSensor(
                "mtxrGaugeValue", "1.3.6.1.4.1.14988.1.1.3.100.1.3", .voltage, per: 10, label: "1.3.6.1.4.1.14988.1.1.3.100.1.2",
                when: ("1.3.6.1.4.1.14988.1.1.3.100.1.4", [3])),
            VendorSensor(
                "mtxrGaugeValue", "1.3.6.1.4.1.14988.1.1.3.100.1.3", .current, per: 10, label: "1.3.6.1.4.1.14988.1.1.3.100.1.2",
                when: ("1.3.6.1.4.1.14988.1.1.3.100.1.4", [4])),
            VendorSensor(
                "mtxrGaugeValue", "1.3.6.1.4.1.14988.1.1.3.100.1.3", .power, per: 10, label: "1.3.6.1.4.1.14988.1.1.3.100.1.2",
                when: ("1.3.6.1.4.1.14988.1.1.3.100.1.4", [5])),
            VendorSensor(
                "mtxrGaugeValue", "1.3.6.1.4.1.14988.1.1.3.100.1.3", .state, label: "1.3.6.1.4.1.14988.1.1.3.100.1.2",
                when: ("1.3.6.1.4.1.14988.1.1.3.100.1.4", [6]), states: [0: "ok", 1: "fail"]),
            VendorSensor("mtxrDHCPLeaseCount", "1.3.6.1.4.1.14988.1.1.6.1", "count"),
            VendorSensor(
                "mtxrPOEVoltage", "1.3.6.1.4.1.14988.1.1.15.1.1.4", .voltage, per: 10, label: "1.3.6.1.4.1.14988.1.1.15.1.1.2"),
            VendorSensor(
                "mtxrPOECurrent", "1.3.6.1.4.1.14988.1.1.15.1.1.5", .current, per: 1000, label: "1.3.6.1.4.1.14988.1.1.15.1.1.2"),
            VendorSensor(
                "mtxrPOEPower", "1.3.6.1.4.1.14988.1.1.15.1.1.6", .power, per: 10, label: "1.3.6.1.4.1.14988.1.1.15.1.1.2"),
            VendorSensor(
                "mtxrOpticalTemperature", "1.3.6.1.4.1.14988.1.1.19.1.1.6", .temperature, absent: [0],
                label: "1.3.6.1.4.1.14988.1.1.19.1.1.2"),
            VendorSensor(
                "mtxrOpticalSupplyVoltage", "1.3.6.1.4.1.14988.1.1.19.1.1.7", .voltage, per: 1000, absent: [0],
                label: "1.3.6.1.4.1.14988.1.1.19.1.1.2"),
            VendorSensor(
                "mtxrOpticalTxBiasCurrent", "1.3.6.1.4.1.14988.1.1.19.1.1.8", .current, per: 1000, absent: [0],
                label: "1.3.6.1.4.1.14988.1.1.19.1.1.2"),
            VendorSensor(
                "mtxrOpticalTxPower", "1.3.6.1.4.1.14988.1.1.19.1.1.9", .dbm, per: 1000, absent: [0],
                label: "1.3.6.1.4.1.14988.1.1.19.1.1.2"),
            VendorSensor(
                "mtxrOpticalRxPower", "1.3.6.1.4.1.14988.1.1.19.1.1.10", .dbm, per: 1000, absent: [0],
                label: "1.3.6.1.4.1.14988.1.1.19.1.1.2"),
        ])
}
