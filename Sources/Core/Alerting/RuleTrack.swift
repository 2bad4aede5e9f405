import NetworkModel

/// The values of one series over a span, thinned to at most `limit` points: what a change or a forecast is judged by.
struct RuleTrack: Sendable {
    private struct Point {
        var milliseconds: Int64
        var value: Double
    }

    private static let limit: Int64 = 96
    private let span: Int64
    private var points: [Point] = []

    init(span: TimeSpan) { self.span = max(1, span.milliseconds) }

    mutating func add(_ value: Double, at time: Timestamp) {
        let now = time.milliseconds
        points.removeAll { now &- $0.milliseconds > span }
        // The newest is always kept; before it no more than one in each part of the span.
        if points.count > 1, points[points.count - 1].milliseconds &- points[points.count - 2].milliseconds < span / Self.limit {
            points.removeLast()
        }
        points.append(Point(milliseconds: now, value: value))
    }

    /// The newest value less the greatest, and less the smallest, of the span.
    var change: (fall: Double, rise: Double) {
        guard let last = points.last?.value else { return (0, 0) }
        let values = points.map(\.value)
        return ((values.max() ?? last) - last, last - (values.min() ?? last))
    }

    /// The value `ahead` from now on the straight line of least squares; nil where the points span less than a third of the span or
    /// are fewer than eight, for a line through little says nothing.
    func forecast(ahead: TimeSpan) -> Double? {
        guard let first = points.first, let last = points.last, points.count >= 8,
            last.milliseconds &- first.milliseconds >= span / 3
        else { return nil }
        let xs = points.map { Double($0.milliseconds &- last.milliseconds) }
        let ys = points.map(\.value)
        let count = Double(points.count)
        let (meanX, meanY) = (xs.reduce(0, +) / count, ys.reduce(0, +) / count)
        let spread = xs.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        guard spread > 0 else { return nil }
        let slope = zip(xs, ys).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
        return meanY + slope * (Double(ahead.milliseconds) - meanX)
    }
}
