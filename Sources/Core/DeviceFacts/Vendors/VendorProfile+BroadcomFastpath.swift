/// Broadcom FASTPATH (EdgeSwitch, Netgear): FASTPATH-BOXSERVICES-PRIVATE-MIB under each maker's number.
extension VendorProfile {
    static let broadcomFastpath = VendorProfile(
        "Broadcom FASTPATH (EdgeSwitch, Netgear)",
        sysObjectIDs: ["1.3.6.1.4.1.4413", "1.3.6.1.4.1.4526", "1.3.6.1.4.1.7244", "1.3.6.1.4.1.6132"],
        [
            VendorSensor("boxServicesFanItemState", "1.3.6.1.4.1.4413.1.1.43.1.6.1.3", .state, states: boxServicesItemState),
            VendorSensor("boxServicesFanSpeed", "1.3.6.1.4.1.4413.1.1.43.1.6.1.4", .fanspeed),
            VendorSensor(
                "boxServicesPowSupplyItemState", "1.3.6.1.4.1.4413.1.1.43.1.7.1.3", .state, states: boxServicesItemState),
            VendorSensor("boxServicesTempSensorState", "1.3.6.1.4.1.4413.1.1.43.1.8.1.4", .state, states: boxServicesTempState),
            VendorSensor("boxServicesTempSensorTemperature", "1.3.6.1.4.1.4413.1.1.43.1.8.1.5", .temperature),
            VendorSensor("boxServicesTempUnitState", "1.3.6.1.4.1.4413.1.1.43.1.15.1.2", .state, states: boxServicesTempState),
            VendorSensor("boxServicesFanItemState", "1.3.6.1.4.1.4526.10.43.1.6.1.3", .state, states: boxServicesItemState),
            VendorSensor("boxServicesFanSpeed", "1.3.6.1.4.1.4526.10.43.1.6.1.4", .fanspeed),
            VendorSensor("boxServicesPowSupplyItemState", "1.3.6.1.4.1.4526.10.43.1.7.1.3", .state, states: boxServicesItemState),
            VendorSensor("boxServicesTempSensorState", "1.3.6.1.4.1.4526.10.43.1.8.1.4", .state, states: boxServicesTempState),
            VendorSensor("boxServicesTempSensorTemperature", "1.3.6.1.4.1.4526.10.43.1.8.1.5", .temperature),
            VendorSensor("boxServicesTempUnitState", "1.3.6.1.4.1.4526.10.43.1.15.1.2", .state, states: boxServicesTempState),
            VendorSensor("boxServicesFanItemState", "1.3.6.1.4.1.6132.1.1.43.1.6.1.3", .state, states: boxServicesItemState),
            VendorSensor("boxServicesFanSpeed", "1.3.6.1.4.1.6132.1.1.43.1.6.1.4", .fanspeed),
            VendorSensor(
                "boxServicesPowSupplyItemState", "1.3.6.1.4.1.6132.1.1.43.1.7.1.3", .state, states: boxServicesItemState),
            VendorSensor("boxServicesTempSensorState", "1.3.6.1.4.1.6132.1.1.43.1.8.1.4", .state, states: boxServicesTempState),
            VendorSensor("boxServicesTempSensorTemperature", "1.3.6.1.4.1.6132.1.1.43.1.8.1.5", .temperature),
            VendorSensor("boxServicesTempUnitState", "1.3.6.1.4.1.6132.1.1.43.1.15.1.2", .state, states: boxServicesTempState),
        ])
}
