import Foundation
import GRDB
import NetworkModel

/// What a store keeps of a device beside the inventory, each in the form of whoever writes it.
package enum DeviceNote: String, Sendable {
    /// How it is best asked: rows a request, response time, quirks.
    case learned
    /// By what it is known to be the same box.
    case identity
    /// By what each of its interfaces is known, over renumbering.
    case interfaces
    /// The octets of texts that are not valid UTF-8 or have a NUL, in hex by object: the inventory has their readable form.
    case octets
    /// What is odd about its answers.
    case findings
}

extension Store {
    /// Keeps the newest notes of one kind; JSON.
    package func keep(
        _ values: [ObjectID: some Encodable & Sendable], as note: DeviceNote, at now: Timestamp
    ) throws(StoreError) {
        if values.isEmpty { return }
        try write("keep notes of devices") { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO device_note (device, kind, at, body) VALUES (?, ?, ?, ?)
                    ON CONFLICT (device, kind) DO UPDATE SET at = excluded.at, body = excluded.body
                    """)
            for (device, value) in values {
                try statement.execute(
                    arguments: [device.rawValue, note.rawValue, now.milliseconds, try StoredJSON.text(value)])
            }
        }
    }

    /// The notes of one kind by device, of one device where it is named; what cannot be read is left out.
    package func notes<Value: Decodable & Sendable>(
        _ type: Value.Type, _ note: DeviceNote, of device: ObjectID? = nil
    ) throws(StoreError) -> [ObjectID: Value] {
        try read("read notes of devices") { db in
            guard try db.tableExists("device_note") else { return [:] }
            let rows = try Row.fetchAll(
                db, sql: "SELECT device, body FROM device_note WHERE kind = ?1 AND (?2 IS NULL OR device = ?2)",
                arguments: [note.rawValue, device?.rawValue])
            var found: [ObjectID: Value] = [:]
            for row in rows { found[ObjectID(row["device"] as String)] = try? StoredJSON.value(type, row["body"]) }
            return found
        }
    }
}
