import NetworkModel
import Rendering
import Testing

struct GeoPackageGeometryTests {
    /// Header without envelope, little endian, WGS 84.
    private static let head: [UInt8] = [0x47, 0x50, 0, 1, 0xE6, 0x10, 0, 0]

    private func number(_ value: Double) -> [UInt8] { (0..<8).map { UInt8(value.bitPattern >> (8 * UInt64($0)) & 0xFF) } }

    private func shape(_ bytes: [UInt8]) -> GeoPackageContent.Shape? {
        MapGrid.place(ofEPSG: 4326).flatMap { GeoPackageGeometry.shape(bytes, $0) }
    }

    @Test func `points and lines are read, with heights, in either byte order, in one part or several`() {
        let place = GeoPackageContent.Shape.point(GeoPoint(lat: 44, lon: 20))
        #expect(shape(Self.head + [1, 1, 0, 0, 0] + number(20) + number(44)) == place)
        #expect(shape(Self.head + [1, 0xE9, 3, 0, 0] + number(20) + number(44) + number(117)) == place, "ISO with height")
        #expect(shape(Self.head + [1, 1, 0, 0, 0x80] + number(20) + number(44) + number(117)) == place, "PostGIS with height")
        #expect(shape(Self.head + [0, 0, 0, 0, 1] + number(20).reversed() + number(44).reversed()) == place, "big endian")
        let ends = number(20) + number(44) + number(21) + number(45)
        let line = GeoPackageContent.Shape.line([GeoPoint(lat: 44, lon: 20), GeoPoint(lat: 45, lon: 21)])
        #expect(shape(Self.head + [1, 2, 0, 0, 0, 2, 0, 0, 0] + ends) == line)
        #expect(shape(Self.head + [1, 5, 0, 0, 0, 1, 0, 0, 0] + [1, 2, 0, 0, 0, 2, 0, 0, 0] + ends) == line)
        let envelope: [UInt8] = [0x47, 0x50, 0, 3, 0xE6, 0x10, 0, 0] + [UInt8](repeating: 0, count: 32)
        #expect(shape(envelope + [1, 2, 0, 0, 0, 2, 0, 0, 0] + ends) == line)
        #expect(shape([0x47, 0x50, 0, 0x11, 0, 0, 0, 0]) == GeoPackageContent.Shape.none)
        #expect(shape(Self.head + [1, 3, 0, 0, 0, 0, 0, 0, 0]) == .other("a polygon"))
    }

    @Test func `bytes that are none, cut short or boastful are refused`() {
        let whole = Self.head + [1, 2, 0, 0, 0, 2, 0, 0, 0] + number(20) + number(44) + number(21) + number(45)
        for length in 0..<whole.count { #expect(shape(Array(whole.prefix(length))) == nil, "\(length)") }
        #expect(shape(Self.head + [1, 2, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF] + number(20)) == nil, "four thousand million points")
        #expect(shape(Self.head + [1, 4, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F]) == nil)
        #expect(shape(Self.head + [1, 1, 0, 0, 0] + number(200) + number(44)) == nil, "no such longitude")
        var random = SplitMix64(seed: 11)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            _ = shape(bytes)
        }
    }

    // By the series of J. P. Snyder, "Map Projections: A Working Manual" (1987), equations 7-4 and 8-17 to 8-25: another way than ours.
    @Test(arguments: [
        (3_857, 2278234.7, 5590847.4, 44.8048254, 20.4657305),
        (32_634, 457800.0, 4961000.0, 44.8011542, 20.4664134),
        (32_634, 700000.0, 4700000.0, 42.4265418, 23.4311824),
        (25_833, 500000.0, 5000000.0, 45.1534772, 15.0000000),
        (4326, 20.5, 44.8, 44.8, 20.5),
    ])
    func `other grids become degrees`(code: Int, x: Double, y: Double, lat: Double, lon: Double) throws {
        let place = try #require(MapGrid.place(ofEPSG: code)?(x, y))
        #expect(abs(place.lat - lat) < 1e-7 && abs(place.lon - lon) < 1e-7, "\(place)")
        #expect(MapGrid.place(ofEPSG: 6316) == nil)
    }
}
