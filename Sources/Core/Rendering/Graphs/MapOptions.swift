import Diagnosis
import NetworkModel

/// What of a network an export shows, and what is written on it.
package struct MapOptions: Hashable, Sendable {
    /// Which objects become nodes and edges.
    package enum Layer: String, CaseIterable, Sendable {
        /// Sites, and the links between them.
        case site
        /// Devices and all links.
        case ip
        /// Devices and the links that run over fibre.
        case optical
        /// Sites and joints, and the ducts between them.
        case duct
    }

    /// nil: the format's own: devices for graphs, sites for maps.
    package var layer: Layer?
    package var title: String?
    /// Level, reader and time, written where the format has a place for it; empty: nothing.
    package var mark: String
    /// Places for nodes of networks without coordinates, from Graphviz, in points, y upwards.
    package var positions: [ObjectID: PlanePoint]
    /// Sites that each object isolates when it fails alone; restricted, so filled at that level only.
    package var sitesLostAlone: [ObjectID: Int]
    /// What states mean on this drawing, where they are none: a difference draws what was removed as `down`.
    package var stateWords: [ObjectState: String] = [:]

    package init(
        layer: Layer? = nil, title: String? = nil, mark: String = "", positions: [ObjectID: PlanePoint] = [:],
        sitesLostAlone: [ObjectID: Int] = [:]
    ) {
        self.layer = layer
        self.title = title
        self.mark = mark
        self.positions = positions
        self.sitesLostAlone = sitesLostAlone
    }
}

/// A point of a drawing.
package struct PlanePoint: Hashable, Sendable {
    package var x: Double
    package var y: Double
    package init(x: Double, y: Double) { (self.x, self.y) = (x, y) }

    package static func + (a: PlanePoint, b: PlanePoint) -> PlanePoint { PlanePoint(x: a.x + b.x, y: a.y + b.y) }
    package static func - (a: PlanePoint, b: PlanePoint) -> PlanePoint { PlanePoint(x: a.x - b.x, y: a.y - b.y) }
    package static func * (a: PlanePoint, k: Double) -> PlanePoint { PlanePoint(x: a.x * k, y: a.y * k) }
    package var length: Double { (x * x + y * y).squareRoot() }
}

/// A place on the Earth in WGS 84 degrees.
package struct GeoPoint: Hashable, Sendable {
    package var lat: Double
    package var lon: Double
    package init(lat: Double, lon: Double) { (self.lat, self.lon) = (lat, lon) }

    /// nil where either is missing, not finite, or out of range: such a place cannot be drawn.
    init?(lat: Double?, lon: Double?) {
        guard let lat, let lon, abs(lat) <= 90, abs(lon) <= 180 else { return nil }
        (self.lat, self.lon) = (lat, lon)
    }

    /// Great-circle kilometres on a sphere of 6371 km.
    package func km(to other: GeoPoint) -> Double {
        let radians = Double.pi / 180
        let a = sin2((other.lat - lat) * radians / 2)
        let b = cosine(lat * radians) * cosine(other.lat * radians) * sin2((other.lon - lon) * radians / 2)
        return 2 * 6371 * arcsine(min(1, (a + b).squareRoot()))
    }
}
