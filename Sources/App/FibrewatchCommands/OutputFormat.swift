import ArgumentParser

/// The forms for programs, which every verb's options name.
enum OutputFormat: String, CaseIterable { case json, jsonl, csv }

extension GlobalOptions {
    /// Refuses a form that a verb does not have: a script that asked for it must not be given a table.
    func accept(_ formats: OutputFormat...) throws {
        let asked: [(OutputFormat, Bool)] = [(.json, json), (.jsonl, jsonl), (.csv, csv)]
        guard let (refused, _) = asked.first(where: { $0.1 && !formats.contains($0.0) }) else { return }
        let others = formats.map { "--\($0.rawValue)" }.joined(separator: " and ")
        throw ValidationError(
            "there is no --\(refused.rawValue) of this; " + (formats.isEmpty ? "it is text only" : "there is \(others)"))
    }

    /// One document for a program, whether it is to span lines or not.
    var wantsDocument: Bool { json || jsonl }
}

extension Output {
    /// One document: over many lines, with `--jsonl` on one.
    func print(document: some Encodable) throws { try print(json: document, pretty: !options.jsonl) }

    /// Rows: one document, with `--jsonl` one a line.
    func print(rows: [some Encodable]) throws {
        if options.jsonl { return try rows.forEach { try print(json: $0, pretty: false) } }
        try print(json: rows)
    }

    /// What a write did: in words, or as a document for a program.
    func print(done document: some Encodable, _ words: String) throws {
        if options.wantsDocument { try print(document: document) } else { print(words) }
    }
}
