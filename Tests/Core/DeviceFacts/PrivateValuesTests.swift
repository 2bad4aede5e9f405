import DeviceFacts
import SNMPMessages
import Testing

@Suite struct PrivateValuesTests {
    private func text(_ oid: ObjectIdentifier, _ text: String) -> VarBind { VarBind(oid, .octets(Array(text.utf8))) }

    @Test func `names, serials and addresses are replaced wherever they occur`() {
        let replaced = PrivateValues().replaced(in: [
            text("1.3.6.1.2.1.1.1.0", "Router bg-core-1 at 10.20.30.40, software 12.1.2"),
            text("1.3.6.1.2.1.1.5.0", "bg-core-1"), text("1.3.6.1.2.1.1.6.0", ""),
            text("1.3.6.1.2.1.2.2.1.2.1", "Gi0/1"), text("1.3.6.1.2.1.31.1.1.1.18.1", "to Niš"),
            VarBind("1.3.6.1.2.1.2.2.1.6.1", .octets([0x00, 0x1B, 0x21, 0xBB, 0xE6, 0xEA])),
            VarBind("1.3.6.1.2.1.4.20.1.1.10.20.30.40", .ipAddress(0x0A14_1E28)),
            text("1.3.6.1.2.1.47.1.1.1.1.11.1", "FOC1234X0YZ"), text("1.3.6.1.4.1.99.1.0", "SN FOC1234X0YZ!"),
            VarBind("1.0.8802.1.1.2.1.4.2.1.3.0.1.1.1.4.10.20.30.41", .integer(2)),
        ])
        let texts = replaced.map { bind in
            if case .octets(let octets) = bind.value { DeviceText(octets).text } else { "\(bind.value)" }
        }
        #expect(texts[0] == "Router <private> at 192.0.2.40, software 12.1.2")
        #expect(texts[1] == "<private>")
        #expect(texts[2] == "")
        #expect(texts[3] == "Gi0/1")
        #expect(texts[4] == "<private>")
        #expect(replaced[6].value == .ipAddress(0xC000_0228))
        #expect(texts[7] == "<private>")
        #expect(texts[8] == "SN <private>!")
        #expect(replaced.count == 9)
    }

    @Test func `a hardware address keeps its maker and stays the same everywhere`() throws {
        let address: [UInt8] = [0x00, 0x1B, 0x21, 0xBB, 0xE6, 0xEA]
        let replaced = PrivateValues().replaced(in: [
            VarBind("1.3.6.1.2.1.2.2.1.6.1", .octets(address)), VarBind("1.3.6.1.2.1.17.1.1.0", .octets(address)),
            VarBind("1.3.6.1.2.1.2.2.1.6.2", .octets([0x00, 0x1B, 0x21, 0xBB, 0xE6, 0xEB])),
        ])
        guard case .octets(let first) = replaced[0].value, case .octets(let other) = replaced[2].value else {
            Issue.record("no octets")
            return
        }
        #expect(first.prefix(3) == address.prefix(3))
        #expect(first != address)
        #expect(replaced[1].value == replaced[0].value)
        #expect(first != other)
    }
}
