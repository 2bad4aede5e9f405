import Alerting
import Foundation
import GRDB
import NetworkModel

extension Store {
    /// The mails that wait, in the order of decision, each with the addresses of people that have not got it.
    package func waitingMails() throws(StoreError) -> [OutboxDigest.Waiting] {
        try read("read the outbox") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT n.body, group_concat(r.address, char(10)) AS addresses FROM notification n
                    JOIN notification_recipient r ON r.notification = n.id AND r.state = 'waiting' AND NOT \(Self.isTarget("r.address"))
                    WHERE n.state = 'waiting' AND n.kind <> 'digest' GROUP BY n.id ORDER BY n.sequence
                    """)
            return rows.compactMap { row in
                guard let mail = try? StoredJSON.value(AlertNotification.self, row["body"]) else { return nil }
                let addresses = (row["addresses"] as String).split(separator: "\n").map(String.init)
                return OutboxDigest.Waiting(mail, addresses: addresses)
            }
        }
    }

    /// Puts `digests` into the outbox, and takes from it what stands in them, in one transaction.
    /// - Parameter mails: the rendered digests, by identifier.
    package func fold(_ digests: [OutboxDigest.Digest], mails: [String: [UInt8]], at now: Timestamp) throws(StoreError) {
        try write("fold the outbox") { db in
            for digest in digests {
                let mail = digest.notification
                try Self.write(mail, mail: mails[mail.id] ?? [], db)
                for folded in digest.folded {
                    try db.execute(
                        sql: """
                            UPDATE notification_recipient SET state = 'accepted', at = ?1, reply = ?2
                            WHERE notification = ?3 AND address = ?4 AND state = 'waiting'
                            """,
                        arguments: [now.milliseconds, "stands in \(mail.id)", folded, mail.recipients.first?.address])
                    try db.execute(
                        sql: """
                            UPDATE notification SET state = 'sent', queue_id = ?1, sent = ?2 WHERE id = ?3 AND state = 'waiting'
                            AND NOT EXISTS (SELECT 1 FROM notification_recipient WHERE notification = ?3 AND state = 'waiting')
                            """, arguments: [mail.id, now.milliseconds, folded])
                }
            }
        }
    }
}
