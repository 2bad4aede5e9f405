import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

private typealias F = StoreFixture

@Suite struct StoreInventoryTests {
    @Test func `what is seen again keeps its first time, and what is not asked keeps its values`() throws {
        let store = try StoreFixture().store
        var sighting = DeviceSighting(device: "dev:a", at: F.at(0), source: "snmp")
        sighting.sysName = "sw-a"
        var port = DeviceSighting.Interface(name: "Gi0/1")
        (port.ifIndex, port.alias) = (10101, "to \u{202E}B\r\nX: y")
        sighting.interfaces = [port]
        try store.record([sighting])
        var later = DeviceSighting(device: "dev:a", at: F.at(60), source: "snmp")
        later.sysDescr = "switch"
        port.ifIndex = 10102
        later.interfaces = [port]
        try store.record([later])
        let device = try #require(try store.devices().first)
        #expect(device.value.sysName == "sw-a" && device.value.sysDescr == "switch")
        #expect(device.firstSeen == F.at(0) && device.lastSeen == F.at(60))
        let ports = try store.interfaces(of: "dev:a")
        #expect(ports.count == 1 && ports[0].value.ifIndex == 10102 && ports[0].value.alias == "to \u{202E}B\r\nX: y")
    }

    @Test func `neighbours of devices that nobody polls are kept too`() throws {
        let store = try StoreFixture().store
        let heard = NeighbourSighting(
            device: "dev:x", localPort: "eth0", protocol: "lldp", remoteChassis: "00:01", remotePort: "1")
        try store.record([heard], source: "capture", at: F.at(0))
        try store.record([heard], source: "capture", at: F.at(30))
        #expect(try store.neighbours() == [Seen(value: heard, firstSeen: F.at(0), lastSeen: F.at(30), source: "capture")])
        #expect(try store.neighbours(of: "dev:y").isEmpty)
    }

    @Test func `modules and sensors are kept`() throws {
        let store = try StoreFixture().store
        var sighting = DeviceSighting(device: "dev:a", at: F.at(0), source: "snmp")
        var module = DeviceSighting.Module(entity: 1001)
        (module.class, module.serial) = ("chassis", "FOC1")
        sighting.modules = [module]
        var sensor = DeviceSighting.Sensor(oid: "1.3.6.1.2.1.99.1.1.1.4.1", class: "temperature", unit: "C")
        sensor.value = 53.3
        sighting.sensors = [sensor]
        try store.record([sighting])
        #expect(try store.modules(of: "dev:a").map(\.value) == [module])
        #expect(try store.sensors(of: "dev:a").map(\.value) == [sensor])
    }

    @Test func `samples come back in time order, once a time, without what is no number`() throws {
        let store = try StoreFixture().store
        let sample = { (second: Int64, value: Double) in
            Sample(time: F.at(second), object: "if:a#1", metric: .inBits, value: value)
        }
        try store.append([sample(60, 2), sample(0, 1), sample(120, .nan), sample(60, 3)])
        try store.append([Sample(time: F.at(0), object: "if:a#1", metric: .outBits, value: 9)])
        #expect(try store.samples(of: "if:a#1", .inBits, from: F.at(0), to: F.at(1000)) == [sample(0, 1), sample(60, 3)])
        #expect(try store.deleteSamples(before: F.at(30)) == 2)
    }

    @Test func `of a long span one value a part is read, and who gave none of late is not named`() throws {
        let store = try StoreFixture().store
        let sample = { (second: Int64, object: ObjectID) in
            Sample(time: F.at(second), object: object, metric: .temperature, value: Double(second))
        }
        try store.append(
            (0..<100).map { sample($0 * 10, "dev:a") } + [sample(5, "dev:b"), sample(410, "dev:b"), sample(2000, "dev:b")])
        let thinned = { (limit: Int) in
            try store.thinned(.temperature, from: F.at(0), to: F.at(1000), parts: 4, limit: limit).map {
                "\($0.object) \(Int($0.value))"
            }
        }
        #expect(try thinned(9) == ["dev:a 0", "dev:a 250", "dev:a 500", "dev:a 750", "dev:b 5", "dev:b 410"])
        #expect(try thinned(1).allSatisfy { $0.hasPrefix("dev:a") })
        #expect(try store.thinned(.loss, from: F.at(0), to: F.at(1000), parts: 4, limit: 9) == [])
        #expect(try store.objects(with: .temperature, since: F.at(995)) == ["dev:b"])
        #expect(try store.objects(with: .loss, since: F.at(0)) == [])
    }
}
