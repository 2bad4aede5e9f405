import Diagnosis
import NetworkModel

/// One drawing: the frame, where every node stands in it, and the text so far. Parts are drawn from the ground upwards.
struct SVGDrawing {
    static let frameLeft = 24.0
    static let frameTop = 84.0
    static let widestMap = 980.0
    static let padding = 54.0
    static let legendWidth = 260.0

    let map: NetworkMap
    let projection: MapProjection?
    let frame: LabelPlacement.Box
    let points: [PlanePoint]
    /// Of each link, in the order of `map.edges`.
    let lines: [[PlanePoint]]
    let tiers: [LinkTier]
    /// Factor on the size of symbols: crowded maps have small ones.
    let scale: Double
    var labels: LabelPlacement
    var out = ""

    init(_ map: NetworkMap) {
        self.map = map
        let layout = SVGLayout(map)
        projection = layout.projection
        frame = layout.frame
        points = layout.points
        scale = layout.scale
        lines = layout.lines()
        tiers = LinkTier.tiers(of: map)
        labels = LabelPlacement(frame: layout.frame)
    }

    var pageHeight: Double { max(frame.y + frame.height + 24, 560) }
    /// Left edge of the legend.
    var legend: Double { frame.x + frame.width + 20 }
    var pageWidth: Double { legend + Self.legendWidth }

    /// Many nodes: thin lines, small symbols, names of the important ones only.
    var isCrowded: Bool { map.nodes.count > 150 }

    mutating func text() -> String {
        open()
        drawGround()
        drawLinks()
        drawNodes()
        drawCauses()
        drawLabels()
        drawScaleBar()
        out += "</g>\n"
        drawHeader()
        drawLegend()
        out += "</svg>\n"
        return out
    }

    private mutating func open() {
        let (width, height) = (pageWidth.fixed(0), pageHeight.fixed(0))
        out += """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            font-family="DejaVu Sans, Verdana, sans-serif" font-size="11">
            <title>\(map.title.xmlEscaped)</title>
            \(SVGStyle.sheet(crowded: isCrowded))
            \(SVGSymbols.definitions(scale: scale))
            <clipPath id="frame"><rect x="\(frame.x.fixed(1))" y="\(frame.y.fixed(1))" width="\(frame.width.fixed(1))" \
            height="\(frame.height.fixed(1))" rx="10"/></clipPath>
            <rect width="100%" height="100%" fill="#ffffff"/>

            """
    }

    /// The sea of paper, the grid of degrees and a soft shade under the network, which gives the country a body.
    private mutating func drawGround() {
        out += rectangle(frame, "class=\"paper\" rx=\"10\"") + "<g clip-path=\"url(#frame)\">\n"
        drawGrid()
        if projection != nil {
            let dots = points.map { "M\(xy($0))h0" }.joined()
            let ways = map.edges.indices.filter { tiers[$0] != .tail || map.nodes.count < 400 }.map { path(lines[$0]) }.joined()
            out += "<path class=\"land\" stroke-width=\"\((104 * min(1, scale + 0.2)).fixed(0))\" d=\"\(dots)\(ways)\"/>\n"
        }
    }

    private mutating func drawGrid() {
        guard let projection else { return }
        let step = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30].first { projection.scale * $0 >= 95 } ?? 30
        let (left, top) = offset(of: projection)
        for lon in projection.meridians(step: step) {
            let x = left + projection.x(ofMeridian: lon)
            let shown = lon > 180 ? lon - 360 : lon
            out += "<path class=\"grid\" d=\"M\(x.fixed(1)) \(frame.y.fixed(1))v\(frame.height.fixed(1))\"/>"
            out += "<text class=\"degree\" x=\"\((x + 4).fixed(1))\" y=\"\((frame.y + 14).fixed(1))\">"
            out += "\(abs(shown).fixed(2))°\(shown < 0 ? "W" : "E")</text>\n"
        }
        for lat in projection.parallels(step: step) {
            let y = top + projection.y(ofParallel: lat)
            out += "<path class=\"grid\" d=\"M\(frame.x.fixed(1)) \(y.fixed(1))h\(frame.width.fixed(1))\"/>"
            out += "<text class=\"degree\" x=\"\((frame.x + 6).fixed(1))\" y=\"\((y - 4).fixed(1))\">"
            out += "\(abs(lat).fixed(2))°\(lat < 0 ? "S" : "N")</text>\n"
        }
    }

    func offset(of projection: MapProjection) -> (Double, Double) {
        (frame.x + (frame.width - projection.width) / 2, frame.y + (frame.height - projection.height) / 2)
    }

    func xy(_ point: PlanePoint) -> String { point.x.fixed(1) + " " + point.y.fixed(1) }

    func path(_ line: [PlanePoint]) -> String {
        guard let first = line.first else { return "" }
        return "M" + xy(first) + line.dropFirst().map { "L" + xy($0) }.joined()
    }

    func rectangle(_ box: LabelPlacement.Box, _ attributes: String) -> String {
        "<rect x=\"\(box.x.fixed(1))\" y=\"\(box.y.fixed(1))\" width=\"\(box.width.fixed(1))\" height=\"\(box.height.fixed(1))\" \(attributes)/>\n"
    }
}
