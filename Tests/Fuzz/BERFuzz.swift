/// libFuzzer target for BER: the input is read as a sequence of elements, each as every type there is. What reads as an object
/// identifier or a value is written and read again, and must come back the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBER(_ input: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: input, count: count).span
    read(BERReader(0..<count), in: bytes, depth: 0)
    return 0
}

private func read(_ reader: BERReader, in bytes: Span<UInt8>, depth: Int) {
    var reader = reader
    while let element = try? reader.next(in: bytes) {
        precondition(
            element.start >= 0 && element.start <= element.end && element.end <= bytes.count, "an element outside the input")
        for octets in [4, 8] { _ = element.unsigned(octets: octets, in: bytes) }
        _ = element.signed(in: bytes)
        _ = element.octets(in: bytes)
        rewriteName(element, in: bytes)
        rewriteValue(SNMPValue(element, in: bytes))
        if depth < 8 { read(BERReader(element), in: bytes, depth: depth + 1) }
    }
}

private func rewriteName(_ element: BERElement, in bytes: Span<UInt8>) {
    guard let name = try? element.objectIdentifier(in: bytes) else { return }
    let written = try? BERWriter.bytes { writer, buffer throws(BERError) in try writer.objectIdentifier(name, into: &buffer) }
    // Names exist that agents send and BER cannot carry, such as 0.0 in no octets; they are refused, not changed.
    guard let written else { return }
    var reader = BERReader(0..<written.count)
    let again = (try? reader.next(BERTag.objectIdentifier, in: written.span)).flatMap {
        try? $0.objectIdentifier(in: written.span)
    }
    precondition(again == name, "a name changed by writing")
}

private func rewriteValue(_ value: SNMPValue) {
    let written = try? BERWriter.bytes { writer, buffer throws(BERError) in try value.encode(&writer, into: &buffer) }
    guard let written else { return }
    var reader = BERReader(0..<written.count)
    guard let element = try? reader.next(in: written.span) else { return }
    precondition(SNMPValue(element, in: written.span) == value, "a value changed by writing")
}
