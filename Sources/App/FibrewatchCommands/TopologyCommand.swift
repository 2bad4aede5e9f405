import ArgumentParser

/// `topology`: maps in, and maps compared.
struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology", abstract: "Take over maps of other tools, compare networks.",
        subcommands: [TopologyImportCommand.self, TopologyDiffCommand.self])
}
