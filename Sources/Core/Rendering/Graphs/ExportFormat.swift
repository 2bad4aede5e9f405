import NetworkModel

/// The formats of `export`.
package enum ExportFormat: String, CaseIterable, Sendable {
    case dot, graphml, gexf, geojson, gpkg, kml, netjson, cytoscape, mermaid, svg, png, html, csv, json

    /// Not text: `gpkg` is SQLite, `png` is drawn from the SVG; edges write them.
    package var isBinary: Bool { self == .gpkg || self == .png }

    /// Maps show sites, graphs show devices, unless the reader asks for another layer.
    package var usualLayer: MapOptions.Layer {
        switch self {
        case .geojson, .gpkg, .kml, .svg, .png, .html: .site
        case .dot, .graphml, .gexf, .netjson, .cytoscape, .mermaid, .csv, .json: .ip
        }
    }

    /// Drawn: needs a place for every node, from coordinates or from Graphviz.
    package var isDrawing: Bool {
        switch self {
        case .svg, .png, .html, .graphml, .gexf, .cytoscape: true
        case .dot, .geojson, .gpkg, .kml, .netjson, .mermaid, .csv, .json: false
        }
    }

    /// The document, the same bytes for the same network, state and options; for `png` the SVG that it is drawn from, for `gpkg` nothing.
    package func text(of network: Network, state: MapState = .declared, options: MapOptions = MapOptions()) throws -> String {
        if self == .json { return try NetworkJSONExport.text(of: network.document) }
        let map = NetworkMap(network, state: state, options: options, layer: usualLayer)
        switch self {
        case .dot: return DOTExport.text(of: map)
        case .graphml: return GraphMLExport.text(of: map)
        case .gexf: return GEXFExport.text(of: map)
        case .geojson: return GeoJSONExport.text(of: map)
        case .kml: return KMLExport.text(of: map)
        case .netjson: return NetJSONExport.text(of: map)
        case .cytoscape: return CytoscapeExport.text(of: map)
        case .mermaid: return MermaidExport.text(of: map)
        case .svg, .png: return SVGExport.text(of: map)
        case .html: return HTMLExport.text(of: map)
        case .csv: return CSVExport.text(of: map)
        case .gpkg, .json: return ""
        }
    }
}
