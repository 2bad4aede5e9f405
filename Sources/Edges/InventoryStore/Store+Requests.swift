import Alerting
import GRDB
import NetworkModel

/// What a person said about an incident.
package struct IncidentNote: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case note
        /// Who works on it.
        case assign
        /// What it was, once that is known.
        case cause
        /// The carrier's number.
        case ticket
    }

    package var incident: String
    package var at: Timestamp
    package var by: String
    package var kind: Kind
    package var text: String
    package init(incident: String, at: Timestamp, by: String, kind: Kind, text: String) {
        (self.incident, self.at, self.by, self.kind, self.text) = (incident, at, by, kind, text)
    }
}

/// What a person asks of the running monitor.
package struct PersonRequest: Hashable, Sendable {
    package var verb: String
    /// What it is about: an identifier of the network, or of an incident.
    package var object: String
    package var by: String
    package var reason = "asked"
    /// What the verb needs beside the object; empty where it needs nothing.
    package var detail = ""
    /// Given by the store.
    package var number: Int64 = 0
    package init(verb: String, object: String, by: String) { (self.verb, self.object, self.by) = (verb, object, by) }
}

/// Planned work that comes again.
package struct MaintenanceSeries: Hashable, Sendable {
    package var id: String
    package var object: ObjectID
    /// `thu`, `mon-fri`; and `01:00-04:00`, on the wall of `zone`.
    package var days: String
    package var hours: String
    package var zone: String
    package var from: Timestamp
    package var to: Timestamp
    package var owner: String
    package var reason: String

    package init(
        id: String, object: ObjectID, days: String, hours: String, zone: String, from: Timestamp, to: Timestamp, owner: String,
        reason: String
    ) {
        (self.id, self.object, self.days, self.hours, self.zone) = (id, object, days, hours, zone)
        (self.from, self.to, self.owner, self.reason) = (from, to, owner, reason)
    }

    private var calendar: OpeningHours? {
        OpeningHours(.init(id: "cal:maintenance", zone: zone, open: [days: hours], graceSeconds: 0))
    }

    /// False where days, hours or zone cannot be read.
    package var isReadable: Bool { calendar != nil }

    /// Its windows that touch a span, in order.
    package func windows(from begin: Timestamp, to end: Timestamp) -> [MaintenanceWindow] {
        (calendar?.occurrences(from: max(begin, from), to: min(end, to)) ?? []).map { span in
            MaintenanceWindow(
                id: "\(id).\(span.from.milliseconds / 60_000)", object: object, from: span.from, to: span.to, owner: owner,
                reason: reason)
        }
    }
}

extension Store {
    /// Keeps what a person said, with its audit entry. - Returns: false where there is no such incident.
    package func add(_ note: IncidentNote) throws(StoreError) -> Bool {
        let incident = Self.identifier(note.incident)
        return try write("write to \(incident)") { db in
            guard try Int.fetchOne(db, sql: "SELECT 1 FROM incident WHERE id = ?", arguments: [incident]) != nil else {
                return false
            }
            try db.execute(
                sql: "INSERT INTO incident_note (incident, at, by, kind, text) VALUES (?, ?, ?, ?, ?)",
                arguments: [incident, note.at.milliseconds, note.by, note.kind.rawValue, note.text])
            var entry = AuditEntry(
                at: note.at, actor: note.by, verb: "incident \(note.kind.rawValue)", object: incident, reason: note.text)
            if note.kind == .assign {
                // A name, so it stands where it can be erased.
                (entry.reason, entry.detail) = ("", "p\(try Self.number(ofPerson: note.text, db))")
            }
            try Self.write(entry, db)
            return true
        }
    }

    /// What people said about an incident, in order.
    package func notes(incident: String) throws(StoreError) -> [IncidentNote] {
        try read("read the notes") { db in
            try Row.fetchAll(
                db, sql: "SELECT incident, at, by, kind, text FROM incident_note WHERE incident = ? ORDER BY id",
                arguments: [Self.identifier(incident)]
            ).compactMap { row in
                IncidentNote.Kind(rawValue: row["kind"]).map {
                    IncidentNote(
                        incident: row["incident"], at: Timestamp(milliseconds: row["at"]), by: row["by"], kind: $0,
                        text: row["text"])
                }
            }
        }
    }

    /// Keeps planned work that comes again, with its audit entry; returns it with its identifier (`s3`).
    package func addSeries(_ series: MaintenanceSeries, by actor: String, at now: Timestamp) throws(StoreError)
        -> MaintenanceSeries
    {
        try write("add maintenance") { db in
            try db.execute(
                sql: """
                    INSERT INTO maintenance_series (object, days, hours, zone, starts, ends, owner, reason)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    series.object.rawValue, series.days, series.hours, series.zone, series.from.milliseconds,
                    series.to.milliseconds,
                    series.owner, series.reason,
                ])
            var series = series
            series.id = "s\(db.lastInsertedRowID)"
            let detail = "\(series.id) \(series.days) \(series.hours) \(series.zone) until \(series.to.clock)"
            try Self.write(
                AuditEntry(
                    at: now, actor: actor, verb: "maintenance add", object: series.object.rawValue, reason: series.reason,
                    detail: detail), db)
            return series
        }
    }

    /// Ends a series. - Returns: false where it is unknown or has ended.
    package func endSeries(_ id: String, by actor: String, reason: String, at now: Timestamp) throws(StoreError) -> Bool {
        guard id.hasPrefix("s"), let row = Int64(id.dropFirst().prefix { $0 != "." }) else { return false }
        return try write("end maintenance") { db in
            try db.execute(
                sql: "UPDATE maintenance_series SET ends = max(?1, starts + 1) WHERE id = ?2 AND ends > ?1",
                arguments: [now.milliseconds, row])
            guard db.changesCount > 0 else { return false }
            try Self.write(AuditEntry(at: now, actor: actor, verb: "maintenance end", object: "s\(row)", reason: reason), db)
            return true
        }
    }

    static func series(endingAfter time: Timestamp, _ db: Database) throws -> [MaintenanceSeries] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, object, days, hours, zone, starts, ends, owner, reason FROM maintenance_series
                WHERE ends > ? ORDER BY id
                """, arguments: [time.milliseconds]
        ).map { row in
            MaintenanceSeries(
                id: "s\(row["id"] as Int64)", object: ObjectID(row["object"] as String), days: row["days"], hours: row["hours"],
                zone: row["zone"], from: Timestamp(milliseconds: row["starts"]), to: Timestamp(milliseconds: row["ends"]),
                owner: row["owner"], reason: row["reason"])
        }
    }

    /// Asks something of the running monitor, with its audit entry; returns the request's number.
    package func add(_ request: PersonRequest, at now: Timestamp) throws(StoreError) -> Int64 {
        try write("ask the monitor") { db in
            try db.execute(
                sql: "INSERT INTO request (at, by, verb, object, reason, detail) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [now.milliseconds, request.by, request.verb, request.object, request.reason, request.detail])
            let number = db.lastInsertedRowID
            try Self.write(
                AuditEntry(
                    at: now, actor: request.by, verb: request.verb, object: request.object, reason: request.reason,
                    detail: request.detail), db)
            return number
        }
    }

    /// Requests with a number above `number` that are not done, in order, none older than ten minutes. They are done with the batch that
    /// records what followed from them.
    package func requests(after number: Int64 = 0, at now: Timestamp) throws(StoreError) -> [PersonRequest] {
        try read("read the requests") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, verb, object, by, reason, detail FROM request WHERE id > ? AND done IS NULL AND at > ?
                    ORDER BY id LIMIT 100
                    """,
                arguments: [number, (now - .seconds(600)).milliseconds]
            ).map { row in
                var request = PersonRequest(verb: row["verb"], object: row["object"], by: row["by"])
                (request.reason, request.detail, request.number) = (row["reason"], row["detail"], row["id"])
                return request
            }
        }
    }

    static func end(request: Int64, at now: Timestamp, _ db: Database) throws {
        try db.execute(sql: "UPDATE request SET done = ? WHERE id = ?", arguments: [now.milliseconds, request])
    }

    /// True once the monitor has taken it and what followed is written down.
    package func isTaken(request: Int64) throws(StoreError) -> Bool {
        try read("read the request") { db in
            try Bool.fetchOne(db, sql: "SELECT done IS NOT NULL FROM request WHERE id = ?", arguments: [request]) ?? false
        }
    }

    /// What was asked for has happened.
    package func answered(request: Int64, at now: Timestamp) throws(StoreError) {
        try write("answer a request") { db in
            try db.execute(sql: "UPDATE request SET answered = ? WHERE id = ?", arguments: [now.milliseconds, request])
        }
    }

    /// True once what was asked for has happened.
    package func isAnswered(request: Int64) throws(StoreError) -> Bool {
        try read("read the request") { db in
            try Bool.fetchOne(db, sql: "SELECT answered IS NOT NULL FROM request WHERE id = ?", arguments: [request]) ?? false
        }
    }

    /// Audit entries of a span, oldest first.
    package func auditEntries(since: Timestamp, until: Timestamp) throws(StoreError) -> [AuditEntry] {
        try auditEntries(limit: .max).filter { $0.at >= since && $0.at <= until }
    }
}
