/// Palo Alto: PAN-COMMON-MIB.
extension VendorProfile {
    static let paloAlto = VendorProfile(
        "Palo Alto", sysObjectIDs: ["1.3.6.1.4.1.25461"],
        [
            VendorSensor("panSessionUtilization", "1.3.6.1.4.1.25461.2.1.2.3.1", .load),
            VendorSensor("panSessionActive", "1.3.6.1.4.1.25461.2.1.2.3.3", "count"),
            VendorSensor("panSessionActiveTcp", "1.3.6.1.4.1.25461.2.1.2.3.4", "count"),
            VendorSensor("panSessionActiveUdp", "1.3.6.1.4.1.25461.2.1.2.3.5", "count"),
            VendorSensor("panSessionActiveICMP", "1.3.6.1.4.1.25461.2.1.2.3.6", "count"),
            VendorSensor("panSessionActiveSslProxy", "1.3.6.1.4.1.25461.2.1.2.3.7", "count"),
            VendorSensor("panSessionSslProxyUtilization", "1.3.6.1.4.1.25461.2.1.2.3.8", .load),
            VendorSensor(
                "panVsysSessionUtilizationPct", "1.3.6.1.4.1.25461.2.1.2.3.9.1.3", .load, label: "1.3.6.1.4.1.25461.2.1.2.3.9.1.2"
            ),
            VendorSensor(
                "panVsysActiveSessions", "1.3.6.1.4.1.25461.2.1.2.3.9.1.4", "count", label: "1.3.6.1.4.1.25461.2.1.2.3.9.1.2"),
            VendorSensor(
                "panVsysActiveTcpCps", "1.3.6.1.4.1.25461.2.1.2.3.9.1.6", "count", label: "1.3.6.1.4.1.25461.2.1.2.3.9.1.2"),
            VendorSensor(
                "panVsysActiveOtherIpCps", "1.3.6.1.4.1.25461.2.1.2.3.9.1.8", "count", label: "1.3.6.1.4.1.25461.2.1.2.3.9.1.2"),
            VendorSensor("panGPGWUtilizationActiveTunnels", "1.3.6.1.4.1.25461.2.1.2.5.1.3", "count"),
        ])
}
