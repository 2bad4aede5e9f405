import Diagnosis
import NetworkModel

extension SVGDrawing {
    /// The course of a cut duct glows, a disc with a cross stands on the place, and a label names the cause.
    mutating func drawCauses() {
        let ordered = map.state.causes.filter(\.isBest) + map.state.causes.filter { !$0.isBest }
        for cause in ordered.prefix(12) {
            let courses = courses(of: cause.object)
            out += courses.map { "<path class=\"halo\" d=\"\(path($0))\"/>\n" }.joined()
        }
        for cause in ordered.prefix(12) {
            guard let spot = spot(of: cause.object) else { continue }
            drawMark(at: spot, cause)
        }
    }

    private mutating func drawMark(at spot: PlanePoint, _ cause: MapState.Cause) {
        let disc = LabelPlacement.Box(x: spot.x - 14, y: spot.y - 14, width: 28, height: 28)
        labels.take(disc)
        let lines = words(on: cause)
        let width =
            max(TextWidth.of(lines[0], size: 13, bold: true), lines.dropFirst().map { TextWidth.of($0, size: 11) }.max() ?? 0)
            + 20
        let height = 14 + 16 * Double(lines.count)
        if let box = labels.place(among: callouts(around: spot, width: width, height: height)) {
            out += "<path class=\"leader\" d=\"M\(xy(spot))L\(xy(box.middle))\"/>\n"
            out += rectangle(box, "class=\"callout\(cause.isBest ? "" : " candidate")\" rx=\"6\"")
            for (number, line) in lines.enumerated() {
                out += "<text class=\"\(number == 0 ? "cause" : "note")\" x=\"\((box.x + 10).fixed(1))\" "
                out += "y=\"\((box.y + 20 + 16 * Double(number)).fixed(1))\">\(line.xmlEscaped)</text>\n"
            }
        }
        out += "<g transform=\"translate(\(xy(spot)))\"><title>\(lines.joined(separator: " · ").xmlEscaped)</title>"
        if cause.isBest {
            out += "<circle r=\"12.5\" fill=\"#c1121f\" stroke=\"#fff\" stroke-width=\"2.5\"/>"
            out += "<path d=\"M-5-5L5 5M-5 5L5-5\" stroke=\"#fff\" stroke-width=\"3.4\" stroke-linecap=\"round\"/></g>\n"
        } else {
            out += "<circle r=\"11\" fill=\"#fff\" stroke=\"#c1121f\" stroke-width=\"2.5\" stroke-dasharray=\"4 3\"/>"
            out += "<text text-anchor=\"middle\" y=\"5\" font-size=\"14\" font-weight=\"bold\" fill=\"#c1121f\">?</text></g>\n"
        }
    }

    /// Around the spot at growing distance, to the side first.
    private func callouts(around p: PlanePoint, width w: Double, height h: Double) -> [LabelPlacement.Box] {
        [26.0, 56, 100, 160, 240].flatMap { (d: Double) -> [LabelPlacement.Box] in
            let (right, left, middle) = (p.x + d, p.x - d - w, p.x - w / 2)
            let (above, below) = (p.y - h - d * 0.3, p.y + d * 0.3)
            let corners: [(Double, Double)] = [
                (right, above), (left, above), (right, below), (left, below), (middle, p.y - d - h), (middle, p.y + d),
            ]
            return corners.map { LabelPlacement.Box(x: $0.0, y: $0.1, width: w, height: h) }
        }
    }

    private func words(on cause: MapState.Cause) -> [String] {
        let object = cause.object
        var first = Self.verb(object.kind) + " " + object.rawValue
        if !cause.isBest { first += "?" }
        var second: [String] = []
        if case .duct(let index)? = map.network[object] {
            let duct = map.network.document.ducts[Int(index)]
            if let name = duct.name { second.append(name) }
            if let owner = duct.owner { second.append(owner) }
            if let km = duct.km { second.append(km.fixed(1) + " km") }
            let links = map.network.linksOfDuct[index].count
            if links > 1 { second.append("\(links) links in it") }
        } else if let name = siteName(of: object) {
            second.append(name)
        }
        let lines = [first, second.joined(separator: " · "), cause.note ?? ""].filter { !$0.isEmpty }
        return lines.map { Self.cut($0.visible) }
    }

    private static func cut(_ text: String) -> String { text.count <= 60 ? text : text.prefix(59) + "…" }

    private static func verb(_ kind: ObjectKind?) -> String {
        switch kind {
        case .duct: "Cut:"
        case .segment: "Broken:"
        case .site, .feed, .area: "No power:"
        case .device: "Dead:"
        case .collector: "Blind:"
        default: "Down:"
        }
    }

    private func siteName(of object: ObjectID) -> String? {
        switch map.network[object] {
        case .site(let site): map.network.document.sites[Int(site)].name
        case .device(let device): map.network.document.sites[Int(map.network.siteOfDevice[Int(device)])].name
        case .link(let link): linkWords(Int(link))
        case .interface(let link, _): linkWords(Int(link))
        default: nil
        }
    }

    private func linkWords(_ link: Int) -> String {
        let ends = [map.network.deviceA[link], map.network.deviceB[link]].map {
            map.network.document.sites[Int(map.network.siteOfDevice[Int($0)])].name
        }
        return ends.joined(separator: " – ")
    }
}
