import GRDB
import NetworkModel

/// Something seen that fits a search.
package struct SeenMatch: Hashable, Sendable {
    /// `device`, `interface`, `module` or `neighbour`.
    package var kind: String
    package var device: ObjectID
    package var name: String
    /// What was found beside the name: alias, address, MAC address, serial number, far end.
    package var detail: String
    package var lastSeen: Timestamp
}

extension Store {
    /// Things seen in whose names, descriptions, addresses, MAC addresses or serial numbers `text` occurs, in any case (of ASCII letters), by
    /// device. MAC addresses fit however they are written. At most `limit`.
    package func search(_ text: String, limit: Int = 1000) throws(StoreError) -> [SeenMatch] {
        let bare = text.filter { !":-. ".contains($0) }
        let isAddress = bare.count >= 4 && bare.allSatisfy(\.isHexDigit)
        let arguments: StatementArguments = [
            "text": Self.pattern(text), "mac": isAddress ? Self.pattern(bare) : "", "limit": limit,
        ]
        return try read("search the inventory") { db in
            try Row.fetchAll(db, sql: Self.searching, arguments: arguments).map { row in
                SeenMatch(
                    kind: row["kind"], device: ObjectID(row["device"] as String), name: row["name"], detail: row["detail"],
                    lastSeen: Timestamp(milliseconds: row["last_seen"]))
            }
        }
    }

    /// `%text%` with LIKE's own signs taken literally.
    private static func pattern(_ text: String) -> String {
        "%" + text.map { "\\%_".contains($0) ? "\\\($0)" : String($0) }.joined() + "%"
    }

    /// Columns as one text, those without a value left out. (concat_ws came with SQLite 3.44 only.)
    private static func joined(_ columns: String..., by separator: String) -> String {
        "trim(" + columns.map { "coalesce(\($0) || \(separator), '')" }.joined(separator: " || ") + ", \(separator))"
    }

    private static func lines(_ columns: String...) -> String {
        columns.map { "coalesce(\($0), '')" }.joined(separator: " || char(10) || ")
    }

    /// Table and column names are those of this file, never a person's words.
    private static let searching = """
        SELECT kind, device, name, detail, last_seen FROM (
            SELECT 'device' AS kind, id AS device, coalesce(sys_name, '') AS name,
                \(joined("address", "serial", "sys_location", by: "', '")) AS detail,
                \(lines("sys_name", "sys_descr", "address", "serial", "sys_location", "sys_contact")) AS texts, '' AS mac, last_seen
            FROM device
            UNION ALL SELECT 'interface', device, name, \(joined("nullif(alias, '')", "mac", by: "', '")),
                \(lines("name", "descr", "alias")), replace(coalesce(mac, ''), ':', ''), last_seen FROM interface
            UNION ALL SELECT 'module', device, coalesce(nullif(name, ''), descr, ''), \(joined("model", "serial", by: "', '")),
                \(lines("name", "descr", "model", "serial")), '', last_seen FROM module
            UNION ALL SELECT 'neighbour', device, local_port, \(joined("remote_sys_name", "remote_port", "remote_chassis", by: "', '")),
                \(lines("remote_sys_name", "remote_port", "remote_port_descr", "remote_chassis")),
                replace(remote_chassis || ' ' || remote_port, ':', ''), last_seen FROM neighbour)
        WHERE texts LIKE :text ESCAPE '\\' OR (:mac <> '' AND mac LIKE :mac ESCAPE '\\')
        ORDER BY device, kind, name LIMIT :limit
        """
}
