import Alerting
import GRDB
import NetworkModel

extension Store {
    /// The windows that notices of these names made, ended ones too, in the order in which they were made.
    package func noticedWindows(_ uids: Set<String>) throws(StoreError) -> [NoticedWindow] {
        try read("read the notices") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT n.uid, n.part, n.sequence, w.id, w.object, w.starts, w.ends, w.owner, w.reason
                    FROM maintenance_notice n JOIN maintenance_window w ON w.id = n.window ORDER BY w.id
                    """)
            return rows.map { row in
                NoticedWindow(
                    uid: row["uid"], part: row["part"], sequence: row["sequence"],
                    window: MaintenanceWindow(
                        id: "m\(row["id"] as Int64)", object: ObjectID(row["object"] as String),
                        from: Timestamp(milliseconds: row["starts"]), to: Timestamp(milliseconds: row["ends"]),
                        owner: row["owner"], reason: row["reason"]))
            }.filter { uids.contains($0.uid) }
        }
    }

    /// Does what the plan says, all of it or nothing, with an audit entry a step; returns the steps with their identifiers.
    /// - Parameter source: the file, as the audit names it.
    package func apply(_ steps: [NoticeStep], source: String, by actor: String, at now: Timestamp) throws(StoreError)
        -> [NoticeStep]
    {
        try write("take the notices") { db in
            try steps.map { try Self.apply($0, source, actor, now, db) }
        }
    }

    private static func apply(_ step: NoticeStep, _ source: String, _ actor: String, _ now: Timestamp, _ db: Database) throws
        -> NoticeStep
    {
        switch step {
        case .add(var noticed):
            let window = noticed.window
            try db.execute(
                sql: "INSERT INTO maintenance_window (object, starts, ends, owner, reason) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    window.object.rawValue, window.from.milliseconds, window.to.milliseconds, window.owner, window.reason,
                ])
            noticed.window.id = "m\(db.lastInsertedRowID)"
            try keep(noticed, source, now, db)
            try audit("maintenance add", noticed, "from \(window.from.clock) to \(window.to.clock)", source, actor, now, db)
            return .add(noticed)
        case .change(let noticed, let was):
            let window = noticed.window
            try db.execute(
                sql: "UPDATE maintenance_window SET starts = ?, ends = ?, owner = ?, reason = ? WHERE id = ?",
                arguments: [
                    window.from.milliseconds, window.to.milliseconds, window.owner, window.reason, row(of: window),
                ])
            try keep(noticed, source, now, db)
            let words = "from \(was.from.clock) to \(was.to.clock), now from \(window.from.clock) to \(window.to.clock)"
            try audit("maintenance change", noticed, words, source, actor, now, db)
        case .end(let noticed, let reason):
            try end(row(of: noticed.window), at: now, db)
            try keep(noticed, source, now, db)
            try audit("maintenance end", noticed, reason, source, actor, now, db)
        case .same(let noticed):
            try keep(noticed, source, now, db)
        case .skip: break
        }
        return step
    }

    /// A window that has not begun yet never was; one that is open ends now.
    static func end(_ window: Int64, at now: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE maintenance_window SET starts = min(starts, ?1 - 1), ends = ?1 WHERE id = ?2 AND ends > ?1",
            arguments: [now.milliseconds, window])
    }

    private static func row(of window: MaintenanceWindow) -> Int64 { Int64(window.id.dropFirst()) ?? 0 }

    private static func keep(_ noticed: NoticedWindow, _ source: String, _ now: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO maintenance_notice (uid, object, part, window, sequence, source, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT (uid, object, part) DO UPDATE SET window = ?4, sequence = ?5, source = ?6, at = ?7
                """,
            arguments: [
                noticed.uid, noticed.window.object.rawValue, noticed.part, row(of: noticed.window), noticed.sequence, source,
                now.milliseconds,
            ])
    }

    private static func audit(
        _ verb: String, _ noticed: NoticedWindow, _ words: String, _ source: String, _ actor: String, _ now: Timestamp,
        _ db: Database
    ) throws {
        try write(
            AuditEntry(
                at: now, actor: actor, verb: verb, object: noticed.window.object.rawValue, reason: noticed.window.reason,
                detail: "\(noticed.window.id) \(words); notice \(noticed.uid) of \(source)"), db)
    }
}
