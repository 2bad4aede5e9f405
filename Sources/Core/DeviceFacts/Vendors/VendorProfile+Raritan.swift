/// Raritan: PDU2-MIB.
extension VendorProfile {
    static let raritan = VendorProfile(
        "Raritan", sysObjectIDs: ["1.3.6.1.4.1.13742"],
        [
            VendorSensor(
                "measurementsInletSensorValue", "1.3.6.1.4.1.13742.6.5.2.3.1.4", .current, lastArc: 1,
                digits: "1.3.6.1.4.1.13742.6.3.3.4.1.7"),
            VendorSensor(
                "measurementsInletSensorValue", "1.3.6.1.4.1.13742.6.5.2.3.1.4", .voltage, lastArc: 4,
                digits: "1.3.6.1.4.1.13742.6.3.3.4.1.7"),
            VendorSensor(
                "measurementsInletSensorValue", "1.3.6.1.4.1.13742.6.5.2.3.1.4", .power, lastArc: 5,
                digits: "1.3.6.1.4.1.13742.6.3.3.4.1.7"),
            VendorSensor(
                "measurementsInletSensorValue", "1.3.6.1.4.1.13742.6.5.2.3.1.4", .frequency, lastArc: 23,
                digits: "1.3.6.1.4.1.13742.6.3.3.4.1.7"),
            VendorSensor(
                "measurementsOutletSensorValue", "1.3.6.1.4.1.13742.6.5.4.3.1.4", .current, lastArc: 1,
                digits: "1.3.6.1.4.1.13742.6.3.5.4.1.7"),
            VendorSensor(
                "measurementsOutletSensorValue", "1.3.6.1.4.1.13742.6.5.4.3.1.4", .voltage, lastArc: 4,
                digits: "1.3.6.1.4.1.13742.6.3.5.4.1.7"),
            VendorSensor(
                "measurementsOutletSensorValue", "1.3.6.1.4.1.13742.6.5.4.3.1.4", .power, lastArc: 5,
                digits: "1.3.6.1.4.1.13742.6.3.5.4.1.7"),
            VendorSensor(
                "measurementsOutletSensorState", "1.3.6.1.4.1.13742.6.5.4.3.1.3", .state, lastArc: 14, states: raritanState),
            VendorSensor(
                "measurementsExternalSensorValue", "1.3.6.1.4.1.13742.6.5.5.3.1.4", .temperature,
                label: "1.3.6.1.4.1.13742.6.3.6.3.1.4", when: ("1.3.6.1.4.1.13742.6.3.6.3.1.2", [10]),
                digits: "1.3.6.1.4.1.13742.6.3.6.3.1.17"),
            VendorSensor(
                "measurementsExternalSensorValue", "1.3.6.1.4.1.13742.6.5.5.3.1.4", .humidity,
                label: "1.3.6.1.4.1.13742.6.3.6.3.1.4", when: ("1.3.6.1.4.1.13742.6.3.6.3.1.2", [11]),
                digits: "1.3.6.1.4.1.13742.6.3.6.3.1.17"),
            VendorSensor(
                "measurementsExternalSensorValue", "1.3.6.1.4.1.13742.6.5.5.3.1.4", .airflow,
                label: "1.3.6.1.4.1.13742.6.3.6.3.1.4", when: ("1.3.6.1.4.1.13742.6.3.6.3.1.2", [12]),
                digits: "1.3.6.1.4.1.13742.6.3.6.3.1.17"),
        ])
}
