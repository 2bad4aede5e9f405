import Foundation
import GraphLayout
import InventoryStore
import NetworkModel
import Rendering

/// A network to be written in a format: joins the renderers with Graphviz, librsvg and SQLite where a format needs them.
struct MapRequest {
    var format: ExportFormat
    var network: Network
    var state: MapState
    var options: MapOptions

    func write(to path: String) throws {
        if format == .gpkg { return try GeoPackageFile.write(layers, to: path) }
        try bytes().write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    func bytes() throws -> Data {
        switch format {
        case .gpkg: try geoPackage()
        case .png: try PictureConverter.png(fromSVG: text())
        default: Data(try text().utf8)
        }
    }

    /// With places by Graphviz where a drawing has no coordinates to go by.
    private func text() throws -> String {
        var options = options
        if format.isDrawing {
            let map = NetworkMap(network, state: state, options: options, layer: format.usualLayer)
            if map.lacksPlaces {
                let points = try GraphLayout.positions(nodeCount: map.nodes.count, edges: map.edges.map { (a: $0.a, b: $0.b) })
                options.positions = Dictionary(zip(map.nodes.map(\.id), points)) { first, _ in first }
            }
        }
        return try format.text(of: network, state: state, options: options)
    }

    private var layers: [GeoPackageLayer] { GeoPackageLayer.layers(of: network, state: state, options: options) }

    private func geoPackage() throws -> Data {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-\(UUID().uuidString).gpkg")
        defer { try? FileManager.default.removeItem(at: path) }
        try GeoPackageFile.write(layers, to: path.path)
        return try Data(contentsOf: path)
    }
}
