import ArgumentParser
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// One thing as it was seen: what `inventory` prints.
struct SeenRow: Encodable {
    enum Kind: String, CaseIterable, Encodable, ExpressibleByArgument { case device, interface, module, sensor, neighbour }

    var kind: Kind
    var device: String
    var name: String
    @OrNull var descr: String? = nil
    @OrNull var model: String? = nil
    @OrNull var serial: String? = nil
    /// Address, MAC address, value, far end: what tells most about this kind.
    @OrNull var detail: String? = nil
    var firstSeen: String
    var lastSeen: String
    var source: String

    private let last: Timestamp

    private enum CodingKeys: String, CodingKey {
        case kind, device, name, descr, model, serial, detail, source
        case firstSeen = "first_seen"
        case lastSeen = "last_seen"
    }

    func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(kind, forKey: .kind)
        try c.encode(device, forKey: .device)
        try c.encode(name, forKey: .name)
        try c.encode(descr, forKey: .descr)
        try c.encode(model, forKey: .model)
        try c.encode(serial, forKey: .serial)
        try c.encode(detail, forKey: .detail)
        try c.encode(firstSeen, forKey: .firstSeen)
        try c.encode(lastSeen, forKey: .lastSeen)
        try c.encode(source, forKey: .source)
    }

    private init<Value>(_ kind: Kind, _ device: ObjectID, _ seen: Seen<Value>, name: String) {
        (self.kind, self.device, self.name) = (kind, device.rawValue, name)
        (firstSeen, lastSeen, source) = (seen.firstSeen.rfc3339(utc: true), seen.lastSeen.rfc3339(utc: true), seen.source)
        last = seen.lastSeen
    }

    init(_ seen: Seen<DeviceSighting>) {
        self.init(.device, seen.value.device, seen, name: seen.value.sysName ?? "")
        (descr, serial, detail) = (seen.value.sysDescr, seen.value.serial, seen.value.address ?? seen.value.sysLocation)
    }

    init(_ seen: Seen<DeviceSighting.Interface>, of device: ObjectID) {
        self.init(.interface, device, seen, name: seen.value.name)
        descr = seen.value.alias?.isEmpty == false ? seen.value.alias : seen.value.descr
        detail = seen.value.mac
    }

    init(_ seen: Seen<DeviceSighting.Module>, of device: ObjectID) {
        self.init(
            .module, device, seen, name: seen.value.name?.isEmpty == false ? seen.value.name ?? "" : "#\(seen.value.entity)")
        (descr, model, serial, detail) = (seen.value.descr, seen.value.model, seen.value.serial, seen.value.class)
    }

    init(_ seen: Seen<DeviceSighting.Sensor>, of device: ObjectID) {
        self.init(.sensor, device, seen, name: seen.value.descr ?? seen.value.oid)
        descr = seen.value.class
        detail = seen.value.value.map { "\($0) \(seen.value.unit)" } ?? seen.value.status
    }

    init(_ seen: Seen<NeighbourSighting>) {
        self.init(.neighbour, seen.value.device, seen, name: seen.value.localPort)
        descr = seen.value.remoteSysName
        detail = [seen.value.remotePort, seen.value.remoteChassis].filter { !$0.isEmpty }.joined(separator: " on ")
    }

    /// Device by device, kinds in the order of `Kind`. `devices` nil means all.
    static func rows(in store: Store, of devices: Set<ObjectID>?, kinds: Set<Kind>) throws(StoreError) -> [SeenRow] {
        var rows: [SeenRow] = []
        for seen in try store.devices() where devices?.contains(seen.value.device) ?? true {
            let device = seen.value.device
            if kinds.contains(.device) { rows.append(SeenRow(seen)) }
            if kinds.contains(.interface) { rows += try store.interfaces(of: device).map { SeenRow($0, of: device) } }
            if kinds.contains(.module) { rows += try store.modules(of: device).map { SeenRow($0, of: device) } }
            if kinds.contains(.sensor) { rows += try store.sensors(of: device).map { SeenRow($0, of: device) } }
            if kinds.contains(.neighbour) { rows += try store.neighbours(of: device).map { SeenRow($0) } }
        }
        return rows
    }

    /// Texts by which a thing is looked for.
    var texts: [String] { [name, descr, model, serial, detail].compactMap { $0 } }

    fileprivate func cells(utc: Bool) -> [TextTable.Cell] {
        [
            .init(device), .init(kind.rawValue), .init(name), .init(descr ?? ""), .init(model ?? ""), .init(serial ?? ""),
            .init(detail ?? ""), .init(last.clock(utc: utc, now: .now)),
        ]
    }
}

extension Output {
    /// Things seen, in the form that was asked for.
    func print(_ rows: [SeenRow], utc: Bool) throws {
        if options.json { return try print(json: rows) }
        if options.jsonl { return try rows.forEach { try print(json: $0, pretty: false) } }
        var table = TextTable("DEVICE", "KIND", "NAME", "DESCRIPTION", "MODEL", "SERIAL", "DETAIL", "LAST SEEN")
        for row in rows { table.add(row.cells(utc: utc)) }
        options.csv ? print(table.csv) : print(table)
    }
}
