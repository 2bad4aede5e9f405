import ArgumentParser
import Foundation
import NetworkModel

/// The options that every verb understands (CONTRACT.md, "The command").
struct GlobalOptions: ParsableArguments {
    enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    @Option(help: ArgumentHelp("Folder of the declared network.", valueName: "dir"))
    var topology = "Topology"

    @Option(help: ArgumentHelp("Folder of rules, routes and people.", valueName: "dir"))
    var alerts = Self.defaultAlerts

    static let defaultAlerts = "Alerts"

    @Option(
        name: .customLong("database"),
        help: ArgumentHelp("State file (default: ./fibrewatch.db, or $STATE_DIRECTORY/fibrewatch.db).", valueName: "file"))
    var databaseOption: String?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    @Flag(help: "One JSON object a line.")
    var jsonl = false

    @Flag(help: "Comma-separated values with a header.")
    var csv = false

    @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
    var color = ColorChoice.auto

    @Flag(help: "Show times in UTC instead of local time.")
    var utc = false

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("Answer as of this time: RFC 3339, local time, or an age such as 2h.", valueName: "time"))
    var atOption: TimeArgument?

    @Flag(name: .shortAndLong, help: "Only results and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more on standard error.")
    var verbose = false

    var at: Timestamp? { atOption?.timestamp }

    var database: String {
        if let databaseOption { return databaseOption }
        if let state = ProcessInfo.processInfo.environment["STATE_DIRECTORY"], !state.isEmpty { return state + "/fibrewatch.db" }
        return "fibrewatch.db"
    }
}
