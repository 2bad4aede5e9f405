import CSocketBatch
import Foundation
import NetworkModel
import Synchronization

/// SNMP agents for a whole declared network on loopback: one process, one UDP socket, every device at an address of its own in
/// 127.0.0.0/8 (`LoopbackAddresses`). They speak SNMP v1 and v2c to anybody who asks, with any community.
///
/// While it runs, objects are cut and mended: ports go down, devices die, agents behind a cut fall silent (`SimulatedWorld`).
/// ICMP is not simulated: the kernel answers pings to all of 127.0.0.0/8 whatever is broken here, so poll such a network by SNMP alone.
package final class SimulatedNetwork: Sendable {
    /// Where all agents listen.
    package let port: UInt16
    /// The address of each device in 127.0.0.0/8, in device order.
    package let addresses: LoopbackAddresses
    package let network: Network

    private let state: Mutex<State>
    private let socket: AgentSocketBox
    private let traps: TrapTarget?

    private struct State {
        var responder: AgentResponder
        var counts = SimulationCounts()
        /// Counts starts and stops; odd while it answers, so that a thread of an earlier start ends.
        var generation = 0
    }

    /// Opens the socket; nothing answers before `start`.
    /// - Parameters:
    ///   - port: UDP port of all agents; 0 lets the kernel choose.
    ///   - recordings: served at addresses of no device, each under its name as community.
    ///   - address: where to bind, in host byte order; 0 is every address.
    ///   - traps: where linkDown and linkUp go, if anywhere.
    ///   - largestReply: the longest reply in bytes; GETBULK stops there.
    /// - Throws: `SimulationError.socket`, `.tooManyDevices`.
    package init(
        network: Network, port: UInt16 = 0, recordings: [RecordedAgent] = [], address: UInt32 = 0, traps: TrapTarget? = nil,
        largestReply: Int = 8192
    ) throws(SimulationError) {
        var responder = AgentResponder(try AgentMIB(network), recordings: recordings)
        responder.largestReply = largestReply
        let socket = AgentSocketBox(try AgentSocket(address: address, port: port, largestReply: largestReply))
        self.network = network
        self.port = socket.value.port
        self.addresses = responder.mib.addresses
        self.traps = traps
        self.socket = socket
        state = Mutex(State(responder: responder))
    }

    deinit { stop() }

    /// Begins to answer, on a thread of its own.
    package func start() {
        let generation: Int? = state.withLock { state in
            guard state.generation.isMultiple(of: 2) else { return nil }
            state.generation += 1
            return state.generation
        }
        guard let generation else { return }
        let thread = Thread { [weak self, socket] in
            while self?.serve(socket, generation) == true { socket.value.wait(milliseconds: -1) }
        }
        thread.name = "agents"
        thread.start()
    }

    /// Ends answering; `start` resumes with the state as it is.
    package func stop() {
        state.withLock { state in
            if !state.generation.isMultiple(of: 2) { state.generation += 1 }
        }
        socket.value.interrupt()
    }

    /// `127.x.y.z:port` of a device; nil for anything else.
    package func address(of device: ObjectID) -> String? {
        guard case .device(let index)? = network[device] else { return nil }
        return LoopbackAddresses.text(addresses.addresses[Int(index)]) + ":\(port)"
    }

    /// The network with the address of each device's agent in place of its declared one: what a monitor polls here.
    package var servedDocument: NetworkDocument {
        var document = network.document
        for row in document.devices.indices {
            document.devices[row].address = LoopbackAddresses.text(addresses.addresses[row]) + ":\(port)"
            document.devices[row].aliases = []
        }
        return document
    }

    package var counts: SimulationCounts { state.withLock { $0.counts } }

    /// The state of the network at this moment, for comparison with what a monitor thinks.
    package var world: SimulatedWorld { state.withLock { $0.responder.mib.world } }

    /// Breaks `object` now.
    package func cut(_ object: ObjectID) throws(SimulationError) { try apply(.cut(object)) }

    /// Repairs `object` now.
    package func mend(_ object: ObjectID) throws(SimulationError) { try apply(.mend(object)) }

    /// - Throws: `SimulationError.unknownObject`, `.cannotFail`; nothing has changed then.
    package func apply(_ change: SimulatedChange) throws(SimulationError) {
        let now = Self.milliseconds()
        let messages = try state.withLock { state throws(SimulationError) in
            let changed = try change.apply(to: &state.responder.mib.world, at: now)
            guard let traps else { return [(bytes: [UInt8], source: UInt32)]() }
            return changed.compactMap { state.responder.mib.linkTrap(ofPort: $0, community: traps.community, at: now) }
        }
        guard let traps else { return }
        for message in messages { socket.value.send(message.bytes, from: message.source, to: traps.address, port: traps.port) }
    }

    /// Answers what has arrived; false when it is time to stop.
    private func serve(_ socket: AgentSocketBox, _ generation: Int) -> Bool {
        while true {
            let received = socket.value.receive()
            let goesOn = state.withLock { state in
                guard state.generation == generation else { return false }
                state.counts.requests += UInt64(received)
                state.counts.replies += UInt64(Self.answer(received, socket, &state.responder))
                return true
            }
            if !goesOn || received == 0 { return goesOn }
        }
    }

    private static func answer(_ received: Int, _ socket: AgentSocketBox, _ responder: inout AgentResponder) -> Int {
        let now = milliseconds()
        var queued = 0
        for index in 0..<received {
            let address = socket.value.request(index).local_address
            let hasReply = socket.value.answer(index, into: queued) { request, buffer in
                responder.reply(to: request, at: address, now: now, into: &buffer)
            }
            if hasReply { queued += 1 }
        }
        return socket.value.send(queued)
    }

    /// Since the process began to simulate.
    private static func milliseconds() -> Int64 {
        let passed = began.duration(to: .now).components
        return passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000
    }

    private static let began = ContinuousClock.now
}

/// What the agents of a simulation did.
package struct SimulationCounts: Hashable, Sendable {
    /// Datagrams that arrived, also those that were no requests or reached nobody.
    package var requests: UInt64 = 0
    package var replies: UInt64 = 0
}

/// Keeps the socket in one place for the serving thread and for those who interrupt it or send traps.
private final class AgentSocketBox: @unchecked Sendable {
    // Receiving and answering happen on the serving thread alone; `interrupt` and `send(_:from:to:port:)` touch no buffer.
    let value: AgentSocket
    init(_ value: consuming AgentSocket) { self.value = value }
}
