import BenchmarkPeers
import Foundation
import SNMPMessages

/// A switch with 48 ports: the columns of `WalkBench`, GET, GETNEXT and GETBULK.
enum SwitchResponder {
    static func serve(_ arguments: [String]) -> Never {
        peer_pin(1)
        guard let port = arguments.first.flatMap({ UInt16($0) }) else { exit(2) }
        let objects = WalkBench.columns.flatMap { column in
            (1...48).map { VarBind(column.appending(UInt32($0)), .gauge32(UInt32($0))) }
        }
        .sorted { $0.oid < $1.oid }
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var own = sockaddr_in(
            sin_family: sa_family_t(AF_INET), sin_port: port.bigEndian, sin_addr: in_addr(s_addr: UInt32(0x7F00_0001).bigEndian),
            sin_zero: (0, 0, 0, 0, 0, 0, 0, 0))
        let bound = withUnsafePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else { exit(1) }
        FileHandle.standardOutput.write(Data("r".utf8))
        run(descriptor, objects)
    }

    private static func run(_ descriptor: Int32, _ objects: [VarBind]) -> Never {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let parent = getppid()
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&waiting, 1, 1000) == 0, getppid() != parent { exit(0) }
            var peer = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutablePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    let count = recvfrom(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT), address, &length)
                    guard count > 0, let request = try? CommunityMessage(Array(buffer[..<count])),
                        let reply = try? answer(request, objects).encoded()
                    else { return }
                    _ = sendto(descriptor, reply, reply.count, 0, address, length)
                }
            }
        }
    }

    private static func answer(_ request: CommunityMessage, _ objects: [VarBind]) -> CommunityMessage {
        var reply = request
        reply.pdu = SNMPPDU(.response, requestID: request.pdu.requestID, varBinds: [])
        for name in request.pdu.varBinds.map(\.oid) {
            let repetitions = request.pdu.kind == .getBulk ? Int(request.pdu.errorIndex) : 1
            let first = objects.firstIndex { name < $0.oid } ?? objects.count
            reply.pdu.varBinds += objects[first...].prefix(repetitions)
            if first + repetitions > objects.count { reply.pdu.varBinds.append(VarBind(name, .endOfMibView)) }
        }
        return reply
    }
}
