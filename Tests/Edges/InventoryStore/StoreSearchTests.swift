import InventoryStore
import NetworkModel
import TestSupport
import Testing

private typealias F = StoreFixture

@Suite struct StoreSearchTests {
    private func filled() throws -> Store {
        let store = try StoreFixture().store
        var sighting = DeviceSighting(device: "dev:a", at: F.at(0), source: "snmp")
        (sighting.sysName, sighting.serial) = ("bg-core-1", "FOC1234X0YZ")
        var port = DeviceSighting.Interface(name: "Gi0/1")
        (port.alias, port.mac) = ("100% to_Niš", "00:1b:21:bb:e6:ea")
        sighting.interfaces = [port]
        var module = DeviceSighting.Module(entity: 1)
        (module.descr, module.model, module.serial) = ("Supervisor", "C9400-SUP", "JAE55")
        sighting.modules = [module]
        var neighbour = NeighbourSighting(
            device: "dev:a", localPort: "Gi0/1", protocol: "lldp", remoteChassis: "50:6f:77:ea:dc:a0", remotePort: "xe-0/0/1")
        neighbour.remoteSysName = "ns-core-1"
        sighting.neighbours = [neighbour]
        try store.record([sighting])
        return store
    }

    @Test(arguments: [
        ("BG-CORE", ["device bg-core-1"]), ("foc1234", ["device bg-core-1"]), ("to_Niš", ["interface Gi0/1"]),
        ("001B.21BB.E6EA", ["interface Gi0/1"]), ("00-1b-21-bb", ["interface Gi0/1"]), ("jae55", ["module Supervisor"]),
        ("ns-core", ["neighbour Gi0/1"]), ("506f.77ea", ["neighbour Gi0/1"]), ("Gi0/1", ["interface Gi0/1"]),
        // The signs of LIKE and of SQL mean themselves.
        ("100%", ["interface Gi0/1"]), ("b_-core", []), ("' OR 1=1 --", []), ("\\", []),
    ])
    func `things seen are found by name, alias, MAC address and serial number`(text: String, found: [String]) throws {
        #expect(try filled().search(text).map { "\($0.kind) \($0.name)" } == found)
    }

    @Test func `a match says what it is beside its name`() throws {
        let match = try #require(try filled().search("supervisor").first)
        #expect(match.detail == "C9400-SUP, JAE55")
        #expect(match.device == "dev:a" && match.lastSeen == F.at(0))
    }
}
