import ArgumentParser

/// The root of the command line; each verb stands in a file of its own and is listed here in the order of `--help`.
public struct FibrewatchCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fibrewatch",
        abstract: "Watches a national public network: one cause, one mail.",
        version: "0.1.0",
        subcommands: [
            CheckCommand.self
        ])

    public init() {}
}
