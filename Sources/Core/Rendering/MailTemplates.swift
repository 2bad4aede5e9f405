import Mustache

/// The templates that turn what a mail says into text and HTML: mustache (mustache(5)), by names such as `problem.txt`.
///
/// They may use the names of `MailTemplates.names` and nothing else; `problems(in:)` finds what does not fit. Values are made safe
/// before they reach a template: one line each, without control characters; in HTML templates they are escaped besides.
package struct MailTemplates: Sendable {
    /// What is wrong with a template, and where.
    package struct Fault: Error, Hashable, Sendable {
        package var line: Int
        package var column: Int
        package var message: String
    }

    private var library = MustacheLibrary()
    /// Names of those that stand in `Alerts/templates/`, not the built-in ones.
    package private(set) var replaced: [String] = []
    /// Our own texts in all languages.
    package let catalogue: MessageCatalogue

    /// The templates that are compiled in; `Alerts/templates/` ships a copy of them.
    package static let builtIn = MailTemplates(replacing: [:])

    /// The built-in templates with those of `files` in their place, by name. One that does not compile is left out: a broken template
    /// must not cost a mail, and `check` names it.
    ///
    /// `messages` take the place of built-in texts in the same way.
    package init(replacing files: [String: String], messages: [MessageCatalogue.Entry] = []) {
        catalogue = messages.isEmpty ? .builtIn : MessageCatalogue(replacing: messages)
        for (name, text) in Self.builtInTexts { register(text, name) }
        for (name, text) in files.sorted(by: { $0.key < $1.key }) where Self.problems(in: name, text).isEmpty {
            if register(text, name) { replaced.append(name) }
        }
    }

    @discardableResult
    private mutating func register(_ text: String, _ name: String) -> Bool {
        let pragma = name.hasSuffix(".txt") ? "{{% CONTENT_TYPE:TEXT}}" : "{{% CONTENT_TYPE:HTML}}"
        return (try? library.register(pragma + text, named: name)) != nil
    }

    /// nil where there is no such template.
    func render(_ data: [String: Any], with name: String) -> String? { library.render(data, withTemplate: name) }

    /// Values of a mail, each one line of text: absent ones are empty.
    package static let values: Set = [
        "state", "kind", "language", "subject", "summary", "headline", "subline", "incident", "object", "color", "level",
    ]
    /// Parts of a mail; absent ones are left out by `{{#part}}`. Each has `title`, `heading` and `lines`.
    package static let sections: Set = [
        "what", "since", "impact", "cause", "where", "others", "changes", "commands", "held_back", "next", "why", "facts",
        "incidents",
        "when", "sites", "not_opened", "runs_out", "healed",
    ]
    /// Within a part, and within its lines: each line is one of `text`, `item` and `command`.
    package static let parts: Set = ["title", "heading", "lines", "text", "item", "command", "."]
    package static let partials: Set = ["section.txt", "section.html", "head.html", "foot.html"]
    /// The templates that are used.
    package static let kinds = ["problem", "update", "recovery", "heartbeat"]
    package static var names: Set<String> { Set(kinds.flatMap { ["\($0).txt", "\($0).html"] }).union(partials) }

    /// What a template asks for that no mail has, sections that are not closed, and values that would leave their escaping.
    package static func problems(in name: String, _ text: String) -> [Fault] {
        var checker = TemplateChecker(isHTML: name.hasSuffix(".html"))
        checker.check(text)
        return checker.faults
    }
}

/// Goes through the tags of a template.
private struct TemplateChecker {
    let isHTML: Bool
    var faults: [MailTemplates.Fault] = []
    private var open: [(name: String, line: Int, column: Int)] = []
    private var line = 1
    private var column = 1

    init(isHTML: Bool) { self.isHTML = isHTML }

    mutating func check(_ text: String) {
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            advance(over: rest[..<start.lowerBound])
            let inside = rest[start.upperBound...]
            guard let end = inside.firstRange(of: "}}") else {
                fault("this tag is not closed; add }}")
                return
            }
            tag(inside[..<end.lowerBound])
            advance(over: rest[start.lowerBound..<end.upperBound])
            rest = inside[end.upperBound...]
        }
        for section in open {
            faults.append(
                .init(line: section.line, column: section.column, message: "section {{#\(section.name)}} is not closed"))
        }
    }

    private mutating func advance(over text: Substring) {
        for character in text {
            if character.isNewline { (line, column) = (line + 1, 1) } else { column += 1 }
        }
    }

    private mutating func fault(_ message: String) { faults.append(.init(line: line, column: column, message: message)) }

    private mutating func tag(_ content: Substring) {
        let words = content.drop { $0 == " " }
        let name = String(words.drop { "#^/&>!={%$<".contains($0) }.filter { $0 != " " })
        switch words.first {
        case "!": break
        case "{", "&":
            fault(
                "{{\(words.first == "{" ? "{" : "&")\(name)}} would let text of devices into the mail unescaped; write {{\(name)}}"
            )
        case "=", "%", "$", "<":
            fault("{{\(content)}} is not allowed here: delimiters, pragmas and inheritance are not used in mails")
        case ">":
            if !MailTemplates.partials.contains(name) {
                fault("there is no partial \"\(name)\"\(Self.known(MailTemplates.partials))")
            }
        case "#", "^": begin(name)
        case "/": end(name)
        default: value(name)
        }
    }

    private mutating func begin(_ name: String) {
        let known = MailTemplates.sections.union(MailTemplates.values).union(MailTemplates.parts)
        if !known.contains(name) { fault("no mail has \"\(name)\"\(Self.known(MailTemplates.sections))") }
        open.append((name, line, column))
    }

    private mutating func end(_ name: String) {
        guard let last = open.popLast() else { return fault("{{/\(name)}} closes nothing") }
        if last.name != name { fault("{{/\(name)}} closes {{#\(last.name)}} of line \(last.line)") }
    }

    private mutating func value(_ name: String) {
        if !MailTemplates.values.union(MailTemplates.parts).contains(name) {
            fault("no mail has a value \"\(name)\"\(Self.known(MailTemplates.values))")
        }
    }

    private static func known(_ names: Set<String>) -> String { "; there are " + names.sorted().joined(separator: ", ") }
}
