import NetworkModel

/// Why a row is set aside.
package enum ObservationRowError: Error, Hashable, Sendable {
    /// Not one JSON object with the common fields; `field` is the first that is missing or unreadable.
    case malformed(field: String)
    /// A kind, or a value of a known kind, that this version does not know; for the reader to report and step over.
    case unknownKind(kind: String, value: String)
    /// A time beyond `Observation.farthestTime`, with which nothing can be reckoned.
    case timeOutOfRange(seconds: Double)
}

extension Observation {
    /// Seconds from the start up to which, either way, a time is taken: 31,000 years.
    package static let farthestTime = 1e12

    /// Reads one line of `observations.jsonl` (SCENARIOS.md). Unknown fields are stepped over.
    ///
    /// Besides the fields of SCENARIOS.md it knows `"ports":"unread"` at a ping that said nothing about ports.
    /// - Parameter anyClock: take a time beyond `farthestTime` as that: who dates rows anew as they arrive asks no clock but its own.
    package init(row bytes: ArraySlice<UInt8>, anyClock: Bool = false) throws(ObservationRowError) {
        var fields = RowFields()
        guard fields.read(bytes) else { throw .malformed(field: fields.last) }
        guard var time = fields.time else { throw .malformed(field: "t") }
        if anyClock { time = max(-Self.farthestTime, min(time, Self.farthestTime)) }
        guard abs(time) <= Self.farthestTime else { throw .timeOutOfRange(seconds: time) }
        guard let collector = fields.collector else { throw .malformed(field: "collector") }
        guard let device = fields.device else { throw .malformed(field: "device") }
        guard fields.kind != .none || !fields.unknownKind.isEmpty else { throw .malformed(field: "kind") }
        guard let kind = fields.observationKind() else {
            throw .unknownKind(kind: fields.kindName, value: fields.value ?? fields.number.map { "\($0)" } ?? "")
        }
        self.init(
            time: Timestamp(seconds: time), collector: ObjectID(collector), device: ObjectID(device), kind: kind)
    }

    package init(row text: String) throws(ObservationRowError) {
        try self.init(row: Array(text.utf8)[...])
    }
}

/// The fields of a row as they stand there.
private struct RowFields {
    enum Kind: String { case none, ping, snmp, ifoper, trap, otdr, iferr, rxpower, uptime, path }

    var time: Double?
    var collector: String?
    var device: String?
    var kind = Kind.none
    var unknownKind = ""
    var value: String?
    var number: Double?
    var interface: String?
    var link: String?
    var loss: Double?
    var roundTrip: Double?
    var ports: String?
    var last = "{"

    var kindName: String { kind == .none ? unknownKind : kind.rawValue }

    mutating func read(_ bytes: ArraySlice<UInt8>) -> Bool {
        var row = RowScanner(bytes)
        guard row.take(0x7B) else { return false }
        if row.take(0x7D) { return row.peek() == nil }
        repeat {
            guard let (key, _) = row.stringRange(), row.take(0x3A) else { return false }
            guard readValue(of: key, from: &row) else {
                last = row.text(key) ?? "?"
                return false
            }
        } while row.take(0x2C)
        return row.take(0x7D) && row.peek() == nil
    }

    private mutating func readValue(of key: Range<Int>, from row: inout RowScanner) -> Bool {
        if row.equals(key, "t") { return set(&time, row.number()) }
        if row.equals(key, "collector") { return set(&collector, row.string()) }
        if row.equals(key, "device") { return set(&device, row.string()) }
        if row.equals(key, "kind") { return readKind(from: &row) }
        if row.equals(key, "if") { return set(&interface, row.string()) }
        if row.equals(key, "link") { return set(&link, row.string()) }
        if row.equals(key, "loss") { return set(&loss, row.number()) }
        if row.equals(key, "rtt_ms") { return set(&roundTrip, row.number()) }
        if row.equals(key, "ports") { return set(&ports, row.string()) }
        guard row.equals(key, "value") else { return row.skip() }
        if row.peek() == 0x22 { return set(&value, row.string()) }
        if let read = row.number() {
            number = read
            return true
        }
        return row.skip()
    }

    private func set<T>(_ field: inout T?, _ read: T?) -> Bool {
        field = read
        return read != nil
    }

    private mutating func readKind(from row: inout RowScanner) -> Bool {
        guard let name = row.string() else { return false }
        kind = Kind(rawValue: name) ?? .none
        if kind == .none { unknownKind = name }
        return true
    }

    func observationKind() -> Observation.Kind? {
        switch kind {
        case .none: nil
        case .ping: ping().map { .ping($0) }
        case .snmp: value.flatMap { Observation.SNMPFailure(rawValue: $0) }.map { .snmp($0) }
        case .ifoper:
            if let interface, let up = Self.state(value) { .ifOper(interface: ObjectID(interface), up: up) } else { nil }
        case .trap: trap().map { .trap($0) }
        case .otdr: if let link, let number { .otdr(link: ObjectID(link), km: number) } else { nil }
        case .iferr: if let interface, let number { .ifError(interface: ObjectID(interface), fraction: number) } else { nil }
        case .rxpower: if let interface, let number { .rxPower(interface: ObjectID(interface), dBm: number) } else { nil }
        case .uptime: number.map { .uptime(seconds: $0) }
        case .path:
            switch value {
            case "primary": .path(backup: false)
            case "backup": .path(backup: true)
            default: nil
            }
        }
    }

    private static func state(_ value: String?) -> Bool? {
        switch value {
        case "up": true
        case "down": false
        default: nil
        }
    }

    private func ping() -> Observation.Ping? {
        switch value {
        case "timeout": .timeout
        case "ok": .ok(loss: loss ?? 0, roundTripMilliseconds: roundTrip, ports: ports == "unread" ? .unread : .read)
        default: nil
        }
    }

    private func trap() -> Observation.Trap? {
        switch value {
        case "linkDown": interface.map { .linkDown(ObjectID($0)) }
        case "linkUp": interface.map { .linkUp(ObjectID($0)) }
        case "dyingGasp": .dyingGasp
        case "onBattery": .onBattery
        default: nil
        }
    }
}
