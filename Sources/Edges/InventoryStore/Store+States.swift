import Diagnosis
import GRDB
import NetworkModel

/// The state of an object and since when it has it.
package struct StoredState: Hashable, Sendable {
    package var object: ObjectID
    package var state: ObjectState
    package var since: Timestamp
    package var incident: String?
    package init(object: ObjectID, state: ObjectState, since: Timestamp, incident: String? = nil) {
        (self.object, self.state, self.since, self.incident) = (object, state, since, incident)
    }
}

extension Store {
    /// The last known state of every object that ever had one, in the order of identifiers, at `time` (nil: now); `only` those in one state.
    package func states(at time: Timestamp? = nil, only state: ObjectState? = nil) throws(StoreError) -> [StoredState] {
        try read("read the states") { db in
            guard let time else {
                return try Row.fetchAll(
                    db, sql: "SELECT object, state, since, incident FROM state WHERE ?1 IS NULL OR state = ?1 ORDER BY object",
                    arguments: [state?.rawValue]
                ).compactMap(Self.state)
            }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT c.object, c.state, c.at AS since, c.incident FROM state_change c
                    JOIN (SELECT max(id) AS id FROM state_change WHERE at <= ?1 GROUP BY object) last ON last.id = c.id
                    WHERE ?2 IS NULL OR c.state = ?2 ORDER BY c.object
                    """, arguments: [time.milliseconds, state?.rawValue]
            ).compactMap(Self.state)
        }
    }

    /// Forgets the states of what is not declared any more: nobody will ever see it up. Its history stays, with its end.
    package func retainStates(at now: Timestamp, of isDeclared: (ObjectID) -> Bool) throws(StoreError) {
        let gone = try states().filter { !isDeclared($0.object) }
        if gone.isEmpty { return }
        try write("forget the states of what is not declared") { db in
            for state in gone {
                try db.execute(sql: "DELETE FROM state WHERE object = ?", arguments: [state.object.rawValue])
                try db.execute(
                    sql: "INSERT INTO state_change (at, object, state) VALUES (?, ?, 'unknown')",
                    arguments: [now.milliseconds, state.object.rawValue])
            }
        }
    }

    /// The state of one object at `time` (nil: now); nil where it never had one.
    package func state(of object: ObjectID, at time: Timestamp? = nil) throws(StoreError) -> StoredState? {
        try read("read the state of \(object)") { db in
            try Row.fetchOne(
                db,
                sql: time == nil
                    ? "SELECT object, state, since, incident FROM state WHERE object = ?1 AND ?2 IS NULL"
                    : """
                    SELECT object, state, at AS since, incident FROM state_change
                    WHERE object = ?1 AND at <= ?2 ORDER BY id DESC LIMIT 1
                    """, arguments: [object.rawValue, time?.milliseconds]
            ).flatMap(Self.state)
        }
    }

    /// When anything was first seen; nil: nothing was yet.
    package func firstStateChange() throws(StoreError) -> Timestamp? {
        try read("read the history") { db in
            try Int64.fetchOne(db, sql: "SELECT min(at) FROM state_change").map { Timestamp(milliseconds: $0) }
        }
    }

    /// Changes of one object, or of all where nil, in time order; at most the `limit` newest.
    package func stateChanges(
        of object: ObjectID? = nil, since: Timestamp? = nil, until: Timestamp? = nil, limit: Int = 1000
    ) throws(StoreError) -> [StateChange] {
        try read("read the history") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT object, state, at AS since, incident FROM state_change
                    WHERE (?1 IS NULL OR object = ?1) AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at <= ?3)
                    ORDER BY id DESC LIMIT ?4
                    """, arguments: [object?.rawValue, since?.milliseconds, until?.milliseconds, limit])
            return rows.reversed().compactMap(Self.state).map {
                StateChange(time: $0.since, object: $0.object, state: $0.state, incident: $0.incident)
            }
        }
    }

    /// Changes of any of `objects`, newest last, at most the `limit` newest.
    package func stateChanges(
        ofAny objects: Set<ObjectID>, since: Timestamp, until: Timestamp, limit: Int
    ) throws(StoreError) -> [StateChange] {
        try read("read the history") { db in
            let names = objects.prefix(500).map(\.rawValue).sorted()
            let marks = Array(repeating: "?", count: names.count).joined(separator: ",")
            var arguments: StatementArguments = StatementArguments(names)
            arguments += [since.milliseconds, until.milliseconds, limit]
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT object, state, at AS since, incident FROM state_change
                    WHERE object IN (\(marks)) AND at >= ? AND at <= ? ORDER BY at DESC, id DESC LIMIT ?
                    """, arguments: arguments)
            return rows.reversed().compactMap(Self.state).map {
                StateChange(time: $0.since, object: $0.object, state: $0.state, incident: $0.incident)
            }
        }
    }

    private static func state(_ row: Row) -> StoredState? {
        ObjectState(rawValue: row["state"]).map {
            StoredState(
                object: ObjectID(row["object"] as String), state: $0, since: Timestamp(milliseconds: row["since"]),
                incident: row["incident"])
        }
    }
}
