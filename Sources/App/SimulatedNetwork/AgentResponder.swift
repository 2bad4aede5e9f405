import SNMPMessages

/// Answers requests for every agent of a simulation: bytes in, bytes out; no socket, no clock.
struct AgentResponder {
    /// Who answers.
    enum Agent: Hashable {
        /// A device of the network.
        case modelled(Int32)
        /// A recording, by its place in `recordings`.
        case recorded(Int)
    }

    var mib: AgentMIB
    let recordings: [RecordedAgent]
    /// The longest reply that agents send, in bytes; GETBULK stops there, anything else that is longer is answered with tooBig.
    var largestReply = 8192
    var security: AgentSecurity
    /// usmStats of all agents together.
    var reportCount: UInt32 = 0
    /// How the next reply is false, if it is.
    var lie: AgentLie?
    var answer = AgentAnswer()
    var name = ObjectName()
    /// Rows given by agents that lie.
    var lyingSteps = 0

    init(_ mib: AgentMIB, recordings: [RecordedAgent] = [], users: [USMUser] = []) {
        self.mib = mib
        self.recordings = recordings
        security = AgentSecurity(users)
    }

    /// Who answers at `address`: the device there if it is in reach; where there is none, the recording that `community` names.
    func agent(at address: UInt32, community: BERElement, in request: Span<UInt8>) -> Agent? {
        if let device = mib.addresses.device(at: address) {
            return mib.world.deviceAnswers[Int(device)] ? .modelled(device) : nil
        }
        guard !recordings.isEmpty else { return nil }
        let name = String(decoding: community.octets(in: request), as: UTF8.self)
        return recordings.firstIndex { $0.name == name }.map { .recorded($0) }
    }

    /// The reply to a `request` that reached `address`: where it stands in `buffer`.
    /// nil where there is nothing to say: no such agent, not a request, not SNMP.
    mutating func reply(
        to request: Span<UInt8>, at address: UInt32, now: Int64, into buffer: inout MutableSpan<UInt8>
    ) -> Range<Int>? {
        do throws(BERError) {
            let header = try CommunityHeader(request)
            let pdu = try PDUHeader(header.pdu, in: request)
            guard let agent = agent(at: address, community: header.community, in: request),
                produce(pdu, header.version, agent, request, now)
            else { return nil }
            if header.version == .v1 { adaptToV1(agent) }
            if let lie { falsify(lie) }
            return encode(header, pdu, agent, request, into: &buffer)
        } catch .unsupportedVersion(3) {
            var outer = BERReader(0..<request.count)
            guard let message = try? outer.next(BERTag.sequence, in: request) else { return nil }
            var fields = BERReader(message)
            guard (try? fields.integer(in: request)) == 3 else { return nil }
            return replyV3(to: request, after: fields, at: address, now: now, into: &buffer)
        } catch {
            return nil
        }
    }

    // MARK: Producing bindings

    /// Fills `answer`; false for what is not a request or has a name that is none.
    mutating func produce(
        _ pdu: PDUHeader, _ version: SNMPVersion, _ agent: Agent, _ request: Span<UInt8>, _ now: Int64
    ) -> Bool {
        answer.clear()
        var cursor = VarBindCursor(pdu.varBinds)
        let isBulk = pdu.kind == .getBulk && version != .v1
        let single = isBulk ? max(0, Int(pdu.errorStatus.rawValue)) : .max
        do throws(BERError) {
            while let binding = try cursor.next(in: request) {
                guard name.read(binding.name, in: request) else { return false }
                switch pdu.kind {
                case .get: answer.append(name, value(at: agent, now))
                case .getNext where version == .v1: appendNextForV1(agent, now)
                case .getNext: appendNext(agent, now)
                case .getBulk where isBulk:
                    if pdu.errorIndex > 0 || answer.count < single { appendNext(agent, now) }
                case .set: answer.append(name, .noSuchInstance)
                default: return false
                }
            }
        } catch {
            return false
        }
        if pdu.kind == .set { (answer.status, answer.errorIndex) = (version == .v1 ? .readOnly : .notWritable, 1) }
        if isBulk, answer.count > single { repeatColumns(from: single, times: Int(pdu.errorIndex), agent, now) }
        return true
    }

    private mutating func appendNext(_ agent: Agent, _ now: Int64) {
        let value = advance(agent, now)
        answer.append(name, value)
    }

    /// Passes over what a v1 manager cannot see.
    private mutating func appendNextForV1(_ agent: Agent, _ now: Int64) {
        var value = advance(agent, now)
        while value.isCounter64(texts(agent).span) { value = advance(agent, now) }
        answer.append(name, value)
    }

    /// The second and further rows of a GETBULK, until the reply is full or every column has ended.
    private mutating func repeatColumns(from single: Int, times: Int, _ agent: Agent, _ now: Int64) {
        let columns = answer.count - single
        var row = 1
        while row < times {
            var hasEnded = true
            let isSkipped = lie?.skips(row: row, of: times) ?? false
            for _ in 0..<columns {
                guard answer.size < largestReply - Self.headerRoom else { return }
                answer.copyName(answer.count - columns, into: &name)
                if isSkipped { _ = advance(agent, now) }
                let value = advance(agent, now)
                if case .endOfMibView = value {} else { hasEnded = false }
                answer.append(name, value)
            }
            if hasEnded { return }
            row += 1
        }
    }

    func value(at agent: Agent, _ now: Int64) -> AgentValue {
        switch agent {
        case .modelled(let device): mib.value(of: name, at: device, now: now)
        case .recorded(let index): recordings[index].value(of: name)
        }
    }

    private mutating func advance(_ agent: Agent, _ now: Int64) -> AgentValue {
        guard let lie, lie.isAboutOrder else { return trulyAdvance(agent, now) }
        return falselyAdvance(lie, agent, now)
    }

    mutating func trulyAdvance(_ agent: Agent, _ now: Int64) -> AgentValue {
        switch agent {
        case .modelled(let device): mib.advance(&name, at: device, now: now)
        case .recorded(let index): recordings[index].advance(&name)
        }
    }

    /// In v1 a missing object makes the whole request fail with noSuchName (RFC 1157, section 4.1.2).
    private mutating func adaptToV1(_ agent: Agent) {
        guard answer.status == .noError else { return }
        let texts = texts(agent)
        let missing = answer.values.firstIndex { $0.isException || $0.isCounter64(texts.span) }
        if let missing { (answer.status, answer.errorIndex) = (.noSuchName, Int32(truncatingIfNeeded: missing + 1)) }
    }

    // MARK: Encoding

    /// What version, community, PDU header and lengths take at most, for communities of up to 64 octets.
    private static let headerRoom = 160

    private func texts(_ agent: Agent) -> [UInt8] {
        switch agent {
        case .modelled: mib.texts.bytes
        case .recorded(let index): recordings[index].bytes
        }
    }

    private mutating func encode(
        _ header: CommunityHeader, _ pdu: PDUHeader, _ agent: Agent, _ request: Span<UInt8>, into buffer: inout MutableSpan<UInt8>
    ) -> Range<Int>? {
        var shown = answer.count
        while true {
            var writer = BERWriter(end: buffer.count)
            do throws(BERError) {
                try encodePDU(pdu, agent, request, shown: shown, &writer, into: &buffer)
                try writer.octetString(request.extracting(header.community.range), into: &buffer)
                try writer.integer(Int64(header.version.rawValue), into: &buffer)
                try writer.close(BERTag.sequence, to: buffer.count, into: &buffer)
                if buffer.count - writer.start <= largestReply { return writer.start..<buffer.count }
            } catch {}
            guard let fewer = fewerBindings(than: shown, pdu, header.version) else { return nil }
            shown = fewer
        }
    }

    /// How many bindings to try when `shown` do not fit: fewer rows of a GETBULK, else none and the error tooBig.
    mutating func fewerBindings(than shown: Int, _ pdu: PDUHeader, _ version: SNMPVersion) -> Int? {
        if pdu.kind == .getBulk && version != .v1 && shown > 1 { return shown * 3 / 4 }
        guard answer.status != .tooBig else { return nil }
        (answer.status, answer.errorIndex) = (.tooBig, 0)
        return 0
    }

    func encodePDU(
        _ pdu: PDUHeader, _ agent: Agent, _ request: Span<UInt8>, shown: Int, _ writer: inout BERWriter,
        into buffer: inout MutableSpan<UInt8>
    ) throws(BERError) {
        let end = writer.start
        if answer.status == .noError {
            try answer.encode(&writer, into: &buffer, count: shown, texts: texts(agent).span)
        } else if shown > 0 {
            // An error is answered with the bindings of the request (RFC 3416, section 4.2.1).
            try writer.octets(request.extracting(pdu.varBinds.range), into: &buffer)
            try writer.close(BERTag.sequence, to: end, into: &buffer)
        } else {
            try writer.close(BERTag.sequence, to: end, into: &buffer)
        }
        try writer.integer(Int64(answer.errorIndex), into: &buffer)
        try writer.integer(Int64(answer.status.rawValue), into: &buffer)
        try writer.integer(Int64(lie == .otherRequest ? pdu.requestID ^ 1 : pdu.requestID), into: &buffer)
        try writer.close(PDUKind.response.rawValue, to: end, into: &buffer)
    }
}

extension SNMPErrorStatus {
    static let readOnly = SNMPErrorStatus(rawValue: 4)
    static let notWritable = SNMPErrorStatus(rawValue: 17)
}
