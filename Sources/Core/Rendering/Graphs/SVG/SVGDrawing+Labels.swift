import Diagnosis

extension SVGDrawing {
    /// Names by importance: what is broken, data centres, hubs, then the rest as far as there is room.
    mutating func drawLabels() {
        for line in lines { labels.shade(line) }
        let crowded = isCrowded
        let ranked = map.nodes.indices.contains { importance(of: $0) >= 4 }
        for index in map.nodes.indices {
            let r = radius(of: index) + 1
            let box = LabelPlacement.Box(x: points[index].x - r, y: points[index].y - r, width: 2 * r, height: 2 * r)
            if importance(of: index) >= 3 || !crowded { labels.take(box) } else { labels.shade(points[index]) }
        }
        let degrees = nodeDegrees()
        let order = map.nodes.indices.filter { index in
            !map.nodes[index].name.isEmpty && (!crowded || !ranked || importance(of: index) > 0)
        }.sorted {
            (-importance(of: $0), -degrees[$0], $0) < (-importance(of: $1), -degrees[$1], $1)
        }
        for index in order { drawLabel(of: index, crowded: crowded) }
    }

    private func nodeDegrees() -> [Int] {
        var degrees = map.nodes.map { _ in 0 }
        for edge in map.edges {
            degrees[edge.a] += 1
            degrees[edge.b] += 1
        }
        return degrees
    }

    private func importance(of index: Int) -> Int {
        let node = map.nodes[index]
        if node.cause != nil { return 6 }
        if node.kind == "dc" { return 5 }
        if node.kind == "hub" { return 4 }
        if node.state == .down { return 3 }
        if node.state == .unobserved || node.state == .unknown { return 2 }
        return node.kind == "municipality" ? 1 : 0
    }

    private mutating func drawLabel(of index: Int, crowded: Bool) {
        let node = map.nodes[index]
        let rank = importance(of: index)
        let size = rank == 5 ? 15.0 : rank == 4 ? 12.5 : rank >= 2 ? 11 : crowded ? 9 : 10.5
        let bold = rank >= 4
        let name = Self.shortened(node.name.visible)
        let width = TextWidth.of(name, size: size, bold: bold) + 4
        let boxes = candidates(around: points[index], radius: radius(of: index), width: width, height: size * 1.15)
        let patience = rank >= 4 ? Int.max : rank >= 2 ? 60 : crowded ? 10 : 48
        guard let box = labels.place(among: boxes, patience: patience) else { return }
        let mood = node.state == .down ? " bad" : node.state == .unobserved || node.state == .unknown ? " off" : ""
        let weight = bold ? " font-weight=\"bold\"" : ""
        out += "<text class=\"t\(mood)\" font-size=\"\(size.fixed(1))\"\(weight) x=\"\((box.x + 2).fixed(1))\" "
        out += "y=\"\((box.y + size * 0.9).fixed(1))\">\(name.xmlEscaped)</text>\n"
    }

    /// Beside the symbol first, then above and below it, then a little further off.
    private func candidates(around p: PlanePoint, radius r: Double, width w: Double, height h: Double) -> [LabelPlacement.Box] {
        [2.0, 7.0].flatMap { gap -> [LabelPlacement.Box] in
            let d = r + gap
            let (right, left, middle) = (p.x + d * 0.7, p.x - d * 0.7 - w, p.x - w / 2)
            let (above, level, below) = (p.y - d * 0.6 - h, p.y - h / 2, p.y + d * 0.6)
            let corners: [(Double, Double)] = [
                (p.x + d, level), (p.x - d - w, level), (right, above), (right, below), (left, above), (left, below),
                (middle, p.y - d - h), (middle, p.y + d),
            ]
            return corners.map { LabelPlacement.Box(x: $0.0, y: $0.1, width: w, height: h) }
        }
    }

    static func shortened(_ name: String) -> String {
        name.count <= 30 ? name : name.prefix(29) + "…"
    }
}
