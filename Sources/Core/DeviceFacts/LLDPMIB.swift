import SNMPMessages

/// Neighbours over LLDP: LLDP-MIB (IEEE 802.1AB-2005) and its successor LLDP-V2-MIB (IEEE 802.1AB-2009), which indexes by ifIndex and
/// destination address but has the same objects.
struct LLDPMIB {
    let neighbourProtocol: DeviceNeighbour.NeighbourProtocol
    let localChassisID: MIBObject
    let portSubtype, portID, portDescr: MIBObject
    let chassisSubtype, chassisID, remotePortSubtype, remotePortID, remotePortDescr, sysName, sysDescr: MIBObject
    let managementAddress: MIBObject
    /// TimeMark, local port, [destination address,] index of the neighbour.
    let indexLength: Int

    static let v1 = LLDPMIB(
        .lldp, "lldp", base: "1.0.8802.1.1.2.1", firstRemoteColumn: 4, managementColumn: 3, indexLength: 3)
    static let v2 = LLDPMIB(
        .lldpV2, "lldpV2", base: "1.3.111.2.802.1.1.13.1", firstRemoteColumn: 5, managementColumn: 3, indexLength: 4)

    private init(
        _ neighbourProtocol: DeviceNeighbour.NeighbourProtocol, _ prefix: String, base: ObjectIdentifier,
        firstRemoteColumn first: UInt32,
        managementColumn: UInt32, indexLength: Int
    ) {
        self.neighbourProtocol = neighbourProtocol
        self.indexLength = indexLength
        localChassisID = MIBObject(prefix + "LocChassisId", base.appending(3, 2))
        portSubtype = MIBObject(prefix + "LocPortIdSubtype", base.appending(3, 7, 1, 2))
        portID = MIBObject(prefix + "LocPortId", base.appending(3, 7, 1, 3))
        portDescr = MIBObject(prefix + "LocPortDesc", base.appending(3, 7, 1, 4))
        chassisSubtype = MIBObject(prefix + "RemChassisIdSubtype", base.appending(4, 1, 1, first))
        chassisID = MIBObject(prefix + "RemChassisId", base.appending(4, 1, 1, first + 1))
        remotePortSubtype = MIBObject(prefix + "RemPortIdSubtype", base.appending(4, 1, 1, first + 2))
        remotePortID = MIBObject(prefix + "RemPortId", base.appending(4, 1, 1, first + 3))
        remotePortDescr = MIBObject(prefix + "RemPortDesc", base.appending(4, 1, 1, first + 4))
        sysName = MIBObject(prefix + "RemSysName", base.appending(4, 1, 1, first + 5))
        sysDescr = MIBObject(prefix + "RemSysDesc", base.appending(4, 1, 1, first + 6))
        managementAddress = MIBObject(prefix + "RemManAddrIfSubtype", base.appending(4, 2, 1, managementColumn))
    }

    var scalars: [MIBObject] { [localChassisID] }
    var columns: [MIBObject] { [portSubtype, portID, portDescr, managementAddress] + remoteColumns }

    private var remoteColumns: [MIBObject] {
        [chassisSubtype, chassisID, remotePortSubtype, remotePortID, remotePortDescr, sysName, sysDescr]
    }

    /// The neighbours in the order of their rows.
    func neighbours(_ reader: inout MIBReader, interfaces: [DeviceInterface], bridgePorts: [UInt32: UInt32]) -> [DeviceNeighbour]
    {
        let rows = reader.rows(of: remoteColumns, indexLength: indexLength)
        guard !rows.isEmpty else { return [] }
        let numbers = reader.rows(of: [portID], indexLength: 1).map { $0[0] }
        let ports = LocalPorts(
            interfaces: interfaces, bridgePorts: bridgePorts, numbers: numbers.isEmpty ? Array(Set(rows.map { $0[1] })) : numbers)
        let addresses = managementAddresses(reader.view)
        let own = reader.octets(localChassisID, [0])
        return rows.map { neighbour($0, &reader, ports, addresses: addresses[$0] ?? [], ownChassis: own) }
    }

    private func neighbour(
        _ row: [UInt32], _ reader: inout MIBReader, _ ports: LocalPorts, addresses: [String], ownChassis: [UInt8]?
    ) -> DeviceNeighbour {
        var neighbour = DeviceNeighbour(neighbourProtocol, index: row, localRule: .unresolved)
        locate(&neighbour, port: row[1], &reader, ports)
        describe(&neighbour, row, &reader)
        neighbour.remoteAddresses = addresses
        if let ownChassis, !ownChassis.isEmpty, neighbour.remoteChassisID?.octets == ownChassis {
            neighbour.isOwnChassis = true
            reader.note(.ownNeighbour, "\(chassisID.name).\(neighbour.index) is the device's own chassis id")
        }
        return neighbour
    }

    private func locate(_ neighbour: inout DeviceNeighbour, port: UInt32, _ reader: inout MIBReader, _ ports: LocalPorts) {
        let id = reader.octets(portID, [port])
        let kind = Self.portKind(reader.integer(portSubtype, [port])).kind
        neighbour.localPortNumber = port
        neighbour.localPortID = id.map { LLDPIdentifier($0, kind: kind == .address ? .untold : kind) }
        neighbour.localPortDescr = reader.text(portDescr, [port])
        let found = ports.find(number: port, id: id, description: neighbour.localPortDescr)
        neighbour.localRule = found.rule
        neighbour.localIfIndex = found.interface?.ifIndex
        neighbour.localPort = found.interface?.shortName
        if found.interface == nil {
            reader.note(.unresolvedPort, "\(neighbourProtocol.rawValue) local port \(port) is no known interface")
        }
    }

    private func describe(_ neighbour: inout DeviceNeighbour, _ row: [UInt32], _ reader: inout MIBReader) {
        let chassis = Self.chassisKind(reader.integer(chassisSubtype, row))
        let port = Self.portKind(reader.integer(remotePortSubtype, row))
        neighbour.remoteChassisSubtype = chassis.name
        neighbour.remoteChassisID = reader.octets(chassisID, row).map { LLDPIdentifier($0, kind: chassis.kind) }
        neighbour.remotePortSubtype = port.name
        neighbour.remotePortID = reader.octets(remotePortID, row).map { LLDPIdentifier($0, kind: port.kind) }
        neighbour.remotePortDescr = reader.text(remotePortDescr, row)
        neighbour.remoteSysName = reader.text(sysName, row)
        neighbour.remoteSysDescr = reader.text(sysDescr, row)
    }

    /// The address is the end of the index: subtype (1 IPv4, 2 IPv6), length, octets. Some agents leave the length out.
    private func managementAddresses(_ view: MIBView) -> [[UInt32]: [String]] {
        var addresses: [[UInt32]: [String]] = [:]
        for bind in view.values(under: managementAddress.oid) {
            let index = Array(bind.oid.arcs[managementAddress.oid.arcs.count...])
            guard index.count > indexLength + 4, let family = UInt8(exactly: index[indexLength]) else { continue }
            let rest = index[(indexLength + 1)...]
            let octets = (Int(rest[rest.startIndex]) == rest.count - 1 ? rest.dropFirst() : rest).compactMap {
                UInt8(exactly: $0)
            }
            guard let address = LLDPIdentifier.networkAddress([family] + octets) else { continue }
            addresses[Array(index[..<indexLength]), default: []].append(address)
        }
        return addresses
    }

    /// LldpChassisIdSubtype.
    static func chassisKind(_ subtype: Int64?) -> (name: String?, kind: LLDPIdentifier.Kind) {
        switch subtype {
        case 1: ("chassisComponent", .text)
        case 2: ("interfaceAlias", .text)
        case 3: ("portComponent", .text)
        case 4: ("macAddress", .address)
        case 5: ("networkAddress", .network)
        case 6: ("interfaceName", .text)
        case 7: ("local", .untold)
        default: (nil, .untold)
        }
    }

    /// LldpPortIdSubtype.
    static func portKind(_ subtype: Int64?) -> (name: String?, kind: LLDPIdentifier.Kind) {
        switch subtype {
        case 1: ("interfaceAlias", .text)
        case 2: ("portComponent", .text)
        case 3: ("macAddress", .address)
        case 4: ("networkAddress", .network)
        case 5: ("interfaceName", .text)
        case 6: ("agentCircuitId", .untold)
        case 7: ("local", .untold)
        default: (nil, .untold)
        }
    }
}

extension DeviceInterface {
    /// ifName, or ifDescr where that is absent or empty.
    package var shortName: DeviceText? { ifName?.text.isEmpty == false ? ifName : ifDescr ?? ifName }
}
