import NetworkModel
import SNMPMessages
import TestSupport
import Testing

@testable import SimulatedNetwork

/// net-snmp's programs ask our agents over UDP.
@Suite(
    .enabled(if: Program.path("snmpbulkwalk") != nil, "skipped: snmpget and snmpbulkwalk (Debian package snmp) are not installed")
)
struct SimulatedNetworkTests {
    private func get(_ simulation: SimulatedNetwork, _ host: String, version: String = "2c", _ names: String...) throws
        -> ProgramResult
    {
        try Program.run(
            ["snmpget", "-v", version, "-c", "any", "-t", "0.3", "-r", "0", "-On", "-Oq", "\(host):\(simulation.port)"] + names,
            environment: ["MIBS": ""])
    }

    @Test func `snmpget is answered from the address that it asked`() throws {
        let simulation = try SimulatedNetwork(network: SampleNetworks.compiled(SampleNetworks.ring()))
        simulation.start()
        let reply = try get(simulation, "127.9.0.3", ".1.3.6.1.2.1.1.5.0", ".1.3.6.1.2.1.1.6.0", ".1.3.6.1.2.1.1.99.0")
        #expect(
            reply.lines == [
                ".1.3.6.1.2.1.1.5.0 \"n3\"", ".1.3.6.1.2.1.1.6.0 \"Town n3\"",
                ".1.3.6.1.2.1.1.99.0 No Such Object available on this agent at this OID",
            ])
        #expect(simulation.counts.replies == 1)
    }

    @Test func `version 1 is answered in its own manner`() throws {
        let simulation = try SimulatedNetwork(network: SampleNetworks.compiled(SampleNetworks.ring()))
        simulation.start()
        #expect(try get(simulation, "127.9.0.3", version: "1", ".1.3.6.1.2.1.1.5.0").lines == [".1.3.6.1.2.1.1.5.0 \"n3\""])
        let missing = try get(simulation, "127.9.0.3", version: "1", ".1.3.6.1.2.1.1.99.0")
        #expect(missing.errors.contains("noSuchName"))
        let walk = try Program.run(
            ["snmpwalk", "-v1", "-c", "any", "-On", "127.9.0.3:\(simulation.port)", ".1.3.6.1.2.1.31.1.1.1"],
            environment: ["MIBS": ""])
        #expect(walk.output.contains(".1.3.6.1.2.1.31.1.1.1.15.2"))
        #expect(!walk.output.contains("Counter64"))
    }

    @Test(arguments: [1, 7, 50])
    func `a bulk walk shows the same tree as a walk`(_ repetitions: Int) throws {
        let simulation = try SimulatedNetwork(network: SampleNetworks.compiled(SampleNetworks.ring()), largestReply: 1472)
        simulation.start()
        let target = "127.9.0.2:\(simulation.port)"
        let names = { (result: ProgramResult) in result.lines.compactMap { $0.split(separator: " ").first } }
        let bulk = try Program.run(
            ["snmpbulkwalk", "-v2c", "-c", "any", "-Cr\(repetitions)", "-Ont", target, ".1"], environment: ["MIBS": ""])
        let walk = try Program.run(["snmpwalk", "-v2c", "-c", "any", "-Ont", target, ".1"], environment: ["MIBS": ""])
        #expect(bulk.status == 0 && walk.status == 0)
        #expect(names(bulk) == names(walk))
        #expect(names(bulk).count > 200)
        #expect(!bulk.errors.contains("not increasing"))
    }

    @Test func `a cut is seen at both ends and silences what is behind it`() throws {
        let simulation = try SimulatedNetwork(network: SampleNetworks.compiled(SampleNetworks.ring()))
        simulation.start()
        // n3's port to its office is its third: r2 from n2, r3, t3 in the order of the links.
        let office = try #require(simulation.address(of: "dev:p3")).split(separator: ":")[0]
        #expect(try get(simulation, String(office), ".1.3.6.1.2.1.2.2.1.8.2").lines == [".1.3.6.1.2.1.2.2.1.8.2 1"])
        try simulation.cut("duct:t3")
        #expect(try get(simulation, String(office), ".1.3.6.1.2.1.2.2.1.8.2").errors.contains("Timeout"))
        let names = try get(
            simulation, "127.9.0.3", ".1.3.6.1.2.1.31.1.1.1.1.4", ".1.3.6.1.2.1.2.2.1.8.4", ".1.3.6.1.2.1.2.2.1.8.3")
        #expect(names.lines == [".1.3.6.1.2.1.31.1.1.1.1.4 \"t3\"", ".1.3.6.1.2.1.2.2.1.8.4 2", ".1.3.6.1.2.1.2.2.1.8.3 1"])
        try simulation.mend("duct:t3")
        #expect(try get(simulation, String(office), ".1.3.6.1.2.1.2.2.1.8.2").lines == [".1.3.6.1.2.1.2.2.1.8.2 1"])
    }

    @Test func `stopped agents are silent and answer again after a start`() throws {
        let simulation = try SimulatedNetwork(network: SampleNetworks.compiled(SampleNetworks.ring()))
        #expect(try get(simulation, "127.9.0.1", ".1.3.6.1.2.1.1.5.0").errors.contains("Timeout"))
        simulation.start()
        #expect(try get(simulation, "127.9.0.1", ".1.3.6.1.2.1.1.5.0").status == 0)
        simulation.stop()
        #expect(try get(simulation, "127.9.0.1", ".1.3.6.1.2.1.1.5.0").errors.contains("Timeout"))
        simulation.start()
        #expect(try get(simulation, "127.9.0.1", ".1.3.6.1.2.1.1.5.0").status == 0)
    }

    @Test func `a taken port is refused with its reason`() throws {
        let first = try SimulatedNetwork(network: SampleNetworks.compiled(SampleNetworks.ring()))
        do {
            _ = try SimulatedNetwork(network: first.network, port: first.port)
            Issue.record("two simulations on one port")
        } catch {
            #expect("\(error)" == "cannot open UDP port \(first.port): Address already in use; choose another port")
        }
    }

    @Test func `recordings answer under their names`() throws {
        let recording = RecordedAgent(
            name: "some_switch",
            objects: [
                VarBind("1.3.6.1.2.1.1.5.0", .octets(Array("sw".utf8))),
                VarBind("1.3.6.1.2.1.1.1.0", .octets(Array("A switch".utf8))),
            ])
        let simulation = try SimulatedNetwork(network: SampleNetworks.compiled(SampleNetworks.ring()), recordings: [recording])
        simulation.start()
        let walk = try Program.run(
            ["snmpbulkwalk", "-v2c", "-c", "some_switch", "-On", "-Oq", "127.0.0.1:\(simulation.port)", ".1"],
            environment: ["MIBS": ""])
        #expect(walk.lines.prefix(2) == [".1.3.6.1.2.1.1.1.0 \"A switch\"", ".1.3.6.1.2.1.1.5.0 \"sw\""])
        #expect(try get(simulation, "127.0.0.1", ".1.3.6.1.2.1.1.5.0").errors.contains("Timeout"))
    }

    @Test func `tens of thousands of generated devices answer, each for itself`() throws {
        let count = SharedData.soak ? 100_000 : 20_000
        let simulation = try SimulatedNetwork(network: SampleNetworks.compiled(.generatedTree(devices: count)))
        simulation.start()
        for number in [0, 1, count / 2, count - 1] {
            let address = try #require(simulation.address(of: ObjectID("dev:g\(number)"))).split(separator: ":")[0]
            #expect(try get(simulation, String(address), ".1.3.6.1.2.1.1.5.0").lines == [".1.3.6.1.2.1.1.5.0 \"g\(number)\""])
        }
        try simulation.cut("duct:g9")
        #expect(simulation.world.linkIsUp.count { !$0 } == 1)
    }
}
