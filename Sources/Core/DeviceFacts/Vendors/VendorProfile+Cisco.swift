/// Cisco: CISCO-ENVMON-MIB, CISCO-ENTITY-FRU-CONTROL-MIB, CISCO-RF-MIB, CISCO-STACKWISE-MIB, CISCO-FIREWALL-MIB, AIRESPACE-SWITCHING-MIB.
extension VendorProfile {
    static let cisco = VendorProfile(
        "Cisco", sysObjectIDs: ["1.3.6.1.4.1.9", "1.3.6.1.4.1.14179"],
        [
            VendorSensor(
                "ciscoEnvMonVoltageStatusValue", "1.3.6.1.4.1.9.9.13.1.2.1.3", .voltage, per: 1000,
                label: "1.3.6.1.4.1.9.9.13.1.2.1.2"),
            VendorSensor(
                "ciscoEnvMonVoltageState", "1.3.6.1.4.1.9.9.13.1.2.1.7", .state, label: "1.3.6.1.4.1.9.9.13.1.2.1.2",
                states: ciscoEnvMonState),
            VendorSensor(
                "ciscoEnvMonTemperatureStatusValue", "1.3.6.1.4.1.9.9.13.1.3.1.3", .temperature,
                label: "1.3.6.1.4.1.9.9.13.1.3.1.2"),
            VendorSensor(
                "ciscoEnvMonTemperatureState", "1.3.6.1.4.1.9.9.13.1.3.1.6", .state, label: "1.3.6.1.4.1.9.9.13.1.3.1.2",
                states: ciscoEnvMonState),
            VendorSensor(
                "ciscoEnvMonFanState", "1.3.6.1.4.1.9.9.13.1.4.1.3", .state, label: "1.3.6.1.4.1.9.9.13.1.4.1.2",
                states: ciscoEnvMonState),
            VendorSensor(
                "ciscoEnvMonSupplyState", "1.3.6.1.4.1.9.9.13.1.5.1.3", .state, label: "1.3.6.1.4.1.9.9.13.1.5.1.2",
                states: ciscoEnvMonState),
            VendorSensor(
                "cefcFRUPowerOperStatus", "1.3.6.1.4.1.9.9.117.1.1.2.1.2", .state,
                states: [
                    1: "offEnvOther", 2: "on", 3: "offAdmin", 4: "offDenied", 5: "offEnvPower", 6: "offEnvTemp", 7: "offEnvFan",
                    8: "failed", 9: "onButFanFail", 10: "offCooling", 11: "offConnectorRating", 12: "onButInlinePowerFail",
                ]),
            VendorSensor(
                "cefcModuleOperStatus", "1.3.6.1.4.1.9.9.117.1.2.1.1.2", .state,
                states: [
                    1: "unknown", 2: "ok", 3: "disabled", 4: "okButDiagFailed", 5: "boot", 6: "selfTest", 7: "failed",
                    8: "missing", 13: "poweredDown", 14: "poweredUp",
                ]),
            VendorSensor(
                "cefcFanTrayOperStatus", "1.3.6.1.4.1.9.9.117.1.4.1.1.1", .state,
                states: [1: "unknown", 2: "up", 3: "down", 4: "warning"]),
            VendorSensor("cRFStatusUnitState", "1.3.6.1.4.1.9.9.176.1.1.2", .state, states: cRFState),
            VendorSensor("cRFStatusPeerUnitState", "1.3.6.1.4.1.9.9.176.1.1.4", .state, states: cRFState),
            VendorSensor("cRFCfgRedundancyOperMode", "1.3.6.1.4.1.9.9.176.1.2.16", .state),
            VendorSensor(
                "cswSwitchRole", "1.3.6.1.4.1.9.9.500.1.2.1.1.3", .state,
                states: [1: "master", 2: "member", 3: "notMember", 4: "standby"]),
            VendorSensor(
                "cswSwitchState", "1.3.6.1.4.1.9.9.500.1.2.1.1.6", .state,
                states: [
                    1: "waiting", 2: "progressing", 3: "added", 4: "ready", 5: "sdmMismatch", 6: "verMismatch",
                    7: "featureMismatch", 8: "newMasterInit", 9: "provisioned", 10: "invalid", 11: "removed",
                ]),
            VendorSensor(
                "cfwHardwareStatusValue", "1.3.6.1.4.1.9.9.147.1.2.1.1.1.3", .state,
                states: [
                    1: "other", 2: "up", 3: "down", 4: "error", 5: "overTemp", 6: "busy", 7: "noMedia", 8: "backup", 9: "active",
                    10: "standby",
                ]),
            VendorSensor("cfwConnectionStatValue", "1.3.6.1.4.1.9.9.147.1.2.2.2.1.5", "count"),
            VendorSensor("crasIPSecNumSessions", "1.3.6.1.4.1.9.9.392.1.3.26", "count"),
            VendorSensor("crasL2LNumSessions", "1.3.6.1.4.1.9.9.392.1.3.29", "count"),
            VendorSensor("crasLBNumSessions", "1.3.6.1.4.1.9.9.392.1.3.32", "count"),
            VendorSensor("crasSVCNumSessions", "1.3.6.1.4.1.9.9.392.1.3.35", "count"),
            VendorSensor("crasWebvpnNumSessions", "1.3.6.1.4.1.9.9.392.1.3.38", "count"),
            VendorSensor("bsnSensorTemperature", "1.3.6.1.4.1.14179.2.3.1.13", .temperature),
        ])
}
