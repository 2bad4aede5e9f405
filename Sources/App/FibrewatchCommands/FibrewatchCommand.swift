import ArgumentParser

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
    /// Runs the program and ends it: wrong usage with 2, as CONTRACT.md says, where the argument parser would say 64.
    public static func mainWithExitCodes() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand { try await asynchronous.run() } else { try command.run() }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Output(GlobalOptions()).complain(fullMessage(for: error))
            exit(withError: ExitCode.brokenConfiguration)
        }
    }
}
