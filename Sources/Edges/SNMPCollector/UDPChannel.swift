import CSocketBatch
import Glibc

/// One UDP socket with its batches. Used by the poll thread only.
final class UDPChannel {
    static let batch = 64

    let descriptor: Int32
    /// What the kernel gives the receive buffer, which bounds the window.
    let receiveBuffer: Int
    let receiving: UnsafeMutablePointer<socket_ring>
    let sending: UnsafeMutablePointer<socket_ring>
    /// Datagrams written to `sending` and not yet taken by the kernel, and the slots they belong to.
    var queued = 0
    var queuedSlots = [Int32](repeating: 0, count: batch)

    private var lastDropped: UInt32 = 0

    init(family: Int32) throws(SNMPEngineError) {
        descriptor = socket(family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SNMPEngineError(doing: "opening a UDP socket", errno: errno) }
        receiveBuffer = Int(socket_set_buffers(descriptor, 8 << 20, 8 << 20))
        _ = socket_enable_errors(descriptor, family)
        guard let receiving = socket_ring_create(UInt32(Self.batch), 65_536, 0),
            let sending = socket_ring_create(UInt32(Self.batch), UInt32(RequestTemplate.capacity + 500), 0)
        else {
            close(descriptor)
            throw SNMPEngineError(doing: "making buffers for a UDP socket", errno: ENOMEM)
        }
        (self.receiving, self.sending) = (receiving, sending)
    }

    /// Adds the datagrams that the kernel dropped since the last call.
    func countDrops(into count: inout UInt64) {
        let dropped = socket_dropped(descriptor)
        count &+= UInt64(dropped &- lastDropped)
        lastDropped = dropped
    }

    deinit {
        close(descriptor)
        socket_ring_destroy(receiving)
        socket_ring_destroy(sending)
    }
}

/// The collector cannot start.
package struct SNMPEngineError: Error, Hashable, Sendable, CustomStringConvertible {
    package let doing: String
    package let errno: Int32
    package var description: String { "\(doing): \(String(cString: strerror(errno)))" }
}
