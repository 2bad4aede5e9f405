import ArgumentParser
import InventoryStore
import NetworkModel
import Rendering

/// `audit list|verify|erase`: who did what, when and why, and whether the record of it is whole.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who did what, when and why; whether that record is whole.",
        subcommands: [AuditListCommand.self, AuditVerifyCommand.self, AuditEraseCommand.self],
        defaultSubcommand: AuditListCommand.self)
}

struct AuditListCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Entries of a span, oldest first.")
    static let forms: [OutputFormat] = [.json, .jsonl, .csv]
    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("How far back (default 7d).", valueName: "time")) var since: TimeArgument?

    private struct Line: Encodable {
        var t: String, actor: String, verb: String
        @OrNull var object: String? = nil
        var reason: String
        @OrNull var detail: String? = nil
    }

    func run() async throws {
        let output = Output(global)
        let until = global.at ?? .now
        let entries = try StateSource(global).requiredStore().auditEntries(
            since: since?.timestamp ?? until - .seconds(7 * 86_400), until: until)
        if global.wantsDocument {
            return try output.print(
                rows: entries.map {
                    Line(
                        t: $0.at.rfc3339(), actor: $0.actor, verb: $0.verb, object: $0.object, reason: $0.reason,
                        detail: $0.detail)
                })
        }
        var table = TextTable("TIME", "WHO", "DID", "OBJECT", "WHY", "DETAIL")
        for entry in entries {
            table.add(
                .init(entry.at.rfc3339(utc: global.utc)), .init(entry.actor), .init(entry.verb), .init(entry.object ?? ""),
                .init(entry.reason), .init(entry.detail ?? ""))
        }
        global.csv ? output.print(table.csv) : output.print(table)
    }
}

struct AuditVerifyCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Go through the chain of the audit and name each row that is not as it was written.",
        discussion: """
            Ends with 0 where the chain is whole, 1 otherwise. Compare the head with that of the last heartbeat mail: who can write the \
            file could write a whole new chain, but not the mails that have left.
            """)
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions

    private struct Report: Encodable {
        struct Fault: Encodable { var row: Int64, message: String }
        var rows: Int64
        var head: String
        var faults: [Fault]
    }

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).requiredStore()
        let (head, faults) = (try store.auditHead(), try store.auditFaults())
        if global.wantsDocument {
            try output.print(
                document: Report(rows: head.rows, head: head.hash, faults: faults.map { .init(row: $0.row, message: $0.message) })
            )
        } else {
            for fault in faults { output.print("\(fault.message)\n") }
            output.print("\(faults.isEmpty ? "whole" : "BROKEN"): \(head.rows) rows, head \(head.hash)\n")
        }
        if !faults.isEmpty { throw ExitCode.problemFound }
    }
}

struct AuditEraseCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Take a person's name out of the state file; what they did stays, under a number.",
        discussion: "It cannot be undone. The chain holds numbers instead of names, so it stays whole.")
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The name as `audit list` shows it.") var name: String
    @Option(name: .shortAndLong, help: ArgumentHelp("Why.", valueName: "reason")) var message: String

    func validate() throws { try StateSource.checkReason(message) }

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).writableStore()
        guard let number = try store.erasePerson(name, by: StateSource.person, reason: message, at: .now) else {
            output.complain("nobody of the name \"\(name)\" stands in the audit; `fibrewatch audit list` shows the names")
            throw ExitCode.brokenConfiguration
        }
        try output.print(
            done: Deed(person: "p\(number)"), "the name is erased; its entries stand under p\(number)\n")
    }

    /// Under which number the entries stand from now on.
    private struct Deed: Encodable { var person: String }
}
