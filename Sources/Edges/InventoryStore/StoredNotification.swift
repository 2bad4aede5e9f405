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
    /// The mails of an incident, or all of them where nil, in the order of their decisions; at most `limit` newest.
    package func notifications(incident: String? = nil, limit: Int = 1000) throws(StoreError) -> [StoredNotification] {
        try read("read the mails") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, body, mail, state, coalesce(\(Self.nextTime), due) AS due, sent, queue_id FROM notification n
                    WHERE ?1 IS NULL OR incident = ?1 ORDER BY sequence DESC LIMIT ?2
                    """, arguments: [incident, limit])
            return try rows.reversed().compactMap { try Self.stored($0, db) }
        }
    }

    /// All mails that were decided in a span, in the order of their decisions.
    package func notifications(since: Timestamp, until: Timestamp) throws(StoreError) -> [StoredNotification] {
        try read("read the mails") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, body, mail, state, coalesce(\(Self.nextTime), due) AS due, sent, queue_id FROM notification n
                    WHERE decided >= ? AND decided <= ? ORDER BY sequence
                    """, arguments: [since.milliseconds, until.milliseconds])
            return try rows.compactMap { try Self.stored($0, db) }
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
            attempts: attempts.map { StoredNotification.Attempt($0) })
    }
}
