/// HPE iLO: CPQHLTH-MIB, CPQIDA-MIB, CPQSTDEQ-MIB.
extension VendorProfile {
    static let hpeILO = VendorProfile(
        "HPE iLO", sysObjectIDs: ["1.3.6.1.4.1.232"],
        [
            VendorSensor(
                "cpqSeCpuStatus", "1.3.6.1.4.1.232.1.2.2.1.1.6", .state, label: "1.3.6.1.4.1.232.1.2.2.1.1.3",
                states: [1: "unknown", 2: "ok", 3: "degraded", 4: "failed", 5: "disabled"]),
            VendorSensor(
                "cpqDaCntlrCondition", "1.3.6.1.4.1.232.3.2.2.1.1.6", .state,
                states: [1: "other", 2: "ok", 3: "degraded", 4: "failed"]),
            VendorSensor(
                "cpqDaLogDrvStatus", "1.3.6.1.4.1.232.3.2.3.1.1.4", .state,
                states: [
                    1: "other", 2: "ok", 3: "failed", 4: "unconfigured", 5: "recovering", 6: "readyForRebuild", 7: "rebuilding",
                    8: "wrongDrive", 9: "badConnect", 10: "overheating",
                ]),
            VendorSensor(
                "cpqDaLogDrvCondition", "1.3.6.1.4.1.232.3.2.3.1.1.11", .state,
                states: [1: "other", 2: "ok", 3: "degraded", 4: "failed"]),
            VendorSensor(
                "cpqDaPhyDrvCondition", "1.3.6.1.4.1.232.3.2.5.1.1.37", .state,
                states: [1: "other", 2: "ok", 3: "degraded", 4: "failed"]),
            VendorSensor("cpqDaPhyDrvCurrentTemperature", "1.3.6.1.4.1.232.3.2.5.1.1.70", .temperature, absent: [-1]),
            VendorSensor(
                "cpqHeFltTolFanCondition", "1.3.6.1.4.1.232.6.2.6.7.1.9", .state,
                states: [1: "other", 2: "ok", 3: "degraded", 4: "failed"]),
            VendorSensor("cpqHeTemperatureCelsius", "1.3.6.1.4.1.232.6.2.6.8.1.4", .temperature, absent: [-99, 0]),
            VendorSensor(
                "cpqHeFltTolPowerSupplyCondition", "1.3.6.1.4.1.232.6.2.9.3.1.4", .state,
                states: [1: "other", 2: "ok", 3: "degraded", 4: "failed"]),
            VendorSensor("cpqHeFltTolPowerSupplyCapacityUsed", "1.3.6.1.4.1.232.6.2.9.3.1.7", .power),
            VendorSensor(
                "cpqHeResMem2ModuleCondition", "1.3.6.1.4.1.232.6.2.14.13.1.20", .state,
                states: [1: "other", 2: "ok", 3: "degraded", 4: "degradedModuleIndexUnknown"]),
        ])
}
