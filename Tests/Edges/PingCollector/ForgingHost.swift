import Foundation
import NetworkModel
import Synchronization

@testable import PingCollector

/// Answers the echoes to every loopback address in place of the kernel, as a closure says. Lives in the namespace of the thread that made it.
final class ForgingHost {
    struct Reply {
        /// An ICMP message; its checksum is put right.
        var message: [UInt8]
        var source: UInt32
    }

    /// The thread closes its socket itself: a number closed under it might be somebody else's by the next call.
    private let isOver = Flag()

    private final class Flag: Sendable {
        let value = Mutex(false)
    }

    /// `answers` gets the request's ICMP message, already made a reply, and the address that it was sent to.
    init(_ answers: @escaping @Sendable ([UInt8], UInt32) -> [Reply]) throws {
        try Data("1".utf8).write(to: URL(fileURLWithPath: "/proc/sys/net/ipv4/icmp_echo_ignore_all"))
        let descriptor = socket(AF_INET, Int32(SOCK_RAW.rawValue), Int32(IPPROTO_ICMP))
        var patience = timeval(tv_sec: 0, tv_usec: 50_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let isOver = isOver
        Thread {
            defer { close(descriptor) }
            var buffer = [UInt8](repeating: 0, count: 2000)
            while !isOver.value.withLock({ $0 }) {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count >= 28, buffer[20] == 8 else { continue }
                let asked = buffer[16..<20].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                let message = [0] + buffer[21..<count]
                for reply in answers(message, asked) { Self.send(reply) }
            }
        }.start()
    }

    deinit { isOver.value.withLock { $0 = true } }

    private static func send(_ reply: Reply) {
        let sender = socket(AF_INET, Int32(SOCK_RAW.rawValue), Int32(IPPROTO_ICMP))
        defer { close(sender) }
        var message = reply.message
        (message[2], message[3]) = (0, 0)
        let sum = checksum(message)
        (message[2], message[3]) = (UInt8(sum >> 8), UInt8(sum & 0xFF))
        var (own, peer) = (address(reply.source), address(0x7F00_0001))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafePointer(to: &own) { _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(sender, $0, size) } }
        withUnsafePointer(to: &peer) {
            _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { sendto(sender, message, message.count, 0, $0, size) }
        }
    }

    private static func address(_ ip: UInt32) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = ip.bigEndian
        return address
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for at in stride(from: 0, to: bytes.count - 1, by: 2) { sum += UInt32(bytes[at]) << 8 | UInt32(bytes[at + 1]) }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(sum)
    }
}
