import NetworkModel
import SNMPMessages

/// The declared ports of one device, and where they stand in its ifTable at present.
///
/// A port is known by its name, because ifIndex may change whenever the device starts again: each read of the port states asks for
/// the names beside the states, and a name that does not fit any more makes the map stale.
package struct DeclaredPorts: Hashable, Sendable {
    package struct Port: Hashable, Sendable {
        package let interface: ObjectID
        /// ifName, else ifDescr, else ifAlias of the device is expected to be this.
        package let name: String
        package var ifIndex: UInt32?
        /// Which of the three texts was found to be the name.
        package var nameColumn: ObjectIdentifier?
        /// Link speed in bits a second, for the plausibility of rates; nil where not declared.
        package let bitsPerSecond: Double?
    }

    package static let sysUpTime: ObjectIdentifier = "1.3.6.1.2.1.1.3.0"
    package static let ifDescr: ObjectIdentifier = "1.3.6.1.2.1.2.2.1.2"
    package static let ifOperStatus: ObjectIdentifier = "1.3.6.1.2.1.2.2.1.8"
    package static let ifInErrors: ObjectIdentifier = "1.3.6.1.2.1.2.2.1.14"
    package static let ifName: ObjectIdentifier = "1.3.6.1.2.1.31.1.1.1.1"
    package static let ifHCInOctets: ObjectIdentifier = "1.3.6.1.2.1.31.1.1.1.6"
    package static let ifHCOutOctets: ObjectIdentifier = "1.3.6.1.2.1.31.1.1.1.10"
    package static let ifAlias: ObjectIdentifier = "1.3.6.1.2.1.31.1.1.1.18"

    /// The columns to walk before `locate`.
    package static let nameColumns = [ifName, ifDescr, ifAlias]

    package private(set) var ports: [Port]
    /// No walk has located the ports yet, or a name did not fit any more.
    package private(set) var isStale = true

    package init(of device: Int32, in network: Network) {
        ports = network.linksOfDevice[device].flatMap { link -> [Port] in
            let record = network.document.links[Int(link)]
            return [(record.a, network.deviceA), (record.b, network.deviceB)].compactMap { end, devices in
                guard devices[Int(link)] == device else { return nil }
                return Port(
                    interface: end.interface, name: end.ifName ?? Self.name(in: end.interface),
                    bitsPerSecond: record.mbps.map { $0 * 1_000_000 })
            }
        }
    }

    /// `if:m12#1` is port `1`; without a `#` the whole name.
    static func name(in interface: ObjectID) -> String {
        let name = interface.name
        return name.lastIndex(of: "#").map { String(name[name.index(after: $0)...]) } ?? String(name)
    }

    /// Finds each port in the rows of `nameColumns`; a name of digits alone that no text equals is taken as the ifIndex.
    /// Of two rows of the same name the first counts. Returns the ports that the device does not have.
    @discardableResult
    package mutating func locate(in rows: [VarBind]) -> [Port] {
        var found: [ObjectIdentifier: [String: UInt32]] = [:]
        var indices: Set<UInt32> = []
        for row in rows {
            guard case .octets(let bytes) = row.value,
                let column = Self.nameColumns.first(where: { row.oid.hasPrefix($0) }),
                let index = row.oid.arcs.last, row.oid.arcs.count == column.arcs.count + 1
            else { continue }
            indices.insert(index)
            let text = String(decoding: bytes, as: UTF8.self)
            if found[column, default: [:]][text] == nil { found[column, default: [:]][text] = index }
        }
        for i in ports.indices {
            let column = Self.nameColumns.first { found[$0]?[ports[i].name] != nil }
            ports[i].nameColumn = column
            ports[i].ifIndex =
                column.flatMap { found[$0]?[ports[i].name] } ?? UInt32(ports[i].name).flatMap { indices.contains($0) ? $0 : nil }
        }
        isStale = false
        return ports.filter { $0.ifIndex == nil }
    }

    package mutating func forget() { isStale = true }

    /// What one read of the port states asks for: sysUpTime, then name and state of each located port.
    package var stateRequest: [ObjectIdentifier] {
        [Self.sysUpTime]
            + ports.flatMap { port -> [ObjectIdentifier] in
                guard let index = port.ifIndex else { return [] }
                return (port.nameColumn.map { [$0.appending(index)] } ?? []) + [Self.ifOperStatus.appending(index)]
            }
    }

    package enum Operation: Hashable, Sendable { case up, down, unknown }

    /// The states in an answer to `stateRequest`, one a port, in port order. A port whose name does not fit makes the map stale
    /// and is unknown, like one that the answer leaves out.
    package mutating func states(in answer: [VarBind]) -> [Operation] {
        let values = Dictionary(answer.map { ($0.oid, $0.value) }, uniquingKeysWith: { first, _ in first })
        return ports.indices.map { i in
            guard let index = ports[i].ifIndex, let state = values[Self.ifOperStatus.appending(index)] else { return .unknown }
            if let column = ports[i].nameColumn {
                guard case .octets(let name)? = values[column.appending(index)],
                    String(decoding: name, as: UTF8.self) == ports[i].name
                else {
                    isStale = true
                    return .unknown
                }
            }
            return Self.operation(state)
        }
    }

    /// ifOperStatus (RFC 2863): up(1) and dormant(5) carry or wait to carry; down(2), notPresent(6) and lowerLayerDown(7) do not;
    /// testing(3), unknown(4) and anything else say nothing.
    private static func operation(_ value: SNMPValue) -> Operation {
        guard case .integer(let status) = value else { return .unknown }
        switch status {
        case 1, 5: return .up
        case 2, 6, 7: return .down
        default: return .unknown
        }
    }
}
