import MonitorService
import NetworkModel
import SNMPMessages
import Testing

struct CounterWatchTests {
    private func ports() -> DeclaredPorts {
        var document = NetworkDocument(name: "one")
        document.sites = [.init(id: "site:a", name: "A", kind: "post")]
        document.devices = [.init(id: "dev:a", site: "site:a", role: "cpe"), .init(id: "dev:b", site: "site:a", role: "cpe")]
        var link = NetworkDocument.Link(
            id: "link:1", a: .init(device: "dev:a", interface: "if:a#ge1"), b: .init(device: "dev:b", interface: "if:b#1"),
            kind: "fibre")
        link.mbps = 100
        document.links = [link]
        var ports = DeclaredPorts(of: 0, in: Network.compile(document).network)
        ports.locate(in: [VarBind(DeclaredPorts.ifName.appending(7), .octets(Array("ge1".utf8)))])
        return ports
    }

    private func answer(octets: UInt64, errors: UInt32, up: UInt32) -> [VarBind] {
        [
            VarBind(DeclaredPorts.sysUpTime, .timeTicks(up)),
            VarBind(DeclaredPorts.ifHCInOctets.appending(7), .counter64(octets)),
            VarBind(DeclaredPorts.ifInErrors.appending(7), .counter32(errors)),
        ]
    }

    @Test func `octets become bits a second and errors packets a second`() {
        var watch = CounterWatch()
        let ports = ports()
        #expect(watch.samples(in: answer(octets: 1000, errors: 1, up: 100), of: ports, at: Timestamp(milliseconds: 0)).isEmpty)
        let samples = watch.samples(
            in: answer(octets: 61_000, errors: 31, up: 6100), of: ports, at: Timestamp(milliseconds: 60_000))
        #expect(samples.map(\.metric) == [.inBits, .inErrors])
        #expect(samples.map(\.value) == [8000, 0.5])
    }

    // 100 Mbit/s carries 750 MB in a minute; ten times that is a flush of the switch, not traffic.
    @Test func `what the line cannot carry is no sample and is counted`() {
        var watch = CounterWatch()
        let ports = ports()
        _ = watch.samples(in: answer(octets: 0, errors: 0, up: 100), of: ports, at: Timestamp(milliseconds: 0))
        let samples = watch.samples(
            in: answer(octets: 7_500_000_000, errors: 0, up: 6100), of: ports, at: Timestamp(milliseconds: 60_000))
        #expect(samples.map(\.metric) == [.inErrors])
        #expect(watch.refused[.impossible] == 1)
    }
}
