import Alerting
import MailDelivery
import Rendering

/// What one relay said for one recipient, or one target.
struct MailTestRow: Encodable {
    @OrNull var relay: String? = nil
    @OrNull var host: String? = nil
    @OrNull var to: String? = nil
    @OrNull var target: String? = nil
    @OrNull var kind: AlertPolicy.Target.Kind? = nil
    /// Where the target is, without its secrets.
    @OrNull var place: String? = nil
    @OrNull var sent: String? = nil
    var verdict: RelayAnswer.Verdict
    var reply: String
    @OrNull var queue_id: String? = nil

    init(_ recipient: RelayAnswer.Recipient, _ answer: RelayAnswer, _ relay: AlertPolicy.Relay) {
        self.relay = relay.name
        host = "\(relay.host):\(relay.port)"
        to = recipient.address
        verdict = recipient.verdict
        reply = recipient.verdict == .accepted ? answer.reply : recipient.reply
        queue_id = recipient.verdict == .accepted ? answer.queueID : nil
    }

    init(_ answer: RelayAnswer, _ trial: TargetTrial) {
        target = trial.target.name
        kind = trial.target.kind
        place = trial.target.place
        sent = trial.sent
        verdict = answer.verdict
        reply = answer.reply
    }

    /// Relays and targets in one table.
    static func table(_ rows: [MailTestRow]) -> TextTable {
        var table = TextTable(
            "RELAY", "HOST", "TO", "TARGET", "KIND", "PLACE", "SENT", "VERDICT", "REPLY", "QUEUE_ID")
        for row in rows {
            let cells = [
                row.relay, row.host, row.to, row.target, row.kind?.rawValue, row.place, row.sent,
                row.verdict.rawValue, row.reply,
                row.queue_id,
            ]
            table.add(cells.map { .init($0 ?? "") })
        }
        return table
    }
}

extension Output {
    /// What each relay and each target answered, in the form that was asked for.
    func print(_ rows: [MailTestRow]) throws {
        if options.wantsDocument { return try print(rows: rows) }
        if options.csv { return print(MailTestRow.table(rows).csv) }
        var mails = TextTable("RELAY", "TO", "VERDICT", "ANSWER")
        var targets = TextTable("TARGET", "KIND", "WHERE", "SENT", "VERDICT", "ANSWER")
        for row in rows {
            let verdict = TextTable.Cell(row.verdict.rawValue, color: row.verdict == .accepted ? .green : .red)
            if let relay = row.relay { mails.add([.init(relay), .init(row.to ?? ""), verdict, .init(row.reply)]) }
            if let target = row.target {
                targets.add([
                    .init(target), .init(row.kind?.rawValue ?? ""), .init(row.place ?? ""), .init(row.sent ?? ""), verdict,
                    .init(row.reply),
                ])
            }
        }
        for table in [mails, targets] where !table.rows.isEmpty { print(table) }
    }
}
