import Foundation
import GRDB
import Rendering

/// A GeoPackage (OGC 12-128r17, version 1.2): an SQLite file that QGIS and others open. The same layers give the same bytes.
package enum GeoPackageFile {
    /// Writes `layers` to `path`, in place of what was there.
    /// - Throws: `StoreError.failed` or what SQLite says.
    package static func write(_ layers: [GeoPackageLayer], to path: String) throws {
        let temporary = path + ".part"
        try? FileManager.default.removeItem(atPath: temporary)
        do {
            let queue = try DatabaseQueue(path: temporary)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10200")
                try db.inTransaction {
                    try fill(db, layers)
                    return .commit
                }
            }
            try queue.close()
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: temporary, toPath: path)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }

    private static func fill(_ db: Database, _ layers: [GeoPackageLayer]) throws {
        try db.execute(sql: schema)
        for (id, name, definition) in references {
            try db.execute(
                sql: "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
                arguments: [name, id, id > 0 ? "EPSG" : "NONE", id, definition])
        }
        for layer in layers { try add(layer, db) }
    }

    private static func add(_ layer: GeoPackageLayer, _ db: Database) throws {
        let columns = layer.columns.enumerated().map { ", \(quoted($1)) \(type(of: $0, in: layer))" }.joined()
        try db.execute(
            sql:
                "CREATE TABLE \(quoted(layer.name)) (fid INTEGER PRIMARY KEY NOT NULL, geom \(layer.geometry.rawValue)\(columns))"
        )
        let points = layer.rows.flatMap(\.points)
        try db.execute(
            sql: "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', '1970-01-01T00:00:00.000Z', ?, ?, ?, ?, 4326)",
            arguments: [
                layer.name, layer.name, points.map(\.lon).min(), points.map(\.lat).min(), points.map(\.lon).max(),
                points.map(\.lat).max(),
            ])
        try db.execute(
            sql: "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)",
            arguments: [layer.name, layer.geometry.rawValue])
        let marks = Array(repeating: "?", count: layer.columns.count + 2).joined(separator: ", ")
        let statement = try db.makeStatement(sql: "INSERT INTO \(quoted(layer.name)) VALUES (\(marks))")
        for (number, row) in layer.rows.enumerated() {
            let head: [(any DatabaseValueConvertible)?] = [number + 1, geometry(row.points, layer.geometry)]
            try statement.execute(arguments: StatementArguments(head + row.values.map(value)))
        }
    }

    /// Text as it may be shown: QGIS shows it without asking.
    private static func value(_ value: NetworkMap.Value?) -> (any DatabaseValueConvertible)? {
        switch value {
        case .text(let text): text.visible
        case .number(let number): number
        case .integer(let integer): integer
        case .flag(let flag): flag
        case nil: nil
        }
    }

    private static func type(of column: Int, in layer: GeoPackageLayer) -> String {
        for row in layer.rows {
            switch row.values[column] {
            case .text: return "TEXT"
            case .number: return "REAL"
            case .integer: return "INTEGER"
            case .flag: return "BOOLEAN"
            case nil: continue
            }
        }
        return "TEXT"
    }

    static func quoted(_ name: String) -> String { "\"" + name.visible.replacing("\"", with: "\"\"") + "\"" }

    /// A header of eight bytes (magic, version, flags: little endian, no envelope; reference system) and ISO WKB; nil without a place.
    private static func geometry(_ points: [GeoPoint], _ kind: GeoPackageLayer.Geometry) -> Data? {
        guard let first = points.first, kind == .point || points.count >= 2 else { return nil }
        var data = Data([0x47, 0x50, 0, 1])
        append(UInt32(4326), to: &data)
        data.append(1)
        append(UInt32(kind == .point ? 1 : 2), to: &data)
        if kind == .line { append(UInt32(points.count), to: &data) }
        for point in kind == .point ? [first] : points {
            append(point.lon.bitPattern, to: &data)
            append(point.lat.bitPattern, to: &data)
        }
        return data
    }

    private static func append(_ value: some FixedWidthInteger, to data: inout Data) {
        withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }

    private static let schema = """
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
            organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
        CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
            description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE,
            min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
            CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
        CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
            srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
            CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
            CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
            CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
        """

    /// The three that every GeoPackage holds (section 1.1.2.1.2).
    private static let references: [(Int, String, String)] = [
        (-1, "Undefined cartesian SRS", "undefined"), (0, "Undefined geographic SRS", "undefined"),
        (
            4326, "WGS 84 geodetic",
            "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
                + "AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
                + "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]"
        ),
    ]
}
