import SNMPMessages

/// A request written once and sent many times: only the request-id changes, which always takes four octets.
///
/// For v1 and v2c the whole datagram, for v3 the PDU alone. The memory lives as long as the template; `view` must not outlive it.
final class RequestTemplate: @unchecked Sendable {  // unchecked: written only in `init`
    /// Where a name asked for stands in the bytes.
    struct Name {
        var start: Int32
        var count: Int32
    }

    /// The template as plain numbers and pointers, to be kept in a slot.
    struct View {
        var bytes: UnsafePointer<UInt8>
        var names: UnsafePointer<Name>
        var count: Int32
        var nameCount: Int32
        /// Offset of the four octets of the request-id.
        var requestID: Int32
        var kind: PDUKind
        var version: SNMPVersion
    }

    let view: View
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let names: UnsafeMutableBufferPointer<Name>

    /// Longer requests are refused: no agent takes them, and the buffers for sending are this large.
    static let capacity = 16_000

    init(
        _ kind: PDUKind, _ oids: [ObjectIdentifier], nonRepeaters: Int32 = 0, maxRepetitions: Int32 = 0,
        credential: SNMPCredential
    ) throws(BERError) {
        var pdu = SNMPPDU.asking(kind, requestID: 0x7F7F_7F7F, oids)
        if kind == .getBulk {
            pdu = .getBulk(requestID: 0x7F7F_7F7F, nonRepeaters: nonRepeaters, maxRepetitions: maxRepetitions, oids)
        }
        let encoded = try Self.encoded(pdu, credential)
        var ranges: [Name] = []
        let element = try Self.pduElement(encoded, credential)
        let header = try PDUHeader(element, in: encoded.span)
        var cursor = VarBindCursor(header.varBinds)
        while let raw = try cursor.next(in: encoded.span) {
            ranges.append(Name(start: Int32(raw.name.start), count: Int32(raw.name.count)))
        }
        var fields = BERReader(element)
        let identifier = try fields.next(BERTag.integer, in: encoded.span)
        bytes = .allocate(capacity: max(encoded.count, 1))
        _ = bytes.initialize(from: encoded)
        names = .allocate(capacity: max(ranges.count, 1))
        _ = names.initialize(from: ranges)
        guard let bytesBase = bytes.baseAddress, let namesBase = names.baseAddress else { throw .noRoom }
        view = View(
            bytes: UnsafePointer(bytesBase), names: UnsafePointer(namesBase), count: Int32(encoded.count),
            nameCount: Int32(ranges.count),
            requestID: Int32(identifier.start), kind: kind, version: credential.version)
    }

    deinit {
        bytes.deallocate()
        names.deallocate()
    }

    private static func encoded(_ pdu: SNMPPDU, _ credential: SNMPCredential) throws(BERError) -> [UInt8] {
        switch credential {
        case .v1(let community), .v2c(let community):
            try CommunityMessage(version: credential.version, community: community.bytes, pdu: pdu).encoded(capacity: capacity)
        case .v3:
            try BERWriter.bytes(capacity: capacity) { writer, buffer throws(BERError) in try pdu.encode(&writer, into: &buffer) }
        }
    }

    private static func pduElement(_ encoded: [UInt8], _ credential: SNMPCredential) throws(BERError) -> BERElement {
        if case .v3 = credential {
            var reader = BERReader(0..<encoded.count)
            return try reader.next(in: encoded.span)
        }
        return try CommunityHeader(encoded.span).pdu
    }
}
