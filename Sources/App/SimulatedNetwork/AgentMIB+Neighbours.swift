import SNMPMessages

/// LLDP-MIB (IEEE 802.1AB-2005). lldpLocPortNum is the ifIndex; chassis ids are Ethernet addresses (subtype 4), port ids interface
/// names (subtype 5).
extension MIBColumn {
    static let lldp: [MIBColumn] =
        columns(
            .scalar, under: "1.0.8802.1.1.2.1.3",
            [(1, .lldpLocChassisIdSubtype), (2, .lldpLocChassisId), (3, .lldpLocSysName), (4, .lldpLocSysDesc)])
        + columns(
            .localPort, under: "1.0.8802.1.1.2.1.3.7.1",
            [(2, .lldpLocPortIdSubtype), (3, .lldpLocPortId), (4, .lldpLocPortDesc)])
        + columns(
            .neighbour, under: "1.0.8802.1.1.2.1.4.1.1",
            [
                (4, .lldpRemChassisIdSubtype), (5, .lldpRemChassisId), (6, .lldpRemPortIdSubtype), (7, .lldpRemPortId),
                (8, .lldpRemPortDesc), (9, .lldpRemSysName), (10, .lldpRemSysDesc), (11, .lldpRemSysCapSupported),
                (12, .lldpRemSysCapEnabled),
            ])
        + columns(
            .neighbourAddress, under: "1.0.8802.1.1.2.1.4.2.1", [(3, .lldpRemManAddrIfSubtype), (4, .lldpRemManAddrIfId)])
}

extension SimulatedWorld {
    /// Whether the device at `port` hears LLDP from the other end: the link is up and the peer is managed.
    func hearsNeighbour(_ port: Int32) -> Bool {
        linkIsUp[Int(port >> 1)] && isManaged(device(ofPort: peer(ofPort: port)))
    }

    /// Unmanaged devices forward and say nothing; where no collectors are declared, all are managed.
    func isManaged(_ device: Int32) -> Bool {
        network.document.collectors.isEmpty || !network.collectorsOfDevice[device].isEmpty
    }
}

extension AgentMIB {
    func localNeighbourValue(_ object: AgentObject, _ row: Int, _ device: Int32) -> AgentValue {
        switch object {
        case .lldpLocChassisIdSubtype: .integer(4)
        case .lldpLocChassisId: .macAddress(Self.macAddress(ofDevice: device))
        case .lldpLocSysName: .text(texts.name(device))
        case .lldpLocSysDesc: .text(texts.description(device))
        case .lldpLocPortIdSubtype: .integer(5)
        case .lldpLocPortId: .text(texts.ifName(port(device, row)))
        default: .text(texts.alias(port(device, row)))
        }
    }

    func neighbourValue(_ object: AgentObject, _ row: Int, _ device: Int32) -> AgentValue {
        let farPort = world.peer(ofPort: port(device, row))
        let neighbour = world.device(ofPort: farPort)
        switch object {
        case .lldpRemChassisIdSubtype: return .integer(4)
        case .lldpRemChassisId: return .macAddress(Self.macAddress(ofDevice: neighbour))
        case .lldpRemPortIdSubtype: return .integer(5)
        case .lldpRemPortId: return .text(texts.ifName(farPort))
        case .lldpRemPortDesc: return .text(texts.alias(farPort))
        case .lldpRemSysName: return .text(texts.name(neighbour))
        case .lldpRemSysDesc: return .text(texts.description(neighbour))
        // bridge(2) and router(4) in the order of LldpSystemCapabilitiesMap.
        case .lldpRemSysCapSupported, .lldpRemSysCapEnabled: return .bits(0b0010_1000)
        // ifIndex(2)
        case .lldpRemManAddrIfSubtype: return .integer(2)
        default: return .integer(world.positionOfPort[Int(farPort)] + 2)
        }
    }

    static func macAddress(ofDevice device: Int32) -> UInt64 { 0x02f0_0000_0001 + UInt64(UInt32(bitPattern: device)) }
}
