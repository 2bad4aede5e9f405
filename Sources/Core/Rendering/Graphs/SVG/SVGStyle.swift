/// The style sheet of the map. Every state has a dash or sign beside its colour.
enum SVGStyle {
    static func sheet(crowded: Bool) -> String {
        let widths: (tail: String, regional: String, backbone: String, casing: String) =
            crowded ? ("0.7", "1.2", "2.3", "4.2") : ("1.5", "2.2", "3.2", "5.8")
        return """
            <style>
            .paper{fill:#eef3f6;stroke:#c9d3da}
            .land{fill:none;stroke:#fbfaf5;stroke-linecap:round}
            .grid{stroke:#d6dfe5;stroke-width:.7;fill:none}
            .degree{font-size:9px;fill:#8b99a5}
            .l{fill:none;stroke:#3f4f63;stroke-linecap:round;stroke-linejoin:round}
            .tail{stroke-width:\(widths.tail);stroke-opacity:.65}
            .regional{stroke-width:\(widths.regional);stroke-opacity:.8}
            .backbone{stroke-width:\(widths.backbone)}
            .casing{fill:none;stroke:#fff;stroke-width:\(widths.casing);stroke-linecap:round;stroke-linejoin:round}
            .l.elsewhere{stroke-opacity:.2}
            .l.up{stroke:#1f6f8b}
            .l.down{stroke:#c1121f;stroke-dasharray:7 4;stroke-linecap:butt;stroke-opacity:1}
            .l.tail.down{stroke-width:1.4}
            .l.unobserved{stroke:#8a8f98;stroke-dasharray:.1 4.5;stroke-opacity:1}
            .l.unknown{stroke:#b7791f;stroke-dasharray:9 4 1 4;stroke-opacity:1}
            .l.estimated{stroke-dasharray:6 3}
            .n{stroke:#fff;stroke-width:1.2;fill:#3f4f63}
            .n.up{fill:#1f6f8b}
            .n.down{fill:#c1121f}
            .n.unobserved{fill:#fff;stroke:#6b7280;stroke-width:1.5;stroke-dasharray:2.4 1.8}
            .n.unknown{fill:#fdf3df;stroke:#b7791f;stroke-width:1.5}
            .sign{fill:none;stroke:#fff;stroke-width:1.9;stroke-linecap:round}
            .cross{fill:none;stroke:#c1121f;stroke-width:2;stroke-linecap:round}
            .query{font-size:9px;font-weight:bold;fill:#8a5a12;text-anchor:middle}
            .noplace{fill:none;stroke:#6b7280;stroke-width:1;stroke-dasharray:1.5 2.5}
            .halo{fill:none;stroke:#c1121f;stroke-opacity:.24;stroke-width:15;stroke-linecap:round;stroke-linejoin:round}
            .leader{fill:none;stroke:#c1121f;stroke-width:1.4}
            .callout{fill:#fff;stroke:#c1121f;stroke-width:1.6}
            .callout.candidate{stroke-dasharray:4 3}
            .cause{font-weight:bold;font-size:13px;fill:#a50e1a}
            .note{font-size:11px;fill:#1c2733}
            .t{fill:#1c2733;stroke:#fff;stroke-width:3px;stroke-opacity:.88;paint-order:stroke;stroke-linejoin:round}
            .t.bad{fill:#a50e1a;font-weight:bold}
            .t.off{fill:#5b6470;font-style:italic}
            .h1{font-size:24px;font-weight:bold;fill:#1c2733}
            .h2{font-size:12.5px;fill:#52606d}
            .h3{font-size:12px;font-weight:bold;fill:#1c2733}
            .k{font-size:11.5px;fill:#1c2733}
            .v{font-size:11.5px;fill:#52606d;text-anchor:end}
            .bar{fill:none;stroke:#1c2733;stroke-width:1.6}
            </style>
            """
    }
}

/// Symbols by kind of site, drawn around the origin, and the marks of causes.
enum SVGSymbols {
    static let kinds = ["dc", "hub", "municipality", "egov", "post", "joint", "other"]

    static func kind(_ kind: String) -> String { kinds.contains(kind) ? kind : "other" }

    /// Half the height of a symbol.
    static func radius(_ kind: String, scale: Double) -> Double {
        switch kind {
        case "dc": 9 * max(scale, 0.85)
        case "hub": 7 * max(scale, 0.75)
        case "municipality": 4.6 * max(scale, 0.6)
        case "joint": 2 * scale
        default: 4.2 * scale
        }
    }

    /// A symbol whose state needs a sign is large enough to bear one.
    static func signedRadius(_ kind: String, scale: Double) -> Double { max(radius(kind, scale: scale), 5.2) }

    static func definitions(scale: Double) -> String {
        var out = "<defs>\n"
        for kind in kinds {
            out += shape(kind, id: kind, radius: radius(kind, scale: scale))
            out += shape(kind, id: kind + "-s", radius: signedRadius(kind, scale: scale))
        }
        return out + "<path id=\"x\" d=\"M-3-3L3 3M-3 3L3-3\"/>\n</defs>"
    }

    static func shape(_ kind: String, id: String, radius r: Double) -> String {
        let n = { (value: Double) in value.fixed(2) }
        switch kind {
        case "dc":
            return "<path id=\"\(id)\" d=\"M\(n(-r)) \(n(-r))h\(n(2 * r))v\(n(2 * r))h\(n(-2 * r))z"
                + "M\(n(-r * 0.55)) \(n(-r * 0.3))h\(n(r * 1.1))M\(n(-r * 0.55)) \(n(r * 0.3))h\(n(r * 1.1))\"/>\n"
        case "hub": return "<path id=\"\(id)\" d=\"M0 \(n(-r))L\(n(r)) 0L0 \(n(r))L\(n(-r)) 0z\"/>\n"
        case "egov":
            return "<path id=\"\(id)\" d=\"M\(n(-r * 0.85)) \(n(-r * 0.85))h\(n(r * 1.7))v\(n(r * 1.7))h\(n(-r * 1.7))z\"/>\n"
        case "post": return "<path id=\"\(id)\" d=\"M0 \(n(-r * 1.1))L\(n(r)) \(n(r * 0.8))h\(n(-2 * r))z\"/>\n"
        default: return "<circle id=\"\(id)\" r=\"\(n(r))\"/>\n"
        }
    }

    static func word(_ kind: String) -> String {
        switch kind {
        case "dc": "data centre"
        case "hub": "hub"
        case "municipality": "municipality"
        case "egov": "eGovernment point"
        case "post": "post office"
        case "joint": "joint"
        case "other": "other site"
        default: kind
        }
    }
}
