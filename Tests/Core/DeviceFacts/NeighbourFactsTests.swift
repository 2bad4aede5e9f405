import DeviceFacts
import SNMPMessages
import Testing

@Suite struct NeighbourFactsTests {
    private let lldp = "1.0.8802.1.1.2.1."

    /// An interface row: ifIndex, ifName, ifDescr, ifAlias.
    private func port(_ ifIndex: UInt32, _ name: String, descr: String = "", alias: String = "", type: Int32 = 6) -> [VarBind] {
        [
            bind("1.3.6.1.2.1.31.1.1.1.1.\(ifIndex)", name), bind("1.3.6.1.2.1.2.2.1.2.\(ifIndex)", descr),
            bind("1.3.6.1.2.1.31.1.1.1.18.\(ifIndex)", alias), VarBind(oid("1.3.6.1.2.1.2.2.1.3.\(ifIndex)"), .integer(type)),
        ]
    }

    private func oid(_ text: String) -> ObjectIdentifier { ObjectIdentifier(text) ?? "0.0" }
    private func bind(_ name: String, _ text: String) -> VarBind { VarBind(oid(name), .octets(Array(text.utf8))) }
    private func bridge(_ port: UInt32, _ ifIndex: Int32) -> VarBind {
        VarBind(oid("1.3.6.1.2.1.17.1.4.1.2.\(port)"), .integer(ifIndex))
    }

    private func neighbour(on number: UInt32, _ more: [VarBind]) throws -> DeviceNeighbour {
        try #require(DeviceFacts(MIBView(more + [bind(lldp + "4.1.1.9.0.\(number).1", "core-1")])).neighbours.first)
    }

    @Test func `the port's id names the interface, whatever its number says`() throws {
        // Port 1 is neither ifIndex 1 (a loopback) nor told by the bridge.
        let found = try neighbour(on: 1, port(1, "Loop0", type: 24) + port(3, "Gi0/0/1") + [bind(lldp + "3.7.1.3.1", "Gi0/0/1")])
        #expect(found.localIfIndex == 3)
        #expect(found.localPort?.text == "Gi0/0/1")
        #expect(found.localRule == .portIsName)
    }

    @Test func `a long name in the port's id is looked up in ifDescr, then in ifAlias`() throws {
        let ports = port(10, "Gi1", descr: "GigabitEthernet1") + port(11, "Gi2", alias: "to Niš")
        #expect(try neighbour(on: 99, ports + [bind(lldp + "3.7.1.3.99", "GigabitEthernet1")]).localIfIndex == 10)
        let alias = try neighbour(on: 99, ports + [bind(lldp + "3.7.1.3.99", "to Niš")])
        #expect(alias.localIfIndex == 11)
        #expect(alias.localRule == .portIsAlias)
    }

    @Test func `the port's address or description finds it too`() throws {
        let address = VarBind("1.3.6.1.2.1.2.2.1.6.12", .octets([2, 0, 0, 0, 0, 9]))
        let byAddress = try neighbour(
            on: 99, port(12, "x") + [address, VarBind(oid(lldp + "3.7.1.3.99"), .octets([2, 0, 0, 0, 0, 9]))])
        #expect(byAddress.localIfIndex == 12)
        #expect(byAddress.localRule == .portIsAddress)
        let byDescription = try neighbour(on: 99, port(13, "ge-0/0/1") + [bind(lldp + "3.7.1.4.99", "ge-0/0/1")])
        #expect(byDescription.localIfIndex == 13)
    }

    @Test func `two interfaces of one name name neither`() throws {
        let found = try neighbour(on: 8, port(7, "eth") + port(8, "eth") + [bind(lldp + "3.7.1.3.8", "eth")])
        #expect(found.localIfIndex == 8)
        #expect(found.localRule == .numberIsIfIndex)
    }

    @Test func `a bare number is a bridge port where the bridge knows it and an ifIndex elsewhere`() throws {
        let onBridge = try neighbour(on: 2, port(2, "vlan2", type: 53) + port(10102, "Gi1/0/2") + [bridge(2, 10102)])
        #expect(onBridge.localIfIndex == 10102)
        #expect(onBridge.localRule == .numberIsBridgePort)
        let onHost = try neighbour(on: 2, port(2, "eth0"))
        #expect(onHost.localIfIndex == 2)
        #expect(onHost.localRule == .numberIsIfIndex)
    }

    @Test func `the numbers of all ports tell whether they are ifIndexes`() throws {
        // Bridge ports 1 and 2 exist, but ports 25 and 26 are Ethernet interfaces that the bridge does not know: these are ifIndexes.
        let ports = port(1, "a") + port(2, "b") + port(25, "c") + port(26, "d") + [bridge(1, 26), bridge(2, 25)]
        let ids = [1, 2, 25, 26].map { bind(lldp + "3.7.1.3.\($0)", "id \($0)") }
        #expect(try neighbour(on: 1, ports + ids).localIfIndex == 1)
    }

    @Test func `a port that cannot be found is said, not guessed`() throws {
        let facts = DeviceFacts(MIBView(port(1, "a") + [bind(lldp + "4.1.1.9.0.77.1", "core-1")]))
        #expect(facts.neighbours.first?.localIfIndex == nil)
        #expect(facts.neighbours.first?.localRule == .unresolved)
        #expect(facts.findings.contains { $0.kind == .unresolvedPort })
    }

    @Test func `the device's own frames come back marked, and two neighbours on one port stay two`() {
        let own: [UInt8] = [2, 0, 0, 0, 0, 1]
        let facts = DeviceFacts(
            MIBView(
                port(4, "p4") + [
                    VarBind(oid(lldp + "3.2.0"), .octets(own)),
                    VarBind(oid(lldp + "4.1.1.4.0.4.1"), .integer(4)), VarBind(oid(lldp + "4.1.1.5.0.4.1"), .octets(own)),
                    VarBind(oid(lldp + "4.1.1.4.0.4.2"), .integer(4)),
                    VarBind(oid(lldp + "4.1.1.5.0.4.2"), .octets([2, 0, 0, 0, 0, 2])),
                ]))
        #expect(facts.neighbours.map(\.isOwnChassis) == [true, false])
        #expect(facts.neighbours.map(\.remoteSysName) == [nil, nil])
        #expect(facts.findings.contains { $0.kind == .ownNeighbour })
    }

    @Test(
        arguments: [
            // Subtype 4 is a MAC address; agents also spell it out. Other octets are shown as text or hex, never dropped.
            (4, [0x00, 0x1B, 0x21, 0xBB, 0xE6, 0xEA], "00:1b:21:bb:e6:ea"),
            (4, Array("E8:28:C1:3C:1C:D8".utf8), "e8:28:c1:3c:1c:d8"),
            (4, Array("3c 2c 30 16 74 80".utf8), "3c:2c:30:16:74:80"), (4, Array("609C9F7FA496".utf8), "60:9c:9f:7f:a4:96"),
            (4, Array("0".utf8), "0"), (5, [1, 10, 0, 0, 1], "10.0.0.1"),
            (5, [2, 0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "2001:db8::1"), (7, [0xDE, 0x01], "hex:de01"),
            (7, Array("swítch".utf8), "swítch"), (6, [0xE9], "é"),
        ] as [(Int32, [UInt8], String)])
    func `a chassis id is written as its subtype says`(subtype: Int32, octets: [UInt8], text: String) throws {
        let found = try neighbour(
            on: 1,
            [VarBind(oid(lldp + "4.1.1.4.0.1.1"), .integer(subtype)), VarBind(oid(lldp + "4.1.1.5.0.1.1"), .octets(octets))])
        #expect(found.remoteChassisID?.text == text)
    }

    @Test func `management addresses are shown with and without their length in the index`() throws {
        let rows = ["1.4.10.0.0.1", "1.192.168.7.9", "2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.5"].map {
            VarBind(oid(lldp + "4.2.1.3.0.1.1." + $0), .integer(2))
        }
        #expect(try neighbour(on: 1, rows).remoteAddresses == ["10.0.0.1", "192.168.7.9", "fe80::5"])
    }

    @Test func `CDP gives the device id as name and the address as text`() throws {
        let cdp = "1.3.6.1.4.1.9.9.23.1.2.1.1."
        let facts = DeviceFacts(
            MIBView(
                port(3, "Gi0/3") + [
                    VarBind(oid(cdp + "3.3.1"), .integer(1)), VarBind(oid(cdp + "4.3.1"), .octets([169, 254, 169, 254])),
                    bind(cdp + "6.3.1", "core-1.example.net"), bind(cdp + "7.3.1", "Gi1/0/1"),
                ]))
        let found = try #require(facts.neighbours.first)
        #expect(found.neighbourProtocol == .cdp)
        #expect(found.localPort?.text == "Gi0/3")
        #expect(found.remoteSysName?.text == "core-1.example.net")
        #expect(found.remoteAddresses == ["169.254.169.254"])
    }

    @Test func `LLDP-V2 indexes by ifIndex and destination`() throws {
        let remote = "1.3.111.2.802.1.1.13.1.4.1.1."
        let facts = DeviceFacts(MIBView(port(3, "eth3") + [bind(remote + "10.0.3.1.7", "far")]))
        #expect(facts.neighbours.first?.localPort?.text == "eth3")
        #expect(facts.neighbours.first?.remoteSysName?.text == "far")
        #expect(facts.neighbours.first?.neighbourProtocol == .lldpV2)
    }
}
