import Alerting
import GRDB
import NetworkModel

/// One entry of the audit table.
package struct AuditEntry: Hashable, Sendable {
    package var at: Timestamp
    /// A person's login name, or `monitor`.
    package var actor: String
    package var verb: String
    package var object: String?
    package var reason: String
    package var detail: String?
    package init(at: Timestamp, actor: String, verb: String, object: String? = nil, reason: String, detail: String? = nil) {
        (self.at, self.actor, self.verb) = (at, actor, verb)
        (self.object, self.reason, self.detail) = (object, reason, detail)
    }
}

extension Store {
    /// Keeps that a person took an incident, with its audit entry.
    /// - Returns: false where there is no such incident.
    package func acknowledge(_ acknowledgement: Acknowledgement) throws(StoreError) -> Bool {
        let incident = Self.identifier(acknowledgement.incident)
        return try write("acknowledge \(incident)") { db in
            guard try Int.fetchOne(db, sql: "SELECT 1 FROM incident WHERE id = ?", arguments: [incident]) != nil else {
                return false
            }
            try db.execute(
                sql: "INSERT INTO acknowledgement (incident, at, by, reason, until) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    incident, acknowledgement.at.milliseconds, acknowledgement.by, acknowledgement.reason,
                    acknowledgement.until?.milliseconds,
                ])
            try Self.write(
                AuditEntry(
                    at: acknowledgement.at, actor: acknowledgement.by, verb: "ack", object: incident,
                    reason: acknowledgement.reason,
                    detail: acknowledgement.until.map { "until \($0.clock)" }), db)
            return true
        }
    }

    /// Acknowledgements with a row number above `row`, in order, and the last row number: how the monitor learns of new ones.
    package func acknowledgements(after row: Int64 = 0) throws(StoreError) -> (rows: [Acknowledgement], last: Int64) {
        try read("read the acknowledgements") { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT id, incident, at, by, reason, until FROM acknowledgement WHERE id > ? ORDER BY id",
                arguments: [row])
            return (rows.map(Self.acknowledgement), rows.last?["id"] ?? row)
        }
    }

    /// The acknowledgements of one incident, in order.
    package func acknowledgements(incident: String) throws(StoreError) -> [Acknowledgement] {
        try read("read the acknowledgements") { db in
            try Row.fetchAll(
                db, sql: "SELECT id, incident, at, by, reason, until FROM acknowledgement WHERE incident = ? ORDER BY id",
                arguments: [Self.identifier(incident)]
            ).map(Self.acknowledgement)
        }
    }

    private static func acknowledgement(_ row: Row) -> Acknowledgement {
        Acknowledgement(
            incident: row["incident"], at: Timestamp(milliseconds: row["at"]), by: row["by"], reason: row["reason"],
            until: (row["until"] as Int64?).map(Timestamp.init(milliseconds:)), row: row["id"])
    }

    /// Keeps planned work, with its audit entry; returns it with its identifier.
    package func addMaintenance(_ window: MaintenanceWindow, by actor: String, at now: Timestamp) throws(StoreError)
        -> MaintenanceWindow
    {
        try write("add maintenance") { db in
            try db.execute(
                sql: "INSERT INTO maintenance_window (object, starts, ends, owner, reason) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    window.object.rawValue, window.from.milliseconds, window.to.milliseconds, window.owner, window.reason,
                ])
            var window = window
            window.id = "m\(db.lastInsertedRowID)"
            try Self.write(
                AuditEntry(
                    at: now, actor: actor, verb: "maintenance add", object: window.object.rawValue, reason: window.reason,
                    detail: "\(window.id) from \(window.from.clock) to \(window.to.clock)"), db)
            return window
        }
    }

    /// Ends planned work early. - Returns: false where it is unknown or has ended.
    package func endMaintenance(_ id: String, by actor: String, reason: String, at now: Timestamp) throws(StoreError) -> Bool {
        guard let row = Int64(id.hasPrefix("m") ? String(id.dropFirst()) : id) else { return false }
        return try write("end maintenance") { db in
            try Self.end(row, at: now, db)
            guard db.changesCount > 0 else { return false }
            try Self.write(AuditEntry(at: now, actor: actor, verb: "maintenance end", object: "m\(row)", reason: reason), db)
            return true
        }
    }

    /// Windows that end after `time`, those of series for the next 35 days, in the order of their start.
    package func maintenance(endingAfter time: Timestamp) throws(StoreError) -> [MaintenanceWindow] {
        try read("read the maintenance windows") { db in
            let series = try Self.series(endingAfter: time, db).flatMap {
                $0.windows(from: time, to: time + .seconds(35 * 86_400))
            }
            let single = try Row.fetchAll(
                db,
                sql: "SELECT id, object, starts, ends, owner, reason FROM maintenance_window WHERE ends > ? ORDER BY starts, id",
                arguments: [time.milliseconds]
            ).map { row in
                MaintenanceWindow(
                    id: "m\(row["id"] as Int64)", object: ObjectID(row["object"] as String),
                    from: Timestamp(milliseconds: row["starts"]),
                    to: Timestamp(milliseconds: row["ends"]), owner: row["owner"], reason: row["reason"])
            }
            return (single + series).sorted { ($0.from, $0.id) < ($1.from, $1.id) }
        }
    }

    /// Keeps that somebody did something.
    package func audit(_ entry: AuditEntry) throws(StoreError) { try write("write the audit") { try Self.write(entry, $0) } }
}
