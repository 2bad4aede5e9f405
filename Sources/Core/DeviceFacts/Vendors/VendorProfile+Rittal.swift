/// Rittal: RITTAL-CMC-III-MIB.
extension VendorProfile {
    static let rittal = VendorProfile(
        "Rittal", sysObjectIDs: ["1.3.6.1.4.1.2606"],
        tables: [Table(columns: RittalCMC.columns, sensors: RittalCMC.sensors)],
        [
            VendorSensor("cmcIIIUnitStatus", "1.3.6.1.4.1.2606.7.2.1", .state, states: [1: "ok", 2: "failed", 3: "notInstalled"])
        ])
}
