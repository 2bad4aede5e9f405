import DeclaredFiles
import Foundation
import NetworkModel
import SimulatedNetwork
import TestSupport

/// The built program as a monitor of the shipped network, simulated on loopback, with its own folder for everything it writes.
final class LoopbackBench {
    struct Status: Decodable {
        struct Incident: Decodable {
            var id: String
            var best: String
        }
        struct Monitor: Decodable {
            var state: String
            var troubles: [String]
            var waiting_mails: Int
        }
        var incidents: [Incident]
        var devices: [String: Int]
        var monitor: Monitor
    }

    let folder: TemporaryFolder
    let agents: SimulatedNetwork
    let polled: Int
    private(set) var monitor: LabProcess?
    private var runs = 0

    /// - Parameters:
    ///   - relayPort: where mails go; nothing need listen there.
    ///   - proven: seconds that what is proven waits.
    ///   - people: who is told beside the person on duty, each by an address of that name.
    ///   - relay: how the relay is spoken to, beside its name, host and port.
    ///   - more: further lines of the policy.
    init(
        relayPort: UInt16, proven: Int = 0, people: [String] = [], relay: String = "tls: none, timeout_s: 5", more: String = ""
    ) throws {
        folder = try TemporaryFolder()
        let network = try DeclaredNetwork.load(
            path: SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path
        ).network
        agents = try SimulatedNetwork(network: network)
        agents.start()
        try FileManager.default.createDirectory(atPath: folder.path("Topology"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path("Alerts"), withIntermediateDirectories: true)
        try Data("public\n".utf8).write(to: URL(fileURLWithPath: folder.path("community")))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path("community"))
        var document = agents.servedDocument
        for i in document.credentials.indices { document.credentials[i].communityFile = folder.path("community") }
        let own = document.collectors[0].id
        polled = document.devices.count { $0.collectors.contains(own) }
        try JSONEncoder().encode(document).write(to: URL(fileURLWithPath: networkFile))
        try Data((Self.policy(relayPort, relay, proven, people) + more).utf8).write(
            to: URL(fileURLWithPath: folder.path("Alerts") + "/alerts.yaml"))
    }

    deinit {
        killMonitor()
        agents.stop()
    }

    var networkFile: String { folder.path("Topology") + "/network.json" }

    private static func policy(_ port: UInt16, _ relay: String, _ proven: Int, _ people: [String]) -> String {
        let others = people.map { "\n  - {id: person:\($0), name: \($0), mail: \($0)@network.example, level: restricted}" }
            .joined()
        let all = (["noc"] + people).map { "person:\($0)" }.joined(separator: ", ")
        return """
            mail: {from: fibrewatch <monitor@network.example>, domain: network.example}
            relays:
              - {name: relay, host: 127.0.0.1, port: \(port), \(relay)}
            people:
              - {id: person:noc, name: NOC on duty, mail: noc@network.example, level: restricted}\(others)
            routes:
              - {name: everything, to: [\(all)]}
            fallback: [person:noc]
            # No hold for what is proven: a wrong cause that stands for a second is a wrong mail, and fails the test.
            holds:
              - {proven: \(proven)s, inferred: 8s}
            calm: {settle: 2s}

            """
    }

    var options: [String] {
        ["--topology", folder.path("Topology"), "--alerts", folder.path("Alerts"), "--database", database]
    }

    /// Where the state file stands, below the folder.
    var stateFile = "fibrewatch.db"
    var database: String { folder.path(stateFile) }

    /// - Parameter words: a program before ours, such as `strace`.
    func startMonitor(under words: [String] = [], _ flags: [String] = []) throws {
        runs += 1
        monitor = try LabProcess(
            words + [ProgramUnderTest.path, "run", "--poll-interval", "2", "--port-interval", "2"] + flags + options,
            name: "monitor-\(runs)",
            folder: folder.url)
    }

    /// SIGKILL: nothing of the process lives on but what it wrote.
    func killMonitor() {
        if let program, program != monitor?.pid { kill(program, SIGKILL) }
        monitor?.end(SIGKILL)
    }

    /// The pid of the monitor itself: where it runs under another program, that one's child.
    var program: Int32? {
        guard let outer = monitor?.pid else { return nil }
        let children = (try? String(contentsOfFile: "/proc/\(outer)/task/\(outer)/children", encoding: .utf8)) ?? ""
        return children.split(separator: " ").first.flatMap { Int32($0) } ?? outer
    }

    /// Words before our own commands, such as those that enter the monitor's namespace.
    var entering: [String] = []

    var log: String { "the monitor said:\n\(monitor?.errors.suffix(3000) ?? "nothing")" }

    var status: Status? {
        guard let result = try? Program.run(entering + [ProgramUnderTest.path, "status", "--json"] + options) else { return nil }
        return try? JSONDecoder().decode(Status.self, from: Data(result.output.utf8))
    }

    func comes(within seconds: Double, _ condition: (Status) -> Bool) -> Bool {
        Wait.until(seconds: seconds, every: 0.2) { status.map(condition) ?? false }
    }
}
