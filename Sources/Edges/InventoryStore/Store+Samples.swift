import GRDB
import GRDBSQLite
import NetworkModel

extension Store {
    /// Keeps values in one transaction; one of the same series and time is replaced.
    package func append(_ samples: [Sample]) throws(StoreError) {
        if samples.isEmpty { return }
        try write("record samples") { db in
            let insert = try db.cachedStatement(sql: "INSERT OR REPLACE INTO sample (series, at, value) VALUES (?, ?, ?)")
            let raw = insert.sqliteStatement
            var series: [SeriesKey: Int64] = [:]
            for sample in samples where sample.value.isFinite {
                let key = SeriesKey(object: sample.object, metric: sample.metric)
                let id = try series[key] ?? Self.seriesID(key, db)
                series[key] = id
                // Raw binds: seven times the rate of bound arguments, and this is where rows come by the hundred thousand.
                sqlite3_bind_int64(raw, 1, id)
                sqlite3_bind_int64(raw, 2, sample.time.milliseconds)
                sqlite3_bind_double(raw, 3, sample.value)
                let code = sqlite3_step(raw)
                sqlite3_reset(raw)
                guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            }
        }
    }

    private struct SeriesKey: Hashable {
        var object: ObjectID
        var metric: Sample.Metric
    }

    private static func seriesID(_ key: SeriesKey, _ db: Database) throws -> Int64 {
        let arguments: StatementArguments = [key.object.rawValue, key.metric.rawValue]
        if let id = try Int64.fetchOne(db, sql: "SELECT id FROM series WHERE object = ? AND metric = ?", arguments: arguments) {
            return id
        }
        try db.execute(sql: "INSERT INTO series (object, metric) VALUES (?, ?)", arguments: arguments)
        return db.lastInsertedRowID
    }

    /// The values of one series from `from` up to, without, `to`, in time order.
    package func samples(
        of object: ObjectID, _ metric: Sample.Metric, from: Timestamp, to: Timestamp
    ) throws(StoreError) -> [Sample] {
        try read("read samples") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT at, value FROM sample WHERE series = (SELECT id FROM series WHERE object = ? AND metric = ?)
                    AND at >= ? AND at < ? ORDER BY at
                    """, arguments: [object.rawValue, metric.rawValue, from.milliseconds, to.milliseconds])
            return rows.map {
                Sample(time: Timestamp(milliseconds: $0["at"]), object: object, metric: metric, value: $0["value"])
            }
        }
    }

    /// The values of all series from `from` up to, without, `to`, in time order.
    package func samples(from: Timestamp, to: Timestamp) throws(StoreError) -> [Sample] {
        try read("read samples") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT s.object, s.metric, v.at, v.value FROM sample v JOIN series s ON s.id = v.series
                    WHERE v.at >= ? AND v.at < ? ORDER BY v.at, s.id
                    """, arguments: [from.milliseconds, to.milliseconds])
            var samples: [Sample] = []
            while let row = try rows.next() {
                guard let metric = Sample.Metric(rawValue: row["metric"]) else { continue }
                samples.append(
                    Sample(
                        time: Timestamp(milliseconds: row["at"]), object: ObjectID(row["object"] as String), metric: metric,
                        value: row["value"]))
            }
            return samples
        }
    }

    /// Objects with a value of `metric` since `time`, in no order.
    package func objects(with metric: Sample.Metric, since time: Timestamp) throws(StoreError) -> [ObjectID] {
        try read("read which series have samples") { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT object FROM series WHERE metric = ?
                    AND EXISTS (SELECT 1 FROM sample WHERE sample.series = series.id AND sample.at >= ?)
                    """, arguments: [metric.rawValue, time.milliseconds]
            ).map { ObjectID($0) }
        }
    }

    /// The first value in each of `parts` equal parts of the time from `from` to `to`, of up to `limit` series of `metric`, by series and
    /// time: found by seeking, so that a long span costs no more than a short one.
    package func thinned(_ metric: Sample.Metric, from: Timestamp, to: Timestamp, parts: Int64, limit: Int)
        throws(StoreError) -> [Sample]
    {
        let part = max(1, (to - from).milliseconds / max(1, parts))
        return try read("read samples of a span") { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    WITH RECURSIVE part (begin) AS
                        (SELECT :from UNION ALL SELECT begin + :part FROM part WHERE begin + :part < :to),
                        chosen AS (SELECT id, object FROM series WHERE metric = :metric ORDER BY id LIMIT :limit)
                    SELECT c.object, v.at, v.value FROM chosen c CROSS JOIN part p CROSS JOIN sample v
                    ON v.series = c.id AND v.at = (SELECT MIN(w.at) FROM sample w
                        WHERE w.series = c.id AND w.at >= p.begin AND w.at < p.begin + :part)
                    ORDER BY c.id, p.begin
                    """,
                arguments: [
                    "from": from.milliseconds, "to": to.milliseconds, "part": part, "metric": metric.rawValue, "limit": limit,
                ])
            var samples: [Sample] = []
            while let row = try rows.next() {
                samples.append(
                    Sample(
                        time: Timestamp(milliseconds: row["at"]), object: ObjectID(row["object"] as String), metric: metric,
                        value: row["value"]))
            }
            return samples
        }
    }

    /// Deletes values older than `time`; returns how many.
    package func deleteSamples(before time: Timestamp) throws(StoreError) -> Int {
        try write("delete old samples") { db in
            try db.execute(sql: "DELETE FROM sample WHERE at < ?", arguments: [time.milliseconds])
            return db.changesCount
        }
    }
}
