/// Equirectangular projection, true to scale along the middle latitude. Longitudes are counted from the widest empty gap, so that a network
/// on both sides of the 180th meridian stays in one piece.
struct MapProjection {
    let width: Double
    let height: Double
    private let west: Double
    private let north: Double
    private let narrowing: Double
    /// Units of the drawing for a degree of latitude.
    let scale: Double

    /// Fits `places` into `width` by `height`; a drawing of one place puts it in the middle.
    init(places: [GeoPoint], width maxWidth: Double, height maxHeight: Double) {
        let west = Self.westernEdge(places.map(\.lon))
        let lons = places.map { Self.eastOf(west, $0.lon) }
        let lats = places.map(\.lat)
        var (south, north) = (lats.min() ?? 0, lats.max() ?? 0)
        var lonSpan = lons.max() ?? 0
        let narrowing = max(0.05, cosine((south + north) / 2 * .pi / 180))
        // A village of a few streets still gets a frame of some kilometres.
        let smallest = 0.02
        if north - south < smallest { (south, north) = (south - smallest / 2, north + smallest / 2) }
        let pad = max(0, smallest / narrowing - lonSpan)
        lonSpan += pad
        scale = min(maxWidth / (lonSpan * narrowing), maxHeight / (north - south))
        self.west = west - pad / 2
        self.north = north
        self.narrowing = narrowing
        width = lonSpan * narrowing * scale
        height = (north - south) * scale
    }

    func point(_ place: GeoPoint) -> PlanePoint {
        PlanePoint(x: Self.eastOf(west, place.lon) * narrowing * scale, y: (north - place.lat) * scale)
    }

    /// Units of the drawing for a kilometre.
    var unitsPerKm: Double { scale / 111.195 }

    /// Multiples of `step` degrees inside the frame.
    func meridians(step: Double) -> [Double] { multiples(of: step, from: west, to: west + width / narrowing / scale) }
    func parallels(step: Double) -> [Double] { multiples(of: step, from: north - height / scale, to: north) }
    func x(ofMeridian lon: Double) -> Double { (lon - west) * narrowing * scale }
    func y(ofParallel lat: Double) -> Double { (north - lat) * scale }

    private func multiples(of step: Double, from low: Double, to high: Double) -> [Double] {
        var values: [Double] = []
        var value = (low / step).rounded(.up) * step
        while value <= high, values.count < 100 {
            values.append(value)
            value += step
        }
        return values
    }

    private static func eastOf(_ west: Double, _ lon: Double) -> Double {
        let east = lon - west
        return east < -1e-9 ? east + 360 : max(0, east)
    }

    private static func westernEdge(_ lons: [Double]) -> Double {
        let sorted = lons.sorted()
        guard let first = sorted.first, let last = sorted.last else { return 0 }
        var widest = first + 360 - last
        var edge = first
        for (a, b) in zip(sorted, sorted.dropFirst()) where b - a > widest { (widest, edge) = (b - a, b) }
        return edge
    }
}
