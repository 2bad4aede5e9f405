import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `incident note|assign|cause|ticket ID TEXT`: what people know of an incident, beside what was measured.
struct IncidentNoteCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write a line to an incident; the next shift reads it in `handover`.")
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "What you want to be known.") var text: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("The same as an option.", valueName: "text")) var message: String?
    func validate() throws { _ = try IncidentWord(global).text(text, message) }
    func run() async throws { try IncidentWord(global).write(.note, id, IncidentWord(global).text(text, message)) }
}

struct IncidentAssignCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(commandName: "assign", abstract: "Say who works on an incident.")
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "Who works on it: a person or team of Alerts/, by identifier or name; nobody takes it back.") var person:
        String?
    @Option(name: .shortAndLong, help: ArgumentHelp("The same as an option.", valueName: "person")) var message: String?

    func validate() throws { _ = try IncidentWord(global).text(person, message) }

    func run() async throws {
        let word = IncidentWord(global)
        let name = try word.text(person, message)
        if name == IncidentNote.Kind.assign.takenBack { return try word.write(.assign, id, name) }
        let policy = try global.declaredAlerts(for: global.declaredNetwork().network).policy
        try word.write(.assign, id, try policy.assignee(named: name))
    }
}

struct IncidentCauseCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "cause", abstract: "Say what it really was, once that is known; reports count it.")
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "The cause: an object, or words.") var cause: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("The same as an option.", valueName: "cause")) var message: String?
    func validate() throws { _ = try IncidentWord(global).text(cause, message) }
    func run() async throws { try IncidentWord(global).write(.cause, id, IncidentWord(global).text(cause, message)) }
}

struct IncidentTicketCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "Keep a carrier's ticket number with an incident.")
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The incident, such as i47 or 47.") var id: String
    @Argument(help: "The number.") var number: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("The same as an option.", valueName: "number")) var message: String?
    func validate() throws { _ = try IncidentWord(global).text(number, message) }
    func run() async throws { try IncidentWord(global).write(.ticket, id, IncidentWord(global).text(number, message)) }
}

extension AlertPolicy {
    /// The name of the declared person or team that `text` means: an identifier, what stands behind its colon, a name or a mail address.
    /// - Throws: `ValidationError` that says who comes close, or who may be meant.
    fileprivate func assignee(named text: String) throws -> String {
        let known =
            people.map { (id: $0.id, name: $0.name, mail: $0.mail) } + teams.map { (id: $0.id, name: $0.name, mail: "") }
        let meant = known.filter {
            $0.id.rawValue == text || $0.id.name == text[...]
                || [$0.name, $0.mail].contains { $0.caseInsensitiveCompare(text) == .orderedSame }
        }
        let exact = meant.first { $0.id.rawValue == text } ?? (meant.count == 1 ? meant[0] : nil)
        if let exact { return exact.name }
        if !meant.isEmpty {
            throw ValidationError("\"\(text)\" may be \(meant.map(\.id.rawValue).joined(separator: " or ")); give the identifier")
        }
        let words = known.flatMap { [$0.id.rawValue, String($0.id.name), $0.name] }
        let near = Wording.nearest(to: text, among: words).map { "; did you mean \"\($0)\"?" }
        throw ValidationError(
            "nobody called \"\(text)\" is declared among the people and teams of Alerts/\(near ?? "; `fibrewatch list persons` shows them")"
        )
    }
}

/// What the four have in common.
private struct IncidentWord {
    let global: GlobalOptions
    init(_ global: GlobalOptions) { self.global = global }

    /// The one of both ways to say it that was used.
    func text(_ argument: String?, _ message: String?) throws -> String {
        guard let text = argument ?? message, argument == nil || message == nil else {
            throw ValidationError("say it once: as the last word, or with -m")
        }
        return text
    }

    func write(_ kind: IncidentNote.Kind, _ id: String, _ text: String) throws {
        let output = Output(global)
        guard !text.allSatisfy(\.isWhitespace) else {
            output.complain("an empty \(kind.rawValue) says nothing")
            throw ExitCode.brokenConfiguration
        }
        let store = try StateSource(global).writableStore()
        let before = try store.notes(incident: id).last { $0.kind == kind }?.text ?? kind.takenBack
        let note = IncidentNote(incident: id, at: .now, by: StateSource.person, kind: kind, text: text)
        guard try store.add(note) else { throw IncidentArgument.unknown(id, output) }
        let name = Store.identifier(id)
        try output.print(
            done: Deed(incident: name, t: note.at.rfc3339(), by: note.by, kind: kind.rawValue, text: text),
            "\(name): \(kind.rawValue) kept\n")
        output.say(
            kind == .note
                ? "a note stays: another one puts it right"
                : "to undo it: fibrewatch incident \(kind.rawValue) \(name) \(TerminalText.escaped(Self.quoted(before)))")
    }

    private struct Deed: Encodable { var incident: String, t: String, by: String, kind: String, text: String }

    /// A word of the shell.
    private static func quoted(_ text: String) -> String {
        text.allSatisfy { $0.isLetter || $0.isNumber || "-_.:".contains($0) }
            ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
