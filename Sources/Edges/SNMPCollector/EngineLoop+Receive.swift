import CSocketBatch
import Glibc
import NetworkModel
import SNMPMessages

extension EngineLoop {
    /// Takes in what has arrived; returns how many datagrams.
    func receive() -> Int {
        var received = receive(channel4)
        if let channel6 { received += receive(channel6) }
        return received
    }

    private func receive(_ channel: UDPChannel) -> Int {
        let count = socket_ring_receive(channel.receiving, channel.descriptor, UInt32(UDPChannel.batch))
        guard count >= 0 else { return takeErrors(channel) }
        let ring = channel.receiving.pointee
        for index in 0..<Int(count) {
            let slot = ring.slots + index
            let bytes = UnsafeMutableBufferPointer(start: ring.buffers + index &* ring.stride, count: Int(slot.pointee.length))
            if slot.pointee.truncated != 0 { counters.truncated &+= 1 }
            accept(bytes, from: slot, truncated: slot.pointee.truncated != 0)
        }
        return Int(count)
    }

    /// Finds the question that a datagram answers. Whatever is wrong is counted, and nothing more is done with it.
    @inline(__always)
    private func accept(_ datagram: UnsafeMutableBufferPointer<UInt8>, from peer: UnsafePointer<socket_slot>, truncated: Bool) {
        let bytes = datagram.span
        do throws(BERError) {
            var outer = BERReader(0..<bytes.count)
            var fields = BERReader(try outer.next(BERTag.sequence, in: bytes))
            let version = try fields.integer(in: bytes)
            if version == SNMPVersion.v3.rawValue { return try acceptV3(datagram, fields, from: peer) }
            _ = try fields.next(BERTag.octetString, in: bytes)
            let header = try PDUHeader(try fields.next(in: bytes), in: bytes)
            guard let index = question(header.requestID, from: peer) else { return }
            guard header.kind == .response, slots[index].template?.version.rawValue == version else {
                counters.wrongKind &+= 1
                return
            }
            accepted(index, RequestID(header.requestID)?.attempt ?? 0)
            answer(index, header, in: bytes)
        } catch {
            unreadable(bytes, error, from: peer, truncated: truncated)
        }
    }

    /// A datagram that is no message. Where its request-id can still be read and is an open one's, the question ends with the reason.
    private func unreadable(_ bytes: Span<UInt8>, _ error: BERError, from peer: UnsafePointer<socket_slot>, truncated: Bool) {
        counters.malformed &+= 1
        guard let identifier = Self.salvagedRequestID(bytes), let index = question(identifier, from: peer) else { return }
        guard slots[index].template?.version != .v3 else { return }
        if case .truncated = error { return finish(index, failure: .truncated) }
        finish(index, failure: truncated ? .truncated : .malformed(error))
    }

    /// The request-id of a message whose lengths are wrong, by walking the headers without trusting them.
    static func salvagedRequestID(_ bytes: Span<UInt8>) -> Int32? {
        guard var at = Self.content(0, BERTag.sequence, bytes), let version = Self.content(at, BERTag.integer, bytes) else {
            return nil
        }
        at = version &+ 1
        guard let community = Self.content(at, BERTag.octetString, bytes), community >= 1 else { return nil }
        at = community &+ Int(bytes[community &- 1] & 0x7F)
        guard let pdu = Self.content(at, PDUKind.response.rawValue, bytes), let start = Self.content(pdu, BERTag.integer, bytes),
            start &+ 4 <= bytes.count, bytes[start &- 1] == 4
        else { return nil }
        return BERElement(tag: BERTag.integer, start: start, end: start &+ 4).signed(in: bytes).flatMap { Int32(exactly: $0) }
    }

    private static func content(_ at: Int, _ tag: UInt8, _ bytes: Span<UInt8>) -> Int? {
        guard at >= 0, at &+ 2 <= bytes.count, bytes[at] == tag else { return nil }
        let first = bytes[at &+ 1]
        let start = at &+ 2 &+ (first >= 0x80 ? Int(first & 0x7F) : 0)
        return start < bytes.count ? start : nil
    }

    /// The open slot that `identifier` names, if the datagram comes from its device; else nil, and the reason is counted.
    @inline(__always)
    func question(_ identifier: Int32, from peer: UnsafePointer<socket_slot>) -> Int? {
        guard let id = RequestID(identifier), id.slot < slots.capacity else {
            counters.unknownRequest &+= 1
            return nil
        }
        guard slots[id.slot].generation == id.generation else {
            counters.unknownRequest &+= 1
            return nil
        }
        guard isFrom(peer, slots[id.slot].device) else {
            counters.wrongSource &+= 1
            return nil
        }
        guard slots[id.slot].state == .open, id.attempt <= slots[id.slot].attempt else { return notOpen(id) }
        return id.slot
    }

    private func notOpen(_ id: RequestID) -> Int? {
        switch slots[id.slot].state {
        case .answered: counters.doubled &+= 1
        case .givenUp:
            counters.late &+= 1
            let sent = slots[id.slot].firstSent &+ Int64(slots[id.slot].sent[Int(id.attempt)])
            devices[Int(slots[id.slot].device)].observeRoundTrip(now &- sent)
        case .free, .open: counters.unknownRequest &+= 1
        }
        return nil
    }

    @inline(__always)
    private func isFrom(_ peer: UnsafePointer<socket_slot>, _ device: Int32) -> Bool {
        let address = SocketAddress(socket: peer.pointee.address)
        let record = Int(device)
        if devices[record].address == address { return true }
        guard devices[record].aliases >= 0, devices[record].address.port == address.port else { return false }
        return mailbox.aliases(devices[record].aliases).contains(address.ip)
    }

    /// Bookkeeping of a good reply.
    @inline(__always)
    func accepted(_ index: Int, _ attempt: UInt8) {
        counters.repliesAccepted &+= 1
        if attempt < slots[index].attempt { counters.repliesToEarlierTry &+= 1 }
        let device = Int(slots[index].device)
        devices[device].observeRoundTrip(now &- slots[index].firstSent &- Int64(slots[index].sent[Int(attempt & 7)]))
        if devices[device].cap < perDevice { devices[device].cap &+= 1 }
    }

    /// Hands the values of a response to whoever asked.
    @inline(__always)
    func answer(_ index: Int, _ header: PDUHeader, in bytes: Span<UInt8>) {
        switch slots[index].origin {
        case .sweep: answerSweep(index, header, in: bytes)
        case .single: answerSingle(index, header, in: bytes)
        }
    }

    private func answerSweep(_ index: Int, _ header: PDUHeader, in bytes: Span<UInt8>) {
        let number = slots[index].sweep
        guard let sweep = sweeps[Int(number)], let template = slots[index].template else { return }
        let item = slots[index].item
        let tries = slots[index].attempt &+ 1
        let roundTrip = UInt32(clamping: now &- slots[index].firstSent)
        release(index, as: .answered)
        let complete = sweep.take(header, template, item, tries: tries, roundTrip: roundTrip, now: now, in: bytes)
        if !complete { counters.partial &+= 1 }
        sweep.closeIfDone(now: now, in: self, index: number)
    }

    private func answerSingle(_ index: Int, _ header: PDUHeader, in bytes: Span<UInt8>) {
        let slot = slots[index]
        release(index, as: .answered)
        guard let question = singles[Int(slot.item)] else { return }
        let roundTrip = Duration.microseconds(now &- slot.firstSent)
        let outcome = question.outcome(header, in: bytes, roundTrip: roundTrip, tries: Int(slot.attempt) + 1)
        if case .success(let answer) = outcome, !answer.findings.isEmpty { counters.partial &+= 1 }
        finishSingle(slot.item, outcome)
    }
}
