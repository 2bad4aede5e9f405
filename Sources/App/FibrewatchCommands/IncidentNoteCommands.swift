import ArgumentParser
import InventoryStore
import NetworkModel

/// `incident note|assign|cause|ticket ID TEXT`: what people know of an incident, beside what was measured.
struct IncidentNoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write a line to an incident; the next shift reads it in `handover`.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "What you want to be known.") var text: String
    func run() async throws { try IncidentWord(global).write(.note, id, text) }
}

struct IncidentAssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "assign", abstract: "Say who works on an incident.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "Who works on it.") var person: String
    func run() async throws { try IncidentWord(global).write(.assign, id, person) }
}

struct IncidentCauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cause", abstract: "Say what it really was, once that is known; reports count it.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "The cause: an object, or words.") var cause: String
    func run() async throws { try IncidentWord(global).write(.cause, id, cause) }
}

struct IncidentTicketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "Keep a carrier's ticket number with an incident.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "The number.") var number: String
    func run() async throws { try IncidentWord(global).write(.ticket, id, number) }
}

/// What the four have in common.
private struct IncidentWord {
    let global: GlobalOptions
    init(_ global: GlobalOptions) { self.global = global }

    func write(_ kind: IncidentNote.Kind, _ id: String, _ text: String) throws {
        let output = Output(global)
        guard !text.allSatisfy(\.isWhitespace) else {
            output.complain("an empty \(kind.rawValue) says nothing")
            throw ExitCode.brokenConfiguration
        }
        let store = try StateSource(global).writableStore()
        let note = IncidentNote(incident: id, at: .now, by: StateSource.person, kind: kind, text: text)
        guard try store.add(note) else { throw IncidentArgument.unknown(id, output) }
        output.print("\(Store.identifier(id)): \(kind.rawValue) kept\n")
        output.say("a newer one takes its place; all of them stay in the audit")
    }
}
