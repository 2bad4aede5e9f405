/// Synology: SYNOLOGY-SYSTEM-MIB, SYNOLOGY-DISK-MIB, SYNOLOGY-RAID-MIB.
extension VendorProfile {
    static let synology = VendorProfile(
        "Synology", sysObjectIDs: ["1.3.6.1.4.1.6574"] + netSNMP,
        [
            VendorSensor("systemStatus", "1.3.6.1.4.1.6574.1.1", .state, states: [1: "normal", 2: "failed"]),
            VendorSensor("temperature", "1.3.6.1.4.1.6574.1.2", .temperature),
            VendorSensor("powerStatus", "1.3.6.1.4.1.6574.1.3", .state, states: [1: "normal", 2: "failed"]),
            VendorSensor("systemFanStatus", "1.3.6.1.4.1.6574.1.4.1", .state, states: [1: "normal", 2: "failed"]),
            VendorSensor("cpuFanStatus", "1.3.6.1.4.1.6574.1.4.2", .state, states: [1: "normal", 2: "failed"]),
            VendorSensor(
                "upgradeAvailable", "1.3.6.1.4.1.6574.1.5.4", .state,
                states: [1: "available", 2: "unavailable", 3: "connecting", 4: "disconnected", 5: "others"]),
            VendorSensor(
                "diskStatus", "1.3.6.1.4.1.6574.2.1.1.5", .state, label: "1.3.6.1.4.1.6574.2.1.1.2",
                states: [1: "normal", 2: "initialized", 3: "notInitialized", 4: "systemPartitionFailed", 5: "crashed"]),
            VendorSensor("diskTemperature", "1.3.6.1.4.1.6574.2.1.1.6", .temperature, label: "1.3.6.1.4.1.6574.2.1.1.2"),
            VendorSensor("raidStatus", "1.3.6.1.4.1.6574.3.1.1.3", .state, label: "1.3.6.1.4.1.6574.3.1.1.2"),
        ])
}
