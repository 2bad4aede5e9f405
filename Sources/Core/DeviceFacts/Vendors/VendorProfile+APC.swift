/// APC: PowerNet-MIB.
extension VendorProfile {
    static let apc = VendorProfile(
        "APC", sysObjectIDs: ["1.3.6.1.4.1.318"],
        [
            VendorSensor(
                "upsBasicBatteryStatus", "1.3.6.1.4.1.318.1.1.1.2.1.1", .state,
                states: [1: "unknown", 2: "batteryNormal", 3: "batteryLow", 4: "batteryInFaultCondition"]),
            VendorSensor("upsAdvBatteryCapacity", "1.3.6.1.4.1.318.1.1.1.2.2.1", .charge),
            VendorSensor("upsAdvBatteryTemperature", "1.3.6.1.4.1.318.1.1.1.2.2.2", .temperature),
            VendorSensor("upsAdvBatteryRunTimeRemaining", "1.3.6.1.4.1.318.1.1.1.2.2.3", .runtime, per: 6000, unit: "min"),
            VendorSensor(
                "upsAdvBatteryReplaceIndicator", "1.3.6.1.4.1.318.1.1.1.2.2.4", .state,
                states: [1: "noBatteryNeedsReplacing", 2: "batteryNeedsReplacing"]),
            VendorSensor("upsAdvBatteryActualVoltage", "1.3.6.1.4.1.318.1.1.1.2.2.8", .voltage),
            VendorSensor("upsHighPrecBatteryCapacity", "1.3.6.1.4.1.318.1.1.1.2.3.1", .charge, per: 10),
            VendorSensor("upsHighPrecBatteryTemperature", "1.3.6.1.4.1.318.1.1.1.2.3.2", .temperature, per: 10),
            VendorSensor("upsHighPrecBatteryActualVoltage", "1.3.6.1.4.1.318.1.1.1.2.3.4", .voltage, per: 10),
            VendorSensor("upsAdvInputLineVoltage", "1.3.6.1.4.1.318.1.1.1.3.2.1", .voltage),
            VendorSensor("upsAdvInputFrequency", "1.3.6.1.4.1.318.1.1.1.3.2.4", .frequency),
            VendorSensor("upsHighPrecInputLineVoltage", "1.3.6.1.4.1.318.1.1.1.3.3.1", .voltage, per: 10),
            VendorSensor("upsHighPrecInputFrequency", "1.3.6.1.4.1.318.1.1.1.3.3.4", .frequency, per: 10),
            VendorSensor(
                "upsBasicOutputStatus", "1.3.6.1.4.1.318.1.1.1.4.1.1", .state,
                states: [
                    1: "unknown", 2: "onLine", 3: "onBattery", 4: "onSmartBoost", 5: "timedSleeping", 6: "softwareBypass",
                    7: "off", 8: "rebooting", 9: "switchedBypass", 10: "hardwareFailureBypass", 11: "sleepingUntilPowerReturn",
                    12: "onSmartTrim",
                ]),
            VendorSensor("upsAdvOutputVoltage", "1.3.6.1.4.1.318.1.1.1.4.2.1", .voltage),
            VendorSensor("upsAdvOutputFrequency", "1.3.6.1.4.1.318.1.1.1.4.2.2", .frequency),
            VendorSensor("upsAdvOutputLoad", "1.3.6.1.4.1.318.1.1.1.4.2.3", .load),
            VendorSensor("upsAdvOutputCurrent", "1.3.6.1.4.1.318.1.1.1.4.2.4", .current),
            VendorSensor("upsHighPrecOutputVoltage", "1.3.6.1.4.1.318.1.1.1.4.3.1", .voltage, per: 10),
            VendorSensor("upsHighPrecOutputFrequency", "1.3.6.1.4.1.318.1.1.1.4.3.2", .frequency, per: 10),
            VendorSensor("upsHighPrecOutputLoad", "1.3.6.1.4.1.318.1.1.1.4.3.3", .load, per: 10),
            VendorSensor("upsHighPrecOutputCurrent", "1.3.6.1.4.1.318.1.1.1.4.3.4", .current, per: 10),
            VendorSensor("upsPhaseInputVoltage", "1.3.6.1.4.1.318.1.1.1.9.2.3.1.3", .voltage),
            VendorSensor("upsPhaseInputCurrent", "1.3.6.1.4.1.318.1.1.1.9.2.3.1.6", .current, per: 10, absent: [-1]),
            VendorSensor("upsPhaseOutputVoltage", "1.3.6.1.4.1.318.1.1.1.9.3.3.1.3", .voltage),
            VendorSensor("upsPhaseOutputCurrent", "1.3.6.1.4.1.318.1.1.1.9.3.3.1.4", .current, per: 10, absent: [-1]),
            VendorSensor("upsPhaseOutputPercentLoad", "1.3.6.1.4.1.318.1.1.1.9.3.3.1.10", .load, absent: [-1]),
            VendorSensor(
                "sPDUOutletCtl", "1.3.6.1.4.1.318.1.1.4.4.2.1.3", .state, label: "1.3.6.1.4.1.318.1.1.4.5.2.1.3",
                states: [1: "on", 2: "off", 3: "reboot", 4: "unknown"]),
            VendorSensor(
                "iemStatusProbeCurrentTemp", "1.3.6.1.4.1.318.1.1.10.2.3.2.1.4", .temperature,
                label: "1.3.6.1.4.1.318.1.1.10.2.3.2.1.2"),
            VendorSensor(
                "iemStatusProbeCurrentHumid", "1.3.6.1.4.1.318.1.1.10.2.3.2.1.6", .humidity,
                label: "1.3.6.1.4.1.318.1.1.10.2.3.2.1.2"),
            VendorSensor(
                "emsProbeStatusProbeTemperature", "1.3.6.1.4.1.318.1.1.10.3.13.1.1.3", .temperature, absent: [-1],
                label: "1.3.6.1.4.1.318.1.1.10.3.13.1.1.2"),
            VendorSensor(
                "emsProbeStatusProbeHumidity", "1.3.6.1.4.1.318.1.1.10.3.13.1.1.6", .humidity, absent: [-1],
                label: "1.3.6.1.4.1.318.1.1.10.3.13.1.1.2"),
            VendorSensor(
                "memSensorsTemperature", "1.3.6.1.4.1.318.1.1.10.4.2.3.1.5", .temperature,
                label: "1.3.6.1.4.1.318.1.1.10.4.2.3.1.3"),
            VendorSensor(
                "memSensorsHumidity", "1.3.6.1.4.1.318.1.1.10.4.2.3.1.6", .humidity, label: "1.3.6.1.4.1.318.1.1.10.4.2.3.1.3"),
            VendorSensor(
                "memSensorsCommStatus", "1.3.6.1.4.1.318.1.1.10.4.2.3.1.7", .state, label: "1.3.6.1.4.1.318.1.1.10.4.2.3.1.3",
                states: [1: "notInstalled", 2: "commsOK", 3: "commsLost"]),
            VendorSensor(
                "memSensorsAlarmStatus", "1.3.6.1.4.1.318.1.1.10.4.2.3.1.8", .state, label: "1.3.6.1.4.1.318.1.1.10.4.2.3.1.3",
                states: [1: "memNormal", 2: "memWarning", 3: "memCritical"]),
            VendorSensor("rPDULoadStatusLoad", "1.3.6.1.4.1.318.1.1.12.2.3.1.1.2", .current, per: 10),
            VendorSensor(
                "rPDULoadStatusLoadState", "1.3.6.1.4.1.318.1.1.12.2.3.1.1.3", .state,
                states: [1: "normal", 2: "low", 3: "nearOverload", 4: "overload"]),
            VendorSensor("rPDUIdentDevicePowerWatts", "1.3.6.1.4.1.318.1.1.12.1.16", .power),
            VendorSensor(
                "rPDUOutletStatusOutletState", "1.3.6.1.4.1.318.1.1.12.3.5.1.1.4", .state,
                label: "1.3.6.1.4.1.318.1.1.12.3.5.1.1.2", states: [1: "on", 2: "off"]),
            VendorSensor(
                "rPDUOutletStatusLoad", "1.3.6.1.4.1.318.1.1.12.3.5.1.1.7", .current, per: 10,
                label: "1.3.6.1.4.1.318.1.1.12.3.5.1.1.2"),
            VendorSensor(
                "rPDU2DeviceStatusLoadState", "1.3.6.1.4.1.318.1.1.26.4.3.1.4", .state,
                states: [1: "lowLoad", 2: "normal", 3: "nearOverload", 4: "overload"]),
            VendorSensor("rPDU2DeviceStatusPower", "1.3.6.1.4.1.318.1.1.26.4.3.1.5", .power, per: 0.1),
            VendorSensor("rPDU2DeviceStatusEnergy", "1.3.6.1.4.1.318.1.1.26.4.3.1.9", "power_consumed", per: 10, unit: "kWh"),
            VendorSensor(
                "rPDU2DeviceStatusPowerSupplyAlarm", "1.3.6.1.4.1.318.1.1.26.4.3.1.12", .state, states: [1: "normal", 2: "alarm"]),
            VendorSensor(
                "rPDU2PhaseStatusLoadState", "1.3.6.1.4.1.318.1.1.26.6.3.1.4", .state,
                states: [1: "lowLoad", 2: "normal", 3: "nearOverload", 4: "overload"]),
            VendorSensor("rPDU2PhaseStatusCurrent", "1.3.6.1.4.1.318.1.1.26.6.3.1.5", .current, per: 10),
            VendorSensor("rPDU2PhaseStatusVoltage", "1.3.6.1.4.1.318.1.1.26.6.3.1.6", .voltage),
            VendorSensor("rPDU2PhaseStatusPower", "1.3.6.1.4.1.318.1.1.26.6.3.1.7", .power, per: 0.1),
            VendorSensor(
                "rPDU2BankStatusLoadState", "1.3.6.1.4.1.318.1.1.26.8.3.1.4", .state,
                states: [1: "lowLoad", 2: "normal", 3: "nearOverload", 4: "overload"]),
            VendorSensor("rPDU2BankStatusCurrent", "1.3.6.1.4.1.318.1.1.26.8.3.1.5", .current, per: 10),
            VendorSensor("rPDU2OutletMeteredStatusCurrent", "1.3.6.1.4.1.318.1.1.26.9.4.3.1.6", .current, per: 10),
            VendorSensor("rPDU2OutletMeteredStatusPower", "1.3.6.1.4.1.318.1.1.26.9.4.3.1.7", .power),
            VendorSensor(
                "rPDU2SensorTempHumidityStatusTempC", "1.3.6.1.4.1.318.1.1.26.10.2.2.1.8", .temperature, per: 10, absent: [-1],
                label: "1.3.6.1.4.1.318.1.1.26.10.2.2.1.3"),
            VendorSensor(
                "rPDU2SensorTempHumidityStatusRelativeHumidity", "1.3.6.1.4.1.318.1.1.26.10.2.2.1.10", .humidity, absent: [-1],
                label: "1.3.6.1.4.1.318.1.1.26.10.2.2.1.3"),
            VendorSensor("airIRRCGroupStatusCoolOutput", "1.3.6.1.4.1.318.1.1.13.3.2.1.1.1", "cooling", per: 0.01, unit: "W"),
            VendorSensor("airIRRCGroupStatusCoolDemand", "1.3.6.1.4.1.318.1.1.13.3.2.1.1.2", "cooling", per: 0.01, unit: "W"),
            VendorSensor("airIRRCUnitStatusCoolOutput", "1.3.6.1.4.1.318.1.1.13.3.2.2.2.2", "cooling", per: 0.01, unit: "W"),
            VendorSensor("airIRRCUnitStatusCoolDemand", "1.3.6.1.4.1.318.1.1.13.3.2.2.2.3", "cooling", per: 0.01, unit: "W"),
            VendorSensor(
                "airIRRCUnitStatusRackInletTempMetric", "1.3.6.1.4.1.318.1.1.13.3.2.2.2.7", .temperature, per: 10, absent: [-1]),
            VendorSensor(
                "airIRRCUnitStatusSupplyAirTempMetric", "1.3.6.1.4.1.318.1.1.13.3.2.2.2.9", .temperature, per: 10, absent: [-1]),
            VendorSensor(
                "airIRRCUnitStatusReturnAirTempMetric", "1.3.6.1.4.1.318.1.1.13.3.2.2.2.11", .temperature, per: 10, absent: [-1]),
            VendorSensor("airIRRCUnitStatusFanSpeed", "1.3.6.1.4.1.318.1.1.13.3.2.2.2.16", "percent", per: 10),
            VendorSensor(
                "airIRRCUnitStatusEnteringFluidTemperatureMetric", "1.3.6.1.4.1.318.1.1.13.3.2.2.2.24", .temperature, per: 10,
                absent: [-1]),
            VendorSensor(
                "airIRRCUnitStatusLeavingFluidTemperatureMetric", "1.3.6.1.4.1.318.1.1.13.3.2.2.2.26", .temperature, per: 10,
                absent: [-1]),
        ])
}
