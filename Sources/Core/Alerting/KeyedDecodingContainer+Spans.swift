import NetworkModel

extension TimeSpan {
    /// No span that people declare is longer: ten years.
    static let longest = TimeSpan.days(3650)

    static func days(_ count: Int64) -> TimeSpan { .seconds(count * 86_400) }
}

/// Lengths of time and counts as people write them, none beyond what the engines can play: a slip is told at its place.
extension KeyedDecodingContainer {
    /// A span written as `45s`, `5m`, `2h`, `1d`, or a bare number of seconds; nil where it is absent.
    func span(forKey key: Key, from least: TimeSpan = .zero, to most: TimeSpan = .longest) throws -> TimeSpan? {
        guard contains(key) else { return nil }
        let number = try? decode(Double.self, forKey: key)
        let text = try? decode(String.self, forKey: key)
        guard let span = number.map({ TimeSpan(seconds: $0) }) ?? text.flatMap({ TimeSpan(text: $0) }) else {
            throw corrupted(key, "\"\(text ?? "")\" is no time span such as 45s, 5m or 2h")
        }
        let written = text ?? span.text
        if span < .zero { throw corrupted(key, "\"\(written)\" is less than nothing; write a time span such as 45s, 5m or 2h") }
        if span < least { throw corrupted(key, "\"\(written)\" is too short; at least \(least.text) is needed") }
        if span > most { throw corrupted(key, "\"\(written)\" is too long; at most \(most.text) is possible") }
        return span
    }

    /// The same of a key that has to be there.
    func neededSpan(forKey key: Key, to most: TimeSpan = .longest) throws -> TimeSpan {
        if let span = try span(forKey: key, to: most) { return span }
        throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "absent"))
    }

    /// A whole number from `least` to a million; nil where it is absent.
    func count(forKey key: Key, from least: Int) throws -> Int? {
        guard let number = try decodeIfPresent(Int.self, forKey: key) else { return nil }
        guard (least...1_000_000).contains(number) else {
            throw corrupted(key, "\(number) is not from \(least) to 1000000")
        }
        return number
    }

    /// A least number written as `>=10` or bare; nil where it is absent.
    func atLeast(forKey key: Key) throws -> Int? {
        guard contains(key) else { return nil }
        if let number = try? decode(Int.self, forKey: key), number >= 0 { return number }
        let text = try decode(String.self, forKey: key)
        let digits = text.trimmingPrefix(">=").trimmingPrefix(" ")
        guard let number = Int(digits), number >= 0 else {
            throw corrupted(key, "\"\(text)\" is no least number such as \">=10\"")
        }
        return number
    }

    func corrupted(_ key: Key, _ message: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: message)
    }
}
