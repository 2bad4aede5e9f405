import Foundation
import Rendering

/// A line on the ground, for questions of what lies beside what: metres on a plane that touches at its first point.
struct GeoLine {
    /// A point of the line that is near to another.
    struct Nearest {
        var metres: Double
        /// From the start of the line.
        var km: Double
    }

    let points: [GeoPoint]
    private let plane: [PlanePoint]
    private let scale: Double

    init(_ points: [GeoPoint]) {
        self.points = points
        scale = cos((points.first?.lat ?? 0) * .pi / 180)
        let scale = scale
        plane = points.map { Self.flat($0, scale) }
    }

    private static func flat(_ point: GeoPoint, _ scale: Double) -> PlanePoint {
        PlanePoint(x: point.lon * scale * 111_194.93, y: point.lat * 111_194.93)
    }

    /// Along the great circles between its points, to the metre.
    var km: Double { (zip(points, points.dropFirst()).reduce(0) { $0 + $1.0.km(to: $1.1) } * 1000).rounded() / 1000 }

    /// nil for a line without two points.
    func nearest(to point: GeoPoint) -> Nearest? {
        guard plane.count > 1 else { return nil }
        let target = Self.flat(point, scale)
        var best = Nearest(metres: .infinity, km: 0)
        var passed = 0.0
        for (a, b) in zip(plane, plane.dropFirst()) {
            let (way, length) = (b - a, (b - a).length)
            let along = length > 0 ? min(1, max(0, ((target - a).x * way.x + (target - a).y * way.y) / (length * length))) : 0
            let metres = (a + way * along - target).length
            if metres < best.metres { best = Nearest(metres: metres, km: (passed + along * length) / 1000) }
            passed += length
        }
        return best
    }

    /// How much of `course` this line follows within five metres: where that begins on this line, and its length; nil for less than half of it
    /// and less than fifty metres.
    func part(along course: GeoLine) -> (from: Double, km: Double)? {
        guard points.count > 1, course.points.count > 1, mayTouch(course) else { return nil }
        let samples = course.samples
        let found = samples.compactMap { nearest(to: $0) }.filter { $0.metres <= 5 }
        let share = Double(found.count) / Double(samples.count)
        guard let from = found.map(\.km).min(), share >= 0.5 || share * course.km >= 0.05 else { return nil }
        return (from, (share * course.km * 1000).rounded() / 1000)
    }

    /// Whether their boxes meet, with some metres around.
    private func mayTouch(_ other: GeoLine) -> Bool {
        let margin = 0.0002
        let (lats, lons) = (points.map(\.lat), points.map(\.lon))
        let (otherLats, otherLons) = (other.points.map(\.lat), other.points.map(\.lon))
        guard let south = lats.min(), let north = lats.max(), let west = lons.min(), let east = lons.max(),
            let otherSouth = otherLats.min(), let otherNorth = otherLats.max(), let otherWest = otherLons.min(),
            let otherEast = otherLons.max()
        else { return false }
        return south - margin <= otherNorth && otherSouth - margin <= north && west - margin <= otherEast
            && otherWest - margin <= east
    }

    /// Points of the line, at most twenty metres apart, and at most a thousand.
    private var samples: [GeoPoint] {
        let step = max(20, km)
        return zip(points, points.dropFirst()).flatMap { a, b in
            let count = max(2, min(1000, Int(a.km(to: b) * 1000 / step) + 1))
            return (0...count).map { index in
                let part = Double(index) / Double(count)
                return GeoPoint(lat: a.lat + (b.lat - a.lat) * part, lon: a.lon + (b.lon - a.lon) * part)
            }
        }
    }
}
