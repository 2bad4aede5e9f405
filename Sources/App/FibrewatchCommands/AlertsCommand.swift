import ArgumentParser

/// `alerts route`.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Ask the rules who would be told.", subcommands: [AlertsRouteCommand.self])
}
