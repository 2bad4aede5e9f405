import Glibc
import SNMPMessages

/// IF-MIB (RFC 2863): row 0 is the loopback interface, row `p + 1` the device's port `p`.
extension MIBColumn {
    static let interfaces: [MIBColumn] =
        columns(.scalar, under: "1.3.6.1.2.1.2", [(1, .ifNumber)])
        + columns(
            .interface, under: "1.3.6.1.2.1.2.2.1",
            [
                (1, .ifIndex), (2, .ifDescr), (3, .ifType), (4, .ifMtu), (5, .ifSpeed), (6, .ifPhysAddress), (7, .ifAdminStatus),
                (8, .ifOperStatus), (9, .ifLastChange), (10, .ifInOctets), (11, .ifInUcastPkts), (13, .ifInDiscards),
                (14, .ifInErrors), (16, .ifOutOctets), (17, .ifOutUcastPkts), (19, .ifOutDiscards), (20, .ifOutErrors),
            ])
        + columns(
            .interface, under: "1.3.6.1.2.1.31.1.1.1",
            [
                (1, .ifName), (6, .ifHCInOctets), (7, .ifHCInUcastPkts), (10, .ifHCOutOctets), (11, .ifHCOutUcastPkts),
                (15, .ifHighSpeed), (17, .ifConnectorPresent), (18, .ifAlias), (19, .ifCounterDiscontinuityTime),
            ])
        + columns(.scalar, under: "1.3.6.1.2.1.31.1", [(5, .ifTableLastChange)])
}

extension AgentMIB {
    func interfaceScalar(_ object: AgentObject, _ device: Int32) -> AgentValue {
        switch object {
        case .ifNumber: .integer(Int32(world.portsOfDevice[device].count + 1))
        // Rows are neither created nor deleted while the agent runs.
        default: .timeTicks(0)
        }
    }

    func interfaceValue(_ object: AgentObject, _ row: Int, _ device: Int32, _ now: Int64) -> AgentValue {
        if object == .ifIndex { return .integer(Int32(row + 1)) }
        return row == 0 ? loopbackValue(object) : portValue(object, port(device, row - 1), device, now)
    }

    private func loopbackValue(_ object: AgentObject) -> AgentValue {
        switch object {
        case .ifDescr, .ifName: .text(texts.loopback)
        // softwareLoopback(24) of IANAifType-MIB.
        case .ifType: .integer(24)
        case .ifMtu: .integer(65536)
        case .ifSpeed: .gauge32(10_000_000)
        case .ifPhysAddress, .ifAlias: .text(texts.empty)
        case .ifAdminStatus, .ifOperStatus: .integer(1)
        case .ifLastChange, .ifCounterDiscontinuityTime: .timeTicks(0)
        case .ifHCInOctets, .ifHCInUcastPkts, .ifHCOutOctets, .ifHCOutUcastPkts: .counter64(0)
        case .ifHighSpeed: .gauge32(10)
        case .ifConnectorPresent: .integer(2)
        default: .counter32(0)
        }
    }

    private func portValue(_ object: AgentObject, _ port: Int32, _ device: Int32, _ now: Int64) -> AgentValue {
        switch object {
        case .ifDescr, .ifName: .text(texts.ifName(port))
        // ethernetCsmacd(6) of IANAifType-MIB.
        case .ifType: .integer(6)
        case .ifMtu: .integer(1500)
        case .ifSpeed: .gauge32(UInt32(min(megabits(port) * 1_000_000, 4_294_967_295)))
        case .ifHighSpeed: .gauge32(UInt32(min(megabits(port), 4_294_967_295)))
        case .ifPhysAddress: .macAddress(Self.macAddress(ofPort: port))
        case .ifAdminStatus, .ifConnectorPresent: .integer(1)
        case .ifOperStatus: .integer(world.portIsUp[Int(port)] ? 1 : 2)
        case .ifLastChange: .timeTicks(ticks(at: world.portChangedAt[Int(port)], device))
        case .ifCounterDiscontinuityTime: .timeTicks(0)
        case .ifAlias: .text(texts.alias(port))
        case .ifInDiscards, .ifInErrors, .ifOutDiscards, .ifOutErrors: .counter32(0)
        default: trafficValue(object, port, now)
        }
    }

    private func trafficValue(_ object: AgentObject, _ port: Int32, _ now: Int64) -> AgentValue {
        let isInput = [.ifInOctets, .ifInUcastPkts, .ifHCInOctets, .ifHCInUcastPkts].contains(object)
        // What comes in here went out at the other end.
        let octets = octetsSent(by: isInput ? world.peer(ofPort: port) : port, whileUp: world.upTime(ofPort: port, at: now))
        return switch object {
        case .ifInOctets, .ifOutOctets: .counter32(UInt32(truncatingIfNeeded: octets))
        case .ifInUcastPkts, .ifOutUcastPkts: .counter32(UInt32(truncatingIfNeeded: octets / 640))
        case .ifHCInOctets, .ifHCOutOctets: .counter64(octets)
        default: .counter64(octets / 640)
        }
    }

    /// A load of 4 to 60 % of the link that swells and falls with a period of ten minutes, integrated over the time it was up.
    private func octetsSent(by port: Int32, whileUp milliseconds: Int64) -> UInt64 {
        let load = 0.04 + Double(scrambled(UInt64(port)) % 1000) / 1000 * 0.4
        let mean = megabits(port) * 125 * load
        let period = 600_000 / (2 * Double.pi)
        let time = Double(milliseconds)
        return UInt64(min(max(0, mean * (time + 0.35 * period * (1 - cos(time / period)))), 1e19))
    }

    private func megabits(_ port: Int32) -> Double { max(0, world.network.document.links[Int(port >> 1)].mbps ?? 1000) }

    /// Locally administered, one for each port.
    static func macAddress(ofPort port: Int32) -> UInt64 { 0x02f1_0000_0000 + UInt64(UInt32(bitPattern: port)) }
}
