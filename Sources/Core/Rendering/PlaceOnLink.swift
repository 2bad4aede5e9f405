import Foundation
import NetworkModel

/// Where a distance along the glass of a link lies: the duct, the place in it, and the manholes on both sides.
///
/// Lengths are those of the segments, else of their ducts. A duct is walked from the end that is nearer to where the link comes from.
package struct PlaceOnLink: Encodable, Hashable, Sendable {
    package struct Manhole: Encodable, Hashable, Sendable {
        package var name: String
        package var distance_km: Double
        /// `back` (towards the end from which was measured) or `ahead`.
        package var towards: String
    }

    /// Distances in JSON are metres exact: the arithmetic's last digits say nothing.
    private enum CodingKeys: String, CodingKey {
        case link, segment, duct, ductName = "duct_name", owner, ductKm = "duct_km", lat, lon, manholes
    }

    /// What is not known stands there as null, as in all documents.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(link, forKey: .link)
        try container.encode(segment, forKey: .segment)
        try container.encode(duct, forKey: .duct)
        try container.encode(ductName, forKey: .ductName)
        try container.encode(owner, forKey: .owner)
        try container.encode(ductKm, forKey: .ductKm)
        try container.encode(lat, forKey: .lat)
        try container.encode(lon, forKey: .lon)
        try container.encode(manholes, forKey: .manholes)
    }

    package var link: ObjectID
    package var segment: ObjectID
    package var duct: ObjectID
    package var ductName: String?
    package var owner: String?
    /// From the beginning of the duct's way.
    package var ductKm: Double
    /// WGS 84 degrees; nil where the duct's way is not recorded.
    package var lat: Double?
    package var lon: Double?
    /// The nearest on each side, the nearer first.
    package var manholes: [Manhole]

    /// Kilometres of glass; nil where a segment has no length.
    package static func length(ofLink row: Int32, in network: Network) -> Double? {
        let lengths = network.segmentsOfLink[row].map { kilometres($0, network) }
        return lengths.isEmpty || lengths.contains(nil) ? nil : lengths.compactMap { $0 }.reduce(0, +)
    }

    private static func kilometres(_ segment: Int32, _ network: Network) -> Double? {
        network.document.segments[Int(segment)].km ?? network.document.ducts[Int(network.ductOfSegment[Int(segment)])].km
    }

    /// nil where the distance is not on the link, or the link has no known length up to there.
    package init?(km: Double, alongLink row: Int32, fromEndB: Bool, in network: Network) {
        guard km.isFinite, km >= 0 else { return nil }
        let segments = fromEndB ? Array(network.segmentsOfLink[row].reversed()) : Array(network.segmentsOfLink[row])
        let start = (fromEndB ? network.deviceB : network.deviceA)[Int(row)]
        let site = network.document.sites[Int(network.siteOfDevice[Int(start)])]
        var here = site.lat.flatMap { lat in site.lon.map { [lat, $0] } }
        var rest = km
        for number in segments {
            guard let length = Self.kilometres(number, network) else { return nil }
            let duct = network.document.ducts[Int(network.ductOfSegment[Int(number)])]
            let path = duct.path.filter { $0.count == 2 }
            let isForward = Self.isForward(path, from: here)
            if rest <= length {
                self.init(rest, of: length, in: duct, network.document.segments[Int(number)].id, path, isForward)
                link = network.document.links[Int(row)].id
                return
            }
            rest -= length
            here = (isForward ? path.last : path.first) ?? here
        }
        return nil
    }

    private init(
        _ km: Double, of length: Double, in duct: NetworkDocument.Duct, _ segment: ObjectID, _ path: [[Double]], _ isForward: Bool
    ) {
        let total = duct.km ?? length
        // The glass is a little longer than its duct: loops in manholes. Its share of the way is what counts.
        let share = length > 0 ? km / length : 0
        let place = (isForward ? share : 1 - share) * total
        (link, self.segment, self.duct) = ("", segment, duct.id)
        (ductName, owner, ductKm) = (duct.name, duct.owner, Self.metres(place))
        let point = Self.point(isForward ? share : 1 - share, of: path)
        (lat, lon) = (point.map { Self.rounded($0[0]) }, point.map { Self.rounded($0[1]) })
        let around = duct.manholes.map { (manhole: $0, offset: ($0.km - place) * (isForward ? 1 : -1)) }
        let sides = [
            around.filter { $0.offset <= 0 }.max { $0.offset < $1.offset },
            around.filter { $0.offset > 0 }.min { $0.offset < $1.offset },
        ]
        manholes = sides.compactMap { $0 }.map {
            Manhole(name: $0.manhole.name, distance_km: Self.metres(abs($0.offset)), towards: $0.offset <= 0 ? "back" : "ahead")
        }.sorted { $0.distance_km < $1.distance_km }
    }

    /// Kilometres to the metre.
    private static func metres(_ km: Double) -> Double { (km * 1000).rounded() / 1000 }

    private static func rounded(_ degrees: Double) -> Double { (degrees * 1e5).rounded() / 1e5 }

    private static func isForward(_ path: [[Double]], from here: [Double]?) -> Bool {
        guard let here, let first = path.first, let last = path.last else { return true }
        return distance(here, first) <= distance(here, last)
    }

    /// The point at `share` of the way's length.
    private static func point(_ share: Double, of path: [[Double]]) -> [Double]? {
        guard path.count > 1 else { return path.first }
        let lengths = zip(path, path.dropFirst()).map { distance($0, $1) }
        var rest = min(max(share, 0), 1) * lengths.reduce(0, +)
        for (number, length) in lengths.enumerated() {
            if rest <= length, length > 0 {
                let part = rest / length
                return (0..<2).map { path[number][$0] + (path[number + 1][$0] - path[number][$0]) * part }
            }
            rest -= length
        }
        return path.last
    }

    /// Kilometres on a sphere (haversine).
    private static func distance(_ a: [Double], _ b: [Double]) -> Double {
        let (x, y) = ((b[0] - a[0]) * .pi / 180, (b[1] - a[1]) * .pi / 180)
        let h = pow(sin(x / 2), 2) + cos(a[0] * .pi / 180) * cos(b[0] * .pi / 180) * pow(sin(y / 2), 2)
        return 12_742 * asin(min(1, h.squareRoot()))
    }
}
