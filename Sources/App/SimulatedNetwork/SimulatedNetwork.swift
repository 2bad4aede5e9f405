import CSocketBatch
import Foundation
import NetworkModel
import SNMPMessages
import Synchronization

/// SNMP agents for a whole declared network on loopback: one process, one UDP socket, every device at an address of its own in
/// 127.0.0.0/8 (`LoopbackAddresses`). They speak SNMP v1 and v2c to anybody who asks, with any community, and
/// SNMPv3 to `users`.
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
        var plan = FaultPlan()
        var random: FaultRandom
        var delayed = DelayedReplies()
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
    ///   - users: who may ask with SNMPv3, at every agent.
    ///   - seed: of the faults set by `misbehave`.
    /// - Throws: `SimulationError.socket`, `.tooManyDevices`.
    package init(
        network: Network, port: UInt16 = 0, recordings: [RecordedAgent] = [], address: UInt32 = 0, traps: TrapTarget? = nil,
        largestReply: Int = 8192, users: [USMUser] = [], seed: UInt64 = 1
    ) throws(SimulationError) {
        var responder = AgentResponder(try AgentMIB(network), recordings: recordings, users: users)
        responder.largestReply = largestReply
        let socket = AgentSocketBox(try AgentSocket(address: address, port: port, largestReply: largestReply))
        self.network = network
        self.port = socket.value.port
        self.addresses = responder.mib.addresses
        self.traps = traps
        self.socket = socket
        state = Mutex(State(responder: responder, random: FaultRandom(seed: seed)))
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
            while let wait = self?.serve(socket, generation) { socket.value.wait(milliseconds: wait) }
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

    /// Makes the agents of `devices` misbehave, those of all devices and recordings where nil; nil faults end it.
    package func misbehave(_ faults: AgentFaults?, devices: [ObjectID]? = nil) {
        let indices = devices?.compactMap { device -> Int32? in
            guard case .device(let index)? = network[device] else { return nil }
            return index
        }
        state.withLock { $0.plan.set(faults, of: indices) }
    }

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

    /// Answers what has arrived and what is due; for how many milliseconds there is nothing more to do (-1: until a datagram comes),
    /// nil when it is time to stop.
    private func serve(_ socket: AgentSocketBox, _ generation: Int) -> Int32? {
        while true {
            let received = socket.value.receive()
            let now = Self.milliseconds()
            let wait: Int32? = state.withLock { state in
                guard state.generation == generation else { return nil }
                state.counts.requests += UInt64(received)
                let isHonest = state.plan.isEmpty && state.delayed.nextDue == nil
                let sent =
                    isHonest
                    ? Self.answer(received, socket, &state.responder, now) : Self.misanswer(received, socket, &state, now)
                state.counts.replies += UInt64(sent)
                return state.delayed.nextDue.map { Int32(clamping: max(0, $0 - now)) } ?? -1
            }
            guard let wait else { return nil }
            if received == 0 && wait != 0 { return wait }
        }
    }

    private static func answer(_ received: Int, _ socket: AgentSocketBox, _ responder: inout AgentResponder, _ now: Int64) -> Int
    {
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

    /// The same, one reply after the other, each with its faults.
    private static func misanswer(_ received: Int, _ socket: AgentSocketBox, _ state: inout State, _ now: Int64) -> Int {
        var sent = 0
        for index in 0..<received {
            let asked = socket.value.request(index)
            let faults = state.plan.faults(state.responder.mib.addresses.device(at: asked.local_address))
            state.responder.lie = faults?.lie
            let hasReply = socket.value.answer(index, into: 0) { request, buffer in
                state.responder.reply(to: request, at: asked.local_address, now: now, into: &buffer)
            }
            guard hasReply else { continue }
            for reply in faulty(socket.value.reply(0), asked, faults, &state, now) { state.delayed.add(reply) }
        }
        state.responder.lie = nil
        while let reply = state.delayed.take(at: now) {
            socket.value.send(reply.bytes, from: reply.source, to: reply.peer, port: reply.port)
            sent += 1
        }
        return sent
    }

    /// What becomes of a reply: none, one or two, each with the time at which it leaves.
    private static func faulty(
        _ bytes: [UInt8], _ asked: agent_datagram, _ faults: AgentFaults?, _ state: inout State, _ now: Int64
    ) -> [DelayedReplies.Reply] {
        var reply = DelayedReplies.Reply(
            due: now, bytes: bytes, source: asked.local_address, peer: asked.peer_address, port: asked.peer_port)
        guard let faults else { return [reply] }
        if state.random.happens(faults.loss) { return [] }
        let copies = state.random.happens(faults.duplication) ? 2 : 1
        switch faults.lie {
        case .otherAddress: reply.source += 1
        case .truncated(let count): reply.bytes = Array(bytes.prefix(count))
        case .noise: reply.bytes = bytes.map { _ in UInt8(truncatingIfNeeded: state.random.next()) }
        default: break
        }
        return (0..<copies).map { _ in
            var copy = reply
            copy.due += Int64(faults.delayMilliseconds.map { state.random.within($0) } ?? 0)
            copy.due += Int64(faults.delayPerBindingMilliseconds * state.responder.answer.count)
            return copy
        }
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
