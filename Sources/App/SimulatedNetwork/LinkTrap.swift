import NetworkModel
import SNMPMessages

/// Where the agents of a simulation send their traps.
package struct TrapTarget: Hashable, Sendable {
    /// In host byte order.
    package var address: UInt32
    package var port: UInt16
    package var community: String

    package init(address: UInt32 = 0x7f00_0001, port: UInt16 = 162, community: String = "public") {
        (self.address, self.port, self.community) = (address, port, community)
    }
}

extension AgentMIB {
    /// The v2c trap (linkDown or linkUp, RFC 2863) of a port that just changed, and the address it leaves from; nil where the
    /// device has no way to say it.
    func linkTrap(ofPort port: Int32, community: String, at now: Int64) -> (bytes: [UInt8], source: UInt32)? {
        let device = world.device(ofPort: port)
        guard world.deviceAnswers[Int(device)] else { return nil }
        let isUp = world.portIsUp[Int(port)]
        let ifIndex = UInt32(world.positionOfPort[Int(port)]) + 2
        let pdu = SNMPPDU(
            .trapV2, requestID: Int32(truncatingIfNeeded: now),
            varBinds: [
                VarBind("1.3.6.1.2.1.1.3.0", .timeTicks(ticks(at: now, device))),
                VarBind("1.3.6.1.6.3.1.1.4.1.0", .oid(isUp ? "1.3.6.1.6.3.1.1.5.4" : "1.3.6.1.6.3.1.1.5.3")),
                VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, ifIndex]), .integer(Int32(bitPattern: ifIndex))),
                VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 7, ifIndex]), .integer(1)),
                VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 8, ifIndex]), .integer(isUp ? 1 : 2)),
            ])
        let message = CommunityMessage(version: .v2c, community: Array(community.utf8), pdu: pdu)
        return (try? message.encoded()).map { ($0, addresses.addresses[Int(device)]) }
    }
}
