import Foundation
import NetworkModel

/// A small real network: six towns in network namespaces joined by veth links, in each a real `snmpd`, `lldpd` and OSPF (FRR), and a
/// namespace `nms` for the program under test. Needs root.
///
/// ```swift
/// let lab = try NamespaceLab.open()
/// defer { lab.close() }
/// let monitor = try lab.start([fibrewatch, "run", "--topology", lab.topology.path])
/// try lab.cut("duct:south-trench")
/// ```
/// A link runs through a bridge in a namespace of its own, "the ground": a cut takes the carrier from both ends, as a cut fibre does, and
/// neither is set down by its administrator. Names carry the pid, so that several laboratories may stand side by side; what an earlier,
/// killed run left behind is removed by the next.
package final class NamespaceLab: @unchecked Sendable {
    // Used by one test at a time; `started` alone is reached from the clean-up of another thread, and only after that test.
    package let plan: LabPlan
    /// Configurations, logs, outputs; removed by `close`.
    package let folder: URL
    /// The declared network of this laboratory: what `--topology` takes. Polls with SNMP v2c and the community file it names.
    package var topology: URL { folder.appendingPathComponent("Topology") }

    let prefix: String
    private var started: [String: [LabProcess]] = [:]
    private var cuts: Set<ObjectID> = []
    private var dead: Set<String> = []
    private var isClosed = false

    /// Builds it and waits until every agent answers the monitoring host over the routed network, at most `seconds`.
    /// - Throws: `LabError` with the command that failed and what it said; everything built until then is taken down again.
    package static func open(_ plan: LabPlan = .standard, seconds: Double = 30) throws -> NamespaceLab {
        try sweepLeftovers()
        let lab = try NamespaceLab(plan)
        do {
            try lab.build(seconds: seconds)
            return lab
        } catch {
            lab.close()
            throw error
        }
    }

    /// Why there can be no laboratory here, in words for a skipped test; nil where there can.
    package static let obstacle: String? = {
        guard geteuid() == 0 else { return "the namespace laboratory needs root" }
        let missing = ["ip", "snmpd", "lldpd", "zebra", "ospfd", "snmpget", "snmpset"].filter { Program.path($0) == nil }
        guard missing.isEmpty else { return "the namespace laboratory needs \(missing.joined(separator: ", "))" }
        let trial = "fwtrial\(getpid())"
        defer { _ = try? Program.run(["ip", "netns", "del", trial]) }
        let result = try? Program.run(["ip", "netns", "add", trial])
        return result?.status == 0 ? nil : "this system makes no network namespaces: \(result?.errors ?? "")"
    }()

    private init(_ plan: LabPlan) throws {
        self.plan = plan
        prefix = "fw\(getpid())x\(Self.counter.next())"
        folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(prefix)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { close() }

    /// Ends every process, removes the namespaces and the folder. Safe to call twice.
    package func close() {
        if isClosed { return }
        isClosed = true
        for process in started.values.joined() { process.signal(SIGKILL) }
        for process in started.values.joined() { process.end(SIGKILL) }
        Self.remove(namespaces: (plan.nodes + ["ground"]).map(namespace), folder: folder)
    }

    // MARK: Using it

    /// Takes a link or a duct down (the carrier of both ends of every link in it), or a device (its power: all its links and processes).
    package func cut(_ object: ObjectID) throws {
        guard plan.links(cutBy: object) != nil else {
            throw LabError(doing: "cut \(object)", said: "the plan has no such object")
        }
        cuts.insert(object)
        if object.kind == .device { endProcesses(of: String(object.name)) }
        try settleLinks()
    }

    /// Undoes `cut`; a device starts its processes again.
    package func mend(_ object: ObjectID) throws {
        guard cuts.remove(object) != nil else { return }
        try settleLinks()
        if object.kind == .device, let town = plan.towns.first(where: { $0.name == object.name }) { try startDaemons(of: town) }
    }

    /// Ends the SNMP agent of a town while the town forwards on: "agent dead, ping fine". `startAgent` starts it again.
    package func killAgent(of town: String) {
        for process in started[town, default: []] where process.outputFile.lastPathComponent.hasPrefix("snmpd") {
            process.end(SIGKILL)
        }
    }

    package func startAgent(of town: String) throws {
        if let town = plan.towns.first(where: { $0.name == town }) { try startAgent(of: town) }
    }

    /// Runs a program in a namespace (a town's name or `nms`) to its end.
    @discardableResult
    package func run(in node: String = LabPlan.monitor, _ arguments: [String], input: String = "", seconds: Double = 30) throws
        -> ProgramResult
    {
        try Program.run(
            ["ip", "netns", "exec", namespace(node)] + arguments, input: input, environment: ["MIBS": ""], seconds: seconds)
    }

    /// Starts a program that runs on in a namespace; ended with the laboratory. Its pid is the program's own.
    package func start(
        in node: String = LabPlan.monitor, _ arguments: [String], name: String? = nil, environment: [String: String] = [:]
    ) throws
        -> LabProcess
    {
        let count = started[node, default: []].count
        let process = try LabProcess(
            ["ip", "netns", "exec", namespace(node)] + arguments,
            name: "\(name ?? URL(fileURLWithPath: arguments[0]).lastPathComponent)-\(count)", folder: try home(of: node),
            environment: environment)
        started[node, default: []].append(process)
        return process
    }

    /// One SNMP GET from the monitoring host to a town: the values without types, nil where there is no answer.
    package func snmpget(_ town: String, _ names: [String], timeout: Double = 0.3) -> [Substring]? {
        guard let address = plan.towns.first(where: { $0.name == town })?.address else { return nil }
        let command = ["snmpget", "-v2c", "-c", "public", "-t", "\(timeout)", "-r", "0", "-Oqvn", address] + names
        guard let result = try? run(command), result.status == 0 else { return nil }
        return result.lines
    }

    /// Name of the namespace of a node, for commands of one's own.
    package func namespace(_ node: String) -> String { "\(prefix)-\(node)" }

    /// The folder of a node's files.
    package func home(of node: String) throws -> URL {
        let home = folder.appendingPathComponent(node)
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        return home
    }

    private func endProcesses(of node: String) {
        for process in started[node, default: []] { process.end(SIGKILL) }
        started[node] = []
    }

    /// Sets the carrier of every link by what is cut now.
    private func settleLinks() throws {
        let down = Set(cuts.flatMap { plan.links(cutBy: $0) ?? [] }.map(\.name))
        let lines = plan.links.flatMap { link in
            ["a", "b"].map { "link set \(link.name)\($0) \(down.contains(link.name) ? "down" : "up")" }
        }
        try ip(in: "ground", lines)
    }

    /// Runs lines of iproute2's batch language, in a namespace where one is named.
    func ip(in node: String? = nil, _ lines: [String]) throws {
        let place = node.map { ["-n", namespace($0)] } ?? []
        let result = try Program.run(["ip"] + place + ["-batch", "-"], input: lines.joined(separator: "\n") + "\n")
        if result.status != 0 { throw LabError(doing: "ip \(place.joined(separator: " "))", said: result.errors) }
    }

    private static let counter = Counter()
}

/// What went wrong while a laboratory was built or used.
package struct LabError: Error, CustomStringConvertible {
    package var doing: String
    package var said: String
    package var description: String { "namespace laboratory: \(doing): \(said)" }
}

/// Numbers 1, 2, 3, …, one to each caller.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var last = 0
    func next() -> Int {
        lock.withLock {
            last += 1
            return last
        }
    }
}
