import Diagnosis

extension SVGDrawing {
    /// Small kinds below, data centres above; what is not up above its kind, with the sign of its state.
    mutating func drawNodes() {
        for index in drawingOrder() {
            drawNode(index)
        }
    }

    private func drawingOrder() -> [Int] {
        let rank = { (node: NetworkMap.Node) in
            ["dc": 4, "hub": 3, "municipality": 2][node.kind, default: node.kind == "joint" ? 0 : 1]
                + (node.state == nil || node.state == .up ? 0 : 5)
        }
        return map.nodes.indices.sorted { (rank(map.nodes[$0]), $0) < (rank(map.nodes[$1]), $1) }
    }

    private mutating func drawNode(_ index: Int) {
        let node = map.nodes[index]
        let kind = SVGSymbols.kind(node.kind)
        let signed = node.state != nil && node.state != .up
        let state = node.state.map { " " + $0.rawValue } ?? ""
        let at = "transform=\"translate(\(xy(points[index])))\""
        let name = node.name.isEmpty ? node.id.rawValue : node.name
        let tip = "\(name) · \(node.id.rawValue) · \(SVGSymbols.word(node.kind)) · \(StateStyle.word(node.state))"
        out += "<use href=\"#\(kind)\(signed ? "-s" : "")\" class=\"n\(state)\" \(at)><title>\(tip.xmlEscaped)</title></use>\n"
        switch node.state {
        case .down: out += "<use href=\"#x\" class=\"sign\" \(at)/>\n"
        case .unknown: out += "<text class=\"query\" \(at) y=\"3.2\">?</text>\n"
        case .up, .unobserved, nil: break
        }
        if node.place == nil, projection != nil {
            out += "<circle class=\"noplace\" \(at) r=\"\((SVGSymbols.signedRadius(kind, scale: scale) + 4).fixed(1))\"/>\n"
        }
    }

    /// Half the height of the symbol as drawn.
    func radius(of index: Int) -> Double {
        let node = map.nodes[index]
        let kind = SVGSymbols.kind(node.kind)
        return node.state == nil || node.state == .up
            ? SVGSymbols.radius(kind, scale: scale) : SVGSymbols.signedRadius(kind, scale: scale)
    }
}
