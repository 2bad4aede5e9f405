import DeviceFacts
import Foundation
import MonitorService
import NetworkModel
import SNMPCollector
import SNMPMessages
import SimulatedNetwork
import TestSupport
import Testing

/// Recordings of real devices, asked over the network like devices, against their truth files.
@Suite(.serialized) struct RecordedInquiryTests {
    @Test(.enabled(if: SharedData.isPresent, SharedData.absent))
    func `every recorded device gives its facts over SNMP`() async throws {
        let agents = try DeviceRecordings.names.map {
            RecordedAgent(name: $0, objects: try SNMPRecording.read(try DeviceRecordings.octets($0)))
        }
        let simulation = try SimulatedNetwork(network: Network.compile(NetworkDocument()).network, recordings: agents)
        simulation.start()
        defer { simulation.stop() }
        let address = try #require(SocketAddress("127.77.0.1:\(simulation.port)"))
        try await expectFacts(of: DeviceRecordings.names, at: { _ in address })
    }

    /// Names whose recordings differ most: missing columns, ports by name and by number, huge ifIndexes, sensors of all kinds.
    private static let ten = [
        "arista_eos", "asa", "ciscosb", "comware_a5500", "dell-os10", "edgecos_ecs4610-24f", "huaweiups_ups2000", "junos_rpm",
        "routeros_rb750gr3", "xos_sfp",
    ]

    @Test(
        .enabled(if: SharedData.isPresent, SharedData.absent),
        .enabled(if: Program.path("snmpsimd") != nil, "skipped: the package snmpsim is not installed"))
    func `ten recorded devices give their facts through Debian's snmpsimd`() async throws {
        let server = try RecordingServer(Self.ten)
        defer { server.stop() }
        let address = try #require(SocketAddress("127.0.0.1:\(server.port)"))
        try await server.waitUntilReady(Self.ten[0])
        try await expectFacts(of: Self.ten, at: { _ in address })
    }

    private func expectFacts(of names: [String], at address: @Sendable (String) -> SocketAddress) async throws {
        let engine = try SNMPEngine(window: 256)
        defer { engine.stop() }
        var score = FactScore()
        var seconds = 0.0
        for name in names {
            let target = SNMPTarget(address(name), credential: .v2c(community: Secret(name)), timeout: .seconds(10), retries: 2)
            let result = try await DeviceInquiry(engine, target).run()
            #expect(result.isComplete, "\(name): \(result.failure.map { "\($0)" } ?? "truncated")")
            seconds += result.seconds
            let json = try ProbeDocument(
                address: "\(target.address)", snmp: "2c",
                walk: .init(requests: result.requests, varbinds: result.view.binds.count, seconds: result.seconds, findings: []),
                facts: DeviceFacts(result.view)
            ).json(compact: true)
            let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
            score.compare(device: name, probe: document, truth: try DeviceRecordings.truth(name))
        }
        print("\(names.count) devices asked in \(seconds) s")
        for category in FactScore.Category.allCases { print("  \(category.rawValue): \(score[category])") }
        for category in [FactScore.Category.system, .interfaces, .inventory, .sensors] {
            #expect(score[category].share >= 0.999, "\(category): \(score.differences[category]?.prefix(5) ?? [])")
        }
        #expect(score[.neighbours].share >= 0.98, "\(score.differences[.neighbours]?.prefix(5) ?? [])")
        #expect(score[.interfaces].invented == 0)
        #expect(score[.inventory].invented == 0)
    }
}

/// Debian's snmpsimd, serving some recordings on a port of its own.
private final class RecordingServer: Sendable {
    let port: UInt16
    private let process: ChildProcess
    private let folder: TemporaryFolder
    private let quiet: FileHandle

    init(_ names: [String]) throws {
        folder = try TemporaryFolder()
        let data = folder.url.appendingPathComponent("data")
        let cache = folder.url.appendingPathComponent("cache")
        for url in [data, cache] { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        for name in names {
            try Data(DeviceRecordings.octets(name)).write(to: data.appendingPathComponent(name + ".snmprec"))
        }
        // It gives up root's rights, and then must still reach its files.
        let isRoot = getuid() == 0
        if isRoot {
            _ = try Program.run(["chown", "-R", "nobody:nogroup", folder.url.path])
            _ = try Program.run(["chmod", "755", folder.url.path])
        }
        port = try Self.freePort()
        quiet = try #require(FileHandle(forUpdatingAtPath: "/dev/null"))
        process = try ChildProcess(
            [
                "snmpsimd", "--data-dir=\(data.path)", "--cache-dir=\(cache.path)", "--agent-udpv4-endpoint=127.0.0.1:\(port)",
                "--logging-method=null",
            ] + (isRoot ? ["--process-user=nobody", "--process-group=nogroup"] : []),
            input: quiet.fileDescriptor, output: quiet.fileDescriptor, errors: quiet.fileDescriptor)
    }

    func stop() { _ = process.end() }

    /// Indexing takes seconds; answers come when it is done.
    func waitUntilReady(_ name: String) async throws {
        let engine = try SNMPEngine(window: 4)
        defer { engine.stop() }
        let address = try #require(SocketAddress("127.0.0.1:\(port)"))
        let target = SNMPTarget(address, credential: .v2c(community: Secret(name)), timeout: .milliseconds(200), retries: 0)
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if case .success = await engine.get(["1.3.6.1.2.1.1.3.0"], from: target) { return }
            // A closed port answers at once: do not spin.
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("snmpsimd does not answer within 30 s")
    }

    /// A UDP port that nobody had a moment ago.
    private static func freePort() throws -> UInt16 {
        let simulation = try SimulatedNetwork(network: Network.compile(NetworkDocument()).network)
        return simulation.port
    }
}
