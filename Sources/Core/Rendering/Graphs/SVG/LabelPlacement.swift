/// Puts labels beside their points so that none covers another or a symbol: greedy, in the order of importance,
/// over a coarse grid of what is taken already.
struct LabelPlacement {
    struct Box: Hashable {
        var x: Double
        var y: Double
        var width: Double
        var height: Double

        func overlaps(_ other: Box) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
        }

        func holds(_ other: Box) -> Bool {
            other.x >= x && other.y >= y && other.x + other.width <= x + width && other.y + other.height <= y + height
        }

        var middle: PlanePoint { PlanePoint(x: x + width / 2, y: y + height / 2) }
    }

    private let frame: Box
    private let cell = 32.0
    private var taken: [Int64: [Box]] = [:]
    /// Points of lines and small symbols: a label over them is poor but possible.
    private var soft: [Int64: [PlanePoint]] = [:]

    init(frame: Box) { self.frame = frame }

    mutating func take(_ box: Box) {
        for key in keys(of: box) { taken[key, default: []].append(box) }
    }

    mutating func shade(_ point: PlanePoint) {
        soft[key(Int(point.x / cell), Int(point.y / cell)), default: []].append(point)
    }

    /// Points along a line, close enough that no label passes between them unnoticed.
    mutating func shade(_ line: [PlanePoint]) {
        for (a, b) in zip(line, line.dropFirst()) {
            let steps = max(1, Int(((b - a).length / 7).rounded(.up)))
            for step in 0...min(steps, 400) { shade(a + (b - a) * (Double(step) / Double(steps))) }
        }
    }

    /// The first of `boxes` with the least under it, taken; nil where every one would cover something or leave the frame.
    mutating func place(among boxes: [Box], patience: Int = .max) -> Box? {
        var best: (box: Box, cost: Int)?
        for (number, box) in boxes.enumerated() where frame.holds(box) && !isTaken(box) {
            let cost = covered(by: box) * 4 + number
            if cost < best?.cost ?? .max { best = (box, cost) }
        }
        guard let best, best.cost <= patience else { return nil }
        take(best.box)
        return best.box
    }

    private func isTaken(_ box: Box) -> Bool {
        keys(of: box).contains { taken[$0]?.contains { $0.overlaps(box) } ?? false }
    }

    private func covered(by box: Box) -> Int {
        keys(of: box).reduce(0) { sum, key in
            sum
                + (soft[key]?.count {
                    $0.x >= box.x && $0.x <= box.x + box.width && $0.y >= box.y && $0.y <= box.y + box.height
                } ?? 0)
        }
    }

    private func keys(of box: Box) -> [Int64] {
        let columns = Int(box.x / cell)...max(Int(box.x / cell), Int((box.x + box.width) / cell))
        let rows = Int(box.y / cell)...max(Int(box.y / cell), Int((box.y + box.height) / cell))
        return rows.flatMap { row in columns.map { key($0, row) } }
    }

    private func key(_ column: Int, _ row: Int) -> Int64 { Int64(row) << 32 | Int64(UInt32(truncatingIfNeeded: column)) }
}
