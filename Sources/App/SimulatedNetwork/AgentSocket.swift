import CSocketBatch
import Glibc

/// The one UDP socket of a simulation and the buffers of a batch; used by one thread at a time.
///
/// The socket is bound to all addresses, so that agents at any address of 127.0.0.0/8 answer through it; IP_PKTINFO tells which
/// was asked, and each reply leaves from there.
struct AgentSocket: ~Copyable {
    static let batch = 128
    private static let requestRoom = 8192
    static let replyRoom = 65_507

    let port: UInt16
    private let descriptor: Int32
    /// Woken to stop waiting.
    private let wake: Int32
    private let requests: UnsafeMutableBufferPointer<agent_datagram>
    private let replies: UnsafeMutableBufferPointer<agent_datagram>
    private let requestBytes: UnsafeMutableBufferPointer<UInt8>
    private let replyBytes: UnsafeMutableBufferPointer<UInt8>
    private let replySize: Int

    /// - Throws: `SimulationError.socket`.
    init(address: UInt32, port wanted: UInt16, largestReply: Int) throws(SimulationError) {
        var port = wanted
        descriptor = agent_socket_open(address, &port, 0)
        guard descriptor >= 0 else { throw .socket(port: wanted, doing: "open", code: errno) }
        wake = agent_wake_open()
        self.port = port
        replySize = largestReply
        requests = .allocate(capacity: Self.batch)
        replies = .allocate(capacity: Self.batch)
        requestBytes = .allocate(capacity: Self.batch * Self.requestRoom)
        replyBytes = .allocate(capacity: Self.batch * largestReply)
        requests.initialize(repeating: agent_datagram())
        replies.initialize(repeating: agent_datagram())
        requestBytes.initialize(repeating: 0)
        replyBytes.initialize(repeating: 0)
        for i in 0..<Self.batch {
            requests[i].bytes = requestBytes.baseAddress.map { $0 + i * Self.requestRoom }
            requests[i].capacity = UInt32(Self.requestRoom)
        }
    }

    deinit {
        close(descriptor)
        close(wake)
        requests.deallocate()
        replies.deallocate()
        requestBytes.deallocate()
        replyBytes.deallocate()
    }

    /// Waits until a datagram is there, `interrupt` is called, or `milliseconds` have passed (-1: for ever).
    func wait(milliseconds: Int32) {
        var waits = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        ]
        poll(&waits, 2, milliseconds)
        var count: UInt64 = 0
        if waits[1].revents != 0 { read(wake, &count, 8) }
    }

    func interrupt() {
        var one: UInt64 = 1
        write(wake, &one, 8)
    }

    /// Takes up to a batch of datagrams; how many there are.
    func receive() -> Int { Int(max(0, agent_batch_receive(descriptor, requests.baseAddress, UInt32(Self.batch)))) }

    func request(_ index: Int) -> agent_datagram { requests[index] }

    /// Calls `body` with the bytes of request `index` and room for a reply; queues what `body` says it wrote.
    /// Returns whether there was a reply.
    func answer(
        _ index: Int, into slot: Int, _ body: (Span<UInt8>, inout MutableSpan<UInt8>) -> Range<Int>?
    ) -> Bool {
        let asked = requests[index]
        let request = UnsafeBufferPointer(start: asked.bytes, count: Int(asked.length))
        let room = UnsafeMutableBufferPointer(rebasing: replyBytes[slot * replySize..<(slot + 1) * replySize])
        var span = room.mutableSpan
        guard let written = body(request.span, &span) else { return false }
        replies[slot] = asked
        replies[slot].bytes = room.baseAddress.map { $0 + written.lowerBound }
        replies[slot].length = UInt32(written.count)
        return true
    }

    /// A copy of a queued reply.
    func reply(_ slot: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: replies[slot].bytes, count: Int(replies[slot].length)))
    }

    /// Sends the first `count` queued replies, waiting where the kernel has no room. Returns how many it took.
    func send(_ count: Int) -> Int {
        var sent = 0
        while sent < count, let rest = replies.baseAddress.map({ $0 + sent }) {
            let taken = agent_batch_send(descriptor, rest, UInt32(count - sent))
            if taken > 0 {
                sent += Int(taken)
            } else if errno == EAGAIN {
                var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&writable, 1, 100)
            } else {
                // One peer cannot be reached; the others get their replies.
                sent += 1
            }
        }
        return sent
    }

    /// Sends one datagram from `source` to `peer` (host byte order).
    func send(_ bytes: [UInt8], from source: UInt32, to peer: UInt32, port: UInt16) {
        var bytes = bytes
        bytes.withUnsafeMutableBufferPointer { buffer in
            var datagram = agent_datagram(
                bytes: buffer.baseAddress, capacity: 0, length: UInt32(buffer.count), peer_address: peer, local_address: source,
                peer_port: port)
            _ = agent_batch_send(descriptor, &datagram, 1)
        }
    }
}
