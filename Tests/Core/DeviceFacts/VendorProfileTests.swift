import DeviceFacts
import SNMPMessages
import Testing

@Suite struct VendorProfileTests {
    @Test func `a device is asked for its own vendor's objects only`() {
        let cisco = VendorProfile.matching("1.3.6.1.4.1.9.1.1116").map(\.name)
        #expect(cisco == ["Cisco"])
        #expect(VendorProfile.matching("1.3.6.1.4.1.99999").isEmpty)
        #expect(VendorProfile.matching(nil).isEmpty)
        #expect(QueryPlan.vendor("1.3.6.1.4.1.99999").columns.isEmpty)
        // Appliances with net-snmp's number may be anything with Linux inside.
        #expect(VendorProfile.matching("1.3.6.1.4.1.8072.3.2.10").count > 2)
    }

    @Test func `no plan asks for an object twice`() {
        for oid in ["1.3.6.1.4.1.9", "1.3.6.1.4.1.318", "1.3.6.1.4.1.13742", "1.3.6.1.4.1.8072.3.2.10"] as [ObjectIdentifier] {
            let columns = QueryPlan.vendor(oid).columns
            #expect(Set(columns).count == columns.count)
        }
        #expect(Set(QueryPlan.inventory.columns).count == QueryPlan.inventory.columns.count)
    }

    private func sensors(_ binds: VarBind...) -> [DeviceSensor] { DeviceFacts(MIBView(binds)).sensors }
    private func text(_ text: String) -> SNMPValue { .octets(Array(text.utf8)) }

    @Test func `divisors, labels and words of states come from the table`() {
        let found = sensors(
            VarBind("1.3.6.1.4.1.9.9.13.1.2.1.2.1", text("3.3V")), VarBind("1.3.6.1.4.1.9.9.13.1.2.1.3.1", .gauge32(3290)),
            VarBind("1.3.6.1.4.1.9.9.13.1.5.1.3.1", .integer(3)))
        #expect(found.map(\.value) == [3.29, 3])
        #expect(found[0].descr?.text == "3.3V")
        #expect(found[0].unit == "V")
        #expect(found[1].stateText == "critical")
    }

    @Test func `numbers that are sent as text are read`() {
        #expect(sensors(VarBind("1.3.6.1.4.1.1588.2.1.1.1.28.1.1.4.1", text("-25.4"))).first?.value == -25.4)
        #expect(sensors(VarBind("1.3.6.1.4.1.1991.1.1.3.3.6.1.2.5", text("-002.8257 dBm: Normal"))).first?.value == -2.8257)
        #expect(sensors(VarBind("1.3.6.1.4.1.1991.1.1.3.3.6.1.2.5", text("N/A"))).isEmpty)
    }

    @Test func `values that stand for nothing are unavailable, not measurements`() {
        let found = sensors(VarBind("1.3.6.1.4.1.2011.5.25.31.1.1.1.1.11.9", .integer(.max)))
        #expect(found.map(\.value) == [nil])
        #expect(found.map(\.status) == [.unavailable])
    }

    @Test func `power in microwatts becomes dBm, and no light is no number`() throws {
        let lit = sensors(VarBind("1.3.6.1.4.1.6527.3.1.2.2.4.31.1.16.1.5", .gauge32(10_000)))
        #expect(lit.first?.value == 0)
        #expect(sensors(VarBind("1.3.6.1.4.1.6527.3.1.2.2.4.31.1.16.1.5", .gauge32(0))).first?.value == nil)
    }

    @Test func `where one column holds many kinds, another says which`() {
        let found = sensors(
            VarBind("1.3.6.1.4.1.14988.1.1.3.100.1.3.1", .gauge32(241)),
            VarBind("1.3.6.1.4.1.14988.1.1.3.100.1.4.1", .integer(3)),
            VarBind("1.3.6.1.4.1.14988.1.1.3.100.1.3.2", .gauge32(40)), VarBind("1.3.6.1.4.1.14988.1.1.3.100.1.4.2", .integer(1)),
            VarBind("1.3.6.1.4.1.14988.1.1.3.100.1.3.3", .gauge32(7)))
        #expect(found.map(\.sensorClass) == [.temperature, .voltage])
        #expect(found.map(\.value) == [40, 24.1])
    }

    @Test func `names stand for numbers both ways`() {
        #expect(MIBNames.oid("ifDescr") == "1.3.6.1.2.1.2.2.1.2")
        #expect(MIBNames.oid("IFDESCR.7") == "1.3.6.1.2.1.2.2.1.2.7")
        #expect(MIBNames.oid(".1.3.6") == "1.3.6")
        #expect(MIBNames.oid("nosuch") == nil)
        #expect(MIBNames.oid("ifDescr.x") == nil)
        #expect(MIBNames.name(of: "1.3.6.1.2.1.2.2.1.2.7") == "ifDescr.7")
        #expect(MIBNames.name(of: "1.0.8802.1.1.2.1.4.1.1.9.0.3.1") == "lldpRemSysName.0.3.1")
        #expect(MIBNames.name(of: "2.5") == nil)
        #expect(MIBNames.suggestions(for: "ifDesc").contains("ifDescr"))
    }
}
