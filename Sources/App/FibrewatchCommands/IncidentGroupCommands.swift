import ArgumentParser
import Diagnosis
import InventoryStore
import MonitorService
import NetworkModel

/// `incident merge ID WHOLE -m REASON`: two incidents are one.
struct IncidentMergeCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Say that an incident is a part of another one.",
        discussion: """
            As long as the other one lasts, no problem, update, reminder or escalation of this one is sent. What was told of it before has its \
            recovery all the same; if it outlasts the other one, a mail says so. `incident split ID` undoes it.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident that is a part, such as i48 or 48.") var id: String
    @Argument(help: "The incident that it is a part of.") var whole: String
    @Option(name: .shortAndLong, help: ArgumentHelp("Why: how you know.", valueName: "reason")) var message: String
    @Option(help: ArgumentHelp("How long to wait for the monitor.", valueName: "s")) var wait = 10.0

    func run() async throws {
        let group = try IncidentGroup(global, id)
        let other = try group.open(whole)
        guard group.incident.id != other.id else {
            group.output.complain("\(other.id) cannot be a part of itself")
            throw ExitCode.brokenConfiguration
        }
        guard try group.store.wholes()[other.id] != group.incident.id else {
            group.output.complain(
                "\(other.id) is a part of \(group.incident.id) already; first: fibrewatch incident split \(other.id) -m REASON")
            throw ExitCode.brokenConfiguration
        }
        try await group.write(.merge(into: other.id), "is a part of \(other.id) (\(other.best))", message, wait)
        group.output.say("to undo it: fibrewatch incident split \(group.incident.id) -m REASON")
    }
}

/// `incident split ID [OBJECT] -m REASON`: what was taken for one is two.
struct IncidentSplitCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Say that an incident, or an object hidden behind it, is a fault of its own.",
        discussion: """
            Without OBJECT the incident itself is told apart from the one that it was merged into or seen as a consequence of. With OBJECT a new \
            incident about that object is opened and told; it ends when the object is seen up. `incident merge` undoes both.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "A device, link or site that the incident names or hides.") var object: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("Why: how you know.", valueName: "reason")) var message: String
    @Option(help: ArgumentHelp("How long to wait for the monitor.", valueName: "s")) var wait = 10.0

    func run() async throws {
        let group = try IncidentGroup(global, id)
        guard let object else {
            return try await group.write(.split(nil), "is a fault of its own", message, wait)
        }
        let incident = group.incident
        let known = try global.declaredNetwork().network.object(named: object)
        guard (incident.candidates + incident.suppressed + incident.impactedSites).contains(known) else {
            group.output.complain(
                "\(incident.id) neither names nor hides \(known); `fibrewatch incident show \(incident.id)` lists what it does")
            throw ExitCode.brokenConfiguration
        }
        guard known != incident.best else {
            group.output.complain("\(known) is what \(incident.id) is about: nothing would be left of it")
            throw ExitCode.brokenConfiguration
        }
        try await group.write(.split(known), "leaves \(known) to an incident of its own", message, wait)
        group.output.say("`fibrewatch incident list` shows it; it ends when \(known) is seen up")
    }
}

/// What both have in common: the open incident, and the way to the running monitor.
private struct IncidentGroup {
    let global: GlobalOptions
    let output: Output
    let store: Store
    let incident: Incident

    init(_ global: GlobalOptions, _ id: String) throws {
        (self.global, output) = (global, Output(global))
        store = try StateSource(global).writableStore()
        incident = try Self.open(id, store, output)
    }

    func open(_ id: String) throws -> Incident { try Self.open(id, store, output) }

    private static func open(_ id: String, _ store: Store, _ output: Output) throws -> Incident {
        guard let incident = try store.incident(id) else { throw IncidentArgument.unknown(id, output) }
        guard incident.closed == nil, !incident.withdrawn else {
            output.complain("\(incident.id) is over: nothing more is told of it")
            throw ExitCode.problemFound
        }
        return incident
    }

    func write(_ change: GroupRequest.Change, _ words: String, _ reason: String, _ wait: Double) async throws {
        guard !reason.allSatisfy(\.isWhitespace) else {
            output.complain("an empty reason says nothing")
            throw ExitCode.brokenConfiguration
        }
        let request = GroupRequest(incident: incident.id, change: change, person: StateSource.person, reason: reason)
        let deadline = ContinuousClock.now + .seconds(max(0, min(wait, 600)))
        try await store.ask(request.written, at: store.monitorNow(), until: deadline, output, database: global.database)
        _ = try store.add(
            IncidentNote(incident: incident.id, at: .now, by: StateSource.person, kind: .note, text: "\(words): \(reason)"))
        try output.print(
            done: Deed(incident: incident.id, by: StateSource.person, reason: reason, change: words),
            "\(incident.id) (\(incident.best)) \(words)\n")
    }

    /// `change` in words, as they stand in its notes.
    private struct Deed: Encodable { var incident: String, by: String, reason: String, change: String }
}
