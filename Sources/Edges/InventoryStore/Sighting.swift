import NetworkModel

/// What was seen of one device at one time; lists that were not read are nil, so that "not asked" is not "gone".
package struct DeviceSighting: Hashable, Sendable {
    package var device: ObjectID
    package var at: Timestamp
    /// How it was seen: `snmp`, `lldp`, `cdp`, `capture`.
    package var source: String
    package var address: String?
    package var sysName: String?
    package var sysDescr: String?
    package var sysObjectID: String?
    package var sysLocation: String?
    package var sysContact: String?
    package var serial: String?
    package var interfaces: [Interface]?
    package var modules: [Module]?
    package var sensors: [Sensor]?
    package var neighbours: [NeighbourSighting]?

    package init(device: ObjectID, at: Timestamp, source: String) {
        (self.device, self.at, self.source) = (device, at, source)
    }

    /// Known by its name on the device; ifIndex may change at a restart.
    package struct Interface: Hashable, Sendable {
        package var name: String
        package var ifIndex: Int64?
        package var descr: String?
        package var alias: String?
        package var type: Int64?
        package var mac: String?
        package var bitsPerSecond: Int64?
        package init(name: String) { self.name = name }
    }

    package struct Module: Hashable, Sendable {
        /// entPhysicalIndex.
        package var entity: Int64
        package var `class`: String?
        package var name: String?
        package var descr: String?
        package var model: String?
        package var serial: String?
        package var containedIn: Int64?
        package init(entity: Int64) { self.entity = entity }
    }

    package struct Sensor: Hashable, Sendable {
        package var oid: String
        package var `class`: String
        package var unit: String
        package var descr: String?
        package var value: Double?
        package var status: String?
        package init(oid: String, class: String, unit: String) { (self.oid, self.class, self.unit) = (oid, `class`, unit) }
    }
}

/// What a device, or a listener beside it, says stands at the other end of a port.
package struct NeighbourSighting: Hashable, Sendable {
    package var device: ObjectID
    package var localPort: String
    /// `lldp` or `cdp`.
    package var `protocol`: String
    package var remoteChassis: String
    package var remotePort: String
    package var remotePortDescr: String?
    package var remoteSysName: String?
    package init(device: ObjectID, localPort: String, protocol: String, remoteChassis: String, remotePort: String) {
        (self.device, self.localPort, self.protocol) = (device, localPort, `protocol`)
        (self.remoteChassis, self.remotePort) = (remoteChassis, remotePort)
    }
}

/// A sighting that is kept: the newest values, and when it was first and last seen.
package struct Seen<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    package var firstSeen: Timestamp
    package var lastSeen: Timestamp
    package var source: String
    package init(value: Value, firstSeen: Timestamp, lastSeen: Timestamp, source: String) {
        (self.value, self.firstSeen, self.lastSeen, self.source) = (value, firstSeen, lastSeen, source)
    }
}
