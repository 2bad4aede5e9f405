import Foundation
import NetworkModel

/// A calendar of the network, ready to be asked: when may a site that switches off after hours be silent?
struct OpeningHours: Sendable {
    private let calendar: Foundation.Calendar
    /// By weekday as Foundation counts them (1 is Sunday): minutes of the day from opening to closing.
    private let open: [Int: Range<Int>]
    private let closed: Set<String>
    private let graceSeconds: Int

    init(_ source: NetworkDocument.Calendar) {
        var calendar = Foundation.Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: source.zone) ?? .gmt
        self.calendar = calendar
        var open: [Int: Range<Int>] = [:]
        for (days, hours) in source.open {
            guard let minutes = Self.minutes(hours) else { continue }
            for day in Self.weekdays(days) { open[day] = minutes }
        }
        self.open = open
        closed = Set(source.closed)
        graceSeconds = source.graceSeconds
    }

    /// Whether the site must be on at `second` (UTC, since 1970): between opening and closing, the grace at both ends left out.
    func isSurelyOpen(at second: Int64) -> Bool {
        guard let (from, to) = hours(at: second) else { return false }
        return from <= second && second <= to
    }

    /// The next second after `second` at which `isSurelyOpen` changes; nil where the calendar never opens within ten days.
    func nextChange(after second: Int64) -> Int64? {
        for day in 0..<10 {
            guard let (from, to) = hours(at: second + Int64(day) * 86_400) else { continue }
            if from > second { return from }
            if to + 1 > second { return to + 1 }
        }
        return nil
    }

    /// The span of the local day of `second` in which it must be on.
    private func hours(at second: Int64) -> (from: Int64, to: Int64)? {
        let date = Date(timeIntervalSince1970: Double(second))
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
        guard let year = parts.year, let month = parts.month, let day = parts.day, let weekday = parts.weekday,
            let minutes = open[weekday], !closed.contains(Self.day(year, month, day))
        else { return nil }
        func time(_ minute: Int) -> Int64? {
            let parts = DateComponents(year: year, month: month, day: day, hour: minute / 60, minute: minute % 60)
            return calendar.date(from: parts).map { Int64($0.timeIntervalSince1970) }
        }
        guard let from = time(minutes.lowerBound), let to = time(minutes.upperBound) else { return nil }
        return (from + Int64(graceSeconds), to - Int64(graceSeconds))
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> String {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    private static func minutes(_ text: String) -> Range<Int>? {
        let ends = text.split(separator: "-").map { $0.split(separator: ":").compactMap { Int($0) } }
        guard ends.count == 2, ends.allSatisfy({ $0.count == 2 }) else { return nil }
        let (from, to) = (ends[0][0] * 60 + ends[0][1], ends[1][0] * 60 + ends[1][1])
        return from < to && from >= 0 && to <= 1440 ? from..<to : nil
    }

    private static func weekdays(_ text: String) -> [Int] {
        let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        let ends = text.lowercased().split(separator: "-").compactMap { names.firstIndex(of: String($0.prefix(3))) }
        guard let first = ends.first, let last = ends.last else { return [] }
        return last >= first ? (first...last).map { $0 + 1 } : (Array(first...6) + Array(0...last)).map { $0 + 1 }
    }
}
