import ArgumentParser
import CollectorBus
import DeclaredFiles
import Foundation
import Logging
import MonitorService
import NetworkModel

/// `collect`: a collector alone.
struct CollectCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "collect", abstract: "Poll the devices of one collector and write what they say as rows.",
        discussion: """
            Each row is one observation as a line of JSON, as in a recorded episode. With --to they go to a monitor that runs with \
            --from at the same address; it may start later and be started again: rows of the last seconds wait for it. Nothing is \
            judged or kept here. SIGTERM ends it.
            """)

    /// Its rows are always lines of JSON.
    static let forms: [OutputFormat] = [.jsonl]

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Which declared collector this is.", valueName: "id"))
    var collector: String

    @Option(help: ArgumentHelp("Where the rows go (default: standard output).", valueName: "unix:PATH"))
    var to: String?

    @Option(help: ArgumentHelp("How life is judged: icmp, where it is permitted, or snmp.", valueName: "how"))
    var reachability = MonitorSettings.Reachability.icmp

    @OptionGroup var cadence: CadenceOptions

    func validate() throws {
        if let to { _ = try UnixAddress(validating: to) }
    }

    func run() async throws {
        let output = Output(global)
        var settings = MonitorSettings(topology: global.topology, alerts: global.alerts, database: global.database)
        settings.collector = ObjectID(collector: collector)
        settings.reachability = reachability
        settings.cadence = cadence.cadence
        do {
            let declared = try Declared.loadNetwork(settings)
            let clock = SteadyClock()
            let daemon = CollectorDaemon(settings: settings, declared: declared, log: Logger(global), clock: { clock.now })
            if let to { return try await daemon.run(to: try UnixAddress(validating: to)) }
            try await daemon.run { rows in
                let bytes = Data((rows.joined(separator: "\n") + "\n").utf8)
                return (try? FileHandle.standardOutput.write(contentsOf: bytes)) != nil
            }
        } catch let errors as DeclaredErrors {
            for problem in errors.problems { output.complain(problem.description) }
            throw ExitCode.brokenConfiguration
        } catch let error as WatchedNetwork.UnknownCollector {
            output.complain("\(error)")
            throw ExitCode.brokenConfiguration
        }
    }
}

extension ObjectID {
    /// What people type for a collector, with its kind or without: `collector:kg`, `kg`.
    init(collector text: String) { self.init(text.contains(":") ? text : "collector:" + text) }
}
