import ArgumentParser
import Rendering

/// The forms for programs, which every verb's options name.
enum OutputFormat: String, CaseIterable { case json, jsonl, csv }

/// A verb that says which forms it has. Whoever reads the command line refuses the others before the verb runs, so that none is ignored.
protocol FormedVerb: ParsableCommand {
    /// Empty where its output is text for people, or in a form of its own.
    static var forms: [OutputFormat] { get }
    /// What to do instead of a form that it lacks, for its message; nil: the forms that it has.
    static var advice: String? { get }
    var global: GlobalOptions { get }
}

extension FormedVerb {
    static var advice: String? { nil }
    /// Refuses a form that the verb does not have: a script that asked for it must not be given a table.
    /// - Throws: `ValidationError`.
    func refuseOtherForms() throws {
        guard let refused = global.forms.first(where: { !Self.forms.contains($0) }) else { return }
        let others = Self.forms.map { "--\($0.rawValue)" }.joined(separator: " and ")
        let instead = Self.advice ?? (others.isEmpty ? "it is text only" : "there is \(others)")
        throw ValidationError("there is no --\(refused.rawValue) of this; \(instead)")
    }
}

extension GlobalOptions {
    /// Those that were asked for.
    var forms: [OutputFormat] {
        [(OutputFormat.json, json), (.jsonl, jsonl), (.csv, csv)].filter(\.1).map(\.0)
    }

    /// One document for a program, whether it is to span lines or not.
    var wantsDocument: Bool { json || jsonl }

    /// Refuses all forms beside an option that makes something else of the verb's output.
    func refuseForms(beside option: String) throws {
        guard let form = forms.first else { return }
        throw ValidationError(
            "\(option) and --\(form.rawValue) are two forms of one output; choose one")
    }
}

extension Output {
    /// One document: over many lines, with `--jsonl` on one.
    func print(document: some Encodable) throws { try print(json: document, pretty: !options.jsonl) }

    /// Rows: one document, with `--jsonl` one a line.
    func print(rows: [some Encodable]) throws {
        if options.jsonl { return try rows.forEach { try print(json: $0, pretty: false) } }
        try print(json: rows)
    }

    /// A table as comma-separated values where they were asked for, its header also where there are no rows.
    func print(rows table: TextTable) { options.csv ? print(table.csv) : print(table) }

    /// What a write did: in words, or as a document for a program.
    func print(done document: some Encodable, _ words: String) throws {
        if options.wantsDocument { try print(document: document) } else { print(words) }
    }
}
