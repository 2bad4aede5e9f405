import Foundation
import GRDB
import NetworkModel

extension Store {
    /// So many octets are kept of what the monitor knows; a larger network's monitor begins anew when it starts.
    static let mostSnapshot = 32 << 20

    /// Keeps the newest in place of the last one, in the transaction of the incidents that it is at one with.
    static func keep(_ snapshot: Data, at time: Timestamp, _ db: Database) throws {
        guard snapshot.count <= mostSnapshot else { return try db.execute(sql: "DELETE FROM monitor_snapshot") }
        try db.execute(
            sql: """
                INSERT INTO monitor_snapshot (id, at, body) VALUES (1, ?1, ?2)
                ON CONFLICT (id) DO UPDATE SET at = ?1, body = ?2
                """, arguments: [time.milliseconds, snapshot])
    }

    /// What the monitor knew when it last wrote it; nil where it never did.
    package func snapshot() throws(StoreError) -> Data? {
        try read("read what the monitor knew") { db in try Data.fetchOne(db, sql: "SELECT body FROM monitor_snapshot") }
    }
}
