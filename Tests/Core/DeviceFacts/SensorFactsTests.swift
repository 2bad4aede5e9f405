import DeviceFacts
import SNMPMessages
import Testing

@Suite struct SensorFactsTests {
    /// A row of entPhySensorTable: type, scale, precision, value, status.
    private func sensor(_ fields: [Int32]) throws -> DeviceSensor {
        let binds = fields.enumerated().compactMap { i, n in
            ObjectIdentifier("1.3.6.1.2.1.99.1.1.1.\(i + 1).42").map { VarBind($0, .integer(n)) }
        }
        return try #require(DeviceFacts(MIBView(binds)).sensors.first)
    }

    @Test(
        arguments: [
            // type, scale, precision, raw, status; value, class, unit (RFC 3433)
            ([8, 9, 1, 533, 1], 53.3, "temperature", "C"),
            ([4, 8, 0, 3294, 1], 3.294, "voltage", "V"),  // millivolts
            ([5, 8, 1, 69, 1], 0.0069, "current", "A"),  // tenths of milliamperes
            ([6, 7, 0, 250, 1], 0.00025, "power", "W"),
            ([6, 10, 0, 2, 1], 2000, "power", "W"),  // kilowatts
            ([10, 9, 0, 10400, 1], 10400, "fanspeed", "rpm"),
            ([9, 9, -2, 40, 1], 40, "humidity", "%RH"),  // a negative precision does not move the point
            ([14, 9, 1, -20, 1], -2, "dbm", "dBm"),
            ([12, 9, 1, 1, 1], 1, "state", nil),  // a TruthValue has no scale
            ([8, 99, 99, 21, 1], 21, "temperature", "C"),  // nonsense scale
            ([4, 14, 9, Int32.max, 1], 2147483647e6, "voltage", "V"),
        ] as [([Int32], Double, String, String?)])
    func `scale and precision give the value in base units`(fields: [Int32], value: Double, name: String, unit: String?) throws {
        let sensor = try sensor(fields)
        #expect(sensor.value == value)
        #expect(sensor.sensorClass?.rawValue == name)
        #expect(sensor.unit == unit)
        #expect(sensor.entPhysicalIndex == 42)
    }

    @Test func `the status says when a value does not count`() throws {
        #expect(try sensor([8, 9, 0, 20, 1]).status == .ok)
        #expect(try sensor([8, 9, 0, 0, 2]).status == .unavailable)
        #expect(try sensor([8, 9, 0, 0, 3]).status == .nonoperational)
        #expect(try sensor([8, 9, 0, 0, 9]).status == nil)
    }

    @Test func `UPS-MIB speaks in tenths here and there and names minutes and seconds`() {
        let facts = DeviceFacts(
            MIBView([
                VarBind("1.3.6.1.2.1.33.1.2.1.0", .integer(2)), VarBind("1.3.6.1.2.1.33.1.2.2.0", .integer(0)),
                VarBind("1.3.6.1.2.1.33.1.2.3.0", .gauge32(97)), VarBind("1.3.6.1.2.1.33.1.2.5.0", .integer(2707)),
                VarBind("1.3.6.1.2.1.33.1.3.3.1.2.1", .integer(499)), VarBind("1.3.6.1.2.1.33.1.4.1.0", .integer(5)),
            ]))
        #expect(
            facts.sensors.map { $0.descr?.text } == [
                "upsBatteryStatus", "upsSecondsOnBattery", "upsEstimatedMinutesRemaining", "upsBatteryVoltage",
                "upsInputFrequency.1",
                "upsOutputSource",
            ])
        #expect(facts.sensors.map(\.value) == [2, 0, 97, 270.7, 49.9, 5])
        #expect(facts.sensors.map(\.unit) == ["enum", "s", "min", "V", "Hz", "enum"])
        #expect(facts.sensors.map(\.stateText) == ["batteryNormal", nil, nil, nil, nil, "battery"])
    }
}
