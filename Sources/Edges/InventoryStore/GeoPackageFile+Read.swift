import Foundation
import GRDB
import Rendering

extension GeoPackageFile {
    /// Rows of one layer that are read; what is beyond is said.
    private static let limit = 1_000_000

    /// Everything that `path` holds. The file is not written to, and nothing beside it is made.
    /// - Throws: `StoreError.failed` for a file that is no GeoPackage; what SQLite says of a damaged one.
    package static func read(_ path: String) throws -> GeoPackageContent {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { db in
            guard try db.tableExists("gpkg_contents"), try db.tableExists("gpkg_geometry_columns") else {
                throw StoreError.failed(
                    path: path, doing: "read the layers",
                    detail: "it is an SQLite file, but no GeoPackage: gpkg_contents is missing")
            }
            var content = GeoPackageContent()
            for table in try Row.fetchAll(db, sql: catalogue) { try read(table, db, &content) }
            for name in ["_fiberq_metadata", "fiberq_metadata"] where try db.tableExists(name) {
                content.remarks += try Row.fetchAll(db, sql: "SELECT key, value FROM \(name) ORDER BY key").map {
                    .init(column: $0["key"] ?? "", text: $0["value"] ?? "")
                }
            }
            return content
        }
    }

    private static let catalogue = """
        SELECT c.table_name AS name, c.data_type AS type, g.column_name AS geometry,
            coalesce(s.organization, '') AS organization, coalesce(s.organization_coordsys_id, g.srs_id) AS code
        FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
        LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY c.rowid
        """

    private static func read(_ table: Row, _ db: Database, _ content: inout GeoPackageContent) throws {
        let name: String = table["name"]
        guard try db.tableExists(name) else {
            content.unread[name] = "the file lists this layer and does not hold it"
            return
        }
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(quoted(name))") ?? 0
        guard let geometry: String = table["geometry"] else {
            content.tables[name] = count
            return
        }
        let code: Int = table["code"] ?? 0
        guard let place = MapGrid.place(ofEPSG: code) else {
            let system =
                "\(table["organization"] ?? "")".isEmpty ? "\(code)" : "\(table["organization"] as String? ?? ""):\(code)"
            content.unread[name] =
                "its coordinates are of \(system), which is not understood; save the layer as EPSG:4326 (QGIS: Export, Save Features As)"
            return
        }
        if count > limit { content.unread[name] = "only the first \(limit) of its \(count) rows were read" }
        let rows = try Row.fetchCursor(db, sql: "SELECT rowid AS fibrewatch_row, * FROM \(quoted(name)) LIMIT \(limit)")
        var layer = GeoPackageContent.Layer(name: name, rows: [])
        while let row = try rows.next() { layer.rows.append(feature(row, geometry, place)) }
        content.layers.append(layer)
    }

    private static func feature(
        _ row: Row, _ geometry: String, _ place: (Double, Double) -> GeoPoint?
    ) -> GeoPackageContent.Row {
        var feature = GeoPackageContent.Row(fid: row["fibrewatch_row"], shape: .none, values: [])
        for (column, value) in row where column != "fibrewatch_row" && column != "fid" {
            if column == geometry {
                if case .blob(let data) = value.storage {
                    feature.shape = GeoPackageGeometry.shape([UInt8](data), place) ?? .other("a damaged geometry")
                }
                continue
            }
            switch value.storage {
            case .string(let text): if !text.isEmpty { feature.values.append(.init(column: column, text: text)) }
            case .int64(let number): feature.values.append(.init(column: column, text: String(number)))
            case .double(let number): feature.values.append(.init(column: column, text: number.jsonNumber))
            case .null, .blob: break
            }
        }
        return feature
    }
}
