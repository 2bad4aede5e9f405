import NetworkModel
import Testing

@testable import SimulatedNetwork

@Suite struct LoopbackAddressesTests {
    struct Case: CustomTestStringConvertible {
        var declared: [String?]
        var given: [String]
        var testDescription: String { "\(declared)" }
    }

    @Test(arguments: [
        // A loopback address is kept, with or without port.
        Case(declared: ["127.3.4.5", "127.0.0.1:1161"], given: ["127.3.4.5", "127.0.0.1"]),
        // One of 10.0.0.0/8 keeps its last three octets.
        Case(declared: ["10.1.2.3"], given: ["127.1.2.3"]),
        // The others, and those whose place is taken, get the next free one.
        Case(
            declared: [nil, "nis.example", "192.0.2.1", "2001:db8::1"],
            given: ["127.64.0.1", "127.64.0.2", "127.64.0.3", "127.64.0.4"]),
        Case(
            declared: ["127.1.2.3", "10.1.2.3", nil, "127.64.0.1"],
            given: ["127.1.2.3", "127.64.0.2", "127.64.0.3", "127.64.0.1"]),
        // 127.0.0.1 is nobody's by accident.
        Case(declared: ["10.0.0.1", "127.0.0.0", "127.255.255.255"], given: ["127.64.0.1", "127.64.0.2", "127.64.0.3"]),
    ])
    func `each device has an address of its own`(_ row: Case) throws {
        let addresses = try LoopbackAddresses(devices(row.declared))
        #expect(addresses.addresses.map(LoopbackAddresses.text) == row.given)
        for (index, address) in addresses.addresses.enumerated() { #expect(addresses.device(at: address) == Int32(index)) }
        #expect(addresses.device(at: 0x7f7f_7f7f) == nil)
    }

    @Test func `a hundred thousand devices are found again`() throws {
        let addresses = try LoopbackAddresses(devices([String?](repeating: nil, count: 100_000)))
        #expect(addresses.addresses.indices.allSatisfy { addresses.device(at: addresses.addresses[$0]) == Int32($0) })
    }

    private func devices(_ declared: [String?]) -> [NetworkDocument.Device] {
        declared.enumerated().map { index, address in
            var device = NetworkDocument.Device(id: ObjectID("dev:d\(index)"), site: "site:s", role: "cpe")
            device.address = address
            return device
        }
    }
}
