import Foundation
import NetworkModel
import Synchronization
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// An agent on a loopback port whose every reply is decided by a closure, byte by byte where it must be.
final class ScriptedAgent: Sendable {
    typealias Script = @Sendable (CommunityMessage) -> [[UInt8]]

    let address: SocketAddress
    private let descriptor: Int32
    private let requests = Mutex(0)

    var requestCount: Int { requests.withLock { $0 } }

    func target(timeout: Duration = .milliseconds(400), retries: Int = 3, version: SNMPVersion = .v2c) -> SNMPTarget {
        let community = Secret("public")
        return SNMPTarget(
            address, credential: version == .v1 ? .v1(community: community) : .v2c(community: community), timeout: timeout,
            retries: retries)
    }

    convenience init(ip: String = "127.0.0.1", _ script: @escaping Script) throws {
        try self.init(Raw { datagram in (try? CommunityMessage(datagram)).map(script) ?? [] }, ip: ip)
    }

    /// Datagram in, datagrams out, on the agent's thread.
    struct Raw: Sendable {
        let answers: @Sendable ([UInt8]) -> [[UInt8]]
    }

    init(_ raw: Raw, ip: String = "127.0.0.1") throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        self.descriptor = descriptor
        var own = SocketAddress(try #require(IPAddress(ip)), port: 0).socket
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        address = SocketAddress(socket: own)
        Thread { [weak self] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                var peer = sockaddr_in6()
                var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
                let count = withUnsafeMutablePointer(to: &peer) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        recvfrom(descriptor, &buffer, buffer.count, 0, $0, &length)
                    }
                }
                if count <= 0 { break }
                self?.requests.withLock { $0 += 1 }
                for reply in raw.answers(Array(buffer[..<count])) {
                    _ = withUnsafePointer(to: peer) { pointer in
                        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                            sendto(descriptor, reply, reply.count, 0, $0, length)
                        }
                    }
                }
            }
            close(descriptor)
        }.start()
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// A well-behaved agent over `objects`; `edit` may change or drop what it would say.
    static func serving(
        _ objects: [VarBind], ip: String = "127.0.0.1",
        edit: @escaping @Sendable (CommunityMessage, CommunityMessage) -> [CommunityMessage] = { [$1] }
    ) throws -> ScriptedAgent {
        let sorted = objects.sorted { $0.oid < $1.oid }
        return try ScriptedAgent(ip: ip) { request in edit(request, answer(request, sorted)).compactMap { try? $0.encoded() } }
    }

    static func answer(_ request: CommunityMessage, _ objects: [VarBind]) -> CommunityMessage {
        var reply = request
        reply.pdu.kind = .response
        (reply.pdu.errorStatus, reply.pdu.errorIndex) = (.noError, 0)
        let names = request.pdu.varBinds.map(\.oid)
        func next(_ oid: ObjectIdentifier) -> VarBind { objects.first { oid < $0.oid } ?? VarBind(oid, .endOfMibView) }
        switch request.pdu.kind {
        case .getNext: reply.pdu.varBinds = names.map(next)
        case .getBulk:
            reply.pdu.varBinds = []
            var row = names
            for _ in 0..<request.pdu.errorIndex {
                let found = row.map(next)
                reply.pdu.varBinds += found
                row = found.map(\.oid)
            }
        default: reply.pdu.varBinds = names.map { name in objects.first { $0.oid == name } ?? VarBind(name, .noSuchInstance) }
        }
        return reply
    }
}
