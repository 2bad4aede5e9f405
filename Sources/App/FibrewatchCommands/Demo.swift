import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import InventoryStore
import Logging
import MonitorService
import NetworkModel
import Rendering
import SNMPMessages
import SimulatedNetwork
import Synchronization

/// The demo's steps, in order; each waits for what it shows, with a deadline.
struct Demo {
    struct Problem: Error, CustomStringConvertible { let description: String }

    let network: Network
    let object: ObjectID
    let folder: String
    let port: UInt16
    let alerts: String
    let output: Output

    init(network: Network, object: ObjectID, folder: String, port: UInt16, alerts: String, output: Output) {
        (self.network, self.object, self.folder, self.port) = (network, object, folder, port)
        (self.alerts, self.output) = (alerts, output)
    }

    /// The duct whose loss isolates most sites; the first in the order of the files where several do.
    static func worstDuct(of network: Network) -> ObjectID? {
        let ducts = Redundancy(NetworkGraph(network)).ducts
        let worst = ducts.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        return worst.map { network.document.ducts[Int($0.key)].id }
    }

    /// Why there is no monitor any more; what the demo waits for will then never come.
    private var monitorEnd = DemoMonitorEnd()

    private var database: String { folder + "/fibrewatch.db" }

    mutating func run() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["fibrewatch.db", "fibrewatch.db-wal", "fibrewatch.db-shm"] {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        let agents = try SimulatedNetwork(network: network, port: port)
        agents.start()
        defer { agents.stop() }
        let catcher = try MailCatcher()
        defer { catcher.stop() }
        introduce(agents)
        let served = Network.compile(agents.servedDocument).network
        let daemon = try daemon(served, relay: catcher.port)
        let ended = DemoMonitorEnd()
        let monitor = Task {
            do {
                try await daemon.run()
                ended.set("the monitor ended")
            } catch {
                ended.set("the monitor ended: \(error)")
            }
        }
        defer { monitor.cancel() }
        monitorEnd = ended
        let store = try await opened()
        let watched = try WatchedNetwork(served, collector: nil).polled.count
        try await sweep(store, of: watched)
        let problem = try await cutDuct(agents, store, catcher)
        try writeMap(served, store)
        try await mendDuct(agents, store, catcher, after: problem, devices: watched)
        monitor.cancel()
        await monitor.value
        finish(problem.id)
    }

    private func introduce(_ agents: SimulatedNetwork) {
        let document = network.document
        say(
            "1  The network",
            "\(document.sites.count) sites, \(document.devices.count) devices, \(document.links.count) links in \(document.ducts.count) ducts."
        )
        if let device = document.devices.first, let address = agents.address(of: device.id) {
            detail(
                "Each device is an SNMP agent of its own; from another shell: snmpwalk -v2c -c public \(address) 1.3.6.1.2.1.1")
        }
    }

    /// The monitor as `run` starts it, but quicker: every second instead of every ten, and mails to the catcher.
    private func daemon(_ served: Network, relay port: UInt16) throws -> MonitorDaemon {
        var settings = MonitorSettings(topology: "", alerts: alerts, database: database)
        settings.takesSignals = false
        settings.timeout = .milliseconds(500)
        settings.retries = 1
        settings.cadence.reachability = .seconds(1)
        settings.cadence.ports = .seconds(1)
        settings.cadence.counters = .seconds(5)
        var policy = try DeclaredAlerts.load(path: alerts, network: network).policy
        policy.relays = [AlertPolicy.Relay(name: "catcher", host: "127.0.0.1", port: Int(port), tls: .none)]
        policy.calm.settle = .seconds(2)
        // Whoever is on duty by the shipped rota, the demo speaks to whoever tries it.
        for row in policy.people.indices { policy.people[row].language = .english }
        let watched = try WatchedNetwork(served, collector: nil)
        let community = SNMPCredential.v2c(community: Secret("public"))
        let credentials = Dictionary(uniqueKeysWithValues: network.document.credentials.map { ($0.id, community) })
        let declared = Declared(watched: watched, policy: policy, credentials: credentials, defaultCredential: community)
        var log = Logger(label: "fibrewatch") { _ in SwiftLogNoOpLogHandler() }
        log.logLevel = .critical
        return MonitorDaemon(settings: settings, declared: declared, log: log, clock: { .now })
    }

    private func opened() async throws -> Store {
        try await wait(seconds: 10, for: "the state file") { try? Store.open(database, mode: .readOnly) }
    }

    private func sweep(_ store: Store, of count: Int) async throws {
        say("2  The sweep", "the monitor asks all \(count) devices over SNMP.")
        var bar = ProgressBar(total: count, output)
        try await wait(seconds: 30, for: "all devices to answer") {
            let up = try store.states().count { $0.object.kind == .device && $0.state == .up }
            bar.show(up)
            return up >= count ? true : nil
        }
        bar.finish("\(count) devices are up")
    }

    private func cutDuct(_ agents: SimulatedNetwork, _ store: Store, _ catcher: MailCatcher) async throws -> Incident {
        let name = ObjectKinds.name(of: object, in: network)
        say("3  The cut", "\(object)\(name.isEmpty ? "" : " (\(name))") is cut.")
        let start = ContinuousClock.now
        try agents.cut(object)
        let incident = try await wait(seconds: 30, for: "an incident that names \(object)") {
            try store.incidents(open: true).first { $0.candidates.contains(object) }
        }
        detail(
            "after \(Self.seconds(since: start)) s incident \(incident.id) names \(incident.candidates.map(\.rawValue).joined(separator: " or "))"
        )
        _ = try await wait(seconds: 40, for: "the mail") { catcher.received.first }
        let settled = try store.incident(incident.id) ?? incident
        detail(
            "after \(Self.seconds(since: start)) s one mail is out; \(settled.suppressed.count) devices and links behind the cut are told to nobody"
        )
        say("4  The mail", "as the relay got it (\(folder)/problem.eml):")
        try show(catcher.received[0], as: "problem.eml", lines: 70)
        return settled
    }

    private func show(_ mail: MailCatcher.Mail, as name: String, lines: Int) throws {
        try Data(mail.bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        for line in MailExcerpt(mail.bytes).lines.prefix(lines) { output.print("   │ \(TerminalText.escaped(line))\n") }
    }

    private func writeMap(_ served: Network, _ store: Store) throws {
        let states = Dictionary(try store.states().map { ($0.object, $0.state) }, uniquingKeysWith: { $1 })
        let state = MapState(states: states, causes: MapState.causes(of: try store.incidents(open: true)), asOf: .now, now: .now)
        let site = NetworkMap(network, state: state, layer: .site)
        try Data(SVGExport.text(of: site).utf8).write(to: URL(fileURLWithPath: folder + "/map.svg"))
        try Data(GraphMLExport.text(of: NetworkMap(network, state: state)).utf8).write(
            to: URL(fileURLWithPath: folder + "/map.graphml"))
        say("5  The map", "with the cut marked: \(folder)/map.svg for a browser, \(folder)/map.graphml for yEd or Gephi.")
    }

    private func mendDuct(
        _ agents: SimulatedNetwork, _ store: Store, _ catcher: MailCatcher, after problem: Incident, devices: Int
    ) async throws {
        say("6  The repair", "\(object) is mended.")
        let start = ContinuousClock.now
        try agents.mend(object)
        _ = try await wait(seconds: 40, for: "the recovery mail") { catcher.received.count > 1 ? true : nil }
        detail(
            "after \(Self.seconds(since: start)) s the recovery mail is out, in the thread of the first (\(folder)/recovery.eml):"
        )
        try show(catcher.received[catcher.received.count - 1], as: "recovery.eml", lines: 12)
        try await wait(seconds: 20, for: "all devices to be up again") {
            try store.states().count { $0.object.kind == .device && $0.state == .up } >= devices ? true : nil
        }
        detail("\(catcher.received.count) mails in all.")
    }

    private func finish(_ incident: String) {
        let program = CommandLine.arguments.first ?? "fibrewatch"
        say("Now try", "on the state file that is left:")
        for command in [
            "\(program) status --database \(database)", "\(program) incident list --all --database \(database)",
            "\(program) incident why \(incident) --database \(database)", "\(program) whatif cut \(object)",
            "\(program) redundancy",
        ] {
            output.print("   \(command)\n")
        }
    }

    private func say(_ title: String, _ text: String) { output.print("\n\(title): \(text)\n") }
    private func detail(_ text: String) { output.print("   \(text)\n") }

    private static func seconds(since start: ContinuousClock.Instant) -> String {
        let tenths = (ContinuousClock.now - start) / .milliseconds(100)
        return ObjectSheet.number((tenths.rounded()) / 10)
    }

    /// Looks ten times a second until `look` finds something.
    @discardableResult
    private func wait<T>(seconds: Int, for what: String, _ look: () throws -> T?) async throws -> T {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if let found = try look() { return found }
            if let reason = monitorEnd.reason { throw Problem(description: reason) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Problem(
            description:
                "the demo waited \(seconds) s for \(what) in vain; is the machine very busy? The state file is \(database)")
    }
}

/// What the monitor of the demo left when it ended.
private final class DemoMonitorEnd: Sendable {
    private let box = Mutex<String?>(nil)
    var reason: String? { box.withLock { $0 } }
    func set(_ reason: String) { box.withLock { $0 = reason } }
}
