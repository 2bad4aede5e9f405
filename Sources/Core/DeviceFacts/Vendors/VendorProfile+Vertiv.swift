/// Vertiv NetSure: NCU power system objects.
extension VendorProfile {
    static let vertiv = VendorProfile(
        "Vertiv NetSure", sysObjectIDs: ["1.3.6.1.4.1.885"],
        [
            VendorSensor("systemVoltage", "1.3.6.1.4.1.885.3.2.1.1", .voltage),
            VendorSensor("systemCurrent", "1.3.6.1.4.1.885.3.2.1.6", .current),
            VendorSensor("systemUsedCapacity", "1.3.6.1.4.1.885.3.2.1.7", .current),
            VendorSensor("acVoltage", "1.3.6.1.4.1.885.3.2.1.5", .voltage),
            VendorSensor("systemStatus", "1.3.6.1.4.1.885.3.2.1.10", .state),
            VendorSensor("branchCurrent", "1.3.6.1.4.1.885.3.2.4.1.2", .current),
            VendorSensor("rectifierCurrent", "1.3.6.1.4.1.885.3.2.5.1.3", .current),
        ])
}
