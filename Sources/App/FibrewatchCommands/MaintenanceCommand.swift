import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `maintenance add|list|end|import`: planned work, during which its object is nobody's page.
struct MaintenanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintenance",
        abstract: "Planned work: add, list, end and import windows during which an object is not paged.",
        subcommands: [
            MaintenanceAddCommand.self, MaintenanceListCommand.self, MaintenanceEndCommand.self, MaintenanceImportCommand.self,
        ],
        defaultSubcommand: MaintenanceListCommand.self)
}

struct MaintenanceAddCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Plan work on an object; its end is mandatory.",
        discussion: """
            If the fault still lasts when the window ends, a mail follows at once with what was held back.
            fibrewatch maintenance add duct:bg-ns --from "2026-11-24 01:00" --to "2026-11-24 04:00" -m "splicing at KO-14"
            fibrewatch maintenance add site:p11 --for 2h -m "new UPS"
            fibrewatch maintenance add duct:bg-ns --every "thu 01:00-04:00" --to 2027-03-01 -m "weekly tests"
            """, aliases: ["start"])

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The object worked on, such as duct:bg-ns.")
    var object: String

    @Option(help: ArgumentHelp("Its beginning (default: now).", valueName: "time")) var from: TimeArgument?
    @Option(help: ArgumentHelp("Its end.", valueName: "time")) var to: TimeArgument?
    @Option(name: .customLong("for"), help: ArgumentHelp("Its length instead of its end: 30m, 2h.", valueName: "span")) var span:
        String?
    @Option(
        help: ArgumentHelp(
            "It comes again: days and hours on the wall, \"thu 01:00-04:00\"; --to is then its last day.", valueName: "when"))
    var every: String?
    @Option(help: ArgumentHelp("The zone of --every.", valueName: "zone")) var zone = "Europe/Belgrade"
    @Option(help: ArgumentHelp("Who is responsible (default: you).", valueName: "person")) var owner: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("What is done.", valueName: "reason")) var message: String

    func validate() throws {
        if (to == nil) == (span == nil) {
            throw ValidationError("say when it ends: --to TIME or --for 2h; a window without an end hides the next fault")
        }
        try StateSource.checkReason(message)
    }

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let id = try network.object(named: object)
        if let obstacle = network.obstacleToWork(on: id) {
            output.complain(obstacle)
            throw ExitCode.brokenConfiguration
        }
        let store = try StateSource(global).writableStore()
        let now = store.monitorNow()
        let begin = from?.timestamp ?? now
        let end = try end(begin, now, output)
        let person = StateSource.person
        if let every { return try addSeries(every, id, begin, end, store, network, output) }
        let window = try store.addMaintenance(
            MaintenanceWindow(id: "", object: id, from: begin, to: end, owner: owner ?? person, reason: message), by: person,
            at: now)
        try output.print(
            done: MaintenanceRow(window, now, [], nil),
            "\(window.id): \(id) from \(begin.rfc3339(utc: global.utc)) to \(end.rfc3339(utc: global.utc))\n")
        output.say("to end it: fibrewatch maintenance end \(window.id) -m REASON")
        try warn(of: [window.id], store, network, output)
    }

    /// Says whom the windows named cut off, alone or with others.
    private func warn(of ids: Set<String>, _ store: Store, _ network: Network, _ output: Output) throws {
        let windows = try store.maintenance(endingAfter: .now)
        for warning in LastWayWarning.warnings(windows, in: NetworkGraph(network))
        where warning.windows.contains(where: { ids.contains($0.id) || ids.contains(String($0.id.prefix { $0 != "." })) }) {
            output.say(TerminalText.escaped("warning: " + warning.words(network, utc: global.utc)))
        }
    }

    private func end(_ begin: Timestamp, _ now: Timestamp, _ output: Output) throws -> Timestamp {
        let end = try (every == nil ? to?.timestamp : to?.end) ?? begin + length(output)
        guard end > begin, end > now else {
            output.complain("it would end at \(end.rfc3339(utc: global.utc)), before it begins or before now")
            throw ExitCode.brokenConfiguration
        }
        guard every != nil || end - begin <= Self.longest else {
            output.complain(
                "it would last \((end - begin).words), and a window lasts at most 366 days: a longer one hides the next fault")
            throw ExitCode.brokenConfiguration
        }
        return end
    }

    /// The longest window, and the longest `--for` of a series.
    private static let longest = TimeSpan.seconds(366 * 86_400)

    private func length(_ output: Output) throws -> TimeSpan {
        guard let length = span.flatMap({ TimeSpan(text: $0) }), length > .zero else {
            output.complain("--for \"\(span ?? "")\" is no span of time: write 30m or 2h")
            throw ExitCode.brokenConfiguration
        }
        guard length <= Self.longest else {
            output.complain("--for \"\(span ?? "")\" is longer than 366 days: a window that long hides the next fault")
            throw ExitCode.brokenConfiguration
        }
        return length
    }

    private func addSeries(
        _ every: String, _ id: ObjectID, _ begin: Timestamp, _ end: Timestamp, _ store: Store, _ network: Network,
        _ output: Output
    ) throws {
        let words = every.split(separator: " ").map(String.init)
        let person = StateSource.person
        let series = MaintenanceSeries(
            id: "", object: id, days: words.first ?? "", hours: words.dropFirst().joined(), zone: zone, from: begin, to: end,
            owner: owner ?? person, reason: message)
        guard words.count == 2, series.isReadable else {
            output.complain(
                "--every \"\(every)\" with zone \(zone) cannot be read: write days and hours as in \"mon-fri 22:00-02:00\"")
            throw ExitCode.brokenConfiguration
        }
        if series.windows(from: .now, to: end).isEmpty {
            output.complain("--every \"\(every)\" has no window from now until \(end.rfc3339(utc: global.utc)): set --to later")
            throw ExitCode.brokenConfiguration
        }
        let kept = try store.addSeries(series, by: person, at: .now)
        let first = kept.windows(from: .now, to: end).first.map { ", next from \($0.from.rfc3339(utc: global.utc))" } ?? ""
        try output.print(
            done: SeriesRow(kept, every), "\(kept.id): \(id) \(every) until \(end.rfc3339(utc: global.utc))\(first)\n")
        output.say("to end it: fibrewatch maintenance end \(kept.id) -m REASON")
        try warn(of: [kept.id], store, network, output)
    }
}

/// A series as it was added.
private struct SeriesRow: Encodable {
    var id: String, object: String, every: String, zone: String, from: String, to: String, owner: String, reason: String

    init(_ series: MaintenanceSeries, _ every: String) {
        (id, object, self.every, zone) = (series.id, series.object.rawValue, every, series.zone)
        (from, to, owner, reason) = (series.from.rfc3339(), series.to.rfc3339(), series.owner, series.reason)
    }
}

/// A window as `add` and `list` give it to programs.
private struct MaintenanceRow: Encodable {
    enum CodingKeys: String, CodingKey { case id, object, from, to, open, owner, reason, lastWays = "last_ways" }

    var id: String, object: String, from: String, to: String, open: Bool, owner: String, reason: String
    /// Warnings that name it; null where the network is not known.
    @OrNull var lastWays: [LastWayForm]? = nil

    init(_ window: MaintenanceWindow, _ now: Timestamp, _ warnings: [LastWayWarning], _ network: Network?) {
        lastWays = network.map { network in
            warnings.filter { $0.windows.contains { $0.id == window.id } }.map { LastWayForm($0, network) }
        }
        (id, object, owner, reason) = (window.id, window.object.rawValue, window.owner, window.reason)
        (from, to, open) = (window.from.rfc3339(), window.to.rfc3339(), window.holds(at: now))
    }
}

struct MaintenanceListCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Windows that are open or to come.")
    static let forms: [OutputFormat] = [.json, .jsonl, .csv]
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let output = Output(global)
        let now = global.at ?? .now
        let windows = try StateSource(global).requiredStore().maintenance(endingAfter: now)
        let network = knownNetwork(output)
        let warnings = network.map { LastWayWarning.warnings(windows, in: NetworkGraph($0)) } ?? []
        if global.wantsDocument {
            return try output.print(rows: windows.map { MaintenanceRow($0, now, warnings, network) })
        }
        var table = TextTable("ID", "OBJECT", "FROM", "TO", "STATE", "OWNER", "REASON")
        for window in windows {
            table.add([
                .init(window.id), .init(window.object.rawValue), .init(window.from.rfc3339(utc: global.utc)),
                .init(window.to.rfc3339(utc: global.utc)), .init(window.holds(at: now) ? "open" : "planned"), .init(window.owner),
                .init(window.reason),
            ])
        }
        if table.rows.isEmpty, !global.csv { return output.say("no work is planned") }
        global.csv ? output.print(table.csv) : output.print(table)
        guard let network else { return }
        for warning in warnings { output.say(TerminalText.escaped("warning: " + warning.words(network, utc: global.utc))) }
    }

    /// Windows are listed also where the declared network cannot be read; whom they cut off is not known then.
    private func knownNetwork(_ output: Output) -> Network? {
        if let network = try? DeclaredNetwork.load(path: global.topology).network { return network }
        output.say("\(global.topology) cannot be used, so nobody can say whom the work cuts off; `fibrewatch check` says why")
        return nil
    }
}

struct MaintenanceEndCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(commandName: "end", abstract: "End planned work early, or a series.")
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The window or series, such as m3 or s1.") var id: String
    @Option(name: .shortAndLong, help: ArgumentHelp("Why it ends.", valueName: "reason")) var message: String

    func validate() throws {
        try StateSource.checkReason(message)
    }

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).writableStore()
        let ended =
            id.hasPrefix("s")
            ? try store.endSeries(id, by: StateSource.person, reason: message, at: .now)
            : try store.endMaintenance(id, by: StateSource.person, reason: message, at: .now)
        guard ended else {
            output.complain("there is no window \"\(id)\" that has not ended; `fibrewatch maintenance list` shows them")
            throw ExitCode.brokenConfiguration
        }
        try output.print(
            done: Deed(id: id, by: StateSource.person, reason: message), "\(id) is ended; what is still broken is told at once\n")
        output.say("it cannot be opened again: `fibrewatch maintenance add` plans a new one")
    }

    private struct Deed: Encodable { var id: String, by: String, reason: String }
}
