import Alerting
import Diagnosis
import Foundation
import GRDB
import NetworkModel

/// What one step of the monitor decided; it becomes durable as a whole or not at all.
package struct StoreBatch: Sendable {
    package var time: Timestamp
    /// With the identifiers of `IncidentLedger`.
    package var actions: [DiagnosisAction]
    package var decisions: [AlertDecision]
    /// `AlertingEngine.takeChangedCases()`.
    package var cases: [AlertCase]
    /// The rendered mail of each notification among the decisions, by its id.
    package var mails: [String: [UInt8]]
    /// Numbers of the requests of people that it answers: done with it, so that none is taken and forgotten.
    package var requests: [Int64] = []

    /// What the monitor knows, in its own form; nil: as before.
    package var snapshot: Data?

    package init(
        time: Timestamp, actions: [DiagnosisAction] = [], decisions: [AlertDecision] = [], cases: [AlertCase] = [],
        mails: [String: [UInt8]] = [:]
    ) {
        (self.time, self.actions, self.decisions) = (time, actions, decisions)
        (self.cases, self.mails) = (cases, mails)
    }

    package var isEmpty: Bool {
        actions.isEmpty && decisions.isEmpty && cases.isEmpty && requests.isEmpty && snapshot == nil
    }
}

extension Store {
    /// Writes a step in one transaction. A notification whose id or Message-ID is already there is not written again, so that a step
    /// that is repeated after a crash adds no mail.
    package func record(_ batch: StoreBatch) throws(StoreError) {
        if batch.isEmpty { return }
        try write("record incidents and mails") { db in
            for action in batch.actions { try Self.write(action, at: batch.time, db) }
            for alertCase in batch.cases { try Self.write(alertCase, db) }
            for decision in batch.decisions {
                try Self.write(decision, mail: decision.notification.flatMap { batch.mails[$0.id] }, db)
            }
            for request in batch.requests { try Self.end(request: request, at: batch.time, db) }
            if let snapshot = batch.snapshot { try Self.keep(snapshot, at: batch.time, db) }
        }
    }

    private static func write(_ action: DiagnosisAction, at time: Timestamp, _ db: Database) throws {
        switch action {
        case .opened(let incident), .revised(let incident), .withdrawn(let incident), .closed(let incident):
            try write(incident, at: time, db)
        case .state(let change): try write(change, db)
        case .finding(let finding):
            try db.execute(
                sql: "INSERT INTO finding (at, kind, object, detail) VALUES (?, ?, ?, ?)",
                arguments: [finding.time.milliseconds, finding.kind.rawValue, finding.object.rawValue, finding.detail])
        case .page, .ask: break
        }
    }

    private static func write(_ incident: Incident, at time: Timestamp, _ db: Database) throws {
        let body = try StoredJSON.text(incident)
        try db.execute(
            sql: """
                INSERT INTO incident (id, number, kind, opened, closed, withdrawn, best, body)
                VALUES (?1, coalesce(?2, (SELECT coalesce(max(number), 0) + 1 FROM incident)), ?3, ?4, ?5, ?6, ?7, ?8)
                ON CONFLICT (id) DO UPDATE SET kind = ?3, opened = ?4, closed = ?5, withdrawn = ?6, best = ?7, body = ?8
                """,
            arguments: [
                incident.id, number(of: incident.id), incident.kind.rawValue, incident.opened.milliseconds,
                incident.closed?.milliseconds, incident.withdrawn, incident.best.rawValue, body,
            ])
        try db.execute(
            sql: """
                INSERT INTO incident_revision (incident, revision, at, body)
                SELECT ?1, coalesce((SELECT max(revision) FROM incident_revision WHERE incident = ?1), -1) + 1, ?2, ?3
                WHERE ?3 IS NOT (SELECT body FROM incident_revision WHERE incident = ?1 ORDER BY revision DESC LIMIT 1)
                """, arguments: [incident.id, time.milliseconds, body])
    }

    /// The number in `i47`; nil where the identifier is not one of ours.
    static func number(of incident: String) -> Int64? { incident.hasPrefix("i") ? Int64(incident.dropFirst()) : nil }

    private static func write(_ change: StateChange, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO state_change (at, object, state, incident) VALUES (?, ?, ?, ?)",
            arguments: [change.time.milliseconds, change.object.rawValue, change.state.rawValue, change.incident])
        // The same state with another incident keeps its since: what hides an object may change while it stays hidden.
        try db.execute(
            sql: """
                INSERT INTO state (object, state, since, incident) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (object) DO UPDATE SET since = iif(state = ?2, since, ?3), state = ?2, incident = ?4
                """, arguments: [change.object.rawValue, change.state.rawValue, change.time.milliseconds, change.incident])
    }

    private static func write(_ alertCase: AlertCase, _ db: Database) throws {
        let incident = alertCase.incident
        if try !(Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM incident WHERE id = ?)", arguments: [incident.id]) ?? false)
        {
            try write(incident, at: incident.opened, db)
        }
        try db.execute(
            sql: "UPDATE incident SET alert_case = ? WHERE id = ?",
            arguments: [alertCase.isEnded ? nil : try StoredJSON.text(alertCase), incident.id])
    }

    private static func write(_ decision: AlertDecision, mail: [UInt8]?, _ db: Database) throws {
        let notification = decision.notification
        var until: Int64?
        if case .hold(let end) = decision.verdict { until = end.milliseconds }
        try db.execute(
            sql: """
                INSERT INTO alert_decision (at, incident, object, verdict, until, code, body, notification)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                decision.time.milliseconds, decision.incident, decision.object?.rawValue, verdict(decision), until,
                decision.reason.code, try StoredJSON.text(decision.reason), notification?.id,
            ])
        if let notification { try write(notification, mail: mail ?? [], db) }
    }

    private static func verdict(_ decision: AlertDecision) -> String {
        switch decision.verdict {
        case .notify: "notify"
        case .hold: "hold"
        case .suppress: "suppress"
        }
    }

    static func write(_ notification: AlertNotification, mail: [UInt8], _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO notification
                    (id, sequence, incident, kind, urgency, level, priority, decided, message_id, body, mail, due)
                VALUES (?1, (SELECT coalesce(max(sequence), 0) + 1 FROM notification), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                """,
            arguments: [
                notification.id, notification.incident?.id, notification.kind.rawValue, notification.urgency.rawValue,
                notification.level.rawValue, notification.priority, notification.decided.milliseconds, notification.messageID,
                try StoredJSON.text(notification), Data(mail), (notification.notBefore ?? notification.decided).milliseconds,
            ])
        guard db.changesCount > 0 else { return }
        for (position, recipient) in notification.recipients.enumerated() {
            try db.execute(
                sql: "INSERT OR IGNORE INTO notification_recipient (notification, address, position, due) VALUES (?, ?, ?, ?)",
                arguments: [
                    notification.id, recipient.address, position, (notification.notBefore ?? notification.decided).milliseconds,
                ])
        }
    }
}
