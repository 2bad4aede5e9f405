import Alerting
import Diagnosis
import GRDB
import NetworkModel

// What a past span is played again from.

extension Store {
    /// Incidents as each step wrote them down from `from` up to, without, `to`: in the order of time, within one time by number and revision.
    package func incidentRevisions(from: Timestamp, to: Timestamp) throws(StoreError) -> [(at: Timestamp, incident: Incident)] {
        try read("read the history of incidents") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT r.at, r.body FROM incident_revision r JOIN incident i ON i.id = r.incident
                    WHERE r.at >= ? AND r.at < ? ORDER BY r.at, i.number, r.revision
                    """, arguments: [from.milliseconds, to.milliseconds])
            return rows.compactMap { row in
                (try? StoredJSON.value(Incident.self, row["body"])).map { (Timestamp(milliseconds: row["at"]), $0) }
            }
        }
    }

    /// Mails decided from `from` to `to`, in the order of their decisions, whatever became of them.
    package func notifications(from: Timestamp, to: Timestamp) throws(StoreError) -> [AlertNotification] {
        try read("read the mails") { db in
            let bodies = try String.fetchAll(
                db, sql: "SELECT body FROM notification WHERE decided >= ? AND decided <= ? ORDER BY sequence",
                arguments: [from.milliseconds, to.milliseconds])
            return StoredJSON.values(AlertNotification.self, bodies)
        }
    }

    /// Planned work that touches a span, as it was known then: a window that was written down after its beginning holds from when it was.
    package func maintenance(from: Timestamp, to: Timestamp) throws(StoreError) -> [MaintenanceWindow] {
        var windows: [String: MaintenanceWindow] = [:]
        // A series tells its next 35 days.
        var begin = from
        repeat {
            for window in try maintenance(endingAfter: begin) where window.from < to {
                windows["\(window.id) \(window.from.milliseconds)"] = window
            }
            begin = begin + .seconds(30 * 86_400)
        } while begin < to
        var added: [Substring: Timestamp] = [:]
        for entry in try auditEntries(since: .distantPast, until: to) where entry.verb == "maintenance add" {
            if let id = entry.detail?.split(separator: " ").first { added[id] = entry.at }
        }
        return windows.values.compactMap { window in
            var window = window
            window.from = max(window.from, added[window.id.prefix { $0 != "." }] ?? window.from)
            return window.from < window.to ? window : nil
        }.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
    }
}
