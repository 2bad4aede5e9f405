import ArgumentParser
import DeclaredFiles
import Foundation
import NetworkModel
import SNMPMessages
import SimulatedNetwork

/// `simulate`: SNMP agents of a whole network, or recorded ones, on loopback.
struct SimulateCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serve SNMP agents for a whole network on 127.0.0.0/8.",
        discussion: """
            Every device of --topology (or --network) answers SNMP v1 and v2c at a loopback address of its own, with any community; \
            recordings (OID|TYPE|VALUE lines in *.snmprec) answer at every other loopback address, each under its file name as \
            community. SNMPv3 is answered to the users "lab" (SHA-256, authpass12, AES-128, privpass12) and "open" (noAuthNoPriv). Commands on standard input, one a line: cut OBJECT, mend OBJECT, mute DEVICE, unmute DEVICE, list, quit. \
            Pings are answered by the kernel whatever is cut: poll such a network by SNMP alone.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Network file, such as a scenario's network.json, instead of --topology.", valueName: "file"))
    var network: String?

    @Option(
        help: ArgumentHelp("Folder of recordings; without --network and --topology these alone are served.", valueName: "dir"))
    var recordings: String?

    @Option(help: ArgumentHelp("Serve a generated tree of so many devices instead, for load.", valueName: "n"))
    var devices: Int?

    @Option(help: ArgumentHelp("UDP port of all agents; 0 lets the system choose.", valueName: "port"))
    var listen: UInt16 = 10161

    @Option(help: ArgumentHelp("Send linkDown and linkUp traps to this port of 127.0.0.1.", valueName: "port"))
    var traps: UInt16?

    @Option(help: ArgumentHelp("Write the network with the agents' addresses, for --topology of a monitor.", valueName: "file"))
    var export: String?

    func run() async throws {
        let output = Output(global)
        let simulation = try open(output)
        if let export { try write(simulation.servedDocument, to: export, output) }
        simulation.start()
        try announce(simulation, output)
        while let line = readLine() {
            if line == "quit" { return }
            obey(line, simulation, output)
        }
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    private func open(_ output: Output) throws -> SimulatedNetwork {
        do {
            let served = try servedNetwork()
            let recorded = try recordings.map { try RecordedAgent.load(folder: URL(fileURLWithPath: $0)) } ?? []
            return try SimulatedNetwork(
                network: served, port: listen, recordings: recorded, traps: traps.map { TrapTarget(port: $0) },
                users: Self.users)
        } catch let error as SimulationError {
            output.complain("\(error)")
            throw ExitCode.brokenConfiguration
        }
    }

    func validate() throws {
        if let devices, !(1...4_000_000).contains(devices) { throw ValidationError("--devices is 1 to 4,000,000") }
    }

    private func servedNetwork() throws -> Network {
        if let devices { return Network.compile(.generatedTree(devices: devices)).network }
        if recordings != nil, network == nil, !FileManager.default.fileExists(atPath: global.topology) {
            return Network.compile(NetworkDocument()).network
        }
        var options = global
        if let network { options.topology = network }
        return try options.declaredNetwork().network
    }

    /// Known to everybody: these agents guard nothing.
    private static let users = [
        USMUser(name: "open"),
        USMUser(
            name: "lab", authentication: USMKey(.sha256, password: Secret("authpass12")),
            privacy: USMKey(.aes128, password: Secret("privpass12"))),
    ]

    private func write(_ document: NetworkDocument, to path: String, _ output: Output) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do { try encoder.encode(document).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            output.complain("cannot write \(path): \(error.localizedDescription)")
            throw ExitCode.brokenConfiguration
        }
    }

    private func announce(_ simulation: SimulatedNetwork, _ output: Output) throws {
        let devices = simulation.network.document.devices.count
        if global.wantsDocument {
            try output.print(json: ["port": Int(simulation.port), "devices": devices], pretty: false)
        } else {
            let first = simulation.network.document.devices.first.flatMap { simulation.address(of: $0.id) }
            output.print("\(devices) agents answer on UDP port \(simulation.port)\n")
            output.say("Try: snmpwalk -v2c -c public \(first ?? "127.0.0.1:\(simulation.port)") ifTable")
        }
    }

    private func obey(_ line: String, _ simulation: SimulatedNetwork, _ output: Output) {
        if line.allSatisfy(\.isWhitespace) { return }
        do {
            if line != "list" { try simulation.apply(SimulatedChange(parsing: line)) }
            let world = simulation.world
            let failed = world.failed.sorted().map(\.rawValue).joined(separator: " ")
            let (links, silent) = (world.linkIsUp.count { !$0 }, world.deviceAnswers.count { !$0 })
            output.print("failed: \(failed.isEmpty ? "nothing" : failed); links down: \(links); agents silent: \(silent)\n")
        } catch {
            output.complain("\(error)")
        }
    }
}
