import CSocketBatch
import Glibc
import NetworkModel

/// One echo to each of many targets of one address family, on one socket, in batches.
///
/// As many echoes are under way as the receive buffer holds replies. A try that is not answered in its time is followed by the next;
/// a reply to any try counts. Deadlines stand in one FIFO per try, as all its entries wait equally long.
struct PingRun: ~Copyable {
    private struct Target {
        var firstSent: Int64 = 0
        var lastSent: Int64 = 0
        var attempt: UInt8 = 0
        var state = State.waiting
        /// Bit n is set once try n was answered.
        var answeredTries: UInt32 = 0
    }
    private enum State: UInt8 { case waiting, open, answered, lost }

    private let socket: PingSocket
    private let addresses: [IPAddress]
    private var targets: [Target]
    private let token = UInt64.random(in: 1 ... .max)
    private let identifier = UInt16.random(in: 1 ... .max)
    private let options: PingOptions
    private let waits: [Int64]
    private let window: Int
    private var queues: [[Int32]]
    private var queueHeads: [Int]
    private var next = 0
    private var open = 0
    private var done = 0
    private var queued = 0
    private var queuedTargets = [Int32](repeating: 0, count: PingSocket.batch)
    private var now: Int64 = 0
    private let started: Int64
    private var indices: [IPAddress: [Int32]] = [:]
    private(set) var counters = PingCounters()
    private(set) var results: [PingResult]

    init(_ addresses: [IPAddress], v6: Bool, options: PingOptions) throws(PingRefusal) {
        socket = try PingSocket(v6: v6)
        self.addresses = addresses
        self.options = options
        targets = [Target](repeating: Target(), count: addresses.count)
        // A reply of 84 octets is charged some 800 bytes.
        window = max(16, min(1024, socket.receiveBuffer / 1024))
        queues = [[Int32]](repeating: [], count: options.retries + 1)
        queueHeads = [Int](repeating: 0, count: options.retries + 1)
        results = addresses.map { PingResult(address: $0) }
        waits = Self.waits(options)
        started = Self.microseconds()
    }

    static func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000
    }

    mutating func run() {
        while done < addresses.count {
            now = Self.microseconds()
            expire()
            sendNew()
            flush()
            // What expired just now may have been the last.
            if receive() == 0, done < addresses.count { sleep() }
        }
    }

    // MARK: Sending

    private mutating func sendNew() {
        while next < addresses.count, open < window, isAllowedByRate() {
            targets[next].firstSent = now
            targets[next].state = .open
            open += 1
            results[next].sent = 1
            next += 1
            send(next - 1)
        }
    }

    private func isAllowedByRate() -> Bool {
        guard let rate = options.rate else { return true }
        return Int64(counters.sent) <= (now - started) * Int64(rate) / 1_000_000
    }

    private mutating func send(_ index: Int) {
        if queued == PingSocket.batch { flush() }
        let attempt = Int(targets[index].attempt)
        targets[index].lastSent = now
        queues[attempt].append(Int32(index))
        guard queued < PingSocket.batch else {
            counters.sendErrors += 1
            return
        }
        let packet = EchoPacket(
            identifier: identifier, sequence: UInt16(truncatingIfNeeded: index), target: UInt32(index), attempt: UInt32(attempt),
            token: token)
        let ring = socket.sending.pointee
        packet.write(to: UnsafeMutableRawPointer(ring.buffers + queued * ring.stride), v6: socket.isV6)
        let ip = addresses[index]
        socket_address_set(&ring.slots[queued].address, socket_peer(high: ip.high, low: ip.low, port: 0, is_v4: ip.isV4 ? 1 : 0))
        ring.slots[queued].length = UInt32(EchoPacket.length)
        queuedTargets[queued] = Int32(index)
        queued += 1
        counters.sent += 1
    }

    private mutating func flush() {
        var first = 0
        var refusals = 0
        while first < queued {
            let sent = Int(socket_ring_send(socket.sending, socket.descriptor, UInt32(first), UInt32(queued - first)))
            if sent > 0 {
                first += sent
                continue
            }
            let error = errno
            if error == EAGAIN || error == ENOBUFS, refusals < 1000 {
                // The kernel's queue is full: take replies in, which makes room.
                refusals += 1
                _ = receive()
                continue
            }
            if takeErrors() > 0, refusals < 1000 {
                refusals += 1
                continue
            }
            results[Int(queuedTargets[first])].errno = error
            counters.sendErrors += 1
            first += 1
        }
        queued = 0
    }

    // MARK: Waiting

    private func wait(_ attempt: Int) -> Int64 { waits[attempt] }

    /// How long each try waits: a share of the timeout at first, all of it at last. With a timeout of a second or more the last try
    /// leaves more than a second after the first: who rations replies to one a second answers it.
    private static func waits(_ options: PingOptions) -> [Int64] {
        let whole = options.timeout.components.seconds * 1_000_000 + options.timeout.components.attoseconds / 1_000_000_000_000
        var waits = (0...options.retries).map { $0 == options.retries ? whole : max(1, whole >> Int64(options.retries - $0)) }
        if whole >= 1_000_000, options.retries > 0 {
            let before = waits[..<(options.retries - 1)].reduce(0, +)
            waits[options.retries - 1] = max(waits[options.retries - 1], 1_100_000 - before)
        }
        return waits
    }

    private mutating func expire() {
        for attempt in queues.indices {
            let wait = wait(attempt)
            while queueHeads[attempt] < queues[attempt].count {
                let index = Int(queues[attempt][queueHeads[attempt]])
                let isCurrent = targets[index].state == .open && Int(targets[index].attempt) == attempt
                if isCurrent, now - targets[index].lastSent < wait { break }
                queueHeads[attempt] += 1
                if isCurrent { retryOrGiveUp(index) }
            }
        }
    }

    private mutating func retryOrGiveUp(_ index: Int) {
        if Int(targets[index].attempt) < options.retries {
            targets[index].attempt += 1
            results[index].retried += 1
            send(index)
        } else {
            targets[index].state = .lost
            open -= 1
            done += 1
        }
    }

    private func sleep() {
        var deadline: Int64 = .max
        for attempt in queues.indices where queueHeads[attempt] < queues[attempt].count {
            deadline = min(deadline, targets[Int(queues[attempt][queueHeads[attempt]])].lastSent + wait(attempt))
        }
        if next < addresses.count, open < window { deadline = min(deadline, now + 1000) }
        var descriptor = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, Int32(clamping: max(1, (deadline - now + 999) / 1000)))
    }

    // MARK: Receiving

    private mutating func receive() -> Int {
        let count = Int(socket_ring_receive(socket.receiving, socket.descriptor, UInt32(PingSocket.batch)))
        guard count >= 0 else { return takeErrors() }
        let ring = socket.receiving.pointee
        if count > 0 { now = Self.microseconds() }
        for position in 0..<count {
            let bytes = UnsafeBufferPointer(start: ring.buffers + position * ring.stride, count: Int(ring.slots[position].length))
            accept(bytes.span, from: withUnsafePointer(to: ring.slots[position].address) { IPAddress(socket_peer_of($0)) })
        }
        return count
    }

    private mutating func accept(_ bytes: Span<UInt8>, from source: IPAddress) {
        guard let start = messageStart(bytes) else { return counters.foreign += 1 }
        switch EchoPacket.read(bytes.extracting(start..<bytes.count), v6: socket.isV6, token: token) {
        case .foreign: counters.foreign += 1
        case .corrupted: counters.corrupted += 1
        case .reply(let packet): accept(packet, from: source)
        }
    }

    /// Where the message begins: raw IPv4 sockets give the IP header too.
    private func messageStart(_ bytes: Span<UInt8>) -> Int? {
        guard socket.isRaw, !socket.isV6 else { return 0 }
        guard bytes.count >= 20 else { return nil }
        let header = Int(bytes[0] & 0x0F) * 4
        return header >= 20 && header <= bytes.count ? header : nil
    }

    private mutating func accept(_ packet: EchoPacket, from source: IPAddress) {
        let index = Int(packet.target)
        guard index < next, packet.attempt <= UInt32(targets[index].attempt),
            packet.sequence == UInt16(truncatingIfNeeded: index),
            !socket.isRaw || packet.identifier == identifier
        else { return counters.corrupted += 1 }
        guard addresses[index] == source else { return counters.wrongSource += 1 }
        let bit: UInt32 = 1 << (packet.attempt & 31)
        guard targets[index].answeredTries & bit == 0 else { return counters.duplicates += 1 }
        targets[index].answeredTries |= bit
        counters.received += 1
        guard targets[index].state == .open else { return }
        targets[index].state = .answered
        open -= 1
        done += 1
        let sent = packet.attempt == UInt32(targets[index].attempt) ? targets[index].lastSent : targets[index].firstSent
        results[index].add(roundTripMicroseconds: max(0, now - sent))
    }

    private mutating func takeErrors() -> Int {
        var taken = 0
        var report = socket_error()
        while taken < 1024, socket_error_receive(socket.descriptor, &report) == 1 {
            taken += 1
            counters.icmpErrors += 1
            if indices.isEmpty {
                for (index, address) in addresses.enumerated() { indices[address, default: []].append(Int32(index)) }
            }
            for index in indices[IPAddress(socket_peer_of(&report.address)), default: []] {
                results[Int(index)].errno = report.error
            }
        }
        return taken
    }
}

extension IPAddress {
    init(_ peer: socket_peer) {
        self = peer.is_v4 != 0 ? IPAddress(v4: UInt32(truncatingIfNeeded: peer.low)) : IPAddress(high: peer.high, low: peer.low)
    }
}
