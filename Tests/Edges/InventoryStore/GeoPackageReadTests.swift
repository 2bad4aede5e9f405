import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

@testable import Rendering

struct GeoPackageReadTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func `what was written is read back: layers, places and fields`() throws {
        let places = [GeoPoint(lat: 44.8, lon: 20.46), GeoPoint(lat: 45.25, lon: 19.83)]
        let layers = [
            GeoPackageLayer(
                name: "site", geometry: .point, columns: ["id", "count", "share"],
                rows: [
                    .init(points: [places[0]], values: [.text("site:Ž \"1\""), .integer(3), .number(0.5)]),
                    .init(points: [], values: [.text("site:b"), nil, nil]),
                ]),
            GeoPackageLayer(
                name: "duct", geometry: .line, columns: ["id"], rows: [.init(points: places, values: [.text("duct:a")])]),
        ]
        let path = folder.path("a.gpkg")
        try GeoPackageFile.write(layers, to: path)
        let content = try GeoPackageFile.read(path)
        #expect(content.layers.map(\.name) == ["site", "duct"])
        #expect(content.layers[0].rows[0].shape == .point(places[0]) && content.layers[0].rows[1].shape == .none)
        #expect(content.layers[0].rows[0].values.map(\.text) == ["site:Ž \"1\"", "3", "0.5"])
        #expect(content.layers[1].rows.map(\.shape) == [.line(places)])
    }

    @Test func `a file that is no GeoPackage, or damaged, is refused with words`() throws {
        try Data("hello".utf8).write(to: folder.url.appendingPathComponent("b.gpkg"))
        #expect(throws: (any Error).self) { try GeoPackageFile.read(folder.path("b.gpkg")) }
        #expect(throws: (any Error).self) { try GeoPackageFile.read(folder.path("absent.gpkg")) }
        #expect(!FileManager.default.fileExists(atPath: folder.path("absent.gpkg")))
    }
}
