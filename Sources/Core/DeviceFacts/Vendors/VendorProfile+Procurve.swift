/// HP ProCurve: HP-ICF-CHASSIS, HP-ICF-TRANSCEIVER-MIB, POWERSUPPLY-MIB, FAN-MIB.
extension VendorProfile {
    static let procurve = VendorProfile(
        "HP ProCurve", sysObjectIDs: ["1.3.6.1.4.1.11.2"],
        [
            VendorSensor(
                "hpicfSensorStatus", "1.3.6.1.4.1.11.2.14.11.1.2.6.1.4", .state, label: "1.3.6.1.4.1.11.2.14.11.1.2.6.1.7",
                states: [1: "unknown", 2: "bad", 3: "warning", 4: "good", 5: "notPresent"]),
            VendorSensor("hpSystemAirCurrentTemp", "1.3.6.1.4.1.11.2.14.11.1.2.8.1.1.3", .temperature),
            VendorSensor("hpicfXcvrTemp", "1.3.6.1.4.1.11.2.14.11.5.1.82.1.1.1.1.11", .temperature, per: 1000),
            VendorSensor("hpicfXcvrVoltage", "1.3.6.1.4.1.11.2.14.11.5.1.82.1.1.1.1.12", .voltage, per: 10_000),
            VendorSensor("hpicfXcvrBias", "1.3.6.1.4.1.11.2.14.11.5.1.82.1.1.1.1.13", .current, per: 1_000_000),
            VendorSensor("hpicfXcvrTxPower", "1.3.6.1.4.1.11.2.14.11.5.1.82.1.1.1.1.14", .dbm, per: 1000, absent: [-99_999_999]),
            VendorSensor("hpicfXcvrRxPower", "1.3.6.1.4.1.11.2.14.11.5.1.82.1.1.1.1.15", .dbm, per: 1000, absent: [-99_999_999]),
            VendorSensor(
                "hpicfFanState", "1.3.6.1.4.1.11.2.14.11.5.1.54.2.1.1.4", .state,
                states: [0: "failed", 1: "removed", 2: "off", 3: "underspeed", 4: "overspeed", 5: "ok", 6: "maxstate"]),
            VendorSensor(
                "hpicfPsState", "1.3.6.1.4.1.11.2.14.11.5.1.55.1.1.1.2", .state,
                states: [
                    1: "notPresent", 2: "notPlugged", 3: "powered", 4: "failed", 5: "permFailure", 6: "max", 7: "auxFailure",
                    8: "notPowered", 9: "auxNotPowered",
                ]),
            VendorSensor("hpicfPsTemp", "1.3.6.1.4.1.11.2.14.11.5.1.55.1.1.1.4", .temperature, absent: [0]),
            VendorSensor("hpicfPsWattageCur", "1.3.6.1.4.1.11.2.14.11.5.1.55.1.1.1.7", .power),
        ])
}
