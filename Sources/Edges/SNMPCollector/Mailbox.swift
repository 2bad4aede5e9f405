import CSocketBatch
import Glibc
import NetworkModel
import SNMPMessages
import Synchronization

/// What callers hand to the poll thread, and the tables both sides know: addresses, credentials, aliases.
final class Mailbox: Sendable {
    struct Registration: Sendable {
        var device: Int32
        var record: DeviceRecord
    }

    /// What was last registered of a device.
    private struct Known: Equatable {
        var credential: Int32
        var aliases: Int32
        var timeoutMilliseconds: UInt32
        var retries: UInt8

        init(_ record: DeviceRecord) {
            (credential, aliases) = (record.credential, record.aliases)
            (timeoutMilliseconds, retries) = (record.timeoutMilliseconds, record.retries)
        }
    }

    struct Mail: Sendable {
        var registrations: [Registration] = []
        var updates: [@Sendable (EngineLoop) -> Void] = []
        var questions: [SingleQuestion] = []
        var sweeps: [SweepOrder] = []
        var stop = false
        var isEmpty: Bool { registrations.isEmpty && updates.isEmpty && questions.isEmpty && sweeps.isEmpty && !stop }
    }

    private struct State {
        var mail = Mail()
        var asleep = false
        var closed = false
        var counters = SNMPCounters()
        /// Devices by IPv4 address and port, packed so that 100,000 take few megabytes; others by address.
        var indices4: [UInt64: Int32] = [:]
        var indices6: [SocketAddress: Int32] = [:]
        /// Registered form of each device, so that one registered again unchanged costs nothing.
        var credentials: [SNMPCredential] = []
        var credentialIndices: [SNMPCredential: Int32] = [:]
        var aliasLists: [[IPAddress]] = []
        var known: [Known] = []
        var serial: UInt32 = 0
        var learned: [SocketAddress: LearnedDeviceState] = [:]
    }

    /// Readable when there is mail for a sleeping thread.
    let descriptor: Int32
    private let state = Mutex(State())

    init() { descriptor = socket_wakeup_create() }

    deinit { Glibc.close(descriptor) }

    // MARK: Callers

    /// Index of the target's device, registered or brought up to date.
    func register(_ target: SNMPTarget) -> Int32 { state.withLock { Self.register(target, in: &$0) } }

    /// Indices of many targets; the poll thread is woken to take the registrations before they pile up.
    func register(_ targets: some Sequence<SNMPTarget>) -> [Int32] {
        let indices = state.withLock { state in targets.map { Self.register($0, in: &state) } }
        wake()
        return indices
    }

    private static func register(_ target: SNMPTarget, in state: inout State) -> Int32 {
        let credential = credentialIndex(target.credential, in: &state)
        let milliseconds = UInt32(
            clamping: max(
                1, target.timeout.components.seconds * 1000 + target.timeout.components.attoseconds / 1_000_000_000_000_000))
        var record = DeviceRecord(
            address: target.address, credential: credential, timeoutMilliseconds: milliseconds,
            retries: UInt8(clamping: target.retries))
        if !target.aliases.isEmpty { record.aliases = aliasIndex(target.aliases, in: &state) }
        let known = Known(record)
        if let index = index(of: target.address, in: state) {
            if state.known[Int(index)] != known {
                state.known[Int(index)] = known
                state.mail.registrations.append(Registration(device: index, record: record))
            }
            return index
        }
        let index = Int32(state.known.count)
        if let key = target.address.packed { state.indices4[key] = index } else { state.indices6[target.address] = index }
        state.known.append(known)
        state.mail.registrations.append(Registration(device: index, record: record))
        return index
    }

    private static func index(of address: SocketAddress, in state: State) -> Int32? {
        if let key = address.packed { return state.indices4[key] }
        return state.indices6[address]
    }

    private static func credentialIndex(_ credential: SNMPCredential, in state: inout State) -> Int32 {
        if let index = state.credentialIndices[credential] { return index }
        let index = Int32(state.credentials.count)
        state.credentials.append(credential)
        state.credentialIndices[credential] = index
        return index
    }

    private static func aliasIndex(_ aliases: [IPAddress], in state: inout State) -> Int32 {
        if let index = state.aliasLists.firstIndex(of: aliases) { return Int32(index) }
        state.aliasLists.append(aliases)
        return Int32(state.aliasLists.count - 1)
    }

    func post(_ question: SingleQuestion) {
        let refused = state.withLock { state in
            if !state.closed { state.mail.questions.append(question) }
            return state.closed
        }
        if refused { question.finish(.failure(.cancelled)) } else { wake() }
    }

    func post(
        _ plan: SweepPlan, deliver: @escaping @Sendable (SweepBatch) -> Void, finish: @escaping @Sendable (SweepSummary) -> Void
    ) {
        let refused = state.withLock { state in
            state.serial &+= 1
            if !state.closed {
                state.mail.sweeps.append(SweepOrder(serial: state.serial, plan: plan, deliver: deliver, finish: finish))
            }
            return state.closed
        }
        if refused { finish(SweepSummary()) } else { wake() }
    }

    /// False if the poll thread has ended; `update` is then never called.
    @discardableResult
    func post(_ update: @escaping @Sendable (EngineLoop) -> Void) -> Bool {
        let isOpen = state.withLock { state in
            if !state.closed { state.mail.updates.append(update) }
            return !state.closed
        }
        if isOpen { wake() }
        return isOpen
    }

    func stop() {
        state.withLock { $0.mail.stop = true }
        wake()
    }

    var counters: SNMPCounters { state.withLock { $0.counters } }

    func learned(_ address: SocketAddress) -> LearnedDeviceState {
        state.withLock { $0.learned[address] ?? LearnedDeviceState() }
    }

    func learn(_ address: SocketAddress, _ change: (inout LearnedDeviceState) -> Void) {
        state.withLock { change(&$0.learned[address, default: LearnedDeviceState()]) }
    }

    private func wake() {
        let asleep = state.withLock { $0.asleep }
        if asleep {
            var one: UInt64 = 1
            _ = write(descriptor, &one, 8)
        }
    }

    // MARK: The poll thread

    func publish(_ counters: SNMPCounters) { state.withLock { $0.counters = counters } }

    func take(counters: SNMPCounters) -> Mail? {
        state.withLock { state in
            state.counters = counters
            if state.mail.isEmpty { return nil }
            defer { state.mail = Mail() }
            return state.mail
        }
    }

    /// False if mail has come in the meantime; otherwise whoever posts from now on wakes the thread.
    func mayFallAsleep(counters: SNMPCounters) -> Bool {
        state.withLock { state in
            state.counters = counters
            state.asleep = state.mail.isEmpty
            return state.asleep
        }
    }

    func awake() {
        state.withLock { $0.asleep = false }
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }

    /// Takes no more questions; returns those not yet taken.
    func close(_ loop: EngineLoop) -> [SingleQuestion] {
        let mail = state.withLock { state in
            state.closed = true
            defer { state.mail = Mail() }
            return state.mail
        }
        for registration in mail.registrations { loop.register(registration) }
        for update in mail.updates { update(loop) }
        for sweep in mail.sweeps { sweep.finish(SweepSummary()) }
        return mail.questions
    }

    func deviceIndex(of address: SocketAddress) -> Int32? { state.withLock { Self.index(of: address, in: $0) } }
    func aliases(_ index: Int32) -> [IPAddress] { state.withLock { $0.aliasLists[Int(index)] } }
    func credential(_ index: Int32) -> SNMPCredential { state.withLock { $0.credentials[Int(index)] } }
}
