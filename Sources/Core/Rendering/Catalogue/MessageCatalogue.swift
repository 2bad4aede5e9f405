import Alerting

/// All texts of our own that leave in mails, in each language: one list, by key. Serbian is written in Latin; its Cyrillic form is made from
/// that by `Transliteration`, so that both always say the same.
package struct MessageCatalogue: Sendable {
    package struct Entry: Hashable, Sendable {
        package var key: String
        package var english: String
        package var serbian: String
        package init(_ key: String, _ english: String, _ serbian: String) {
            (self.key, self.english, self.serbian) = (key, english, serbian)
        }
    }

    /// What keeps an entry from being used.
    package struct Fault: Hashable, Sendable {
        package var key: String
        /// `en` or `sr`; nil: the key itself.
        package var language: String?
        package var message: String
    }

    private struct Patterns: Sendable {
        var english: MailPattern
        var serbian: MailPattern
    }

    private var patterns: [String: Patterns] = [:]
    /// Keys of facts that other parts say in English, the more exact patterns first.
    private var facts: [String] = []

    package static let builtIn = MessageCatalogue(replacing: [])

    /// The built-in texts with those of `entries` in their place. An entry that has a fault is left out, and `check` names it.
    package init(replacing entries: [Entry]) {
        for entry in Self.builtInEntries + entries.filter({ Self.faults(of: $0).isEmpty }) {
            guard let english = MailPattern(entry.english), let serbian = MailPattern(entry.serbian) else { continue }
            patterns[entry.key] = Patterns(english: english, serbian: serbian)
        }
        let all = Self.builtInEntries.filter {
            $0.key.hasPrefix("fact.") || $0.key.hasPrefix("why.") || $0.key.hasPrefix("word.")
        }
        facts = all.sorted { (Self.weight($0.english), $1.key) > (Self.weight($1.english), $0.key) }.map(\.key)
    }

    /// Characters that a pattern fixes: the more, the surer a match.
    private static func weight(_ text: String) -> Int {
        text.count - (MailPattern(text)?.names.reduce(0) { $0 + $1.count + 2 } ?? 0)
    }

    package static let keys: Set<String> = Set(builtInEntries.map(\.key))

    /// What is wrong with an entry: a key that no mail uses, a language that is missing, values that only one language has, plural forms that
    /// are missing.
    package static func faults(of entry: Entry) -> [Fault] {
        guard let own = builtInEntries.first(where: { $0.key == entry.key }) else {
            return [Fault(key: entry.key, language: nil, message: "no mail uses the text \"\(entry.key)\"")]
        }
        let wanted = (MailPattern(own.english)?.names ?? []).union(MailPattern(own.serbian)?.names ?? [])
        return [("en", Language.english, entry.english), ("sr", .serbianLatin, entry.serbian)].flatMap {
            tag, language, text -> [Fault] in
            if text.allSatisfy(\.isWhitespace) {
                return [
                    Fault(key: entry.key, language: tag, message: "text \"\(entry.key)\" is not translated: \(tag) is missing")
                ]
            }
            guard let pattern = MailPattern(text) else {
                return [Fault(key: entry.key, language: tag, message: "text \"\(entry.key)\" has a brace that is not closed")]
            }
            var faults = pattern.names.subtracting(wanted).sorted().map {
                Fault(key: entry.key, language: tag, message: "text \"\(entry.key)\" asks for {\($0)}, which it does not get")
            }
            for case .plural(let name, let forms) in pattern.parts where forms.count != MailPattern.forms(language) {
                faults.append(
                    Fault(
                        key: entry.key, language: tag,
                        message:
                            "text \"\(entry.key)\" has \(forms.count) forms for {\(name)}; \(tag) needs \(MailPattern.forms(language))"
                    ))
            }
            let missing = wanted.subtracting(pattern.names).sorted()
            return faults
                + missing.map { Fault(key: entry.key, language: tag, message: "text \"\(entry.key)\" leaves out {\($0)}") }
        }
    }

    /// The text of `key`; the key itself where there is none, which a test excludes.
    func text(_ key: String, _ values: [String: String], in language: Language) -> String {
        guard let patterns = patterns[key] else { return key }
        return (language == .english ? patterns.english : patterns.serbian).text(values, in: language)
    }

    /// A sentence that another part said in English, in `language`: unchanged where it is none of ours, such as what a person wrote.
    package func translated(_ sentence: String, in language: Language, depth: Int = 0) -> String {
        // No sentence of ours is so long; hostile text is not searched for one.
        if language == .english || sentence.isEmpty || depth > 3 || sentence.utf8.count > 2000 { return sentence }
        for key in facts {
            guard let pair = patterns[key], let values = pair.english.match(sentence, in: .english) else { continue }
            let inner = values.mapValues { translated($0, in: language, depth: depth + 1) }
            return pair.serbian.text(inner, in: language)
        }
        return sentence
    }
}

/// A catalogue in the language of one reader.
struct MailWords {
    let catalogue: MessageCatalogue
    let language: Language

    init(_ language: Language = .english, catalogue: MessageCatalogue = .builtIn) {
        (self.language, self.catalogue) = (language, catalogue)
    }

    /// `values` fills the places of the text, in pairs of name and value.
    func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String { catalogue.text(key, values, in: language) }

    /// The text of `key`; nil where there is none.
    func known(_ key: String) -> String? {
        let text = self(key)
        return text == key ? nil : text
    }

    /// For a number of things: the number stands as `n`.
    func callAsFunction(_ key: String, n: Int, _ values: [String: String] = [:]) -> String {
        catalogue.text(key, values.merging(["n": "\(n)"]) { first, _ in first }, in: language)
    }

    func fact(_ sentence: String) -> String { catalogue.translated(sentence, in: language) }
}
