import GRDB
import NetworkModel

extension Store {
    /// Keeps what was seen: new things with their first time, known ones with their newest values and last time. Nothing is deleted:
    /// what is no longer seen keeps its last time.
    package func record(_ sightings: [DeviceSighting]) throws(StoreError) {
        if sightings.isEmpty { return }
        try write("record the inventory") { db in
            for sighting in sightings { try Self.write(sighting, db) }
        }
    }

    /// Keeps neighbours heard by passive listening, also of devices that are not polled.
    package func record(_ neighbours: [NeighbourSighting], source: String, at now: Timestamp) throws(StoreError) {
        if neighbours.isEmpty { return }
        try write("record neighbours") { db in
            for neighbour in neighbours { try Self.write(neighbour, source, now, db) }
        }
    }

    private static func write(_ s: DeviceSighting, _ db: Database) throws {
        try upsert(
            "device", keys: ["id": s.device.rawValue],
            values: [
                "address": s.address, "sys_name": s.sysName, "sys_descr": s.sysDescr, "sys_object_id": s.sysObjectID,
                "sys_location": s.sysLocation, "sys_contact": s.sysContact, "serial": s.serial,
            ], s.source, s.at, db)
        for i in s.interfaces ?? [] {
            try upsert(
                "interface", keys: ["device": s.device.rawValue, "name": i.name],
                values: [
                    "if_index": i.ifIndex, "descr": i.descr, "alias": i.alias, "type": i.type, "mac": i.mac,
                    "bits_per_second": i.bitsPerSecond,
                ], s.source, s.at, db)
        }
        for m in s.modules ?? [] {
            try upsert(
                "module", keys: ["device": s.device.rawValue, "entity": m.entity],
                values: [
                    "class": m.class, "name": m.name, "descr": m.descr, "model": m.model, "serial": m.serial,
                    "contained_in": m.containedIn,
                ], s.source, s.at, db)
        }
        for n in s.sensors ?? [] {
            try upsert(
                "sensor", keys: ["device": s.device.rawValue, "oid": n.oid],
                values: ["class": n.class, "unit": n.unit, "descr": n.descr, "value": n.value, "status": n.status], s.source,
                s.at, db)
        }
        for n in s.neighbours ?? [] { try write(n, s.source, s.at, db) }
    }

    private static func write(_ n: NeighbourSighting, _ source: String, _ at: Timestamp, _ db: Database) throws {
        try upsert(
            "neighbour",
            keys: [
                "device": n.device.rawValue, "local_port": n.localPort, "protocol": n.protocol, "remote_chassis": n.remoteChassis,
                "remote_port": n.remotePort,
            ], values: ["remote_port_descr": n.remotePortDescr, "remote_sys_name": n.remoteSysName], source, at, db)
    }

    /// Table and column names come from this file only, never from a device. A value that is nil keeps what was known.
    private static func upsert(
        _ table: String, keys: KeyValuePairs<String, (any DatabaseValueConvertible)?>,
        values: KeyValuePairs<String, (any DatabaseValueConvertible)?>, _ source: String, _ at: Timestamp, _ db: Database
    ) throws {
        let columns = keys.map(\.key) + values.map(\.key)
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO \(table) (\(columns.joined(separator: ", ")), source, first_seen, last_seen)
                VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")), ?, ?, ?)
                ON CONFLICT (\(keys.map(\.key).joined(separator: ", "))) DO UPDATE SET
                \(values.map { "\($0.key) = coalesce(excluded.\($0.key), \($0.key))" }.joined(separator: ", ")),
                source = excluded.source, last_seen = max(last_seen, excluded.last_seen),
                first_seen = min(first_seen, excluded.first_seen)
                """)
        let tail: [(any DatabaseValueConvertible)?] = [source, at.milliseconds, at.milliseconds]
        try statement.execute(arguments: StatementArguments(keys.map(\.value) + values.map(\.value) + tail))
    }

    /// Devices as seen, in the order of identifiers; their lists stand in `interfaces(of:)` and the others.
    package func devices() throws(StoreError) -> [Seen<DeviceSighting>] {
        try fetch("SELECT * FROM device ORDER BY id") { row in
            var s = DeviceSighting(
                device: ObjectID(row["id"] as String), at: Timestamp(milliseconds: row["last_seen"]), source: row["source"])
            (s.address, s.sysName, s.sysDescr) = (row["address"], row["sys_name"], row["sys_descr"])
            (s.sysObjectID, s.sysLocation, s.sysContact) = (row["sys_object_id"], row["sys_location"], row["sys_contact"])
            s.serial = row["serial"]
            return s
        }
    }

    /// Interfaces of a device as seen, by ifIndex.
    package func interfaces(of device: ObjectID) throws(StoreError) -> [Seen<DeviceSighting.Interface>] {
        try fetch("SELECT * FROM interface WHERE device = ? ORDER BY if_index, name", device) { row in
            var i = DeviceSighting.Interface(name: row["name"])
            (i.ifIndex, i.descr, i.alias) = (row["if_index"], row["descr"], row["alias"])
            (i.type, i.mac, i.bitsPerSecond) = (row["type"], row["mac"], row["bits_per_second"])
            return i
        }
    }

    /// Modules of a device as seen, by entPhysicalIndex.
    package func modules(of device: ObjectID) throws(StoreError) -> [Seen<DeviceSighting.Module>] {
        try fetch("SELECT * FROM module WHERE device = ? ORDER BY entity", device) { row in
            var m = DeviceSighting.Module(entity: row["entity"])
            (m.class, m.name, m.descr) = (row["class"], row["name"], row["descr"])
            (m.model, m.serial, m.containedIn) = (row["model"], row["serial"], row["contained_in"])
            return m
        }
    }

    /// Sensors of a device as seen, by OID text.
    package func sensors(of device: ObjectID) throws(StoreError) -> [Seen<DeviceSighting.Sensor>] {
        try fetch("SELECT * FROM sensor WHERE device = ? ORDER BY oid", device) { row in
            var n = DeviceSighting.Sensor(oid: row["oid"], class: row["class"], unit: row["unit"])
            (n.descr, n.value, n.status) = (row["descr"], row["value"], row["status"])
            return n
        }
    }

    /// Neighbours of a device, or all where nil, as seen.
    package func neighbours(of device: ObjectID? = nil) throws(StoreError) -> [Seen<NeighbourSighting>] {
        try fetch("SELECT * FROM neighbour WHERE ?1 IS NULL OR device = ?1 ORDER BY device, local_port, protocol", device) {
            row in
            var n = NeighbourSighting(
                device: ObjectID(row["device"] as String), localPort: row["local_port"], protocol: row["protocol"],
                remoteChassis: row["remote_chassis"], remotePort: row["remote_port"])
            (n.remotePortDescr, n.remoteSysName) = (row["remote_port_descr"], row["remote_sys_name"])
            return n
        }
    }

    private func fetch<Value: Hashable & Sendable>(
        _ sql: String, _ device: ObjectID?? = nil, _ value: (Row) -> Value
    ) throws(StoreError) -> [Seen<Value>] {
        try read("read the inventory") { db in
            let arguments: StatementArguments = if let device { [device?.rawValue] } else { [] }
            return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
                Seen(
                    value: value(row), firstSeen: Timestamp(milliseconds: row["first_seen"]),
                    lastSeen: Timestamp(milliseconds: row["last_seen"]), source: row["source"])
            }
        }
    }
}
