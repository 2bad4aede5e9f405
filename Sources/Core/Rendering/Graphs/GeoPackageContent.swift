/// What a GeoPackage holds, as it stands there: read at the edge, understood by who imports maps.
package struct GeoPackageContent: Hashable, Sendable {
    package enum Shape: Hashable, Sendable {
        case point(GeoPoint)
        /// Two points or more; the parts of a line in several are one after the other.
        case line([GeoPoint])
        /// A polygon or something else that is neither site nor way, by its name.
        case other(String)
        case none
    }

    package struct Row: Hashable, Sendable {
        package var fid: Int64
        package var shape: Shape
        /// Columns that hold something, in the order of the table, as text.
        package var values: [Value]
        package init(fid: Int64, shape: Shape, values: [Value]) { (self.fid, self.shape, self.values) = (fid, shape, values) }

        /// The first of `names` that stands here, whatever the case of its letters.
        package func value(_ names: String...) -> String? {
            for name in names {
                if let found = values.first(where: { $0.column.lowercased() == name.lowercased() }) { return found.text }
            }
            return nil
        }
    }

    package struct Value: Hashable, Sendable {
        package var column: String
        package var text: String
        package init(column: String, text: String) { (self.column, self.text) = (column, text) }
    }

    package struct Layer: Hashable, Sendable {
        package var name: String
        package var rows: [Row]
        package init(name: String, rows: [Row]) { (self.name, self.rows) = (name, rows) }
    }

    package var layers: [Layer] = []
    /// Tables without geometry, with their rows.
    package var tables: [String: Int] = [:]
    /// Layers that were not read, and why.
    package var unread: [String: String] = [:]
    /// `_fiberq_metadata` and its like: what the file says of itself.
    package var remarks: [Value] = []

    package init() {}
}
