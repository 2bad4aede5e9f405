import ArgumentParser

/// `alerts route|test|try`.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Ask the rules who would be told, test them, try them on the past.",
        subcommands: [AlertsRouteCommand.self, AlertsTestCommand.self, AlertsTryCommand.self])
}
