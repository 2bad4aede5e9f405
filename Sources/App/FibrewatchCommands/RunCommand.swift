import ArgumentParser
import DeclaredFiles
import Foundation
import InventoryStore
import Logging
import MonitorService
import NetworkModel

/// `run`: the monitor.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Watch the declared network until told to stop.",
        discussion:
            "SIGHUP takes over changed declared files; a broken new version leaves the old one in force and says so. SIGTERM ends it."
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Which declared collector this is (default: the first).", valueName: "id"))
    var collector: String?

    @Option(help: ArgumentHelp("How life is judged: icmp, where it is permitted, or snmp.", valueName: "how"))
    var reachability = MonitorSettings.Reachability.icmp

    @Option(help: ArgumentHelp("Seconds between two reachability polls of a device.", valueName: "s"))
    var pollInterval = 10.0

    @Option(help: ArgumentHelp("Seconds between two reads of a device's port states.", valueName: "s"))
    var portInterval = 30.0

    func validate() throws {
        for (name, value) in [("--poll-interval", pollInterval), ("--port-interval", portInterval)]
        where !(0.2...86_400).contains(value) {
            throw ValidationError("\(name) \(value) is out of range: between 0.2 and 86400 seconds")
        }
    }

    func run() async throws {
        let output = Output(global)
        var settings = MonitorSettings(topology: global.topology, alerts: global.alerts, database: global.database)
        settings.collector = collector.map { ObjectID($0) }
        settings.reachability = reachability
        settings.cadence.reachability = TimeSpan(seconds: pollInterval)
        settings.cadence.ports = TimeSpan(seconds: portInterval)
        var log = Logger(label: "fibrewatch") { StreamLogHandler.standardError(label: $0) }
        log.logLevel =
            ProcessInfo.processInfo.environment["FIBREWATCH_TRACE"] != nil
            ? .trace : global.verbose ? .debug : global.quiet ? .error : .info
        do {
            let declared = try Declared.load(settings)
            try await MonitorDaemon(settings: settings, declared: declared, log: log, clock: { .now }).run()
        } catch let errors as DeclaredErrors {
            for problem in errors.problems { output.complain(problem.description) }
            throw ExitCode.brokenConfiguration
        } catch let error as StoreError {
            output.complain("\(error)")
            throw ExitCode.unknown
        } catch let error as WatchedNetwork.UnknownCollector {
            output.complain("\(error)")
            throw ExitCode.brokenConfiguration
        }
    }
}

extension MonitorSettings.Reachability: ExpressibleByArgument {}
