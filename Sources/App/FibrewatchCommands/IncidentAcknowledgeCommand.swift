import Alerting
import ArgumentParser
import Diagnosis
import InventoryStore
import NetworkModel

/// `incident ack ID -m REASON`: a person takes it.
struct IncidentAcknowledgeCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Take an incident: reminders stop, others see who has it.",
        discussion: """
            It ends by itself when the incident closes, or earlier with --for; then a mail follows if the fault lasts. --for 0s gives it back.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The incident, such as i47 or 47.")
    var id: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Why: what you know, what you do.", valueName: "reason"))
    var message: String

    @Option(name: .customLong("for"), help: ArgumentHelp("Ends after this: 30m, 4h, 2d.", valueName: "time"))
    var span: String?

    func validate() throws {
        try StateSource.checkReason(message)
    }

    func run() async throws {
        let output = Output(global)
        guard let store = try openForWriting(output), let named = try store.incident(id) else {
            throw IncidentArgument.unknown(id, output)
        }
        guard let incident = try stillOpen(named, store) else {
            output.complain("\(named.id) is closed since \(named.closed?.rfc3339() ?? ""): there is nothing to take")
            throw ExitCode.problemFound
        }
        if incident.id != named.id { output.say("\(named.id) is closed; the same cause is open again as \(incident.id)") }
        let now = store.monitorNow()
        let until = try span.map { now + (try Self.length(of: $0, output)) }
        let word = Acknowledgement(incident: incident.id, at: now, by: StateSource.person, reason: message, until: until)
        _ = try store.acknowledge(word)
        let name = "\(incident.id) (\(incident.best))"
        guard word.holds(at: now) else {
            try output.print(done: Deed(word), "\(name) is given back by \(word.by): nobody has it, and it is told on\n")
            return output.say("to take it again: fibrewatch incident ack \(incident.id) -m REASON")
        }
        let end = until.map { " until \($0.rfc3339(utc: global.utc))" } ?? ""
        try output.print(done: Deed(word), "\(name) is taken by \(word.by)\(end)\n")
        output.say("to give it back: fibrewatch incident ack \(incident.id) -m \"given back\" --for 0s")
    }

    private struct Deed: Encodable {
        var incident: String
        var t: String
        var by: String
        var reason: String
        /// null: until the incident closes.
        @OrNull var until: String?
        /// False where it was given back.
        var taken: Bool

        init(_ word: Acknowledgement) {
            (incident, t, by, reason) = (word.incident, word.at.rfc3339(), word.by, word.reason)
            taken = word.holds(at: word.at)
            until = word.until?.rfc3339()
        }
    }

    /// `incident`, or the one as which its cause came back: the mail that somebody reads names the first.
    private func stillOpen(_ incident: Incident, _ store: Store) throws -> Incident? {
        if incident.closed == nil { return incident }
        return try store.incidents(open: true).last { $0.sharesCause(with: incident) }
    }

    private func openForWriting(_ output: Output) throws -> Store? {
        _ = try StateSource(global).requiredStore()
        do {
            return try Store.open(global.database, mode: .readWrite)
        } catch {
            output.complain("\(error)")
            throw ExitCode.unknown
        }
    }

    private static func length(of span: String, _ output: Output) throws -> TimeSpan {
        guard let length = TimeSpan(text: span) else {
            output.complain("--for \"\(span)\" is no span of time: write 30m, 4h or 2d")
            throw ExitCode.brokenConfiguration
        }
        guard length <= .seconds(366 * 86_400) else {
            output.complain("--for \"\(span)\" is longer than 366 days: leave it out, and it ends when the incident closes")
            throw ExitCode.brokenConfiguration
        }
        return length
    }
}
