import Alerting

/// A text with places for values: `{name}` is a value, `{n:one|few|many}` the form that goes with the number `n`.
package struct MailPattern: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case text(String)
        case value(String)
        case plural(String, [String])
    }

    let parts: [Part]

    /// nil where braces are not closed or empty.
    package init?(_ text: String) {
        var (parts, rest): ([Part], Substring) = ([], text[...])
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { return nil }
            let inner = rest[rest.index(after: open)..<close]
            let pair = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first, !name.isEmpty else { return nil }
            parts.append(
                pair.count == 1
                    ? .value(String(name))
                    : .plural(String(name), pair[1].split(separator: "|", omittingEmptySubsequences: false).map(String.init)))
            rest = rest[rest.index(after: close)...]
        }
        if rest.contains("}") { return nil }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// Names of the values that it uses, numbers of plural forms among them.
    package var names: Set<String> {
        Set(
            parts.compactMap { part in
                switch part {
                case .text: nil
                case .value(let name), .plural(let name, _): name
                }
            })
    }

    /// The plural forms that a language needs: 2 in English, 3 in Serbian.
    package static func forms(_ language: Language) -> Int { language == .english ? 2 : 3 }

    /// Which form goes with `number` (Unicode CLDR, plural rules of English and Serbian, whole numbers).
    package static func form(_ number: Int, _ language: Language) -> Int {
        let number = abs(number)
        if language == .english { return number == 1 ? 0 : 1 }
        let (ones, tens) = (number % 10, number % 100)
        if ones == 1, tens != 11 { return 0 }
        return (2...4).contains(ones) && !(12...14).contains(tens) ? 1 : 2
    }

    /// With its values; one that is missing leaves nothing. Our own text is written in `language`, the values stay as they are.
    package func text(_ values: [String: String], in language: Language) -> String {
        let own = { (text: String) in language == .serbianCyrillic ? Transliteration.cyrillic(text) : Transliteration.latin(text)
        }
        return parts.map { part in
            switch part {
            case .text(let text): return own(text)
            case .value(let name): return values[name] ?? ""
            case .plural(let name, let forms):
                let row = Self.form(values[name].flatMap { Int($0) } ?? 0, language)
                return forms.isEmpty ? "" : own(forms[min(row, forms.count - 1)])
            }
        }.joined()
    }

    /// The values that `text` holds where it is made by this pattern in `language`; nil where it is not. Goes through the text once for each
    /// part: no backtracking.
    package func match(_ text: String, in language: Language) -> [String: String]? {
        var (values, rest, open): ([String: String], Substring, String?) = ([:], text[...], nil)
        func take(_ literal: String) -> Bool {
            if let name = open {
                guard let place = rest.firstRange(of: literal), place.lowerBound > rest.startIndex else { return false }
                if let before = values[name], before != rest[..<place.lowerBound] { return false }
                values[name] = String(rest[..<place.lowerBound])
                rest = rest[place.upperBound...]
                open = nil
                return true
            }
            guard rest.hasPrefix(literal) else { return false }
            rest = rest.dropFirst(literal.count)
            return true
        }
        for part in parts {
            switch part {
            case .text(let literal): if !take(Transliteration.latin(literal)) { return nil }
            case .value(let name):
                if open != nil { return nil }
                open = name
            case .plural(let name, let forms):
                let row = Self.form(values[name].flatMap { Int($0) } ?? 0, language)
                if forms.isEmpty || !take(forms[min(row, forms.count - 1)]) { return nil }
            }
        }
        guard let name = open else { return rest.isEmpty ? values : nil }
        if rest.isEmpty { return nil }
        values[name] = String(rest)
        return values
    }
}
