import ArgumentParser

/// The words of a command line with the global options where each verb looks for them.
///
/// CONTRACT.md calls them options of the command, and people write them before the verb, as with `git` and `kubectl`: `fibrewatch --json status`.
/// They are declared in each verb, so those that stand before it move behind it.
enum CommandWords {
    /// Global options without a value, long and short.
    static let flags: Set = ["--json", "--jsonl", "--csv", "--utc", "--quiet", "--verbose", "-q", "-v"]
    /// Global options that take the next word, or what stands behind `=`.
    static let valued: Set = ["--topology", "--alerts", "--database", "--color", "--at"]

    /// `words` without the program's name; as they are where no global option leads, or nothing but such options stands there.
    static func ordered(_ words: [String], under root: any ParsableCommand.Type) -> [String] {
        let count = leading(words[...])
        guard count > 0, count < words.count else { return words }
        let (moved, rest) = (words[..<count], words[count...])
        let verbs = verbs(rest, under: root)
        // Without a verb the rest is what is to be complained about, or asks for help.
        return verbs == 0 ? Array(rest) : Array(rest.prefix(verbs)) + Array(moved) + Array(rest.dropFirst(verbs))
    }

    /// How many words at the beginning are global options and their values.
    private static func leading(_ words: ArraySlice<String>) -> Int {
        var place = words.startIndex
        while place < words.endIndex {
            let name = String(words[place].prefix { $0 != "=" })
            if flags.contains(words[place]) || isBundle(words[place]) || (valued.contains(name) && name != words[place]) {
                place += 1
            } else if valued.contains(name) {
                place = min(place + 2, words.endIndex)
            } else {
                break
            }
        }
        return place - words.startIndex
    }

    /// `-qv`
    private static func isBundle(_ word: String) -> Bool {
        word.count > 2 && word.first == "-" && word.dropFirst().allSatisfy { flags.contains("-\($0)") }
    }

    /// How many words at the beginning name the verb: `incident list` is two.
    private static func verbs(_ words: ArraySlice<String>, under root: any ParsableCommand.Type) -> Int {
        var (count, current) = (0, root)
        for word in words {
            guard
                let next = current.configuration.subcommands.first(where: {
                    $0._commandName == word || $0.configuration.aliases.contains(word)
                })
            else { break }
            (count, current) = (count + 1, next)
        }
        return count
    }
}
