import Foundation
import NetworkModel

/// A moment as it stands on the wall of a place, without its zone: whole seconds since 1970-01-01 00:00 on that wall.
///
/// A week later on the wall is seven days later, also where the clocks change in between.
package struct WallTime: Hashable, Comparable, Sendable {
    package var seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }
    package init(day: Int64, second: Int64 = 0) { seconds = day * 86_400 + second }

    /// Reads `2026-01-05 08:00`, also with `T` and seconds, or a day alone; nil where it is none or the day does not exist.
    package init?(text: String) {
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == " " || $0 == "T" }
        guard let day = Self.day(of: parts.first ?? "") else { return nil }
        var second: Int64 = 0
        if parts.count == 2 {
            let numbers = parts[1].split(separator: ":", omittingEmptySubsequences: false)
            let values = numbers.compactMap { $0.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } ? Int64($0) : nil }
            guard (2...3).contains(numbers.count), values.count == numbers.count, values[0] < 24, values[1] < 60,
                (values.count == 3 ? values[2] : 0) < 60
            else { return nil }
            second = values[0] * 3600 + values[1] * 60 + (values.count == 3 ? values[2] : 0)
        }
        self.init(day: day, second: second)
    }

    /// Days since 1970-01-01 of `2026-01-05`, of the years 1970 to 9999; nil where there is no such day.
    package static func day(of text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let values = parts.compactMap { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int64($0) : nil }
        guard values.count == 3, parts.map(\.utf8.count) == [4, 2, 2], values[0] >= 1970, (1...12).contains(values[1]),
            (1...daysInMonth(values[0], values[1])).contains(values[2])
        else { return nil }
        return day(values[0], values[1], values[2])
    }

    /// Days since 1970-01-01. After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    package static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    package static func daysInMonth(_ year: Int64, _ month: Int64) -> Int64 {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days since 1970-01-01 on the wall.
    package var day: Int64 { seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400 }
    package var secondOfDay: Int64 { seconds - day * 86_400 }
    package var date: (year: Int64, month: Int64, day: Int64) { Timestamp(milliseconds: day * 86_400_000).civil.date }
    /// Monday is 0.
    package var weekday: Int { Self.weekday(ofDay: day) }
    package static func weekday(ofDay day: Int64) -> Int { Int(((day + 3) % 7 + 7) % 7) }

    /// `2026-01-05 08:00`; with seconds where there are any.
    package var text: String {
        let words = Timestamp(milliseconds: seconds * 1000).clock.dropLast(4)
        return String(words.hasSuffix(":00") ? words.dropLast(3) : words)
    }

    package static func < (a: WallTime, b: WallTime) -> Bool { a.seconds < b.seconds }
}

/// The wall of a zone: what its clocks show when, and when they show what.
package struct WallZone: Hashable, Sendable {
    /// How often a wall time is shown.
    package enum Fate: Sendable { case once, skipped, twice }

    package let name: String
    private let zone: TimeZone

    /// nil where there is no zone of this IANA name.
    package init?(_ name: String) {
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        (self.name, self.zone) = (name, zone)
    }

    package static let utc = WallZone(zone: .gmt)
    private init(zone: TimeZone) { (name, self.zone) = ("UTC", zone) }

    /// Seconds ahead of UTC.
    package func offset(_ time: Timestamp) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: time.seconds)))
    }

    package func wall(_ time: Timestamp) -> WallTime {
        WallTime(seconds: Int64((time.seconds + Double(offset(time))).rounded(.down)))
    }

    /// The moment at which the wall shows `wall`: the first where it is shown twice; where the clocks jump over it, what the offset
    /// before the jump makes of it (RFC 5545, section 3.3.5).
    package func moment(_ wall: WallTime) -> Timestamp { resolve(wall).moment }

    package func fate(_ wall: WallTime) -> Fate { resolve(wall).fate }

    private func resolve(_ wall: WallTime) -> (moment: Timestamp, fate: Fate) {
        let naive = Timestamp(milliseconds: wall.seconds * 1000)
        let (before, after) = (offset(naive - .seconds(86_400)), offset(naive + .seconds(86_400)))
        let (early, late) = (naive - .seconds(before), naive - .seconds(after))
        if before == after { return (early, .once) }
        let (isEarly, isLate) = (offset(early) == before, offset(late) == after)
        if isEarly { return (early, isLate ? .twice : .once) }
        return isLate ? (late, .once) : (early, .skipped)
    }

    /// `+01:00` at a moment.
    package func offsetText(_ time: Timestamp) -> String {
        let seconds = offset(time)
        let two = { (n: Int64) in n < 10 ? "0\(n)" : "\(n)" }
        return "\(seconds < 0 ? "-" : "+")\(two(abs(seconds) / 3600)):\(two(abs(seconds) / 60 % 60))"
    }
}
