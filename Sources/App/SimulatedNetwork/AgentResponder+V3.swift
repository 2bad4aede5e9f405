import SNMPMessages

/// The agents' side of SNMPv3: message processing (RFC 3412 section 7.2) and USM (RFC 3414 section 3.2).
extension AgentResponder {
    /// The Reports of an agent, by the last arcs of their objects under usmStats (RFC 3414 section 5).
    private enum Report: UInt32 {
        case unsupportedSecurityLevel = 1, notInTimeWindow, unknownUser, unknownEngine, wrongDigest, decryptionError
    }

    /// What is known of a v3 request when it is answered.
    private struct Context {
        var header: USMHeader
        var address: UInt32
        var now: Int64
        var keys = USMKeys()
        var user: [UInt8] = []
    }

    /// The reply to a v3 `request`: where it stands in `buffer`; nil where there is nothing to say.
    mutating func replyV3(
        to request: Span<UInt8>, after fields: BERReader, at address: UInt32, now: Int64, into buffer: inout MutableSpan<UInt8>
    ) -> Range<Int>? {
        guard let header = try? USMHeader(request, after: fields), isReachable(address) else { return nil }
        var context = Context(header: header, address: address, now: now)
        // Checking a digest and decrypting change the bytes.
        var bytes = BERElement(tag: 0, start: 0, end: request.count).octets(in: request)
        switch admit(&context, &bytes) {
        case .failure(let refusal): return report(refusal.report, context, isSigned: refusal.isSigned, into: &buffer)
        case .success(let place):
            guard let scoped = try? ScopedPDU(place, in: bytes.span) else {
                // A wrong key shows only in what it makes of the PDU.
                return context.keys.isPrivate ? report(.decryptionError, context, isSigned: true, into: &buffer) : nil
            }
            guard let pdu = try? PDUHeader(scoped.pdu, in: bytes.span),
                let agent = agent(at: address, community: scoped.contextName, in: bytes.span),
                produce(pdu, .v3, agent, bytes.span, now)
            else { return nil }
            if let lie { falsify(lie) }
            return encodeV3(context, scoped, pdu, agent, bytes, into: &buffer)
        }
    }

    private struct Refusal: Error {
        var report: Report
        var isSigned = false
    }

    /// RFC 3414 section 3.2, steps 3 to 8: the place of the scoped PDU, decrypted.
    private mutating func admit(_ context: inout Context, _ bytes: inout [UInt8]) -> Result<Range<Int>, Refusal> {
        let header = context.header
        guard header.engineID.octets(in: bytes.span) == AgentSecurity.engineID(at: context.address) else {
            return .failure(Refusal(report: .unknownEngine))
        }
        guard let user = security.user(header.userName, in: bytes.span) else { return .failure(Refusal(report: .unknownUser)) }
        let keys = security.keys(ofUser: user, at: context.address)
        context.user = header.userName.octets(in: bytes.span)
        guard header.isAuthenticated == keys.isAuthenticated, header.isPrivate == keys.isPrivate else {
            return .failure(Refusal(report: .unsupportedSecurityLevel))
        }
        context.keys = keys
        guard keys.isAuthenticated else { return .success(scopedPlace(header)) }
        let isAuthentic = bytes.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { header.isAuthentic(keys, $0, buffer.count) } ?? false
        }
        guard isAuthentic else { return .failure(Refusal(report: .wrongDigest)) }
        let (boots, time) = engineTime(context)
        guard header.boots == boots, abs(Int64(header.time) - Int64(time)) <= 150 else {
            return .failure(Refusal(report: .notInTimeWindow, isSigned: true))
        }
        guard keys.isPrivate else { return .success(scopedPlace(header)) }
        let cipher = security.cipher
        let place = bytes.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { header.decrypt(keys, cipher, $0, buffer.count) }
        }
        return place.map { .success($0) } ?? .failure(Refusal(report: .decryptionError))
    }

    /// A scoped PDU in clear is the whole element of the data.
    private func scopedPlace(_ header: USMHeader) -> Range<Int> { header.privacy.end..<header.data.end }

    private func isReachable(_ address: UInt32) -> Bool {
        guard let device = mib.addresses.device(at: address) else { return !recordings.isEmpty }
        return mib.world.deviceAnswers[Int(device)]
    }

    /// snmpEngineBoots and snmpEngineTime; recordings began with the simulation.
    private func engineTime(_ context: Context) -> (boots: UInt32, time: UInt32) {
        guard let device = mib.addresses.device(at: context.address) else {
            return (1, UInt32(truncatingIfNeeded: context.now / 1000))
        }
        let age = max(0, context.now - mib.world.startedAt[Int(device)]) / 1000
        return (mib.world.bootCount[Int(device)], UInt32(truncatingIfNeeded: age))
    }

    private mutating func report(
        _ report: Report, _ context: Context, isSigned: Bool, into buffer: inout MutableSpan<UInt8>
    ) -> Range<Int>? {
        // reportableFlag
        guard context.header.flags & 4 != 0 else { return nil }
        let object = ObjectIdentifier([1, 3, 6, 1, 6, 3, 15, 1, 1, report.rawValue, 0])
        reportCount &+= 1
        let pdu = SNMPPDU(.report, requestID: 0, varBinds: [VarBind(object, .counter32(reportCount))])
        let bytes = try? BERWriter.bytes(capacity: 256) { writer, span throws(BERError) in try pdu.encode(&writer, into: &span) }
        guard let bytes else { return nil }
        let none: [UInt8] = []
        return write(
            bytes.span, context, contextName: none, keys: isSigned ? context.keys.withoutPrivacy : USMKeys(), into: &buffer)
    }

    private mutating func encodeV3(
        _ context: Context, _ scoped: ScopedPDU, _ pdu: PDUHeader, _ agent: Agent, _ request: [UInt8],
        into buffer: inout MutableSpan<UInt8>
    ) -> Range<Int>? {
        let room = min(largestReply, buffer.count) - 200
        var shown = answer.count
        while true {
            let bytes = try? BERWriter.bytes(capacity: room) { writer, span throws(BERError) in
                try encodePDU(pdu, agent, request.span, shown: shown, &writer, into: &span)
            }
            if let bytes {
                return write(
                    bytes.span, context, contextName: scoped.contextName.octets(in: request.span), keys: context.keys,
                    into: &buffer)
            }
            guard let fewer = fewerBindings(than: shown, pdu, .v3) else { return nil }
            shown = fewer
        }
    }

    private mutating func write(
        _ pdu: Span<UInt8>, _ context: Context, contextName: [UInt8], keys: USMKeys, into buffer: inout MutableSpan<UInt8>
    ) -> Range<Int>? {
        let engineID = AgentSecurity.engineID(at: context.address)
        let (boots, time) = engineTime(context)
        let writer = USMWriter(
            messageID: context.header.messageID, engineID: engineID, boots: boots, time: time, userName: context.user,
            contextEngineID: engineID, contextName: contextName, keys: keys, salt: security.nextSalt(), isReportable: false)
        let cipher = security.cipher
        return buffer.withUnsafeMutableBufferPointer { try? writer.write(pdu, into: $0, cipher: cipher) }
    }
}
