import Diagnosis

extension SVGDrawing {
    mutating func drawHeader() {
        out += "<text class=\"h1\" x=\"24\" y=\"40\">\(Self.cutTitle(map.title.visible).xmlEscaped)</text>\n"
        let parts = [counts(), map.options.stateWords.isEmpty ? MapAge.text(of: map.state) : "", map.options.mark.visible].filter
        { !$0.isEmpty }
        out += "<text class=\"h2\" x=\"24\" y=\"64\">\(parts.joined(separator: "   ·   ").xmlEscaped)</text>\n"
    }

    private static func cutTitle(_ title: String) -> String { title.count <= 70 ? title : title.prefix(69) + "…" }

    private func counts() -> String {
        let nodes = map.layer == .site ? "sites" : map.layer == .duct ? "sites and joints" : "devices"
        return "\(map.nodes.count) \(nodes), \(map.edges.count) \(map.layer == .duct ? "ducts" : "links")"
    }

    /// Only what occurs on this map, with its number.
    mutating func drawLegend() {
        var y = frame.y + 14
        y = drawKinds(from: y)
        y = drawTiers(from: y + 18)
        y = drawStates(from: y + 18)
        if projection != nil, map.nodes.contains(where: { $0.place == nil }) {
            out += "<circle class=\"noplace\" r=\"7\" cx=\"\((legend + 14).fixed(1))\" cy=\"\((y + 14).fixed(1))\"/>"
            out += "<text class=\"k\" x=\"\((legend + 34).fixed(1))\" y=\"\((y + 18).fixed(1))\">place not recorded</text>\n"
        }
    }

    private mutating func drawKinds(from top: Double) -> Double {
        let numbers = Dictionary(grouping: map.nodes, by: \.kind).mapValues(\.count)
        let known = SVGSymbols.kinds.filter { numbers[$0] != nil }
        let own = numbers.keys.filter { !SVGSymbols.kinds.contains($0) }.sorted()
        var y = heading("Sites", at: top)
        for kind in known + own.prefix(6) {
            out +=
                "<use href=\"#\(SVGSymbols.kind(kind))-s\" class=\"n\" transform=\"translate(\((legend + 14).fixed(1)) \((y - 4).fixed(1)))\"/>"
            y = row(SVGSymbols.word(kind), numbers[kind] ?? 0, at: y)
        }
        return y
    }

    private mutating func drawTiers(from top: Double) -> Double {
        if map.edges.isEmpty { return top - 18 }
        let words: [LinkTier: String] = [.backbone: "backbone", .regional: "regional", .tail: "tail"]
        var y = heading(map.layer == .duct ? "Ducts" : "Links", at: top)
        for tier in LinkTier.allCases.reversed() {
            let number = tiers.count { $0 == tier }
            if number == 0 { continue }
            out += "<path class=\"l \(tier)\" d=\"M\(legend.fixed(1)) \((y - 4).fixed(1))h28\"/>"
            y = row(words[tier] ?? "", number, at: y)
        }
        let elsewhere = map.edges.count(where: Self.runsElsewhere)
        if elsewhere > 0 {
            out += "<path class=\"l regional elsewhere\" d=\"M\(legend.fixed(1)) \((y - 4).fixed(1))h28\"/>"
            y = row("of these via others", elsewhere, at: y)
        }
        return y
    }

    private mutating func drawStates(from top: Double) -> Double {
        let states: [ObjectState] = [.up, .down, .unobserved, .unknown].filter { state in
            map.nodes.contains { $0.state == state } || map.edges.contains { $0.state == state }
        }
        if states.isEmpty { return top - 18 }
        var y = heading(map.options.stateWords.isEmpty ? "States (sites)" : "Changes (sites)", at: top)
        for state in states {
            let (x, middle, at) = (legend.fixed(1), (legend + 14).fixed(1), (y - 4).fixed(1))
            out += "<path class=\"l regional \(state.rawValue)\" d=\"M\(x) \(at)h28\"/>"
            out += "<use href=\"#other-s\" class=\"n \(state.rawValue)\" transform=\"translate(\(middle) \(at))\"/>"
            if state == .down { out += "<use href=\"#x\" class=\"sign\" transform=\"translate(\(middle) \(at))\"/>" }
            if state == .unknown { out += "<text class=\"query\" x=\"\(middle)\" y=\"\((y - 0.8).fixed(1))\">?</text>" }
            y = row(
                word(state), map.nodes.count { $0.state == state },
                at: y)
        }
        return y
    }

    private func word(_ state: ObjectState) -> String {
        map.options.stateWords[state] ?? (state == .unobserved ? "unobserved (behind a cause)" : state.rawValue)
    }

    private mutating func heading(_ text: String, at y: Double) -> Double {
        out += "<text class=\"h3\" x=\"\(legend.fixed(1))\" y=\"\(y.fixed(1))\">\(text)</text>\n"
        return y + 22
    }

    private mutating func row(_ text: String, _ number: Int, at y: Double) -> Double {
        out +=
            "<text class=\"k\" x=\"\((legend + 34).fixed(1))\" y=\"\(y.fixed(1))\">\(Self.shortened(text.visible).xmlEscaped)</text>"
        out += "<text class=\"v\" x=\"\((legend + 236).fixed(1))\" y=\"\(y.fixed(1))\">\(number)</text>\n"
        return y + 20
    }

    /// A round number of kilometres about a fifth of the frame long; nothing on drawings without places.
    mutating func drawScaleBar() {
        guard let projection, projection.unitsPerKm > 0 else { return }
        let wanted = frame.width / 6 / projection.unitsPerKm
        var unit = 0.01
        while unit * 10 <= wanted { unit *= 10 }
        let km = [5, 2, 1].map { $0 * unit }.first { $0 <= wanted } ?? unit
        let length = km * projection.unitsPerKm
        let (x, y) = (frame.x + 18, frame.y + frame.height - 18)
        let word = km < 1 ? (km * 1000).fixed(0) + " m" : km.fixed(0) + " km"
        out += "<path class=\"bar\" d=\"M\(x.fixed(1)) \((y - 5).fixed(1))v5h\(length.fixed(1))v-5\"/>"
        out +=
            "<text class=\"t\" x=\"\((x + length / 2).fixed(1))\" y=\"\((y - 8).fixed(1))\" text-anchor=\"middle\">\(word)</text>\n"
    }
}
