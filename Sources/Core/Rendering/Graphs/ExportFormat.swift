import NetworkModel

/// The formats of `export` that are text; `gpkg` (SQLite) and `png` (drawn from the SVG) are written at the edge.
package enum ExportFormat: String, CaseIterable, Sendable {
    case dot, graphml, geojson, svg, json

    /// Maps show sites, graphs show devices, unless the reader asks for another layer.
    package var usualLayer: MapOptions.Layer {
        switch self {
        case .geojson, .svg: .site
        case .dot, .graphml, .json: .ip
        }
    }

    /// Drawn: needs a place for every node, from coordinates or from Graphviz.
    package var isDrawing: Bool { self == .svg || self == .graphml }

    /// The document, the same bytes for the same network, state and options.
    package func text(of network: Network, state: MapState = .declared, options: MapOptions = MapOptions()) throws -> String {
        if self == .json { return try NetworkJSONExport.text(of: network.document) }
        let map = NetworkMap(network, state: state, options: options, layer: usualLayer)
        switch self {
        case .dot: return DOTExport.text(of: map)
        case .graphml: return GraphMLExport.text(of: map)
        case .geojson: return GeoJSONExport.text(of: map)
        case .svg: return SVGExport.text(of: map)
        case .json: return ""
        }
    }
}
