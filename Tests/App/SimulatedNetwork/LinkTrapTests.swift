import NetworkModel
import SNMPMessages
import TestSupport
import Testing

@testable import SimulatedNetwork

@Suite struct LinkTrapTests {
    /// Traps that have arrived at `socket`, with the addresses that sent them.
    private func received(_ socket: borrowing AgentSocket) throws -> [(source: UInt32, pdu: SNMPPDU)] {
        var traps: [(source: UInt32, pdu: SNMPPDU)] = []
        for index in 0..<socket.receive() {
            let datagram = socket.request(index)
            let bytes = Array(UnsafeBufferPointer(start: datagram.bytes, count: Int(datagram.length)))
            traps.append((datagram.peer_address, try CommunityMessage(bytes).pdu))
        }
        return traps
    }

    @Test func `both ends of a cut link send linkDown from their own addresses, and linkUp when it is mended`() throws {
        let socket = try AgentSocket(address: 0x7f00_0001, port: 0, largestReply: 1500)
        let simulation = try SimulatedNetwork(
            network: SampleNetworks.compiled(SampleNetworks.ring()), traps: TrapTarget(port: socket.port))
        try simulation.cut("duct:r2")
        let down = try received(socket)
        // n2 and n3 at 127.9.0.2 and .3.
        #expect(down.map(\.source) == [0x7f09_0002, 0x7f09_0003])
        let trap = try #require(down.first?.pdu)
        #expect(trap.kind == .trapV2)
        #expect(trap.varBinds[1] == VarBind("1.3.6.1.6.3.1.1.4.1.0", .oid("1.3.6.1.6.3.1.1.5.3")))
        // n2's ports in the order of the links: r1, r2, t2; 1 is the loopback interface.
        #expect(trap.varBinds[2] == VarBind("1.3.6.1.2.1.2.2.1.1.3", .integer(3)))
        #expect(trap.varBinds[4] == VarBind("1.3.6.1.2.1.2.2.1.8.3", .integer(2)))
        try simulation.mend("duct:r2")
        let up = try received(socket)
        #expect(up.count == 2)
        #expect(up.first?.pdu.varBinds[1].value == .oid("1.3.6.1.6.3.1.1.5.4"))
    }

    @Test func `a device without a way to its collector sends nothing`() throws {
        let socket = try AgentSocket(address: 0x7f00_0001, port: 0, largestReply: 1500)
        let simulation = try SimulatedNetwork(
            network: SampleNetworks.compiled(SampleNetworks.ring()), traps: TrapTarget(port: socket.port))
        try simulation.cut("duct:t3")
        // The town's end is heard, the office's is not.
        #expect(try received(socket).map(\.source) == [0x7f09_0003])
    }
}
