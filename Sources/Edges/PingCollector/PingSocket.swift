import CSocketBatch
import Glibc

/// A socket for ICMP echoes: a datagram socket where `net.ipv4.ping_group_range` allows the process's group, else a raw one, which needs
/// CAP_NET_RAW.
final class PingSocket {
    static let batch = 64

    let descriptor: Int32
    let isRaw: Bool
    let isV6: Bool
    let receiveBuffer: Int
    let receiving: UnsafeMutablePointer<socket_ring>
    let sending: UnsafeMutablePointer<socket_ring>

    init(v6: Bool) throws(PingRefusal) {
        let (family, proto) = v6 ? (AF_INET6, Int32(IPPROTO_ICMPV6)) : (AF_INET, Int32(IPPROTO_ICMP))
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        var raw = false
        var opened = socket(family, Int32(SOCK_DGRAM.rawValue) | flags, proto)
        if opened < 0 {
            raw = true
            opened = socket(family, Int32(SOCK_RAW.rawValue) | flags, proto)
        }
        guard opened >= 0 else { throw PingRefusal(v6: v6, errno: errno) }
        if raw { _ = socket_filter_echo_replies(opened, family) }
        _ = socket_enable_errors(opened, family)
        (descriptor, isRaw, isV6) = (opened, raw, v6)
        receiveBuffer = Int(socket_set_buffers(opened, 8 << 20, 8 << 20))
        guard let receiving = socket_ring_create(UInt32(Self.batch), 2048, 0),
            let sending = socket_ring_create(UInt32(Self.batch), 128, 0)
        else {
            close(opened)
            throw PingRefusal(v6: v6, errno: ENOMEM)
        }
        (self.receiving, self.sending) = (receiving, sending)
    }

    deinit {
        close(descriptor)
        socket_ring_destroy(receiving)
        socket_ring_destroy(sending)
    }
}

/// The system does not let this process send ICMP echoes.
package struct PingRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package let v6: Bool
    package let errno: Int32

    package var description: String {
        let reason = String(cString: strerror(errno)).lowercased()
        guard errno == EACCES || errno == EPERM else { return "ICMP echo is not possible: \(reason)" }
        return "ICMP echo is not permitted (\(reason)); allow it with: sysctl net.ipv4.ping_group_range=\"0 2147483647\", "
            + "or give the program CAP_NET_RAW; until then SNMP alone tells who is reachable"
    }
}
