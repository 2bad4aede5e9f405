import ArgumentParser
import CQuickHeap

/// The root of the command line; each verb stands in a file of its own and is listed here in the order of `--help`.
public struct FibrewatchCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fibrewatch",
        abstract: "Watches a national public network: one cause, one mail.",
        version: "0.1.0",
        subcommands: [
            StatusCommand.self,
            IncidentCommand.self,
            ShowCommand.self,
            ListCommand.self,
            FindCommand.self,
            PathCommand.self,
            WhatIfCommand.self,
            MaintenanceCommand.self,
            OnCallCommand.self,
            RecheckCommand.self,
            ContactCommand.self,
            LocateCommand.self,
            HistoryCommand.self,
            HandoverCommand.self,
            AuditCommand.self,
            ReportCommand.self,
            CheckCommand.self,
            ProbeCommand.self,
            WalkCommand.self,
            InventoryCommand.self,
            RedundancyCommand.self,
            SweepCommand.self,
            RunCommand.self,
            CollectCommand.self,
            AlertsCommand.self,
            MailCommand.self,
            DemoCommand.self,
            DoctorCommand.self,
            SimulateCommand.self,
            CaptureCommand.self,
            ExportCommand.self,
            ReplayCommand.self,
            TopologyCommand.self,
        ])

    public init() {}
}

extension FibrewatchCommand {
    /// Runs a verb that never waits for anything, on the calling thread: memory grows in larger steps on the first one. False, with nothing
    /// done, where the words ask for something else.
    public static func runAtOnce() -> Bool {
        let asked = words.first
        guard let verb = answering.first(where: { $0._commandName == asked }), var command = try? parsed(by: verb) else {
            return false
        }
        fibrewatch_grow_heap_at_once()
        do {
            try (command as? any FormedVerb)?.refuseOtherForms()
            try command.run()
        } catch { end(with: error) }
        return true
    }

    /// What the person typed, global options behind the verb.
    private static let words = CommandWords.ordered(Array(CommandLine.arguments.dropFirst()), under: FibrewatchCommand.self)

    /// The verbs that only compute.
    private static var answering: [any ParsableCommand.Type] { [WhatIfCommand.self, PathCommand.self] }

    /// Runs the program and ends it: wrong usage with 2, as CONTRACT.md says, where the argument parser would say 64.
    public static func mainWithExitCodes() async {
        do {
            var command = try verb().flatMap { try? parsed(by: $0) } ?? parseAsRoot(words)
            try (command as? any FormedVerb)?.refuseOtherForms()
            if var asynchronous = command as? any AsyncParsableCommand { try await asynchronous.run() } else { try command.run() }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
        Output(GlobalOptions()).complain(fullMessage(for: error))
        exit(withError: ExitCode.brokenConfiguration)
    }

    /// The verb that the command line begins with.
    private static func verb() -> (any ParsableCommand.Type)? {
        guard let name = words.first else { return nil }
        return configuration.subcommands.first { $0._commandName == name }
    }

    /// The command line read by its verb alone, which spares a query the tree of all verbs. Where that does not understand it, the whole
    /// program reads it again and says what is wrong.
    private static func parsed(by verb: any ParsableCommand.Type) throws -> any ParsableCommand {
        try verb.parseAsRoot(Array(words.dropFirst()))
    }
}
