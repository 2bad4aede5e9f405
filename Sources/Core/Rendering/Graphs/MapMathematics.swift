import Foundation

// Foundation's functions under names that read well in formulas of maps.

func cosine(_ radians: Double) -> Double { cos(radians) }
func arcsine(_ value: Double) -> Double { asin(value) }
func sin2(_ radians: Double) -> Double {
    let s = sin(radians)
    return s * s
}

extension Array where Element == PlanePoint {
    /// Length along the line.
    var lineLength: Double { zip(self, dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length } }

    /// The point at `fraction` of the length; nil for an empty line.
    func point(at fraction: Double) -> PlanePoint? {
        guard let first else { return nil }
        var left = lineLength * fraction
        for (a, b) in zip(self, dropFirst()) {
            let step = (b - a).length
            if step > 0, left <= step { return a + (b - a) * (left / step) }
            left -= step
        }
        return last ?? first
    }

    /// The part between two fractions of the length.
    func part(from start: Double, to end: Double) -> [PlanePoint] {
        guard let a = point(at: start), let b = point(at: end) else { return [] }
        let total = lineLength
        var passed = 0.0
        var inner: [PlanePoint] = []
        for (p, q) in zip(self, dropFirst()) {
            passed += (q - p).length
            if passed > total * start, passed < total * end { inner.append(q) }
        }
        return [a] + inner + [b]
    }
}
