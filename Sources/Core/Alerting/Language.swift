/// The language of a person's mails, by its tag of BCP 47.
package enum Language: String, Sendable, Codable, CaseIterable, Comparable {
    case english = "en"
    case serbianLatin = "sr-Latn"
    case serbianCyrillic = "sr-Cyrl"

    package static func < (a: Language, b: Language) -> Bool { a.rank < b.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
