import CSocketBatch
import Glibc
import SNMPMessages

/// SNMPv3: the first question to an agent is sent as a discovery (RFC 3414 section 4); the agent's Report tells its engine id, and the
/// question follows at once. Every Report costs one further sending of the same question, three at most.
extension EngineLoop {
    private var second: Int64 { now / 1_000_000 }

    // MARK: Sending

    /// Where in `buffer` the message stands; nil if it cannot be written, which has then ended the question.
    func writeV3(
        _ index: Int, _ identifier: UInt32, _ template: RequestTemplate.View, _ buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Range<Int>? {
        let credential = devices[Int(slots[index].device)].credential
        do throws(USMFailure) {
            let user = try usm.user(credential) { mailbox.credential(credential) }
            return writeV3(index, identifier, template, user, buffer)
        } catch {
            finish(index, failure: .usm(error))
            return nil
        }
    }

    private func writeV3(
        _ index: Int, _ identifier: UInt32, _ template: RequestTemplate.View, _ user: USMTable.User,
        _ buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Range<Int>? {
        let engine = usmEngine(slots[index].device)
        let isDiscovery = usm.engines[engine].identifier.isEmpty
        let writer = isDiscovery ? discovery(identifier) : question(identifier, usm.engines[engine], user)
        let pdu = isDiscovery ? emptyGet(identifier) : copied(template, identifier)
        do throws(BERError) {
            return try writer.write(pdu.span, into: buffer, cipher: usm.cipher)
        } catch {
            finish(index, failure: .unsendable(error))
            return nil
        }
    }

    /// The PDU with this try's request-id, in memory that the next call uses again.
    private func copied(_ template: RequestTemplate.View, _ identifier: UInt32) -> UnsafeBufferPointer<UInt8> {
        guard let scratch = usm.scratch.baseAddress else { return UnsafeBufferPointer(start: nil, count: 0) }
        memcpy(scratch, template.bytes, Int(template.count))
        Self.store(identifier, at: scratch + Int(template.requestID))
        return UnsafeBufferPointer(start: scratch, count: Int(template.count))
    }

    /// A GetRequest without variables: discovery is not encrypted, so it tells nobody what is asked for (RFC 3414 section 4).
    private func emptyGet(_ identifier: UInt32) -> UnsafeBufferPointer<UInt8> {
        guard let scratch = usm.scratch.baseAddress else { return UnsafeBufferPointer(start: nil, count: 0) }
        let bytes: [UInt8] = [0xA0, 14, 2, 4, 0, 0, 0, 0, 2, 1, 0, 2, 1, 0, 0x30, 0]
        bytes.withUnsafeBufferPointer { if let start = $0.baseAddress { memcpy(scratch, start, bytes.count) } }
        Self.store(identifier, at: scratch + 4)
        return UnsafeBufferPointer(start: scratch, count: bytes.count)
    }

    private func question(_ identifier: UInt32, _ engine: USMTable.Engine, _ user: USMTable.User) -> USMWriter {
        USMWriter(
            messageID: Int32(bitPattern: identifier), engineID: engine.identifier, boots: engine.clock.boots,
            time: engine.clock.time(at: second),
            userName: user.name, contextEngineID: engine.identifier, contextName: user.context, keys: engine.keys,
            salt: usm.nextSalt())
    }

    private func discovery(_ identifier: UInt32) -> USMWriter {
        USMWriter(
            messageID: Int32(bitPattern: identifier), engineID: [], boots: 0, time: 0, userName: [], contextEngineID: [],
            contextName: [],
            keys: USMKeys(), salt: 0)
    }

    private func usmEngine(_ device: Int32) -> Int {
        let index = Int(device)
        if devices[index].usm < 0 {
            devices[index].usm = Int32(usm.engines.count)
            usm.engines.append(USMTable.Engine(credential: devices[index].credential))
        }
        return Int(devices[index].usm)
    }

    /// Takes an engine id that a store has kept: another one is then an incident from the first contact on.
    func pin(_ identifier: [UInt8], device: Int32) {
        let credential = devices[Int(device)].credential
        guard let user = try? usm.user(credential, { mailbox.credential(credential) }) else { return }
        let engine = usmEngine(device)
        usm.engines[engine].identifier = identifier
        usm.engines[engine].keys = USMKeys(user.master, engineID: identifier)
        usm.engines[engine].isPinned = true
    }

    // MARK: Receiving

    func acceptV3(
        _ datagram: UnsafeMutableBufferPointer<UInt8>, _ fields: BERReader, from peer: UnsafePointer<socket_slot>
    ) throws(BERError) {
        let header = try USMHeader(datagram.span, after: fields)
        guard let index = question(header.messageID, from: peer) else { return }
        guard slots[index].template?.version == .v3, devices[Int(slots[index].device)].usm >= 0, let base = datagram.baseAddress
        else {
            counters.wrongKind &+= 1
            return
        }
        let engine = Int(devices[Int(slots[index].device)].usm)
        let known = isKnown(header.engineID, of: engine, in: datagram.span)
        if header.isAuthenticated {
            guard known, header.isAuthentic(usm.engines[engine].keys, base, datagram.count) else {
                return drop(index, .replyNotAuthentic)
            }
        }
        var place = header.data.start..<header.data.end
        if header.isPrivate {
            guard header.isAuthenticated, let plain = header.decrypt(usm.engines[engine].keys, usm.cipher, base, datagram.count)
            else {
                return drop(index, .replyNotDecrypted)
            }
            place = plain
        }
        let bytes = datagram.span
        // A plain scoped PDU has its own tag; an encrypted one lies inside the octet string.
        let scoped = try header.isPrivate ? ScopedPDU(place, in: bytes) : ScopedPDU(plain: header.data, in: bytes)
        let pdu = try PDUHeader(scoped.pdu, in: bytes)
        if pdu.kind == .report { return try report(index, engine, header, pdu, known: known, in: bytes) }
        try response(index, engine, header, pdu, known: known, in: bytes)
    }

    private func isKnown(_ identifier: BERElement, of engine: Int, in bytes: Span<UInt8>) -> Bool {
        let expected = usm.engines[engine].identifier
        guard identifier.count == expected.count, !expected.isEmpty else { return false }
        for offset in 0..<expected.count where bytes[identifier.start &+ offset] != expected[offset] { return false }
        return true
    }

    private func drop(_ index: Int, _ complaint: Slot.Complaint) {
        counters.notAuthentic &+= 1
        slots[index].complaint = complaint
    }

    private func response(
        _ index: Int, _ engine: Int, _ header: USMHeader, _ pdu: PDUHeader, known: Bool, in bytes: Span<UInt8>
    ) throws(BERError) {
        let keys = usm.engines[engine].keys
        guard known, pdu.kind == .response, header.flags & 3 == keys.flags, pdu.requestID == header.messageID else {
            counters.wrongKind &+= 1
            return
        }
        if header.isAuthenticated {
            guard usm.engines[engine].clock.accepts(boots: header.boots, time: header.time, at: second) else {
                return drop(index, .replaySuspect)
            }
            usm.engines[engine].clock.follow(boots: header.boots, time: header.time, at: second)
        }
        usm.engines[engine].isPinned = true
        accepted(index, RequestID(header.messageID)?.attempt ?? 0)
        answer(index, pdu, in: bytes)
    }

    // MARK: Silence

    /// The failure of a question whose agent answered its discovery and nothing after that; nil for any other. An engine that never gave a
    /// good answer is forgotten, so that the next question finds out anew whether the agent lives.
    func silenceAfterDiscovery(_ index: Int) -> SNMPFailure? {
        let device = Int(slots[index].device)
        guard slots[index].resyncs > 0, devices[device].usm >= 0 else { return nil }
        let engine = Int(devices[device].usm)
        guard !usm.engines[engine].isPinned, !usm.engines[engine].identifier.isEmpty else { return nil }
        usm.engines[engine].identifier = []
        return .usm(.silentAfterDiscovery(isEncrypted: usm.engines[engine].keys.isPrivate))
    }

    // MARK: Reports

    private func report(
        _ index: Int, _ engine: Int, _ header: USMHeader, _ pdu: PDUHeader, known: Bool, in bytes: Span<UInt8>
    ) throws(BERError) {
        counters.reports &+= 1
        var cursor = VarBindCursor(pdu.varBinds)
        guard let raw = try cursor.next(in: bytes) else { return drop(index, .replyNotAuthentic) }
        let oid = try raw.name.objectIdentifier(in: bytes)
        switch USMReport(oid) {
        case .unknownEngineIDs: learnEngine(index, engine, header.engineID.octets(in: bytes), header)
        case .notInTimeWindows: resynchronise(index, engine, header, known: known)
        case .unknownUserNames: finish(index, failure: .usm(.unknownUser))
        case .wrongDigests: finish(index, failure: .usm(.wrongDigest))
        case .decryptionErrors: finish(index, failure: .usm(.decryptionError))
        case .unsupportedSecLevels: finish(index, failure: .usm(.unsupportedSecurityLevel))
        case nil: finish(index, failure: .usm(.report(oid)))
        }
    }

    /// Discovery's answer. It is not authenticated, so it never moves an engine id that a good response has pinned.
    private func learnEngine(_ index: Int, _ engine: Int, _ identifier: [UInt8], _ header: USMHeader) {
        let was = usm.engines[engine].identifier
        guard (5...32).contains(identifier.count) else { return drop(index, .unknownEngine) }
        if usm.engines[engine].isPinned, was != identifier {
            return finish(index, failure: .usm(.engineChanged(was: was, now: identifier)))
        }
        // A second copy of the answer, or the one to a repeated question: the question asked with this engine id is still under way.
        if was == identifier, slots[index].resyncs > 0 { return drop(index, .unknownEngine) }
        if was != identifier {
            let credential = devices[Int(slots[index].device)].credential
            guard let user = try? usm.user(credential, { mailbox.credential(credential) }) else { return }
            usm.engines[engine].identifier = identifier
            usm.engines[engine].keys = USMKeys(user.master, engineID: identifier)
            usm.engines[engine].clock = USMClock()
        }
        usm.engines[engine].clock.takeHint(boots: header.boots, time: header.time, at: second)
        askAgain(index, orFail: .unknownEngine)
    }

    /// Our time is not the agent's. An authentic Report carries our message id, so it is fresh, whatever boots and time it tells: an agent
    /// that forgot its boots is followed too. What is not authentic moves nothing.
    private func resynchronise(_ index: Int, _ engine: Int, _ header: USMHeader, known: Bool) {
        guard header.isAuthenticated, known else {
            counters.notAuthentic &+= 1
            return finish(index, failure: .usm(.replaySuspect))
        }
        usm.engines[engine].clock.anchor(boots: header.boots, time: header.time, at: second)
        askAgain(index, orFail: .notInTimeWindow)
    }

    private func askAgain(_ index: Int, orFail failure: USMFailure) {
        guard slots[index].resyncs < 3 else { return finish(index, failure: .usm(failure)) }
        slots[index].resyncs &+= 1
        transmit(index)
    }
}

/// The Reports of USM by their counters (RFC 3414 section 5).
enum USMReport: UInt32 {
    case unsupportedSecLevels = 1
    case notInTimeWindows, unknownUserNames, unknownEngineIDs, wrongDigests, decryptionErrors

    /// Nil for other objects.
    init?(_ oid: ObjectIdentifier) {
        guard let suffix = oid.suffix(after: "1.3.6.1.6.3.15.1.1"), suffix.count == 2, suffix.last == 0, let first = suffix.first
        else { return nil }
        self.init(rawValue: first)
    }
}

extension ScopedPDU {
    /// The scoped PDU whose SEQUENCE has been read as `element`.
    init(plain element: BERElement, in bytes: Span<UInt8>) throws(BERError) {
        guard element.tag == BERTag.sequence else { throw .unexpectedTag(element.tag, at: element.start) }
        var fields = BERReader(element)
        let engine = try fields.next(BERTag.octetString, in: bytes)
        let name = try fields.next(BERTag.octetString, in: bytes)
        self.init(contextEngineID: engine, contextName: name, pdu: try fields.next(in: bytes))
    }
}
