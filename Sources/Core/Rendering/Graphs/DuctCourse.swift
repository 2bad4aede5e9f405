import NetworkModel

/// Where a duct lies: as recorded, or estimated on the straight line between the sites that its first link joins.
package struct DuctCourse: Hashable, Sendable {
    package enum Source: String, Sendable { case recorded, estimated, unknown }

    package var points: [GeoPoint]
    package var source: Source

    /// One a duct, in the network's order. A duct without a recorded path takes its share, by kilometres, of the first link through it.
    static func courses(of network: Network) -> [DuctCourse] {
        var courses = network.document.ducts.map(recorded)
        for link in network.document.links.indices {
            let segments = network.segmentsOfLink[link]
            guard !segments.isEmpty, let (a, b) = ends(of: link, in: network) else { continue }
            let shares = shares(of: Array(segments), in: network)
            for (segment, share) in zip(segments, shares) {
                let duct = Int(network.ductOfSegment[Int(segment)])
                guard courses[duct].points.isEmpty else { continue }
                courses[duct] = DuctCourse(
                    points: [share.lowerBound, share.upperBound].map { between(a, b, $0) }, source: .estimated)
            }
        }
        return courses
    }

    /// The way of a link over its ducts' recorded paths, else the straight line; empty where an end has no place.
    static func line(of link: Int, in network: Network, _ courses: [DuctCourse]) -> [GeoPoint] {
        guard let (a, b) = ends(of: link, in: network) else { return [] }
        var points = [a]
        for segment in network.segmentsOfLink[link] {
            let course = courses[Int(network.ductOfSegment[Int(segment)])]
            guard course.source == .recorded, let first = course.points.first, let last = course.points.last else { continue }
            let here = points[points.count - 1]
            points += distance(here, first) <= distance(here, last) ? course.points : course.points.reversed()
        }
        points.append(b)
        return points.count == 2 ? points : withoutRepeats(points)
    }

    /// Parts of a link's length, from its end `a`, by the kilometres of its segments; equal parts where any is unknown.
    static func shares(of segments: [Int32], in network: Network) -> [ClosedRange<Double>] {
        let lengths = segments.map {
            network.document.segments[Int($0)].km ?? network.document.ducts[Int(network.ductOfSegment[Int($0)])].km
        }
        let known = lengths.compactMap { $0 }.filter { $0.isFinite && $0 > 0 }
        let weights = known.count == segments.count ? known : segments.map { _ in 1 }
        let total = weights.reduce(0, +)
        var passed = 0.0
        return weights.map { weight in
            let start = passed / total
            passed += weight
            return start...max(start, passed / total)
        }
    }

    private static func recorded(_ duct: NetworkDocument.Duct) -> DuctCourse {
        let points = duct.path.compactMap { $0.count >= 2 ? GeoPoint(lat: $0[0], lon: $0[1]) : nil }
        return points.count >= 2 ? DuctCourse(points: points, source: .recorded) : DuctCourse(points: [], source: .unknown)
    }

    private static func ends(of link: Int, in network: Network) -> (GeoPoint, GeoPoint)? {
        let sites = network.document.sites
        let a = sites[Int(network.siteOfDevice[Int(network.deviceA[link])])]
        let b = sites[Int(network.siteOfDevice[Int(network.deviceB[link])])]
        guard let from = GeoPoint(lat: a.lat, lon: a.lon), let to = GeoPoint(lat: b.lat, lon: b.lon) else { return nil }
        return (from, to)
    }

    private static func between(_ a: GeoPoint, _ b: GeoPoint, _ share: Double) -> GeoPoint {
        GeoPoint(lat: a.lat + (b.lat - a.lat) * share, lon: a.lon + (b.lon - a.lon) * share)
    }

    private static func distance(_ a: GeoPoint, _ b: GeoPoint) -> Double {
        let (dx, dy) = (a.lon - b.lon, a.lat - b.lat)
        return dx * dx + dy * dy
    }

    private static func withoutRepeats(_ points: [GeoPoint]) -> [GeoPoint] {
        points.enumerated().filter { $0 == 0 || $1 != points[$0 - 1] }.map(\.element)
    }
}
