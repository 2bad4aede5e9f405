import Foundation

/// When the sites of a calendar are open: its days and hours in its own zone, summer time and holidays included.
package struct OpeningHours: Sendable {
    /// Minutes of a day; `to` beyond 1440 reaches into the next day.
    struct Span: Hashable, Sendable {
        var from: Int64
        var to: Int64
    }

    private let zone: TimeZone
    /// By weekday, Monday first.
    private let days: [[Span]]
    private let holidays: Set<String>

    /// nil where the zone, a day or an hour of the calendar cannot be read.
    package init?(_ calendar: NetworkDocument.Calendar) {
        guard let zone = TimeZone(identifier: calendar.zone) else { return nil }
        var days = [[Span]](repeating: [], count: 7)
        for (words, hours) in calendar.open {
            guard let numbers = Self.weekdays(words), let spans = Self.spans(hours) else { return nil }
            for day in numbers { days[day] += spans }
        }
        self.zone = zone
        self.days = days.map { $0.sorted { $0.from < $1.from } }
        holidays = Set(calendar.closed)
    }

    package func isOpen(at time: Timestamp) -> Bool {
        let local = time.milliseconds / 1000 + offset(time)
        let day = Self.floor(local, 86400)
        let minute = (local - day * 86400) / 60
        return spans(on: day).contains { $0.from <= minute && minute < $0.to }
            || spans(on: day - 1).contains { minute + 1440 < $0.to }
    }

    /// The first opening later than `time`, looked for in the next 60 days; nil where there is none.
    package func nextOpening(after time: Timestamp) -> Timestamp? {
        let today = Self.floor(time.milliseconds / 1000 + offset(time), 86400)
        for day in today...(today + 60) {
            for span in spans(on: day) {
                let opening = utc(day * 86400 + span.from * 60)
                if opening > time { return opening }
            }
        }
        return nil
    }

    /// The spans that end after `from` and begin before `to`, in order: windows that come again, each as long on the wall as it says,
    /// also on the night when the clocks change.
    package func occurrences(from: Timestamp, to: Timestamp) -> [(from: Timestamp, to: Timestamp)] {
        guard from < to else { return [] }
        let first = Self.floor(from.milliseconds / 1000 + offset(from), 86400) - 1
        let last = min(Self.floor(to.milliseconds / 1000 + offset(to), 86400), first + 400)
        guard first <= last else { return [] }
        return (first...last).flatMap { day in
            spans(on: day).map { (utc(day * 86400 + $0.from * 60), utc(day * 86400 + $0.to * 60)) }
        }.filter { $0.1 > from && $0.0 < to && $0.0 < $0.1 }
    }

    private func spans(on day: Int64) -> [Span] {
        if !holidays.isEmpty, holidays.contains(String(Timestamp(milliseconds: day * 86_400_000).clock.prefix(10))) { return [] }
        // 1 January 1970 was a Thursday.
        return days[Int(((day + 3) % 7 + 7) % 7)]
    }

    private func offset(_ time: Timestamp) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: time.seconds)))
    }

    /// The moment of a local second count. One that summer time skips becomes the moment of the change.
    private func utc(_ local: Int64) -> Timestamp {
        let guess = Timestamp(milliseconds: local * 1000)
        let first = guess - .seconds(offset(guess))
        return guess - .seconds(offset(first))
    }

    private static func floor(_ value: Int64, _ unit: Int64) -> Int64 { value >= 0 ? value / unit : (value - unit + 1) / unit }

    private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// `mon-fri`, `sat`, `fri-mon`, or several with commas, as numbers, Monday 0.
    static func weekdays(_ text: String) -> [Int]? {
        var result: [Int] = []
        for part in text.lowercased().split(separator: ",") {
            let ends = part.split(separator: "-").map { names.firstIndex(of: $0.filter { $0 != " " }) }
            guard let first = ends.first, let from = first, ends.count <= 2, let to = ends.count == 2 ? ends[1] : from else {
                return nil
            }
            result += (0...((to - from + 7) % 7)).map { (from + $0) % 7 }
        }
        return result
    }

    /// `08:00-19:00`, or several with commas; an end before its beginning is on the next day.
    static func spans(_ text: String) -> [Span]? {
        var result: [Span] = []
        for part in text.split(separator: ",") {
            let ends = part.filter { $0 != " " }.split(separator: "-").map { minuteOfDay($0) }
            guard ends.count == 2, let from = ends[0], let to = ends[1] else { return nil }
            result.append(Span(from: Int64(from), to: Int64(to > from ? to : to + 1440)))
        }
        return result
    }
}

/// Minutes after midnight of `HH:MM`; `24:00` is 1440. nil where it is none.
package func minuteOfDay(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isASCII) }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), (0...59).contains(minute), (0...24).contains(hour),
        hour < 24 || minute == 0
    else { return nil }
    return hour * 60 + minute
}
