import Alerting
import Foundation
import GRDB
import NetworkModel

/// A mail of the outbox as people see it.
package struct StoredNotification: Sendable {
    package enum State: String, Sendable, Codable {
        case waiting, sent
        /// Some addresses took it, the others never will.
        case partly
        case refused
        /// Given up after `OutboxSchedule.giveUpAfter`.
        case expired
    }

    package struct Recipient: Sendable {
        package var address: String
        /// `waiting`, `accepted`, `permanent` or `expired`.
        package var state: String
        package var at: Timestamp?
        package var reply: String?
    }

    package struct Attempt: Sendable {
        package var at: Timestamp
        package var relay: String
        package var verdict: RelayAnswer.Verdict
        package var reply: String
        package var uncertain: Bool
    }

    package var notification: AlertNotification
    package var mail: [UInt8]
    package var state: State
    package var due: Timestamp
    package var sent: Timestamp?
    package var queueID: String?
    package var recipients: [Recipient]
    package var attempts: [Attempt]
}

extension Store {
    /// Mails to hand over now, the most urgent first. A later mail of a thread waits for earlier ones to the same address, so that no recovery arrives
    /// before its problem.
    package func dueNotifications(at now: Timestamp, limit: Int = 20) throws(StoreError) -> [OutboxEntry] {
        try read("read the outbox") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, incident, kind, decided, message_id, mail, attempts, body FROM notification n
                    WHERE state = 'waiting' AND due <= ?1 AND EXISTS (
                        SELECT 1 FROM notification_recipient b WHERE b.notification = n.id AND b.state = 'waiting'
                        AND NOT \(Self.waitsForEarlier))
                    ORDER BY priority, attempts > 0, sequence LIMIT ?2
                    """, arguments: [now.milliseconds, limit])
            return try rows.compactMap { try Self.entry($0, db) }
        }
    }

    /// Whether the recipient `b` of the notification `n` has not got an earlier mail of the thread: each reads them in order, and nobody
    /// waits for what another does not take.
    private static let waitsForEarlier = """
        EXISTS (
            SELECT 1 FROM notification e JOIN notification_recipient a ON a.notification = e.id
            WHERE e.incident = n.incident AND e.state = 'waiting' AND e.sequence < n.sequence
            AND a.address = b.address AND a.state = 'waiting')
        """

    private static func entry(_ row: Row, _ db: Database) throws -> OutboxEntry? {
        guard let kind = AlertNotification.Kind(rawValue: row["kind"]) else { return nil }
        let id: String = row["id"]
        let waiting = try String.fetchAll(
            db,
            sql: """
                SELECT b.address FROM notification n JOIN notification_recipient b ON b.notification = n.id
                WHERE n.id = ? AND b.state = 'waiting' AND NOT \(waitsForEarlier) ORDER BY b.position
                """, arguments: [id])
        var entry = OutboxEntry(
            id: id, incident: row["incident"], kind: kind, decided: Timestamp(milliseconds: row["decided"]),
            messageID: row["message_id"], mail: Array(row["mail"] as Data), waiting: waiting, attempts: row["attempts"])
        if waiting.contains(where: { $0.hasPrefix(AlertPolicy.Target.prefix) }) {
            entry.notification = try? StoredJSON.value(AlertNotification.self, row["body"])
        }
        return entry
    }

    /// When the next waiting mail falls due; nil where none waits.
    package func nextDue() throws(StoreError) -> Timestamp? {
        try read("read the outbox") { db in
            try Int64.fetchOne(db, sql: "SELECT min(due) FROM notification WHERE state = 'waiting'").map(
                Timestamp.init(milliseconds:))
        }
    }

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
            try Self.finish(id, queueID: answer.queueID, at: now, db)
        }
    }

    private static func finish(_ id: String, queueID: String?, at now: Timestamp, _ db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT attempts, decided FROM notification WHERE id = ?", arguments: [id])
        else { return }
        let attempts = (row["attempts"] as Int) + 1
        if now - Timestamp(milliseconds: row["decided"]) > OutboxSchedule.giveUpAfter {
            try db.execute(
                sql: "UPDATE notification_recipient SET state = 'expired', at = ? WHERE notification = ? AND state = 'waiting'",
                arguments: [now.milliseconds, id])
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
        let due = now + OutboxSchedule.wait(after: attempts, of: id)
        try db.execute(
            sql: """
                UPDATE notification SET attempts = ?1, state = ?2, due = ?3, queue_id = coalesce(?4, queue_id),
                    sent = iif(?2 IN ('sent', 'partly'), coalesce(sent, ?5), sent) WHERE id = ?6
                """, arguments: [attempts, state.rawValue, due.milliseconds, queueID, now.milliseconds, id])
    }

    /// A relay takes mails again: what waits for its next attempt is due now.
    package func makeWaitingDue(at now: Timestamp) throws(StoreError) {
        try write("hurry the outbox") { db in
            try db.execute(
                sql: "UPDATE notification SET due = ?1 WHERE state = 'waiting' AND due > ?1 AND attempts > 0",
                arguments: [now.milliseconds])
        }
    }

    /// Number of mails that wait, and when the oldest of them was decided.
    package func outboxBacklog() throws(StoreError) -> (count: Int, oldest: Timestamp?) {
        try read("read the outbox") { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT count(*) AS n, min(decided) AS oldest FROM notification WHERE state = 'waiting'")
            return (row?["n"] ?? 0, (row?["oldest"] as Int64?).map(Timestamp.init(milliseconds:)))
        }
    }

    /// The mails of an incident, or all of them where nil, in the order of their decisions; at most `limit` newest.
    package func notifications(incident: String? = nil, limit: Int = 1000) throws(StoreError) -> [StoredNotification] {
        try read("read the mails") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, body, mail, state, due, sent, queue_id FROM notification WHERE ?1 IS NULL OR incident = ?1
                    ORDER BY sequence DESC LIMIT ?2
                    """, arguments: [incident, limit])
            return try rows.reversed().compactMap { try Self.stored($0, db) }
        }
    }

    private static func stored(_ row: Row, _ db: Database) throws -> StoredNotification? {
        guard let notification = try? StoredJSON.value(AlertNotification.self, row["body"]),
            let state = StoredNotification.State(rawValue: row["state"])
        else { return nil }
        let id: String = row["id"]
        let recipients = try Row.fetchAll(
            db, sql: "SELECT address, state, at, reply FROM notification_recipient WHERE notification = ? ORDER BY position",
            arguments: [id])
        let attempts = try Row.fetchAll(
            db, sql: "SELECT at, relay, verdict, reply, uncertain FROM notification_attempt WHERE notification = ? ORDER BY id",
            arguments: [id])
        return StoredNotification(
            notification: notification, mail: Array(row["mail"] as Data), state: state, due: Timestamp(milliseconds: row["due"]),
            sent: (row["sent"] as Int64?).map(Timestamp.init(milliseconds:)), queueID: row["queue_id"],
            recipients: recipients.map {
                .init(
                    address: $0["address"], state: $0["state"], at: ($0["at"] as Int64?).map(Timestamp.init(milliseconds:)),
                    reply: $0["reply"])
            },
            attempts: attempts.map {
                .init(
                    at: Timestamp(milliseconds: $0["at"]), relay: $0["relay"],
                    verdict: RelayAnswer.Verdict(rawValue: $0["verdict"]) ?? .temporary, reply: $0["reply"],
                    uncertain: $0["uncertain"])
            })
    }
}
