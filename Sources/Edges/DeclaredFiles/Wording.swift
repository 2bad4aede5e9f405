/// Words for messages: quoting of what came from a file, and the nearest of the words that could have been meant.
package enum Wording {
    /// `text` in double quotes, at most 80 characters of it, control characters escaped so that a file cannot write to the terminal.
    static func quoted(_ text: some StringProtocol) -> String {
        var result = "\""
        for scalar in text.unicodeScalars.prefix(80) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + (text.unicodeScalars.count > 80 ? "…\"" : "\"")
    }

    /// `; did you mean "dev:ns-core-1"?`, or nothing where no candidate is near.
    static func didYouMean(_ text: String, among candidates: some Sequence<String>) -> String {
        nearest(to: text, among: candidates).map { "; did you mean \(quoted($0))?" } ?? ""
    }

    /// The candidate with the least edit distance, at most a third of the name behind the colon; the first in byte order where
    /// several tie.
    package static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(text.lowercased().utf8)
        let colon = wanted.firstIndex(of: UInt8(ascii: ":")) ?? -1
        var limit = max(1, (wanted.count - colon - 1) / 3)
        var best: String?
        for candidate in candidates {
            let bytes = Array(candidate.lowercased().utf8)
            guard abs(bytes.count - wanted.count) <= limit else { continue }
            let distance = editDistance(wanted, bytes)
            if distance < limit || (distance == limit && (best.map { candidate.utf8.lexicographicallyPrecedes($0.utf8) } ?? true))
            {
                (best, limit) = (candidate, distance)
            }
        }
        return best ?? (colon < 0 ? beginning(of: text, among: candidates) : nil)
    }

    /// The longest candidate of three letters or more that `text` begins with: `lat` for `latitude`.
    private static func beginning(of text: String, among candidates: some Sequence<String>) -> String? {
        candidates.filter { $0.count >= 3 && text.lowercased().hasPrefix($0.lowercased()) }.max { $0.count < $1.count }
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }

    /// `text` as one word of a shell; bare where it needs no quoting.
    static func shellQuoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/._-+:@".utf8.contains(byte)
        }
        return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    /// `a site`, `an owner`.
    static func article(_ noun: String) -> String { ("aeiou".contains(noun.first ?? "x") ? "an " : "a ") + noun }

    /// `a`, `a or b`, `a, b or c`.
    static func alternatives(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
