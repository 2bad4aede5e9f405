import DeviceFacts
import Foundation
import NetworkModel
import SNMPMessages
import SimulatedNetwork
import TestSupport
import Testing

/// `probe` and `walk` as their users run them.
@Suite(.serialized) struct ProbeProgramTests {
    /// An agent whose texts would like to run away with the terminal.
    private static let objects = [
        VarBind("1.3.6.1.2.1.1.1.0", .octets(Array("Switch\u{1B}[31m red".utf8))),
        VarBind("1.3.6.1.2.1.1.2.0", .oid("1.3.6.1.4.1.99999")),
        VarBind("1.3.6.1.2.1.1.3.0", .timeTicks(360_000)), VarBind("1.3.6.1.2.1.1.5.0", .octets([0x53, 0xE9])),
        VarBind("1.3.6.1.2.1.2.2.1.2.3", .octets(Array("eth0".utf8))), VarBind("1.3.6.1.2.1.2.2.1.7.3", .integer(1)),
        VarBind("1.3.6.1.2.1.2.2.1.8.3", .integer(2)), VarBind("1.3.6.1.2.1.31.1.1.1.15.3", .gauge32(1000)),
    ]

    private let simulation: SimulatedNetwork
    private let folder: TemporaryFolder
    private var host: String { "127.77.0.1:\(simulation.port)" }

    init() throws {
        let agent = RecordedAgent(name: "sesame", objects: Self.objects)
        simulation = try SimulatedNetwork(network: Network.compile(NetworkDocument()).network, recordings: [agent])
        simulation.start()
        folder = try TemporaryFolder()
    }

    private func secret(_ text: String = "sesame\n", mode: Int = 0o600) throws -> String {
        let path = folder.path("community")
        #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
        return path
    }

    private func run(_ arguments: String..., input: String = "") throws -> ProgramResult {
        try Program.run([ProgramUnderTest.path] + arguments, input: input)
    }

    @Test func `the document has its fields, null for what the device does not give, and the octets of broken text`() throws {
        let result = try run("probe", host, "--json", "--community-file", "-", input: "sesame\n")
        #expect(result.status == 0)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(document["address"] as? String == host)
        #expect(document["snmp"] as? String == "2c")
        let system = try #require(document["system"] as? [String: Any])
        #expect(system["sysName"] as? String == "Sé")
        #expect(system["sysName_hex"] as? String == "53e9")
        #expect(system["sysLocation"] is NSNull)
        let port = try #require((document["interfaces"] as? [[String: Any]])?.first)
        #expect(port["ifIndex"] as? Int == 3)
        #expect(port["ifName"] is NSNull)
        #expect(port["speed_bps"] as? Int == 1_000_000_000)
        #expect(port["ifOperStatus"] as? String == "down")
        let walk = try #require(document["walk"] as? [String: Any])
        #expect(walk["varbinds"] as? Int == Self.objects.count)
    }

    @Test func `people see tables, and no text of a device reaches the terminal raw`() throws {
        let result = try run("probe", host, "--community-file", try secret())
        #expect(result.status == 0)
        #expect(result.output.contains("Interfaces: 1\n"))
        #expect(result.output.contains("eth0"))
        #expect(!result.output.contains("\u{1B}"))
    }

    @Test func `a device that does not answer ends with 3 and says what to check, not the secret`() throws {
        let result = try run(
            "probe", host, "--json", "--community-file", try secret("hushhush"), "--timeout", "0.05", "--retries", "1")
        #expect(result.status == 3)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("\(host) asked with SNMP 2c: no answer after 2 tries"))
        #expect(!result.errors.contains("hushh"))
    }

    @Test func `a secret that others can read is refused with the chmod that mends it`() throws {
        let path = try secret(mode: 0o644)
        let result = try run("probe", host, "--community-file", path)
        #expect(result.status == 2)
        #expect(result.errors.contains("chmod 600"))
    }

    @Test(arguments: [
        ["--snmp", "3"], ["--user", "nms", "--snmp", "2c"], ["--snmp", "3", "--user", "nms", "--priv-file", "p"],
        ["--timeout", "0"],
        ["--retries", "99"], ["--snmp", "4"],
    ])
    func `options that do not fit together are wrong usage`(options: [String]) throws {
        let result = try Program.run([ProgramUnderTest.path, "probe", host] + options)
        #expect(result.status == 2)
        #expect(!result.errors.isEmpty)
    }

    @Test func `a walk shows names, types and values, and takes names`() throws {
        let result = try run("walk", host, "system", "--community-file", try secret())
        #expect(result.status == 0)
        #expect(result.lines.contains("1.3.6.1.2.1.1.3.0 sysUpTime.0 TimeTicks: 360000"))
        #expect(!result.output.contains("\u{1B}"))
        let one = try run("walk", host, "ifOperStatus.3", "--jsonl", "--community-file", try secret())
        #expect(one.lines == [#"{"name":"ifOperStatus.3","number":2,"oid":"1.3.6.1.2.1.2.2.1.8.3","type":"INTEGER"}"#])
    }

    @Test func `nothing below an object is no data, an unknown name is wrong usage`() throws {
        let nothing = try run("walk", host, "lldpRemTable", "--community-file", try secret())
        #expect(nothing.status == 3)
        #expect(nothing.errors.contains("has nothing below 1.0.8802.1.1.2.1.4.1"))
        let unknown = try run("walk", host, "ifDescription", "--community-file", try secret())
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("did you mean ifDescr"))
    }

    @Test func `a recording gives the same device back without its private values`() throws {
        let file = folder.path("device.snmprec")
        let result = try run("probe", host, "--community-file", try secret(), "--record", file)
        #expect(result.status == 0)
        let recorded = MIBView(try SNMPRecording.read(Array(try Data(contentsOf: URL(fileURLWithPath: file)))))
        #expect(recorded.binds.count == Self.objects.count)
        let facts = DeviceFacts(recorded)
        #expect(facts.system.sysName?.text == "<private>")
        #expect(facts.interfaces.first?.speedBps == 1_000_000_000)
    }
}
