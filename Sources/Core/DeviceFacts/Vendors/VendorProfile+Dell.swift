/// Dell: IDRAC-MIB, DELL-RAC-MIB, DELLEMC-OS10-CHASSIS-MIB.
extension VendorProfile {
    static let dell = VendorProfile(
        "Dell", sysObjectIDs: ["1.3.6.1.4.1.674"],
        [
            VendorSensor(
                "systemStateGlobalSystemStatus", "1.3.6.1.4.1.674.10892.2.2.1", .state,
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "intrusionStatus", "1.3.6.1.4.1.674.10892.5.4.300.70.1.5", .state,
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "intrusionReading", "1.3.6.1.4.1.674.10892.5.4.300.70.1.6", .state,
                states: [
                    1: "chassisNotBreached", 2: "chassisBreached", 3: "chassisBreachedPrior", 4: "chassisBreachSensorFailure",
                ]),
            VendorSensor(
                "powerSupplyStatus", "1.3.6.1.4.1.674.10892.5.4.600.12.1.5", .state,
                label: "1.3.6.1.4.1.674.10892.5.4.600.12.1.8",
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "powerSupplyCurrentInputVoltage", "1.3.6.1.4.1.674.10892.5.4.600.12.1.16", .voltage,
                label: "1.3.6.1.4.1.674.10892.5.4.600.12.1.8"),
            VendorSensor(
                "voltageProbeStatus", "1.3.6.1.4.1.674.10892.5.4.600.20.1.5", .state,
                label: "1.3.6.1.4.1.674.10892.5.4.600.20.1.8",
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "voltageProbeReading", "1.3.6.1.4.1.674.10892.5.4.600.20.1.6", .voltage, per: 1000,
                label: "1.3.6.1.4.1.674.10892.5.4.600.20.1.8"),
            VendorSensor(
                "amperageProbeStatus", "1.3.6.1.4.1.674.10892.5.4.600.30.1.5", .state,
                label: "1.3.6.1.4.1.674.10892.5.4.600.30.1.8",
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "amperageProbeReading", "1.3.6.1.4.1.674.10892.5.4.600.30.1.6", .power,
                label: "1.3.6.1.4.1.674.10892.5.4.600.30.1.8", when: ("1.3.6.1.4.1.674.10892.5.4.600.30.1.7", [24, 26])),
            VendorSensor(
                "amperageProbeReading", "1.3.6.1.4.1.674.10892.5.4.600.30.1.6", .current, per: 10,
                label: "1.3.6.1.4.1.674.10892.5.4.600.30.1.8", when: ("1.3.6.1.4.1.674.10892.5.4.600.30.1.7", [1, 2, 3, 23, 25])),
            VendorSensor(
                "systemBatteryStatus", "1.3.6.1.4.1.674.10892.5.4.600.50.1.5", .state,
                label: "1.3.6.1.4.1.674.10892.5.4.600.50.1.7",
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "coolingDeviceStatus", "1.3.6.1.4.1.674.10892.5.4.700.12.1.5", .state,
                label: "1.3.6.1.4.1.674.10892.5.4.700.12.1.8",
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "coolingDeviceReading", "1.3.6.1.4.1.674.10892.5.4.700.12.1.6", .fanspeed,
                label: "1.3.6.1.4.1.674.10892.5.4.700.12.1.8"),
            VendorSensor(
                "temperatureProbeReading", "1.3.6.1.4.1.674.10892.5.4.700.20.1.6", .temperature, per: 10,
                label: "1.3.6.1.4.1.674.10892.5.4.700.20.1.8"),
            VendorSensor(
                "processorDeviceStatus", "1.3.6.1.4.1.674.10892.5.4.1100.30.1.5", .state,
                label: "1.3.6.1.4.1.674.10892.5.4.1100.30.1.23",
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "memoryDeviceStatus", "1.3.6.1.4.1.674.10892.5.4.1100.50.1.5", .state,
                label: "1.3.6.1.4.1.674.10892.5.4.1100.50.1.8",
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "controllerComponentStatus", "1.3.6.1.4.1.674.10892.5.5.1.20.130.1.1.38", .state,
                label: "1.3.6.1.4.1.674.10892.5.5.1.20.130.1.1.2",
                states: [1: "other", 2: "unknown", 3: "ok", 4: "nonCritical", 5: "critical", 6: "nonRecoverable"]),
            VendorSensor(
                "physicalDiskState", "1.3.6.1.4.1.674.10892.5.5.1.20.130.4.1.4", .state,
                label: "1.3.6.1.4.1.674.10892.5.5.1.20.130.4.1.2",
                states: [
                    1: "unknown", 2: "ready", 3: "online", 4: "foreign", 5: "offline", 6: "blocked", 7: "failed", 8: "nonRaid",
                    9: "removed", 10: "readonly",
                ]),
            VendorSensor(
                "physicalDiskRemainingRatedWriteEndurance", "1.3.6.1.4.1.674.10892.5.5.1.20.130.4.1.49", "percent", absent: [255],
                label: "1.3.6.1.4.1.674.10892.5.5.1.20.130.4.1.2"),
            VendorSensor(
                "physicalDiskOperationProgress", "1.3.6.1.4.1.674.10892.5.5.1.20.130.4.1.51", "percent",
                label: "1.3.6.1.4.1.674.10892.5.5.1.20.130.4.1.2"),
            VendorSensor(
                "virtualDiskState", "1.3.6.1.4.1.674.10892.5.5.1.20.140.1.1.4", .state,
                label: "1.3.6.1.4.1.674.10892.5.5.1.20.140.1.1.2",
                states: [1: "unknown", 2: "online", 3: "failed", 4: "degraded"]),
            VendorSensor("os10ChassisTemp", "1.3.6.1.4.1.674.11000.5000.100.4.1.1.3.1.11", .temperature),
            VendorSensor("os10CardTemp", "1.3.6.1.4.1.674.11000.5000.100.4.1.1.4.1.5", .temperature),
            VendorSensor(
                "os10PowerSupplyOperStatus", "1.3.6.1.4.1.674.11000.5000.100.4.1.2.1.1.4", .state, states: os10OperStatus),
            VendorSensor("os10FanTrayOperStatus", "1.3.6.1.4.1.674.11000.5000.100.4.1.2.2.1.4", .state, states: os10OperStatus),
            VendorSensor("os10FanOperStatus", "1.3.6.1.4.1.674.11000.5000.100.4.1.2.3.1.7", .state, states: os10OperStatus),
            VendorSensor("drsChassisFrontPanelAmbientTemperature", "1.3.6.1.4.1.674.10892.2.3.1.10", .temperature),
            VendorSensor("drsCMCAmbientTemperature", "1.3.6.1.4.1.674.10892.2.3.1.11", .temperature),
            VendorSensor("drsCMCProcessorTemperature", "1.3.6.1.4.1.674.10892.2.3.1.12", .temperature),
            VendorSensor("drsIdlePower", "1.3.6.1.4.1.674.10892.2.4.1.1.3", .power),
            VendorSensor("drsMaxPowerSpecification", "1.3.6.1.4.1.674.10892.2.4.1.1.4", .power),
            VendorSensor("drsPowerSurplus", "1.3.6.1.4.1.674.10892.2.4.1.1.5", .power),
            VendorSensor("drsWattsReading", "1.3.6.1.4.1.674.10892.2.4.1.1.13", .power),
            VendorSensor("drsAmpsReading", "1.3.6.1.4.1.674.10892.2.4.1.1.14", .current),
            VendorSensor("drsPSUVoltsReading", "1.3.6.1.4.1.674.10892.2.4.2.1.5", .voltage),
            VendorSensor("drsPSUAmpsReading", "1.3.6.1.4.1.674.10892.2.4.2.1.6", .current),
        ])
}
