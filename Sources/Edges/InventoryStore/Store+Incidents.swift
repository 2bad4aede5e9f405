import Alerting
import Diagnosis
import GRDB
import NetworkModel

/// A decision about an incident, as kept.
package struct StoredDecision: Sendable {
    package var at: Timestamp
    package var incident: String?
    package var object: ObjectID?
    /// `notify`, `hold` or `suppress`.
    package var verdict: String
    package var until: Timestamp?
    package var reason: AlertReason
    /// The notification of a `notify`.
    package var notification: String?
}

/// What a monitor that starts needs from the last run.
package struct StoredMonitorState: Sendable {
    /// One more than the greatest incident number ever given.
    package var nextIncident: Int
    package var openIncidents: [Incident]
    package var cases: [AlertCase]
    package var ledger: IncidentLedger { IncidentLedger(next: nextIncident, open: openIncidents) }
}

extension Store {
    /// Everything to go on with after a restart.
    package func resume() throws(StoreError) -> StoredMonitorState {
        try read("read the open incidents") { db in
            let open = try String.fetchAll(
                db, sql: "SELECT body FROM incident WHERE closed IS NULL AND withdrawn = 0 ORDER BY number")
            let cases = try String.fetchAll(
                db, sql: "SELECT alert_case FROM incident WHERE alert_case IS NOT NULL ORDER BY number")
            return StoredMonitorState(
                nextIncident: try Int.fetchOne(db, sql: "SELECT coalesce(max(number), 0) + 1 FROM incident") ?? 1,
                openIncidents: StoredJSON.values(Incident.self, open), cases: StoredJSON.values(AlertCase.self, cases))
        }
    }

    /// Incidents in the order of opening, as they were known at `time` (nil: now). `open`: only those open then.
    package func incidents(open: Bool = false, at time: Timestamp? = nil, limit: Int = 10_000) throws(StoreError) -> [Incident] {
        try read("read the incidents") { db in
            let bodies =
                if let time {
                    try String.fetchAll(
                        db,
                        sql: """
                            SELECT r.body FROM incident i JOIN incident_revision r ON r.incident = i.id
                            WHERE i.opened <= ?1 AND r.revision =
                                (SELECT max(revision) FROM incident_revision WHERE incident = i.id AND at <= ?1)
                            ORDER BY i.number DESC LIMIT ?2
                            """, arguments: [time.milliseconds, limit])
                } else if open {
                    try String.fetchAll(
                        db, sql: "SELECT body FROM incident WHERE closed IS NULL AND withdrawn = 0 ORDER BY number DESC LIMIT ?",
                        arguments: [limit])
                } else {
                    try String.fetchAll(db, sql: "SELECT body FROM incident ORDER BY number DESC LIMIT ?", arguments: [limit])
                }
            let incidents = StoredJSON.values(Incident.self, bodies.reversed())
            return open ? incidents.filter { $0.closed == nil && !$0.withdrawn } : incidents
        }
    }

    /// Incidents opened since then, of whose candidates one is among `objects`; the newest first.
    package func incidents(overlapping objects: Set<ObjectID>, since: Timestamp, limit: Int) throws(StoreError) -> [Incident] {
        try read("read the incidents") { db in
            let bodies = try String.fetchAll(
                db, sql: "SELECT body FROM incident WHERE opened >= ? AND withdrawn = 0 ORDER BY number DESC LIMIT 500",
                arguments: [since.milliseconds])
            let all = StoredJSON.values(Incident.self, bodies)
            return Array(all.filter { !objects.isDisjoint(with: $0.candidates) }.prefix(limit))
        }
    }

    /// Mails handed over and decisions not to send since then.
    package func mailCounts(since: Timestamp) throws(StoreError) -> (sent: Int, suppressed: Int) {
        try read("count the mails") { db in
            let sent = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM notification WHERE sent >= ?", arguments: [since.milliseconds])
            let not = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM alert_decision WHERE at >= ? AND verdict = 'suppress'",
                arguments: [since.milliseconds])
            return (sent ?? 0, not ?? 0)
        }
    }

    /// One incident by its identifier (`i47`, or its bare number), as known at `time`; nil where there is none.
    package func incident(_ id: String, at time: Timestamp? = nil) throws(StoreError) -> Incident? {
        let id = Self.identifier(id)
        return try read("read incident \(id)") { db in
            let body = try String.fetchOne(
                db,
                sql: """
                    SELECT body FROM incident_revision WHERE incident = ?1 AND (?2 IS NULL OR at <= ?2)
                    ORDER BY revision DESC LIMIT 1
                    """, arguments: [id, time?.milliseconds])
            return try body.map { try StoredJSON.value(Incident.self, $0) }
        }
    }

    /// The incident of which a person said that another one is a part, by that other one's identifier, at `time` (nil: now).
    package func wholes(at time: Timestamp? = nil) throws(StoreError) -> [String: String] {
        guard let time else {
            return try read("read what belongs together") { db in
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT id, json_extract(alert_case, '$.partOf') AS whole FROM incident
                        WHERE alert_case LIKE '%"partOf"%' AND whole IS NOT NULL
                        """)
                return Dictionary(rows.map { ($0["id"], $0["whole"]) }, uniquingKeysWith: { $1 })
            }
        }
        var wholes: [String: String] = [:]
        for decision in try decisions(
            ofCodes: ["merged-into", "stands-alone", "whole-ended"], since: .distantPast, until: time)
        {
            guard let part = decision.incident else { continue }
            if case .mergedInto(let whole, _) = decision.reason { wholes[part] = whole } else { wholes[part] = nil }
        }
        return wholes
    }

    /// Those of `incidents` whose first mail waited for the end of a maintenance window at `time`, in their order.
    package func heldByWindow(_ incidents: [String], at time: Timestamp) throws(StoreError) -> [String] {
        try read("read what waits for planned work") { db in
            let newest = try db.cachedStatement(
                sql: "SELECT code, until FROM alert_decision WHERE incident = ?1 AND at <= ?2 ORDER BY id DESC LIMIT 1")
            return try incidents.filter { id in
                guard let row = try Row.fetchOne(newest, arguments: [id, time.milliseconds]),
                    let until = row["until"] as Int64?
                else { return false }
                return row["code"] == "maintenance" && until > time.milliseconds
            }
        }
    }

    /// `47` means `i47`.
    package static func identifier(_ text: String) -> String { Int64(text) == nil ? text : "i" + text }

    /// What was decided about an incident, in order.
    package func decisions(incident: String) throws(StoreError) -> [StoredDecision] {
        try fetchDecisions("incident = ?1", [Self.identifier(incident)])
    }

    /// What was decided about an object up to `time`, the newest last, at most `limit`.
    package func decisions(object: ObjectID, until time: Timestamp? = nil, limit: Int = 100) throws(StoreError)
        -> [StoredDecision]
    {
        try fetchDecisions("object = ?1 AND (?2 IS NULL OR at <= ?2)", [object.rawValue, time?.milliseconds], limit: limit)
    }

    /// Decisions for these reasons in a span, in order, at most 1000.
    package func decisions(ofCodes codes: [String], since: Timestamp, until: Timestamp) throws(StoreError) -> [StoredDecision] {
        let list = codes.map { "'" + $0.filter { $0.isLetter || $0 == "-" } + "'" }.joined(separator: ", ")
        return try fetchDecisions("code IN (\(list)) AND at >= ?1 AND at <= ?2", [since.milliseconds, until.milliseconds])
    }

    private func fetchDecisions(_ filter: String, _ arguments: StatementArguments, limit: Int = 1000) throws(StoreError)
        -> [StoredDecision]
    {
        try read("read the decisions") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT at, incident, object, verdict, until, body, notification FROM alert_decision
                    WHERE \(filter) ORDER BY id DESC LIMIT \(limit)
                    """, arguments: arguments)
            return rows.reversed().compactMap { row in
                guard let reason = try? StoredJSON.value(AlertReason.self, row["body"]) else { return nil }
                return StoredDecision(
                    at: Timestamp(milliseconds: row["at"]), incident: row["incident"],
                    object: (row["object"] as String?).map { ObjectID($0) }, verdict: row["verdict"],
                    until: (row["until"] as Int64?).map(Timestamp.init(milliseconds:)), reason: reason,
                    notification: row["notification"])
            }
        }
    }

    /// Findings that are no cause, the newest last.
    package func findings(since: Timestamp? = nil, until: Timestamp? = nil, limit: Int = 1000) throws(StoreError) -> [Finding] {
        try read("read the findings") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT at, kind, object, detail FROM finding
                    WHERE (?1 IS NULL OR at >= ?1) AND (?2 IS NULL OR at <= ?2) ORDER BY id DESC LIMIT ?3
                    """, arguments: [since?.milliseconds, until?.milliseconds, limit])
            return rows.reversed().compactMap { row in
                Finding.Kind(rawValue: row["kind"]).map {
                    Finding(
                        time: Timestamp(milliseconds: row["at"]), kind: $0, object: ObjectID(row["object"] as String),
                        detail: row["detail"])
                }
            }
        }
    }
}
