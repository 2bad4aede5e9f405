import NetworkModel

/// The values of one series over a span, thinned to at most `limit` points: what a change or a forecast is judged by.
///
/// Each point is the median of three values in a row, so that a single odd reading is none: a change shows with the second value
/// that bears it out.
struct RuleTrack: Sendable {
    private struct Point {
        var milliseconds: Int64
        var value: Double
    }

    static let limit: Int64 = 96
    private let span: Int64
    private var points: [Point] = []
    /// The last two values as they came; not numbers where there were not so many.
    private var last = Double.nan
    private var beforeLast = Double.nan
    private var newest = Int64.min

    init(span: TimeSpan) { self.span = max(1, span.milliseconds) }

    mutating func add(_ value: Double, at time: Timestamp) {
        let now = time.milliseconds
        // One reading that comes by two ways is no second one.
        if now == newest { return }
        let middle = Self.median(beforeLast, last, value)
        (beforeLast, last, newest) = (last, value, now)
        if middle.isNaN { return }
        if let first = points.first, now &- first.milliseconds > span { points.removeAll { now &- $0.milliseconds > span } }
        // The newest is always kept; before it no more than one in each part of the span.
        if points.count > 1, points[points.count - 1].milliseconds &- points[points.count - 2].milliseconds < span / Self.limit {
            points.removeLast()
        }
        points.append(Point(milliseconds: now, value: middle))
    }

    /// Not a number where one of them is none.
    private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
        if a.isNaN || b.isNaN { return .nan }
        return max(min(a, b), min(max(a, b), c))
    }

    /// The newest value less the greatest, and less the smallest, of the span; nil before there are three values.
    var change: (fall: Double, rise: Double)? {
        guard let last = points.last?.value else { return nil }
        var (least, most) = (last, last)
        for point in points { (least, most) = (min(least, point.value), max(most, point.value)) }
        return (most - last, last - least)
    }

    /// The value `ahead` from now on the straight line of least squares; nil where the points span less than a third of the span or
    /// are fewer than eight, for a line through little says nothing.
    func forecast(ahead: TimeSpan) -> Double? {
        guard let first = points.first, let last = points.last, points.count >= 8,
            last.milliseconds &- first.milliseconds >= span / 3
        else { return nil }
        let count = Double(points.count)
        var (meanX, meanY) = (0.0, 0.0)
        for point in points {
            meanX += Double(point.milliseconds &- last.milliseconds) / count
            meanY += point.value / count
        }
        var (spread, joint) = (0.0, 0.0)
        for point in points {
            let x = Double(point.milliseconds &- last.milliseconds) - meanX
            spread += x * x
            joint += x * (point.value - meanY)
        }
        guard spread > 0 else { return nil }
        let slope = joint / spread
        return meanY + slope * (Double(ahead.milliseconds) - meanX)
    }
}
