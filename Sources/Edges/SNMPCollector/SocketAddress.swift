import CSocketBatch
import Foundation
import NetworkModel

/// An IP address and a UDP port.
package struct SocketAddress: Hashable, Sendable {
    package var ip: IPAddress
    package var port: UInt16

    package init(_ ip: IPAddress, port: UInt16 = 161) { (self.ip, self.port) = (ip, port) }

    /// `192.0.2.1`, `192.0.2.1:1161`, `2001:db8::1` or `[2001:db8::1]:1161`; nil for names and anything else.
    package init?(_ text: some StringProtocol, defaultPort: UInt16 = 161) {
        guard let (host, port) = Self.hostAndPort(text, defaultPort: defaultPort), let ip = IPAddress(host) else { return nil }
        self.init(ip, port: port)
    }

    /// The first address of `HOST[:PORT]`, asked of the system's resolver where HOST is a name. Blocks while it asks.
    /// - Throws: `AddressError`, with the resolver's reason.
    package static func resolve(_ text: String, defaultPort: UInt16 = 161) throws(AddressError) -> SocketAddress {
        guard let (host, port) = hostAndPort(text, defaultPort: defaultPort) else {
            throw AddressError(text: text, reason: "not HOST or HOST:PORT")
        }
        if let ip = IPAddress(host) { return SocketAddress(ip, port: port) }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard code == 0, let found = list?.pointee.ai_addr else {
            throw AddressError(text: text, reason: code == 0 ? "no address" : String(cString: gai_strerror(code)))
        }
        let ip = found.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { IPAddress(socket: $0.pointee) }
        return SocketAddress(ip, port: port)
    }

    private static func hostAndPort(_ text: some StringProtocol, defaultPort: UInt16) -> (String, UInt16)? {
        if text.first == "[", let close = text.firstIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<close])
            let rest = text[text.index(after: close)...]
            if rest.isEmpty { return (host, defaultPort) }
            return rest.first == ":" ? UInt16(rest.dropFirst()).map { (host, $0) } : nil
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return text.isEmpty ? nil : (String(text), defaultPort)
        case 2: return parts[0].isEmpty ? nil : UInt16(parts[1]).map { (String(parts[0]), $0) }
        default: return (String(text), defaultPort)
        }
    }
}

extension SocketAddress {
    /// IPv4 address and port in one number; nil for IPv6.
    var packed: UInt64? { ip.v4.map { UInt64($0) << 16 | UInt64(port) } }
}

extension SocketAddress: CustomStringConvertible {
    package var description: String { ip.isV4 ? "\(ip):\(port)" : "[\(ip)]:\(port)" }
}

/// A host that is no address and that the resolver does not know.
package struct AddressError: Error, Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package let reason: String
    package var description: String {
        "\"\(text)\": \(reason); give an IP address or a name that resolves, with :PORT where it is not the usual one"
    }
}

extension IPAddress {
    init(_ peer: socket_peer) {
        self = peer.is_v4 != 0 ? IPAddress(v4: UInt32(truncatingIfNeeded: peer.low)) : IPAddress(high: peer.high, low: peer.low)
    }

    /// The address in a `sockaddr_in6`, or in a `sockaddr_in` that lies in its place.
    init(socket: sockaddr_in6) { self = withUnsafePointer(to: socket) { IPAddress(socket_peer_of($0)) } }
}

extension SocketAddress {
    @inline(__always)
    init(socket: sockaddr_in6) {
        let peer = withUnsafePointer(to: socket) { socket_peer_of($0) }
        self.init(IPAddress(peer), port: peer.port)
    }

    /// The form that the kernel takes: a `sockaddr_in` in the first bytes for IPv4.
    @inline(__always)
    var socket: sockaddr_in6 {
        var socket = sockaddr_in6()
        socket_address_set(&socket, socket_peer(high: ip.high, low: ip.low, port: port, is_v4: ip.isV4 ? 1 : 0))
        return socket
    }
}
