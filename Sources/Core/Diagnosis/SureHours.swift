import NetworkModel

/// A calendar of the network, ready to be asked: when may a site that switches off after hours be silent?
struct SureHours: Sendable {
    /// nil for a calendar that cannot be read: its sites need never be on.
    private let hours: OpeningHours?
    private let grace: Int64

    init(_ calendar: NetworkDocument.Calendar) {
        hours = OpeningHours(calendar)
        grace = Int64(calendar.graceSeconds)
    }

    /// Whether the site must be on at `second` (UTC, since 1970): between opening and closing, the grace at both ends left out.
    func isSurelyOpen(at second: Int64) -> Bool {
        spans(around: second, days: 2).contains { $0.from <= second && second <= $0.to }
    }

    /// The next second after `second` at which `isSurelyOpen` changes; nil where the calendar never opens within ten days.
    func nextChange(after second: Int64) -> Int64? {
        // Mostly it is today or tomorrow: days that are not asked cost nothing.
        for days in [1, 10] as [Int64] {
            for span in spans(around: second, days: days) {
                if span.from > second { return span.from }
                if span.to + 1 > second { return span.to + 1 }
            }
        }
        return nil
    }

    /// The spans in which it must be on, from two days before `second` until `days` after it, in order. Hours that touch are one span: at
    /// a midnight between them nobody switches off.
    private func spans(around second: Int64, days: Int64) -> [(from: Int64, to: Int64)] {
        let from = Timestamp(milliseconds: (second - 2 * 86_400) * 1000)
        let to = Timestamp(milliseconds: (second + days * 86_400) * 1000)
        var spans: [(from: Int64, to: Int64)] = []
        for one in hours?.occurrences(from: from, to: to) ?? [] {
            let (begin, end) = (one.from.milliseconds / 1000, one.to.milliseconds / 1000)
            if let last = spans.last, begin <= last.to {
                spans[spans.count - 1].to = max(last.to, end)
            } else {
                spans.append((begin, end))
            }
        }
        return spans.map { ($0.from + grace, $0.to - grace) }.filter { $0.from <= $0.to }
    }
}
