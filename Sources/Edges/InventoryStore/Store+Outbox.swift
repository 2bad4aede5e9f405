import Alerting
import Foundation
import GRDB
import NetworkModel

extension Store {
    /// What to hand over now by one way, the most urgent first. A later notification of a thread waits for earlier ones to the same address,
    /// so that no recovery arrives before its problem.
    /// - Parameter heartbeatsSince: only heartbeats decided since then; nil: everything.
    package func dueNotifications(
        at now: Timestamp, by way: OutboxEntry.Way = .mail, limit: Int = 20, heartbeatsSince: Timestamp? = nil
    ) throws(StoreError) -> [OutboxEntry] {
        let (due, attempts) = way == .mail ? ("n.due", "n.attempts") : ("b.due", "b.attempts")
        return try read("read the outbox") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT n.id, n.incident, n.kind, n.decided, n.message_id, n.mail, n.body, \(attempts) AS tries, (
                        SELECT t.relay FROM notification_attempt t WHERE t.notification = n.id AND NOT \(Self.isTarget("t.relay"))
                        ORDER BY t.id DESC LIMIT 1) AS last_relay
                    FROM notification n JOIN notification_recipient b ON b.notification = n.id AND b.state = 'waiting'
                    WHERE n.state = 'waiting' AND \(due) <= ?1 AND (?3 IS NULL OR n.kind = 'heartbeat' AND n.decided >= ?3)
                    AND iif(?4 IS NULL, NOT \(Self.isTarget("b.address")), b.address = ?4) AND NOT \(Self.waitsForEarlier)
                    GROUP BY n.id ORDER BY n.priority, tries > 0, n.sequence LIMIT ?2
                    """, arguments: [now.milliseconds, limit, heartbeatsSince?.milliseconds, way.target])
            return try rows.compactMap { try Self.entry($0, way, db) }
        }
    }

    /// The targets for which something waits, by name.
    package func waitingTargets() throws(StoreError) -> [String] {
        try read("read the outbox") { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT b.address FROM notification n JOIN notification_recipient b ON b.notification = n.id
                    WHERE n.state = 'waiting' AND b.state = 'waiting' AND \(Self.isTarget("b.address")) ORDER BY b.address
                    """)
        }
    }

    /// Whether the address in `column` is no person's.
    static func isTarget(_ column: String) -> String { "\(column) LIKE '\(AlertPolicy.Target.prefix)%'" }

    /// Whether the recipient `b` of the notification `n` has not got an earlier mail of the thread: each reads them in order, and nobody
    /// waits for what another does not take. A thread may begin under another incident, or in a mail that tells several: what the mail
    /// refers to is of its thread as well.
    private static let waitsForEarlier = """
        EXISTS (
            SELECT 1 FROM notification e JOIN notification_recipient a ON a.notification = e.id
            WHERE (e.incident = n.incident OR e.message_id IN (SELECT value FROM json_each(n.body, '$.references')))
            AND e.state = 'waiting' AND e.sequence < n.sequence
            AND a.address = b.address AND a.state = 'waiting')
        """

    private static func entry(_ row: Row, _ way: OutboxEntry.Way, _ db: Database) throws -> OutboxEntry? {
        guard let kind = AlertNotification.Kind(rawValue: row["kind"]) else { return nil }
        let id: String = row["id"]
        let waiting =
            if let target = way.target { [target] } else {
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT b.address FROM notification n JOIN notification_recipient b ON b.notification = n.id
                        WHERE n.id = ? AND b.state = 'waiting' AND NOT \(isTarget("b.address")) AND NOT \(waitsForEarlier)
                        ORDER BY b.position
                        """, arguments: [id])
            }
        var entry = OutboxEntry(
            id: id, incident: row["incident"], kind: kind, decided: Timestamp(milliseconds: row["decided"]),
            messageID: row["message_id"], mail: Array(row["mail"] as Data), waiting: waiting, attempts: row["tries"])
        entry.lastRelay = row["last_relay"]
        if entry.attempts > 0, way == .mail {
            entry.doubts =
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM notification_attempt WHERE notification = ? AND uncertain", arguments: [id])
                ?? 0
            entry.takenBy = try String.fetchSet(
                db, sql: "SELECT relay FROM notification_attempt WHERE notification = ? AND verdict = 'accepted'", arguments: [id]
            )
        }
        if way != .mail { entry.notification = try? StoredJSON.value(AlertNotification.self, row["body"]) }
        return entry
    }

    /// When the next of what waits falls due; nil where nothing does.
    package func nextDue() throws(StoreError) -> Timestamp? {
        try read("read the outbox") { db in
            try Int64.fetchOne(db, sql: "SELECT min(\(Self.nextTime)) FROM notification n WHERE state = 'waiting'").map(
                Timestamp.init(milliseconds:))
        }
    }

    /// When the notification `n`, which waits, is tried next.
    static let nextTime = """
        (SELECT min(iif(\(isTarget("b.address")), b.due, n.due)) FROM notification_recipient b
        WHERE b.notification = n.id AND b.state = 'waiting')
        """

    /// Keeps a relay's answer: addresses that took it or never will are done, the rest is due again later.
    package func recordAttempt(_ id: String, answer: RelayAnswer, at now: Timestamp) throws(StoreError) {
        try write("record a delivery") { db in
            try db.execute(
                sql:
                    "INSERT INTO notification_attempt (notification, at, relay, verdict, reply, uncertain) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [id, now.milliseconds, answer.relay, answer.verdict.rawValue, answer.reply, answer.uncertain])
            for recipient in answer.recipients {
                try db.execute(
                    sql: """
                        UPDATE notification_recipient SET state = iif(?1 = 'temporary', state, ?1), at = ?2, reply = ?3
                        WHERE notification = ?4 AND address = ?5 AND state = 'waiting'
                        """,
                    arguments: [recipient.verdict.rawValue, now.milliseconds, recipient.reply, id, recipient.address])
            }
            let target = answer.recipients.first.flatMap { $0.address.hasPrefix(AlertPolicy.Target.prefix) ? $0.address : nil }
            try Self.finish(id, target: target, queueID: answer.queueID, at: now, db)
        }
    }

    /// - Parameter target: whose answer it was; nil: a relay's. Each target has a schedule of its own: one that is dead delays nobody's mail.
    private static func finish(_ id: String, target: String?, queueID: String?, at now: Timestamp, _ db: Database) throws {
        guard
            let decided = try Int64.fetchOne(db, sql: "SELECT decided FROM notification WHERE id = ?", arguments: [id])
        else { return }
        if now - Timestamp(milliseconds: decided) > OutboxSchedule.giveUpAfter,
            try Self.attempts(id, target, db) >= OutboxSchedule.giveUpAttempts
        {
            try db.execute(
                sql: """
                    UPDATE notification_recipient SET state = 'expired', at = ?1 WHERE notification = ?2 AND state = 'waiting'
                    AND iif(?3 IS NULL, NOT \(isTarget("address")), address = ?3)
                    """, arguments: [now.milliseconds, id, target])
        }
        let states = Set(
            try String.fetchAll(
                db, sql: "SELECT DISTINCT state FROM notification_recipient WHERE notification = ?", arguments: [id]))
        let state: StoredNotification.State =
            if states.contains("waiting") { .waiting } else if states == ["accepted"] {
                .sent
            } else if states.contains("accepted") {
                .partly
            } else { states.contains("expired") ? .expired : .refused }
        try db.execute(
            sql: """
                UPDATE notification SET state = ?1, queue_id = coalesce(?2, queue_id),
                    sent = iif(?1 IN ('sent', 'partly'), coalesce(sent, ?3), sent) WHERE id = ?4
                """, arguments: [state.rawValue, queueID, now.milliseconds, id])
        try postpone(id, target: target, at: now, db)
    }

    private static func postpone(_ id: String, target: String?, at now: Timestamp, _ db: Database) throws {
        let (table, condition, key) = place(id, target)
        let attempts = try Self.attempts(id, target, db) + 1
        let due = now + OutboxSchedule.wait(after: attempts, of: id)
        try db.execute(
            sql: "UPDATE \(table) SET attempts = ?, due = ? WHERE \(condition)",
            arguments: [attempts, due.milliseconds] + key)
    }

    private static func attempts(_ id: String, _ target: String?, _ db: Database) throws -> Int {
        let (table, condition, key) = place(id, target)
        return try Int.fetchOne(db, sql: "SELECT attempts FROM \(table) WHERE \(condition)", arguments: key) ?? 0
    }

    /// Where the schedule of a notification stands: that of the relays, or that of a target.
    private static func place(_ id: String, _ target: String?) -> (table: String, condition: String, key: StatementArguments) {
        guard let target else { return ("notification", "id = ?", [id]) }
        return ("notification_recipient", "notification = ? AND address = ?", [id, target])
    }

    /// Ends waits that no schedule gives, when a run begins: times written under a clock that was ahead would keep a mail until they come. What
    /// was put off for quiet hours is left, unless it was decided under such a clock itself.
    package func endFutureWaits(at now: Timestamp) throws(StoreError) {
        let latest = now + OutboxSchedule.longest + OutboxSchedule.longest
        try write("hurry the outbox") { db in
            try db.execute(
                sql: """
                    UPDATE notification SET due = ?1 WHERE state = 'waiting' AND due > ?2 AND (attempts > 0 OR decided > ?1)
                    """, arguments: [now.milliseconds, latest.milliseconds])
            try db.execute(
                sql: """
                    UPDATE notification_recipient SET due = ?1 WHERE state = 'waiting' AND due > ?2 AND (attempts > 0
                    OR EXISTS (SELECT 1 FROM notification n WHERE n.id = notification_recipient.notification AND n.decided > ?1))
                    """, arguments: [now.milliseconds, latest.milliseconds])
        }
    }

    /// A relay, or a target, takes what it is given again: what waits for its next attempt is due now.
    package func makeWaitingDue(at now: Timestamp, by way: OutboxEntry.Way = .mail) throws(StoreError) {
        try write("hurry the outbox") { db in
            if let target = way.target {
                try db.execute(
                    sql: """
                        UPDATE notification_recipient SET due = ?1
                        WHERE address = ?2 AND state = 'waiting' AND due > ?1 AND attempts > 0
                        """, arguments: [now.milliseconds, target])
            } else {
                try db.execute(
                    sql: "UPDATE notification SET due = ?1 WHERE state = 'waiting' AND due > ?1 AND attempts > 0",
                    arguments: [now.milliseconds])
            }
        }
    }
}
