import ArgumentParser
import CollectorBus
import DeclaredFiles
import Foundation
import InventoryStore
import Logging
import MonitorService
import NetworkModel

/// `run`: the monitor.
struct RunCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Watch the declared network until told to stop.",
        discussion:
            "SIGHUP takes over changed declared files; a broken new version leaves the old one in force and says so. SIGTERM ends it."
    )

    static let forms: [OutputFormat] = []

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Which declared collector this is (default: the first).", valueName: "id"))
    var collector: String?

    @Option(
        help: ArgumentHelp(
            "Take rows of the other declared collectors at this address too (may be repeated).", valueName: "unix:PATH"))
    var from: [String] = []

    @Option(help: ArgumentHelp("How life is judged: icmp, where it is permitted, or snmp.", valueName: "how"))
    var reachability = MonitorSettings.Reachability.icmp

    @OptionGroup var cadence: CadenceOptions

    @Flag(help: "Send nothing; the daily mail says what would have been sent.")
    var shadow = false

    func validate() throws {
        for address in from { _ = try UnixAddress(validating: address) }
    }

    func run() async throws {
        let output = Output(global)
        var settings = MonitorSettings(topology: global.topology, alerts: global.alerts, database: global.database)
        settings.collector = collector.map { ObjectID(collector: $0) }
        settings.rowSources = try from.map { try UnixAddress(validating: $0) }
        settings.reachability = reachability
        settings.isShadow = shadow
        settings.cadence = cadence.cadence
        do {
            let declared = try Declared.load(settings)
            let clock = SteadyClock()
            try await MonitorDaemon(
                settings: settings, declared: declared, log: Logger(global), clock: { clock.now }, suspicion: { clock.suspicion }
            ).run()
        } catch let errors as DeclaredErrors {
            for problem in errors.problems { output.complain(problem.description) }
            throw ExitCode.brokenConfiguration
        } catch let error as StoreError {
            output.complain("\(error)")
            if case .running = error { throw ExitCode.brokenConfiguration }
            throw ExitCode.unknown
        } catch let error as CollectorBusError {
            output.complain("\(error)")
            throw ExitCode.brokenConfiguration
        } catch let error as WatchedNetwork.UnknownCollector {
            output.complain("\(error)")
            throw ExitCode.brokenConfiguration
        }
    }
}

extension MonitorSettings.Reachability: ExpressibleByArgument {}

extension Logger {
    /// Messages of a daemon, to standard error.
    init(_ global: GlobalOptions) {
        self.init(label: "fibrewatch") { StreamLogHandler.standardError(label: $0) }
        let isTraced = ProcessInfo.processInfo.environment["FIBREWATCH_TRACE"] != nil
        logLevel = isTraced ? .trace : global.verbose ? .debug : global.quiet ? .error : .info
    }
}

extension UnixAddress {
    /// - Throws: `ValidationError`, for the parser of the command line to print.
    init(validating text: String) throws {
        do throws(CollectorBusError) {
            try self.init(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
