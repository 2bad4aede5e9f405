import Foundation
import GRDB
import NetworkModel
import SNMPMessages

// What people and the monitor did, as a chain: each row's hash covers the row and the hash before it, so that a row that was changed or
// taken out shows. Rows name people by numbers; their names stand in one table, from which they can be taken without breaking the chain.

/// The end of the audit chain.
package struct AuditHead: Hashable, Sendable {
    package var rows: Int64
    /// 64 hexadecimal digits; zeros while there is no row.
    package var hash: String

    static let beginning = AuditHead(rows: 0, hash: String(repeating: "0", count: 64))
}

/// A row of the chain that is not as it was written.
package struct AuditFault: Hashable, Sendable {
    package var row: Int64
    package var message: String
}

extension Store {
    /// Adds an entry to the end of the chain.
    static func write(_ entry: AuditEntry, _ db: Database) throws {
        let head = try head(db)
        let actor = try entry.actor == "monitor" ? "monitor" : "p\(number(ofPerson: entry.actor, db))"
        let row = head.rows + 1
        let hash = hash(
            after: head.hash, row, entry.at.milliseconds, actor, entry.verb, entry.object, entry.reason, entry.detail)
        try db.execute(
            sql: "INSERT INTO audit (id, at, actor, verb, object, reason, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [row, entry.at.milliseconds, actor, entry.verb, entry.object, entry.reason, entry.detail, hash])
        try keep(AuditHead(rows: row, hash: hash), db)
    }

    private static func keep(_ head: AuditHead, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO audit_head (id, rows, hash) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET rows = ?1, hash = ?2",
            arguments: [head.rows, head.hash])
    }

    private static func head(_ db: Database) throws -> AuditHead {
        try Row.fetchOne(db, sql: "SELECT rows, hash FROM audit_head").map { AuditHead(rows: $0["rows"], hash: $0["hash"]) }
            ?? .beginning
    }

    static func number(ofPerson name: String, _ db: Database) throws -> Int64 {
        if let id = try Int64.fetchOne(db, sql: "SELECT id FROM audit_person WHERE name = ?", arguments: [name]) { return id }
        try db.execute(sql: "INSERT INTO audit_person (name) VALUES (?)", arguments: [name])
        return db.lastInsertedRowID
    }

    /// SHA-256 over the hash before and the row as a JSON array, so that no value can run into the next.
    private static func hash(
        after before: String, _ row: Int64, _ at: Int64, _ actor: String, _ verb: String, _ object: String?, _ reason: String,
        _ detail: String?
    ) -> String {
        let values = ["\(row)", "\(at)", actor, verb, object.map { "=" + $0 } ?? "", reason, detail.map { "=" + $0 } ?? ""]
        let text = (try? StoredJSON.text(values)) ?? ""
        return SHA256Digest.hex(Array("\(before)\n\(text)".utf8))
    }

    /// Rows of before the chain become its first ones; called once, by the migration that begins it.
    static func beginChain(_ db: Database) throws {
        let actors = try String.fetchAll(db, sql: "SELECT DISTINCT actor FROM audit WHERE actor <> 'monitor'")
        for actor in actors {
            let id = try number(ofPerson: actor, db)
            try db.execute(sql: "UPDATE audit SET actor = ? WHERE actor = ?", arguments: ["p\(id)", actor])
        }
        var head = AuditHead.beginning
        for old in try Row.fetchAll(db, sql: "SELECT id, at, actor, verb, object, reason, detail FROM audit ORDER BY id") {
            let row = head.rows + 1
            let hash = hash(
                after: head.hash, row, old["at"], old["actor"], old["verb"], old["object"], old["reason"], old["detail"])
            try db.execute(
                sql: "UPDATE audit SET id = ?, hash = ? WHERE id = ?", arguments: [row, hash, old["id"] as Int64])
            head = AuditHead(rows: row, hash: hash)
        }
        try keep(head, db)
    }

    package func auditHead() throws(StoreError) -> AuditHead { try read("read the audit") { try Self.head($0) } }

    /// The chain gone through from its beginning; empty where every row is as it was written. At most 100 faults.
    package func auditFaults() throws(StoreError) -> [AuditFault] {
        try read("verify the audit") { db in
            let head = try Self.head(db)
            var (before, next, faults): (String, Int64, [AuditFault]) = (AuditHead.beginning.hash, 1, [])
            let rows = try Row.fetchCursor(
                db, sql: "SELECT id, at, actor, verb, object, reason, detail, hash FROM audit ORDER BY id")
            while let row = try rows.next(), faults.count < 100 {
                let id: Int64 = row["id"]
                if id != next {
                    let words = id - next == 1 ? "row \(next) is missing" : "rows \(next) to \(id - 1) are missing"
                    faults.append(AuditFault(row: next, message: words))
                } else {
                    let hash = Self.hash(
                        after: before, id, row["at"], row["actor"], row["verb"], row["object"], row["reason"], row["detail"])
                    if hash != row["hash"] as String? {
                        faults.append(AuditFault(row: id, message: "row \(id) was changed, or does not follow the row before it"))
                    }
                }
                (before, next) = (row["hash"] as String? ?? "", id + 1)
            }
            if next <= head.rows {
                let words = next == head.rows ? "row \(next) is missing" : "rows \(next) to \(head.rows) are missing"
                faults.append(AuditFault(row: next, message: words))
            } else if next - 1 > head.rows {
                faults.append(AuditFault(row: head.rows + 1, message: "row \(head.rows + 1) was added beside the program"))
            } else if before != head.hash, faults.isEmpty {
                faults.append(AuditFault(row: head.rows, message: "row \(head.rows) is not the one that was written last"))
            }
            return faults
        }
    }

    /// Takes a person's name out of the file; what they did stays, under their number. - Returns: the number; nil where the name is not known.
    package func erasePerson(_ name: String, by actor: String, reason: String, at now: Timestamp) throws(StoreError) -> Int64? {
        try write("erase a name") { db in
            guard let id = try Int64.fetchOne(db, sql: "SELECT id FROM audit_person WHERE name = ?", arguments: [name]) else {
                return nil
            }
            let word = "person \(id)"
            try db.execute(sql: "UPDATE audit_person SET name = ? WHERE id = ?", arguments: [word, id])
            for (table, column) in [
                ("acknowledgement", "by"), ("incident_note", "by"), ("request", "by"), ("maintenance_window", "owner"),
                ("maintenance_series", "owner"),
            ] {
                try db.execute(sql: "UPDATE \(table) SET \(column) = ? WHERE \(column) = ?", arguments: [word, name])
            }
            try db.execute(
                sql: "UPDATE incident_note SET text = ? WHERE kind = 'assign' AND text = ?", arguments: [word, name])
            try Self.write(
                AuditEntry(at: now, actor: actor == name ? word : actor, verb: "audit erase", object: "p\(id)", reason: reason),
                db)
            return id
        }
    }

    /// The newest `limit` entries, oldest first, with the names that are known.
    package func auditEntries(limit: Int = 1000) throws(StoreError) -> [AuditEntry] {
        try read("read the audit") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.at, coalesce(p.name, a.actor) AS actor, a.verb, a.object, a.reason, coalesce(d.name, a.detail) AS detail
                    FROM audit a LEFT JOIN audit_person p ON 'p' || p.id = a.actor
                    LEFT JOIN audit_person d ON a.verb = 'incident assign' AND 'p' || d.id = a.detail ORDER BY a.id DESC LIMIT ?
                    """, arguments: [limit]
            ).reversed().map {
                AuditEntry(
                    at: Timestamp(milliseconds: $0["at"]), actor: $0["actor"], verb: $0["verb"], object: $0["object"],
                    reason: $0["reason"], detail: $0["detail"])
            }
        }
    }
}
