/// Serbian Latin as Serbian Cyrillic, for texts of our own only: names of devices and people stay as they are.
///
/// Two Latin letters are one Cyrillic one in lj, nj and dž, but not where a word is composed at that place (`nadživeti`, `konjugacija`);
/// such beginnings are listed. What stands between backquotes stays Latin: commands, units, abbreviations that nobody writes otherwise.
package enum Transliteration {
    package static func cyrillic(_ text: String) -> String {
        var (result, isVerbatim) = ("", false)
        var word: [Character] = []
        for character in text {
            if character == "`" {
                result += converted(word)
                word = []
                isVerbatim.toggle()
            } else if isVerbatim || !character.isLetter {
                result += converted(word)
                word = []
                result.append(character)
            } else {
                word.append(character)
            }
        }
        return result + converted(word)
    }

    /// The same text without its backquotes: how it stands in Latin.
    package static func latin(_ text: String) -> String { text.filter { $0 != "`" } }

    /// Beginnings of words in which two letters that look like one are two.
    static let apart = [
        "injekc", "injekt", "injunkt", "konjug", "konjunk", "anjon", "tanjug", "vanjezič", "nadživ", "nadžet", "nadžnj", "nadžup",
        "podžup",
        "podžanr", "odživ", "odžal", "odžvak", "panjeliz",
    ]

    private static func converted(_ word: [Character]) -> String {
        guard !word.isEmpty else { return "" }
        let lower = String(word).lowercased()
        let isApart = apart.contains { lower.hasPrefix($0) }
        var (result, index, count) = ("", 0, 0)
        while index < word.count {
            if index + 1 < word.count, let pair = pairs[String(word[index...index + 1]).lowercased()], !(isApart && count == 0) {
                result += cased(pair, like: word[index])
                index += 2
                continue
            }
            // In a listed word only its first such place is two letters.
            if isApart, index + 1 < word.count, pairs[String(word[index...index + 1]).lowercased()] != nil { count += 1 }
            result += letters[String(word[index]).lowercased()].map { cased($0, like: word[index]) } ?? String(word[index])
            index += 1
        }
        return result
    }

    private static func cased(_ letter: String, like latin: Character) -> String {
        latin.isUppercase ? letter.uppercased() : letter
    }

    private static let pairs = ["lj": "љ", "nj": "њ", "dž": "џ"]

    private static let letters = [
        "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "đ": "ђ", "e": "е", "ž": "ж", "z": "з", "i": "и", "j": "ј", "k": "к",
        "l": "л",
        "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "ć": "ћ", "u": "у", "f": "ф", "h": "х", "c": "ц",
        "č": "ч",
        "š": "ш",
    ]
}
