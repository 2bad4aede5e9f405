import Alerting
import GRDB
import NetworkModel

/// What waits in the outbox, for people and for programs apart: a program that is away keeps nobody uninformed.
package struct OutboxBacklog: Sendable {
    /// What waits for one way.
    package struct Part: Sendable {
        /// Notifications that somebody, or the target, has not got.
        package var count = 0
        /// When the oldest of them was decided; nil: none waits.
        package var oldest: Timestamp?
        /// What was said when one of them was tried last; nil: none was tried yet.
        package var answer: StoredNotification.Attempt?
    }

    /// Mails.
    package var people = Part()
    /// By the names of the targets, in their order; those for which nothing waits are left out.
    package var targets: [(name: String, part: Part)] = []
}

extension Store {
    package func outboxBacklog() throws(StoreError) -> OutboxBacklog {
        try read("read the outbox") { db in
            var backlog = OutboxBacklog()
            backlog.people = try Self.backlog(of: .mail, db)
            let targets = try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT b.address FROM notification n JOIN notification_recipient b ON b.notification = n.id
                    WHERE n.state = 'waiting' AND b.state = 'waiting' AND \(Self.isTarget("b.address")) ORDER BY b.address
                    """)
            for address in targets {
                let name = String(address.dropFirst(AlertPolicy.Target.prefix.count))
                backlog.targets.append((name, try Self.backlog(of: .target(address), db)))
            }
            return backlog
        }
    }

    private static func backlog(of way: OutboxEntry.Way, _ db: Database) throws -> OutboxBacklog.Part {
        let waits = """
            n.state = 'waiting' AND EXISTS (
                SELECT 1 FROM notification_recipient b WHERE b.notification = n.id AND b.state = 'waiting'
                AND iif(?1 IS NULL, NOT \(isTarget("b.address")), b.address = ?1))
            """
        let row = try Row.fetchOne(
            db, sql: "SELECT count(*) AS n, min(n.decided) AS oldest FROM notification n WHERE \(waits)", arguments: [way.target])
        let last = try Row.fetchOne(
            db,
            sql: """
                SELECT t.at, t.relay, t.verdict, t.reply, t.uncertain FROM notification_attempt t
                JOIN notification n ON n.id = t.notification
                WHERE iif(?1 IS NULL, NOT \(isTarget("t.relay")), t.relay = ?1) AND \(waits) ORDER BY t.id DESC LIMIT 1
                """, arguments: [way.target])
        return OutboxBacklog.Part(
            count: row?["n"] ?? 0, oldest: (row?["oldest"] as Int64?).map(Timestamp.init(milliseconds:)),
            answer: last.map { StoredNotification.Attempt($0) })
    }
}

extension StoredNotification.Attempt {
    /// - Parameter row: at, relay, verdict, reply and uncertain of notification_attempt.
    init(_ row: Row) {
        self.init(
            at: Timestamp(milliseconds: row["at"]), relay: row["relay"],
            verdict: RelayAnswer.Verdict(rawValue: row["verdict"]) ?? .temporary, reply: row["reply"],
            uncertain: row["uncertain"])
    }
}
