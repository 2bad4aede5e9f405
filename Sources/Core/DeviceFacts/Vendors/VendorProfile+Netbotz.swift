/// APC NetBotz: NETBOTZV2-MIB, and the same tree under its next owner.
extension VendorProfile {
    static let edgeNetbotz = VendorProfile(
        "APC NetBotz", sysObjectIDs: ["1.3.6.1.4.1.5528", "1.3.6.1.4.1.52674"],
        [
            VendorSensor(
                "tempSensorValueInt", "1.3.6.1.4.1.5528.100.4.1.1.1.8", .temperature, label: "1.3.6.1.4.1.5528.100.4.1.1.1.4"),
            VendorSensor(
                "humiSensorValueInt", "1.3.6.1.4.1.5528.100.4.1.2.1.8", .humidity, label: "1.3.6.1.4.1.5528.100.4.1.2.1.4"),
            VendorSensor(
                "dryContactSensorValue", "1.3.6.1.4.1.5528.100.4.2.1.1.2", .state, label: "1.3.6.1.4.1.5528.100.4.2.1.1.4"),
            VendorSensor(
                "doorSwitchSensorValue", "1.3.6.1.4.1.5528.100.4.2.2.1.2", .state, label: "1.3.6.1.4.1.5528.100.4.2.2.1.4"),
            VendorSensor(
                "otherStateSensorValue", "1.3.6.1.4.1.5528.100.4.2.10.1.2", .state, label: "1.3.6.1.4.1.5528.100.4.2.10.1.4"),
            VendorSensor("sensorStateValue", "1.3.6.1.4.1.5528.100.4.2.12.1.2", .state, label: "1.3.6.1.4.1.5528.100.4.2.12.1.4"),
            VendorSensor(
                "tempSensorValueInt", "1.3.6.1.4.1.52674.500.4.1.1.1.8", .temperature, label: "1.3.6.1.4.1.52674.500.4.1.1.1.4"),
            VendorSensor(
                "humiSensorValueInt", "1.3.6.1.4.1.52674.500.4.1.2.1.8", .humidity, label: "1.3.6.1.4.1.52674.500.4.1.2.1.4"),
            VendorSensor(
                "dryContactSensorValue", "1.3.6.1.4.1.52674.500.4.2.1.1.2", .state, label: "1.3.6.1.4.1.52674.500.4.2.1.1.4"),
            VendorSensor(
                "doorSwitchSensorValue", "1.3.6.1.4.1.52674.500.4.2.2.1.2", .state, label: "1.3.6.1.4.1.52674.500.4.2.2.1.4"),
            VendorSensor(
                "otherStateSensorValue", "1.3.6.1.4.1.52674.500.4.2.10.1.2", .state, label: "1.3.6.1.4.1.52674.500.4.2.10.1.4"),
            VendorSensor(
                "sensorStateValue", "1.3.6.1.4.1.52674.500.4.2.12.1.2", .state, label: "1.3.6.1.4.1.52674.500.4.2.12.1.4"),
        ])
}
