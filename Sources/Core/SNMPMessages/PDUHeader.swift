/// The fixed fields of a PDU (all kinds but the v1 trap) and the place of its bindings; reading one allocates nothing.
package struct PDUHeader: Equatable, Sendable {
    package var kind: PDUKind
    package var requestID: Int32
    package var errorStatus: SNMPErrorStatus
    package var errorIndex: Int32
    /// The content of the list of variable bindings.
    package var varBinds: BERElement

    /// - Throws: `unexpectedTag` for a v1 trap or an unknown kind.
    @inline(__always)
    package init(_ pdu: BERElement, in bytes: Span<UInt8>) throws(BERError) {
        guard let kind = PDUKind(rawValue: pdu.tag), kind != .trapV1 else { throw .unexpectedTag(pdu.tag, at: pdu.start) }
        self.kind = kind
        var fields = BERReader(pdu)
        requestID = try fields.integer(in: bytes)
        errorStatus = SNMPErrorStatus(rawValue: try fields.integer(in: bytes))
        errorIndex = try fields.integer(in: bytes)
        varBinds = try fields.next(BERTag.sequence, in: bytes)
    }
}
