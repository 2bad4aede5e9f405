import GRDB
import NetworkModel

/// A sign of life of the monitor.
package struct Heartbeat: Hashable, Sendable, Codable {
    package var at: Timestamp
    package var started: Timestamp
    package var pid: Int32
    /// Counts and notes about the monitor's own health, by name: polls, answers, lost, unanswered.
    package var counts: [String: Int64]
    /// What is wrong with the monitor itself, in words; empty: it is well.
    package var troubles: [String]
    /// How each collector does that reports to the monitor, its own among them, by identifier; nil in files of before.
    package var collectors: [CollectorSign]?
    /// The name of the count of milliseconds by which the system's clock is ahead of the monitor's; 0: they agree.
    package static let clockAhead = "clock_ahead_ms"
    package init(
        at: Timestamp, started: Timestamp, pid: Int32, counts: [String: Int64] = [:], troubles: [String] = [],
        collectors: [CollectorSign]? = nil
    ) {
        (self.at, self.started, self.pid) = (at, started, pid)
        (self.counts, self.troubles, self.collectors) = (counts, troubles, collectors)
    }
}

/// When a collector was last heard.
package struct CollectorSign: Hashable, Sendable, Codable {
    package var collector: ObjectID
    /// When its last row arrived; nil: none did since the monitor started.
    package var lastRow: Timestamp?
    /// How far its clock is ahead of the monitor's.
    package var aheadMilliseconds: Int64
    package init(collector: ObjectID, lastRow: Timestamp?, aheadMilliseconds: Int64 = 0) {
        (self.collector, self.lastRow, self.aheadMilliseconds) = (collector, lastRow, aheadMilliseconds)
    }
}

extension Store {
    /// Keeps the newest sign of life in place of the last one.
    package func recordHeartbeat(_ heartbeat: Heartbeat) throws(StoreError) {
        try write("record the heartbeat") { db in
            try db.execute(
                sql: """
                    INSERT INTO monitor (id, at, started, pid, body) VALUES (1, ?1, ?2, ?3, ?4)
                    ON CONFLICT (id) DO UPDATE SET at = ?1, started = ?2, pid = ?3, body = ?4
                    """,
                arguments: [
                    heartbeat.at.milliseconds, heartbeat.started.milliseconds, heartbeat.pid, try StoredJSON.text(heartbeat),
                ])
        }
    }

    /// nil before the first.
    package func lastHeartbeat() throws(StoreError) -> Heartbeat? {
        try read("read the heartbeat") { db in
            try String.fetchOne(db, sql: "SELECT body FROM monitor").map { try StoredJSON.value(Heartbeat.self, $0) }
        }
    }

    /// Sets aside an event that could not be handled, with the reason; it is never deleted.
    package func setAside(_ body: String, reason: String, at now: Timestamp) throws(StoreError) {
        try write("set an event aside") { db in
            try db.execute(
                sql: "INSERT INTO dead_letter (at, reason, body) VALUES (?, ?, ?)", arguments: [now.milliseconds, reason, body])
        }
    }

    /// Events set aside so far.
    package func setAsideCount() throws(StoreError) -> Int {
        try read("count the events set aside") { try Int.fetchOne($0, sql: "SELECT count(*) FROM dead_letter") ?? 0 }
    }
}
