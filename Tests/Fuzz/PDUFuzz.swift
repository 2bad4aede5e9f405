/// libFuzzer target for messages of v1 and v2c and for bare PDUs of every kind: what is read can be written, and reads the same again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPDU(_ input: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: input, count: count).span
    if let message = try? CommunityMessage(bytes), let again = try? message.encoded() {
        precondition((try? CommunityMessage(again)) == message, "a message changed by writing")
    }
    var outer = BERReader(0..<count)
    if let element = try? outer.next(in: bytes) { readPDU(element, in: bytes) }
    return 0
}

private func readPDU(_ element: BERElement, in bytes: Span<UInt8>) {
    if let header = try? PDUHeader(element, in: bytes) {
        var cursor = VarBindCursor(header.varBinds)
        while let raw = try? cursor.next(in: bytes) { _ = try? VarBind(raw, in: bytes) }
    }
    guard let pdu = try? SNMPPDU(element, in: bytes) else { return }
    let written = try? BERWriter.bytes { writer, buffer throws(BERError) in try pdu.encode(&writer, into: &buffer) }
    guard let written else { return }
    var again = BERReader(0..<written.count)
    guard let rewritten = try? again.next(in: written.span) else { preconditionFailure("a written PDU cannot be read") }
    precondition((try? SNMPPDU(rewritten, in: written.span)) == pdu, "a PDU changed by writing")
}
