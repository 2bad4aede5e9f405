import DeviceFacts
import Foundation
import InventoryStore
import NetworkModel
import SNMPMessages
import TestSupport
import Testing

@testable import MonitorService

/// What the inventory keeps of devices that renumber, rename and send odd bytes: faults B17, B18, B20.
struct SightingRecorderTests {
    private let device: ObjectID = "dev:a"

    private func facts(
        _ ports: [(index: UInt32, name: String, descr: String, address: UInt8)], sysName: [UInt8] = Array("a".utf8)
    )
        -> DeviceFacts
    {
        var binds = [VarBind("1.3.6.1.2.1.1.5.0", .octets(sysName)), VarBind("1.3.6.1.2.1.1.3.0", .timeTicks(1))]
        for port in ports {
            binds.append(VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 2, port.index]), .octets(Array(port.descr.utf8))))
            binds.append(
                VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 6, port.index]), .octets([2, 0, 0, 0, 0, port.address])))
            binds.append(
                VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1, port.index]), .octets(Array(port.name.utf8))))
        }
        return DeviceFacts(MIBView(binds))
    }

    private func recorded(_ facts: [DeviceFacts], _ check: (Store) throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        let (reports, sink) = AsyncStream.makeStream(of: DeviceReport.self)
        for (second, facts) in facts.enumerated() {
            sink.yield(DeviceReport(device: device, at: Timestamp(milliseconds: Int64(second) * 1000), facts: facts))
        }
        sink.finish()
        try await SightingRecorder(store: store, reports: reports, health: MonitorHealth()).run()
        try check(store)
    }

    @Test func `ports that a restart numbers anew, or renames, stay the rows that they were`() async throws {
        let before = facts([(1, "ge1", "Port 1", 1), (2, "ge2", "Port 2", 2), (3, "ge3", "Port 3", 3)])
        let after = facts([(101, "ge3", "Port 3", 3), (102, "ge1", "Port 1", 1), (103, "xe2", "Port 2", 2)])
        try await recorded([before, after]) { store in
            let ports = try store.interfaces(of: device)
            #expect(ports.map(\.value.name).sorted() == ["ge1", "ge2", "ge3"])
            #expect(
                Dictionary(uniqueKeysWithValues: ports.map { ($0.value.name, $0.value.ifIndex) }) == [
                    "ge1": 102, "ge2": 103, "ge3": 101,
                ])
            #expect(ports.allSatisfy { $0.firstSeen == Timestamp(milliseconds: 0) })
        }
    }

    @Test func `two ports of one name are two rows, with a finding`() async throws {
        try await recorded([facts([(1, "eth", "", 1), (2, "eth", "", 2)])]) { store in
            #expect(try store.interfaces(of: device).count == 2)
            let findings = try store.notes([String].self, .findings)[device] ?? []
            #expect(findings == ["duplicate-ifName: \"eth\" on ifIndex 1, 2"])
        }
    }

    @Test func `a card that is away for a while comes back as what it was`() async throws {
        let whole = facts([(1, "ge1", "Port 1", 1), (2, "ge2", "Port 2", 2)])
        let renamed = facts([(1, "ge1", "Port 1", 1), (7, "slot 2 port 1", "Port 2", 2)])
        try await recorded([whole, facts([(1, "ge1", "Port 1", 1)]), renamed]) { store in
            let names = try store.interfaces(of: device).map(\.value.name).sorted()
            #expect(names == ["ge1", "ge2"])
        }
    }

    struct Name: CustomTestStringConvertible {
        var testDescription: String
        var octets: [UInt8]
        init(_ description: String, _ octets: [UInt8]) { (testDescription, self.octets) = (description, octets) }
    }

    @Test(arguments: [
        Name("Latin-1", [0x4E, 0xFC, 0x62]), Name("GBK", [0xB1, 0xB1, 0xBE, 0xA9]), Name("a NUL inside", [0x61, 0x00, 0x62]),
        Name("a right-to-left override", [0xE2, 0x80, 0xAE, 0x61]), Name("half a surrogate", [0xED, 0xA0, 0x80]),
        Name("64 kB that are no text", [UInt8](repeating: 0xFF, count: 65_000)),
    ])
    func `the octets of a name are kept whatever they are, beside a text that people can read`(_ name: Name) async throws {
        let octets = name.octets
        try await recorded([facts([(1, "ge1", "", 1)], sysName: octets)]) { store in
            let text = try #require(try store.devices().first?.value.sysName)
            let kept = try store.notes([String: String].self, .octets)[device]?["sysName"].flatMap([UInt8].init(hex:))
            #expect(kept ?? Array(text.utf8) == octets)
            #expect(try store.interfaces(of: device).count == 1)
        }
    }
}
