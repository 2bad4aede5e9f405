/// Fortinet: FORTINET-FORTIGATE-MIB.
extension VendorProfile {
    static let fortinet = VendorProfile(
        "Fortinet", sysObjectIDs: ["1.3.6.1.4.1.12356"],
        tables: [Table(columns: FortinetHardwareSensors.columns, sensors: FortinetHardwareSensors.sensors)],
        [
            VendorSensor(
                "fgHwSensorEntAlarmStatus", "1.3.6.1.4.1.12356.101.4.3.2.1.4", .state, label: "1.3.6.1.4.1.12356.101.4.3.2.1.2",
                states: [0: "ok", 1: "alarm"]),
            VendorSensor("fgSysSesCount", "1.3.6.1.4.1.12356.101.4.1.8", "count"),
            VendorSensor("fgSysSesRate1", "1.3.6.1.4.1.12356.101.4.1.11", "count"),
            VendorSensor("fgSysSesRate10", "1.3.6.1.4.1.12356.101.4.1.12", "count"),
            VendorSensor("fgSysSesRate30", "1.3.6.1.4.1.12356.101.4.1.13", "count"),
            VendorSensor("fgSysSesRate60", "1.3.6.1.4.1.12356.101.4.1.14", "count"),
            VendorSensor(
                "fgVWLHealthCheckLinkState", "1.3.6.1.4.1.12356.101.4.9.2.1.4", .state, label: "1.3.6.1.4.1.12356.101.4.9.2.1.14",
                states: [0: "alive", 1: "dead"]),
            VendorSensor(
                "fgVWLHealthCheckLinkLatency", "1.3.6.1.4.1.12356.101.4.9.2.1.5", "count", unit: "ms",
                label: "1.3.6.1.4.1.12356.101.4.9.2.1.14"),
            VendorSensor(
                "fgVWLHealthCheckLinkJitter", "1.3.6.1.4.1.12356.101.4.9.2.1.6", "count", unit: "ms",
                label: "1.3.6.1.4.1.12356.101.4.9.2.1.14"),
            VendorSensor(
                "fgVWLHealthCheckLinkPacketLoss", "1.3.6.1.4.1.12356.101.4.9.2.1.9", "count", unit: "%",
                label: "1.3.6.1.4.1.12356.101.4.9.2.1.14"),
            VendorSensor("fgVpnTunnelUpCount", "1.3.6.1.4.1.12356.101.12.1.1", "count"),
            VendorSensor("fgVpnSslStatsLoginUsers", "1.3.6.1.4.1.12356.101.12.2.3.1.2", "count"),
            VendorSensor("fgVpnSslStatsActiveTunnels", "1.3.6.1.4.1.12356.101.12.2.3.1.6", "count"),
            VendorSensor(
                "fgHaStatsSyncStatus", "1.3.6.1.4.1.12356.101.13.2.1.1.12", .state, label: "1.3.6.1.4.1.12356.101.13.2.1.1.11",
                states: [0: "unsynchronized", 1: "synchronized"]),
        ])
}
