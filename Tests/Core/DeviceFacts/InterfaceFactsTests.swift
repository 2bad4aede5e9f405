import DeviceFacts
import SNMPMessages
import Testing

@Suite struct InterfaceFactsTests {
    @Test(
        arguments: [
            (nil, 1000, 1_000_000_000),  // only ifHighSpeed
            (4_294_967_295, 10_000, 10_000_000_000),  // ifSpeed is full
            (1_000_000_000, 1000, 1_000_000_000),
            (100_000_000, 1000, 1_000_000_000),  // smaller than ifHighSpeed
            (39_963_000, 40, 39_963_000),  // ifHighSpeed is the rounded one
            (64_000, 0, 64_000),  // too slow for megabits
            (0, 0, 0),
            (nil, 0, nil),  // not told
            (nil, nil, nil),
            (nil, Int64.max, nil),  // nonsense must not trap
        ] as [(Int64?, Int64?, Int64?)])
    func `speed comes from the more exact of the two objects`(ifSpeed: Int64?, ifHighSpeed: Int64?, bps: Int64?) {
        #expect(DeviceInterface.speed(ifSpeed: ifSpeed, ifHighSpeed: ifHighSpeed) == bps)
    }

    @Test func `an interface with holes keeps null and empty apart`() throws {
        let facts = DeviceFacts(
            MIBView([
                VarBind("1.3.6.1.2.1.2.2.1.2.5000001", .octets(Array("eth0".utf8))),
                VarBind("1.3.6.1.2.1.2.2.1.6.5000001", .octets([])),
                VarBind("1.3.6.1.2.1.2.2.1.7.5000001", .integer(0)),
                VarBind("1.3.6.1.2.1.2.2.1.8.5000001", .integer(7)),
                VarBind("1.3.6.1.2.1.31.1.1.1.18.5000001", .octets([])),
                // A row that says nothing but that it exists is no interface.
                VarBind("1.3.6.1.2.1.2.2.1.1.2", .integer(2)),
            ]))
        let only = try #require(facts.interfaces.first)
        #expect(facts.interfaces.count == 1)
        #expect(only.ifIndex == 5_000_001)
        #expect(only.ifAlias?.text == "")
        #expect(only.ifName == nil)
        #expect(only.ifPhysAddress == nil)
        #expect(only.ifAdminStatus == nil)
        #expect(only.ifOperStatus == .lowerLayerDown)
    }

    @Test func `values of the wrong type are findings, once for a column, and the rest is used`() {
        let facts = DeviceFacts(
            MIBView([
                VarBind("1.3.6.1.2.1.1.3.0", .integer(-5)),
                VarBind("1.3.6.1.2.1.2.2.1.2.1", .octets(Array("a".utf8))),
                VarBind("1.3.6.1.2.1.2.2.1.4.1", .octets(Array("1500".utf8))),
                VarBind("1.3.6.1.2.1.2.2.1.4.2", .octets(Array("1500".utf8))),
                VarBind("1.3.6.1.2.1.2.2.1.5.1", .integer(-1)),
                VarBind("1.3.6.1.2.1.2.2.1.8.1", .counter64(.max)),
                VarBind("1.3.6.1.2.1.31.1.1.1.1.1", .integer(7)),
            ]))
        #expect(facts.interfaces.map(\.ifDescr?.text) == ["a", nil])
        #expect(facts.interfaces[0].ifMtu == nil)
        #expect(
            facts.findings.map(\.description) == [
                "no-sysUpTime: restarts of this device cannot be told",
                "out-of-range: ifSpeed (1.3.6.1.2.1.2.2.1.5): -1 is not in 0...9223372036854775807, 1 value",
                "out-of-range: sysUpTime (1.3.6.1.2.1.1.3): -5 is not in 0...4294967295, 1 value",
                "wrong-type: ifMtu (1.3.6.1.2.1.2.2.1.4): OCTET STRING instead of a number, 2 values",
                "wrong-type: ifName (1.3.6.1.2.1.31.1.1.1.1): INTEGER instead of a string, 1 value",
                "wrong-type: ifOperStatus (1.3.6.1.2.1.2.2.1.8): Counter64 instead of a number, 1 value",
            ])
    }

    @Test func `two ports of one name are both kept and said`() {
        let facts = DeviceFacts(
            MIBView([
                VarBind("1.3.6.1.2.1.31.1.1.1.1.3", .octets(Array("Gi0/1".utf8))),
                VarBind("1.3.6.1.2.1.31.1.1.1.1.7", .octets(Array("Gi0/1".utf8))),
            ]))
        #expect(facts.interfaces.map(\.ifIndex) == [3, 7])
        #expect(facts.findings.map(\.description).contains("duplicate-ifName: \"Gi0/1\" on ifIndex 3, 7"))
    }

    @Test func `fewer rows than ifNumber is a finding, more is usual`() {
        func findings(_ ifNumber: Int32) -> [DeviceFinding.Kind] {
            DeviceFacts(
                MIBView([
                    VarBind("1.3.6.1.2.1.1.3.0", .timeTicks(1)), VarBind("1.3.6.1.2.1.2.1.0", .integer(ifNumber)),
                    VarBind("1.3.6.1.2.1.2.2.1.8.1", .integer(1)), VarBind("1.3.6.1.2.1.2.2.1.8.2", .integer(1)),
                ])
            ).findings.map(\.kind)
        }
        #expect(findings(3) == [.rowsMissing])
        #expect(findings(2) == [])
        #expect(findings(1) == [])
    }

    @Test func `answers of any type under any known object never stop the program`() {
        var random = SeededRandom(seed: 9)
        let objects = QueryPlan.inventory.columns + QueryPlan.inventory.scalars
        let extremes: [SNMPValue] = [
            .integer(.min), .integer(.max), .integer(0), .null, .octets([]), .octets([0xFF, 0xFE]), .oid("0.0"), .ipAddress(.max),
            .counter32(.max), .gauge32(.max), .timeTicks(.max), .opaque([0x9F, 0x78]), .counter64(.max),
            .undecodable(tag: 0x99, [1]),
            .noSuchObject, .noSuchInstance, .endOfMibView,
        ]
        for _ in 0..<300 {
            let binds = (0..<120).compactMap { _ -> VarBind? in
                guard let object = objects.randomElement(using: &random), let value = extremes.randomElement(using: &random)
                else {
                    return nil
                }
                let index = (0..<Int.random(in: 0...6, using: &random)).map { _ -> UInt32 in
                    [0, 1, 2, 4, 255, 256, UInt32.max].randomElement(using: &random) ?? 0
                }
                return VarBind(ObjectIdentifier(object.arcs + index), value)
            }
            let facts = DeviceFacts(MIBView(binds))
            #expect(facts.interfaces.count <= binds.count)
        }
    }
}
