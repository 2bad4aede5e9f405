import Foundation

/// A geometry as GeoPackages keep it (OGC 12-128r17, section 2.1.3): a header, then well-known binary (ISO 13249-3). Every byte is foreign.
package enum GeoPackageGeometry {
    /// nil where the bytes are none, or are cut short. Coordinates are as in the file, x before y.
    package static func shape(_ bytes: [UInt8], _ place: (_ x: Double, _ y: Double) -> GeoPoint?) -> GeoPackageContent.Shape? {
        guard bytes.count >= 8, bytes[0] == 0x47, bytes[1] == 0x50 else { return nil }
        let flags = bytes[3]
        if flags & 0x10 != 0 { return GeoPackageContent.Shape.none }
        let envelopes = [0, 32, 48, 48, 64]
        let envelope = Int(flags >> 1 & 0x07)
        guard envelope < envelopes.count else { return nil }
        var reader = BinaryReader(bytes: bytes, at: 8 + envelopes[envelope])
        return reader.shape(place, depth: 0)
    }
}

private struct BinaryReader {
    let bytes: [UInt8]
    var at: Int
    private var isLittle = true

    init(bytes: [UInt8], at: Int) { (self.bytes, self.at) = (bytes, at) }

    private mutating func byte() -> UInt8? {
        guard at < bytes.count else { return nil }
        at += 1
        return bytes[at - 1]
    }

    private mutating func word<Word: FixedWidthInteger>(_ type: Word.Type) -> Word? {
        let size = Word.bitWidth / 8
        guard at <= bytes.count - size else { return nil }
        let word = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: Word.self) }
        at += size
        return isLittle ? Word(littleEndian: word) : Word(bigEndian: word)
    }

    mutating func shape(_ place: (Double, Double) -> GeoPoint?, depth: Int) -> GeoPackageContent.Shape? {
        guard depth < 3, let order = byte(), order <= 1 else { return nil }
        isLittle = order == 1
        guard let code = word(UInt32.self) else { return nil }
        // ISO adds 1000 for heights, 2000 for measures; PostGIS sets the highest bits.
        let kind = code & 0x0FFF_FFFF
        let more = Int((kind / 1000 + 1) / 2) + Int(code >> 31) + Int(code >> 30 & 1)
        let extra = kind / 1000 == 3 ? 2 : more
        switch kind % 1000 {
        case 1: return point(extra, place).map(GeoPackageContent.Shape.point)
        case 2: return line(extra, place).map(GeoPackageContent.Shape.line)
        case 4, 5: return parts(place, depth)
        case 3: return .other("a polygon")
        case 6: return .other("several polygons")
        case 7: return .other("a collection")
        default: return .other("a shape of kind \(kind)")
        }
    }

    private mutating func point(_ extra: Int, _ place: (Double, Double) -> GeoPoint?) -> GeoPoint? {
        guard let x = word(UInt64.self), let y = word(UInt64.self) else { return nil }
        for _ in 0..<extra where word(UInt64.self) == nil { return nil }
        return place(Double(bitPattern: x), Double(bitPattern: y))
    }

    private mutating func line(_ extra: Int, _ place: (Double, Double) -> GeoPoint?) -> [GeoPoint]? {
        // No room is made for more points than there are bytes.
        guard let count = word(UInt32.self), count >= 2, Int(count) <= (bytes.count - at) / (16 + 8 * extra) else { return nil }
        var points: [GeoPoint] = []
        for _ in 0..<count {
            guard let point = point(extra, place) else { return nil }
            points.append(point)
        }
        return points
    }

    /// One point of several, or all lines after each other.
    private mutating func parts(_ place: (Double, Double) -> GeoPoint?, _ depth: Int) -> GeoPackageContent.Shape? {
        guard let count = word(UInt32.self), count > 0, Int(count) <= bytes.count - at else { return nil }
        var points: [GeoPoint] = []
        var isLine = false
        for _ in 0..<count {
            switch shape(place, depth: depth + 1) {
            case .point(let point): points.append(point)
            case .line(let line):
                isLine = true
                points += points.last == line.first ? line.dropFirst() : line[...]
            default: return nil
            }
        }
        if isLine { return .line(points) }
        return points.count == 1 ? .point(points[0]) : .other("several points")
    }
}

/// Coordinates of the reference systems that maps of fibre are drawn in, as WGS 84 degrees.
package enum MapGrid {
    /// How x and y of `EPSG:code` become a place; nil for a system that is not understood.
    ///
    /// 4326, 4258 (ETRS89, the same to a metre) and 4979 as they stand; 3857 and 326zz or 258zz, the zones of UTM north of the equator.
    package static func place(ofEPSG code: Int) -> ((_ x: Double, _ y: Double) -> GeoPoint?)? {
        switch code {
        case 4326, 4258, 4979: { x, y in onEarth(y, x) }
        case 3857, 900_913: { x, y in onEarth(mercatorLatitude(y), x / earth * 180 / .pi) }
        case 32_601...32_660: { x, y in transverse(x, y, zone: code - 32_600) }
        case 25_828...25_838: { x, y in transverse(x, y, zone: code - 25_800) }
        default: nil
        }
    }

    /// nil for what is no place.
    private static func onEarth(_ lat: Double, _ lon: Double) -> GeoPoint? {
        abs(lat) <= 90 && abs(lon) <= 180 ? GeoPoint(lat: lat, lon: lon) : nil
    }

    /// Of WGS 84, metres.
    private static let earth = 6_378_137.0

    private static func mercatorLatitude(_ y: Double) -> Double { (2 * atan(exp(y / earth)) - .pi / 2) * 180 / .pi }

    /// After C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers" (2011), to the third order: better than a millimetre.
    private static func transverse(_ x: Double, _ y: Double, zone: Int) -> GeoPoint? {
        let n = 1 / 298.257223563 / (2 - 1 / 298.257223563)
        let radius = earth / (1 + n) * (1 + n * n / 4 + n * n * n * n / 64)
        let (xi, eta) = (y / (0.9996 * radius), (x - 500_000) / (0.9996 * radius))
        let beta = [
            n / 2 - 2 * n * n / 3 + 37 * n * n * n / 96, n * n / 48 + n * n * n / 15, 17 * n * n * n / 480,
        ]
        var (xiBack, etaBack) = (xi, eta)
        for (index, b) in beta.enumerated() {
            let k = 2 * Double(index + 1)
            xiBack -= b * sin(k * xi) * cosh(k * eta)
            etaBack -= b * cos(k * xi) * sinh(k * eta)
        }
        let chi = asin(sin(xiBack) / cosh(etaBack))
        let delta = [2 * n - 2 * n * n / 3 - 2 * n * n * n, 7 * n * n / 3 - 8 * n * n * n / 5, 56 * n * n * n / 15]
        let lat = delta.enumerated().reduce(chi) { $0 + $1.element * sin(2 * Double($1.offset + 1) * chi) }
        let lon = atan2(sinh(etaBack), cos(xiBack)) + Double(zone * 6 - 183) * .pi / 180
        return onEarth(lat * 180 / .pi, lon * 180 / .pi)
    }
}
