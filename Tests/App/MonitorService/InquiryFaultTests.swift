import DeviceFacts
import MonitorService
import NetworkModel
import SNMPCollector
import SNMPMessages
import SimulatedNetwork
import Testing

/// An agent that gives texts for numbers and numbers for texts, asked for everything: fault B9.
struct InquiryFaultTests {
    @Test func `values of the wrong type are findings, and neither facts nor rates`() async throws {
        let network = try MonitorFoldTests.Episode.watched().network
        let simulation = try SimulatedNetwork(network: network)
        simulation.misbehave(AgentFaults(lie: .wrongTypes))
        simulation.start()
        defer { simulation.stop() }
        let engine = try SNMPEngine(window: 64)
        defer { engine.stop() }
        let device = network.document.devices[0].id
        let address = try #require(simulation.address(of: device).flatMap { SocketAddress($0) })
        let target = SNMPTarget(address, credential: .v2c(community: Secret("public")))
        let reading = await DeviceReading(of: target, through: engine)
        #expect(reading.answered)
        let kinds = Set(reading.facts.findings.map(\.kind))
        #expect(kinds.contains(.wrongType))
        #expect(reading.facts.system.sysUpTime == nil)
        #expect(reading.facts.interfaces.allSatisfy { $0.ifDescr == nil && $0.ifOperStatus == nil && $0.speedBps == nil })
        // Counters that are texts or negative give no rate.
        var watch = CounterWatch()
        var ports = DeclaredPorts(of: 0, in: network)
        let names = ports.ports.enumerated().map {
            VarBind(DeclaredPorts.ifName.appending(UInt32($0 + 1)), .octets(Array($1.name.utf8)))
        }
        #expect(ports.locate(in: names).isEmpty)
        let answer = CounterWatch.request(for: ports).map { oid in
            VarBind(oid, oid == DeclaredPorts.sysUpTime ? .timeTicks(100) : .integer(-7))
        }
        #expect(answer.count > 4)
        for minute in Int64(0)..<3 {
            #expect(watch.samples(in: answer, of: ports, at: Timestamp(milliseconds: minute * 60_000)).isEmpty)
        }
    }
}
