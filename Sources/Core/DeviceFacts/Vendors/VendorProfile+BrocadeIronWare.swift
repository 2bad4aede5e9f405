/// Brocade IronWare: FOUNDRY-SN-AGENT-MIB, FOUNDRY-SN-SWITCH-GROUP-MIB, FOUNDRY-POE-MIB.
extension VendorProfile {
    static let brocadeIronWare = VendorProfile(
        "Brocade IronWare", sysObjectIDs: ["1.3.6.1.4.1.1991"],
        [
            VendorSensor("snChasActualTemperature", "1.3.6.1.4.1.1991.1.1.1.1.18", .temperature, per: 2),
            VendorSensor(
                "snChasPwrSupplyOperStatus", "1.3.6.1.4.1.1991.1.1.1.2.1.1.3", .state,
                states: [1: "other", 2: "normal", 3: "failure"]),
            VendorSensor(
                "snChasFanOperStatus", "1.3.6.1.4.1.1991.1.1.1.3.1.1.3", .state, states: [1: "other", 2: "normal", 3: "failure"]),
            VendorSensor(
                "snAgentTempValue", "1.3.6.1.4.1.1991.1.1.2.13.1.1.4", .temperature, per: 2,
                label: "1.3.6.1.4.1.1991.1.1.2.13.1.1.3"),
            VendorSensor("snAgentPoeGblPowerCapacityTotal", "1.3.6.1.4.1.1991.1.1.2.14.1.1", .power, per: 1000),
            VendorSensor("snAgentPoeGblPowerCapacityFree", "1.3.6.1.4.1.1991.1.1.2.14.1.2", .power, per: 1000),
            VendorSensor("snAgentPoeGblPowerAllocationsRequestsHonored", "1.3.6.1.4.1.1991.1.1.2.14.1.3", "count"),
            VendorSensor("snAgentPoePortWattage", "1.3.6.1.4.1.1991.1.1.2.14.2.2.1.3", .power, per: 1000),
            VendorSensor("snAgentPoePortConsumed", "1.3.6.1.4.1.1991.1.1.2.14.2.2.1.6", .power, per: 1000),
            VendorSensor("snAgentPoeUnitPowerCapacityTotal", "1.3.6.1.4.1.1991.1.1.2.14.4.1.1.2", .power, per: 1000),
            VendorSensor("snAgentPoeUnitPowerCapacityFree", "1.3.6.1.4.1.1991.1.1.2.14.4.1.1.3", .power, per: 1000),
            VendorSensor("snAgentPoeUnitPowerAllocationsRequestsHonored", "1.3.6.1.4.1.1991.1.1.2.14.4.1.1.4", "count"),
            VendorSensor(
                "snStackingGlobalTopology", "1.3.6.1.4.1.1991.1.1.3.31.1.5", .state,
                states: [1: "other", 2: "chain", 3: "ring", 4: "standalone"]),
            VendorSensor("snStackingOperUnitRole", "1.3.6.1.4.1.1991.1.1.3.31.2.2.1.3", .state),
            VendorSensor("snStackingOperUnitState", "1.3.6.1.4.1.1991.1.1.3.31.2.2.1.6", .state),
            VendorSensor("snIfOpticalMonitoringTemperature", "1.3.6.1.4.1.1991.1.1.3.3.6.1.1", .temperature),
            VendorSensor("snIfOpticalMonitoringTxPower", "1.3.6.1.4.1.1991.1.1.3.3.6.1.2", .dbm),
            VendorSensor("snIfOpticalMonitoringRxPower", "1.3.6.1.4.1.1991.1.1.3.3.6.1.3", .dbm),
            VendorSensor("snIfOpticalMonitoringTxBiasCurrent", "1.3.6.1.4.1.1991.1.1.3.3.6.1.4", .current, per: 1000),
            VendorSensor("snIfOpticalLaneMonitoringTemperature", "1.3.6.1.4.1.1991.1.1.3.3.10.1.2", .temperature),
            VendorSensor("snIfOpticalLaneMonitoringTxPower", "1.3.6.1.4.1.1991.1.1.3.3.10.1.3", .dbm),
            VendorSensor("snIfOpticalLaneMonitoringRxPower", "1.3.6.1.4.1.1991.1.1.3.3.10.1.4", .dbm),
            VendorSensor("snIfOpticalLaneMonitoringTxBiasCurrent", "1.3.6.1.4.1.1991.1.1.3.3.10.1.5", .current, per: 1000),
        ])
}
