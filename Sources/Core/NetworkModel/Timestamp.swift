/// A point in time in whole milliseconds, so that sums and comparisons are exact and replays give the same bytes.
///
/// In the running monitor it counts from 1970-01-01T00:00:00Z; in a scenario from the scenario's start.
/// Core never reads a clock: every function that needs the time takes a `Timestamp`.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The nearest millisecond to `seconds`; values beyond ±292 million years are clamped, NaN becomes 0.
    package init(seconds: Double) { milliseconds = Self.clampedMilliseconds(seconds) }

    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    package var seconds: Double { Double(milliseconds) / 1000 }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }
    package static func + (a: Timestamp, b: TimeSpan) -> Timestamp {
        Timestamp(milliseconds: a.milliseconds.addingSaturating(b.milliseconds))
    }
    package static func - (a: Timestamp, b: TimeSpan) -> Timestamp {
        Timestamp(milliseconds: a.milliseconds.subtractingSaturating(b.milliseconds))
    }
    package static func - (a: Timestamp, b: Timestamp) -> TimeSpan {
        TimeSpan(milliseconds: a.milliseconds.subtractingSaturating(b.milliseconds))
    }

    package static let distantPast = Timestamp(milliseconds: .min)
    package static let distantFuture = Timestamp(milliseconds: .max)

    static func clampedMilliseconds(_ seconds: Double) -> Int64 {
        let scaled = (seconds * 1000).rounded()
        if scaled.isNaN { return 0 }
        return Int64(exactly: scaled) ?? (scaled < 0 ? .min : .max)
    }
}

/// A length of time in whole milliseconds.
package struct TimeSpan: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Double) { milliseconds = Timestamp.clampedMilliseconds(seconds) }

    package var seconds: Double { Double(milliseconds) / 1000 }

    package static let zero = TimeSpan(milliseconds: 0)
    package static func seconds(_ n: Int64) -> TimeSpan { TimeSpan(milliseconds: n * 1000) }
    package static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.milliseconds < b.milliseconds }
    package static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: a.milliseconds.addingSaturating(b.milliseconds))
    }
    package static func - (a: TimeSpan, b: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: a.milliseconds.subtractingSaturating(b.milliseconds))
    }
}

extension Int64 {
    func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    func subtractingSaturating(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
