import NetworkModel

/// From places or Graphviz's positions to points of the drawing.
struct SVGLayout {
    let projection: MapProjection?
    let frame: LabelPlacement.Box
    let points: [PlanePoint]
    let scale: Double
    private let map: NetworkMap

    init(_ map: NetworkMap) {
        self.map = map
        let (wide, high) = (SVGDrawing.widestMap, 980.0)
        let places = map.nodes.compactMap(\.place) + map.ducts.flatMap(\.points)
        let drawn = map.nodes.map { map.options.positions[$0.id] }
        var given: [PlanePoint?]
        var size: PlanePoint
        if drawn.contains(where: { $0 != nil }) || places.isEmpty {
            projection = nil
            (given, size) = Self.fitted(drawn, wide: wide, high: 820)
        } else {
            let projection = MapProjection(places: places, width: wide, height: high)
            self.projection = projection
            given = map.nodes.map { $0.place.map(projection.point) }
            size = PlanePoint(x: projection.width, y: projection.height)
        }
        let height = max(size.y, 340)
        let width = max(size.x, 620)
        frame = LabelPlacement.Box(
            x: SVGDrawing.frameLeft, y: SVGDrawing.frameTop, width: width + 2 * SVGDrawing.padding,
            height: height + 2 * SVGDrawing.padding)
        let shift = PlanePoint(x: frame.x + (frame.width - size.x) / 2, y: frame.y + (frame.height - size.y) / 2)
        let room = max(1, size.x * size.y) / Double(max(1, map.nodes.count))
        scale = min(1.25, max(0.42, room.squareRoot() / 62))
        let bottom = size.y + SVGDrawing.padding * 0.55
        let filled = MapPlaces.filled(given, map.edges, spread: 46 * max(scale, 0.7), bottom: bottom)
        points = Self.apart(Self.kept(filled.map { $0 + shift }, in: frame), by: 11 * scale)
    }

    /// Positions scaled into the frame, y turned downwards.
    private static func fitted(_ drawn: [PlanePoint?], wide: Double, high: Double) -> ([PlanePoint?], PlanePoint) {
        let known = drawn.compactMap { $0 }
        let (minX, maxX) = (known.map(\.x).min() ?? 0, known.map(\.x).max() ?? 0)
        let (minY, maxY) = (known.map(\.y).min() ?? 0, known.map(\.y).max() ?? 0)
        let factor = min(wide / max(maxX - minX, 1), high / max(maxY - minY, 1), 2)
        let points = drawn.map { $0.map { PlanePoint(x: ($0.x - minX) * factor, y: (maxY - $0.y) * factor) } }
        return (points, PlanePoint(x: (maxX - minX) * factor, y: (maxY - minY) * factor))
    }

    private static func kept(_ points: [PlanePoint], in frame: LabelPlacement.Box) -> [PlanePoint] {
        points.map {
            PlanePoint(
                x: min(max($0.x, frame.x + 16), frame.x + frame.width - 16),
                y: min(max($0.y, frame.y + 16), frame.y + frame.height - 16))
        }
    }

    /// Nodes at one place stand on a small ring around it.
    private static func apart(_ points: [PlanePoint], by distance: Double) -> [PlanePoint] {
        var members: [PlanePoint: [Int]] = [:]
        for (index, point) in points.enumerated() {
            members[PlanePoint(x: (point.x * 2).rounded(), y: (point.y * 2).rounded()), default: []].append(index)
        }
        var moved = points
        for group in members.values where group.count > 1 {
            let radius = distance * max(0.6, Double(group.count) / 6)
            for (number, index) in group.enumerated() {
                let turn = 2 * Double.pi * Double(number) / Double(group.count)
                moved[index] = points[index] + PlanePoint(x: cosine(turn) * radius, y: cosine(turn - .pi / 2) * radius)
            }
        }
        return moved
    }

    /// Links as drawn: along their ducts, straight, bowed where several join the same two nodes, a loop where both ends are one node.
    func lines() -> [[PlanePoint]] {
        var seen: [[Int]: Int] = [:]
        return map.edges.map { edge in
            let pair = [min(edge.a, edge.b), max(edge.a, edge.b)]
            let number = seen[pair, default: 0]
            seen[pair] = number + 1
            let (a, b) = (points[edge.a], points[edge.b])
            if edge.a == edge.b { return Self.loop(at: a, number: number, scale: scale) }
            if let projection, edge.line.count > 2 { return course(edge.line, projection, a, b) }
            return number == 0 ? [a, b] : Self.bow(a, b, number: edge.a <= edge.b ? number : -number)
        }
    }

    private func course(_ line: [GeoPoint], _ projection: MapProjection, _ a: PlanePoint, _ b: PlanePoint) -> [PlanePoint] {
        let shift = PlanePoint(
            x: frame.x + (frame.width - projection.width) / 2, y: frame.y + (frame.height - projection.height) / 2)
        return [a] + line.dropFirst().dropLast().map { projection.point($0) + shift } + [b]
    }

    private static func bow(_ a: PlanePoint, _ b: PlanePoint, number: Int) -> [PlanePoint] {
        let across = PlanePoint(x: a.y - b.y, y: b.x - a.x)
        let length = max(across.length, 0.001)
        // A link given from b to a is bowed to the same side as one given from a to b.
        let step = Double((abs(number) + 1) / 2) * (number % 2 == 0 ? -1 : 1)
        let turned = number < 0 ? -1.0 : 1.0
        let height = min(5 + length * 0.04, 14) * abs(step) * (abs(number) % 2 == 0 ? -1 : 1) * turned
        return (0...8).map { i in
            let t = Double(i) / 8
            return a + (b - a) * t + across * (height * 4 * t * (1 - t) / length)
        }
    }

    private static func loop(at point: PlanePoint, number: Int, scale: Double) -> [PlanePoint] {
        let radius = (9 + Double(number) * 4) * max(scale, 0.6)
        return (0...12).map { i in
            let turn = 2 * Double.pi * Double(i) / 12 + .pi / 2
            return point + PlanePoint(x: cosine(turn) * radius, y: cosine(turn - .pi / 2) * radius - radius)
        }
    }
}
