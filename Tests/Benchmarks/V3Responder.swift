import BenchmarkPeers
import CSocketBatch
import Foundation
import SNMPMessages

/// An SNMPv3 agent at every loopback address, with an engine each.
final class V3Responder {
    static let user = USMUser(
        name: "bench", authentication: USMKey(.sha256, password: Secret("authpass12")),
        privacy: USMKey(.aes128, password: Secret("privpass12")))

    private let master: USMMasterKeys
    private var engines: [UInt32: (identifier: [UInt8], keys: USMKeys)] = [:]
    private let cipher = USMCipher()
    private var reply: [UInt8]
    private let identifierOffset: Int
    private var salt: UInt64 = 1

    init() throws {
        master = try USMMasterKeys(Self.user)
        let pdu = SNMPPDU(
            .response, requestID: 0x7F7F_7F7F, varBinds: SNMPBench.oids.map { VarBind($0, .counter32(0x1234_5678)) })
        let encoded = try BERWriter.bytes { writer, buffer throws(BERError) in try pdu.encode(&writer, into: &buffer) }
        reply = encoded
        var outer = BERReader(0..<encoded.count)
        var fields = BERReader(try outer.next(in: encoded.span))
        identifierOffset = try fields.next(in: encoded.span).start
    }

    static func serve(_ arguments: [String]) -> Never {
        peer_pin(1)
        guard let port = arguments.first.flatMap({ UInt16($0) }), let responder = try? V3Responder() else { exit(2) }
        responder.run(port)
    }

    private func run(_ port: UInt16) -> Never {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        _ = socket_set_buffers(descriptor, 32 << 20, 32 << 20)
        _ = socket_enable_local_addresses(descriptor)
        var own = sockaddr_in6()
        socket_address_set(&own, socket_peer(high: 0, low: 0, port: port, is_v4: 1))
        let bound = withUnsafePointer(to: own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, let incoming = socket_ring_create(64, 2048, 1), let outgoing = socket_ring_create(64, 2048, 1) else {
            exit(1)
        }
        FileHandle.standardOutput.write(Data("r".utf8))
        let parent = getppid()
        while true {
            let count = Int(socket_ring_receive(incoming, descriptor, 64))
            if count == 0 {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                if poll(&waiting, 1, 1000) == 0, getppid() != parent { exit(0) }
            }
            var out = 0
            for index in 0..<max(0, count) where answer(incoming, index, outgoing, out) { out += 1 }
            var sent = 0
            while sent < out { sent += max(1, Int(socket_ring_send(outgoing, descriptor, UInt32(sent), UInt32(out - sent)))) }
        }
    }

    private func answer(
        _ incoming: UnsafeMutablePointer<socket_ring>, _ index: Int, _ outgoing: UnsafeMutablePointer<socket_ring>, _ place: Int
    ) -> Bool {
        let slot = incoming.pointee.slots[index]
        let base = incoming.pointee.buffers + index * incoming.pointee.stride
        let buffer = UnsafeMutableBufferPointer(
            start: outgoing.pointee.buffers + place * outgoing.pointee.stride, count: Int(outgoing.pointee.buffer_size))
        guard let range = try? message(base, Int(slot.length), slot.local, buffer) else { return false }
        outgoing.pointee.slots[place] = slot
        outgoing.pointee.slots[place].offset = UInt32(range.lowerBound)
        outgoing.pointee.slots[place].length = UInt32(range.count)
        return true
    }

    private func engine(_ address: UInt32) -> (identifier: [UInt8], keys: USMKeys) {
        if let known = engines[address] { return known }
        let identifier: [UInt8] = [0x80, 0, 0x1F, 0x88, 4] + (0..<4).map { UInt8(truncatingIfNeeded: address >> UInt32($0 * 8)) }
        engines[address] = (identifier, USMKeys(master, engineID: identifier))
        return engine(address)
    }

    private func message(
        _ base: UnsafeMutablePointer<UInt8>, _ count: Int, _ local: UInt32, _ buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws -> Range<Int> {
        let request = UnsafeMutableBufferPointer(start: base, count: count)
        var outer = BERReader(0..<count)
        var fields = BERReader(try outer.next(BERTag.sequence, in: request.span))
        _ = try fields.integer(in: request.span)
        let header = try USMHeader(request.span, after: fields)
        let engine = engine(local)
        var writer = USMWriter(
            messageID: header.messageID, engineID: engine.identifier, boots: 7, time: 1000, userName: Array("bench".utf8),
            contextEngineID: engine.identifier, contextName: [], keys: engine.keys, salt: salt, isReportable: false)
        salt &+= 1
        guard header.isPrivate, let plain = header.decrypt(engine.keys, cipher, base, count) else {
            writer.keys = USMKeys()
            let report = try report(header.messageID)
            return try writer.write(report.span, into: buffer, cipher: cipher)
        }
        let pdu = try PDUHeader(try ScopedPDU(plain, in: request.span).pdu, in: request.span)
        for shift in 0..<4 { reply[identifierOffset + shift] = UInt8(truncatingIfNeeded: pdu.requestID >> Int32(24 - 8 * shift)) }
        let answer = reply
        return try writer.write(answer.span, into: buffer, cipher: cipher)
    }

    private func report(_ identifier: Int32) throws -> [UInt8] {
        let pdu = SNMPPDU(.report, requestID: identifier, varBinds: [VarBind("1.3.6.1.6.3.15.1.1.4.0", .counter32(1))])
        return try BERWriter.bytes { writer, buffer throws(BERError) in try pdu.encode(&writer, into: &buffer) }
    }
}
