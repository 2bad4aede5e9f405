import SNMPMessages

extension AgentValue {
    /// Writes the value; texts are taken from `texts`.
    func encode(_ writer: inout BERWriter, into buffer: inout MutableSpan<UInt8>, texts: borrowing Span<UInt8>) throws(BERError) {
        switch self {
        case .integer(let value): try writer.integer(Int64(value), into: &buffer)
        case .text(let text): try writer.octetString(texts.extracting(text.range), into: &buffer)
        case .encoded(let element): try writer.octets(texts.extracting(element.range), into: &buffer)
        case .macAddress(let address): try writer.bytes(of: address, count: 6, tag: BERTag.octetString, into: &buffer)
        case .bits(let bits): try writer.bytes(of: UInt64(bits), count: 1, tag: BERTag.octetString, into: &buffer)
        case .ipAddress(let address): try writer.bytes(of: UInt64(address), count: 4, tag: BERTag.ipAddress, into: &buffer)
        case .experimental(let arc):
            let arcs: InlineArray<10, UInt32> = [1, 3, 6, 1, 4, 1, 8072, 9999, 9999, arc]
            try writer.objectName(arcs.span, into: &buffer)
        case .zeroDotZero: try writer.bytes(of: 0, count: 1, tag: BERTag.objectIdentifier, into: &buffer)
        case .counter32(let value): try writer.unsigned(UInt64(value), tag: BERTag.counter32, into: &buffer)
        case .gauge32(let value): try writer.unsigned(UInt64(value), tag: BERTag.gauge32, into: &buffer)
        case .timeTicks(let value): try writer.unsigned(UInt64(value), tag: BERTag.timeTicks, into: &buffer)
        case .counter64(let value): try writer.unsigned(value, tag: BERTag.counter64, into: &buffer)
        case .filler(let count): try writer.filler(count, into: &buffer)
        case .noSuchObject: try writer.close(BERTag.noSuchObject, to: writer.start, into: &buffer)
        case .noSuchInstance: try writer.close(BERTag.noSuchInstance, to: writer.start, into: &buffer)
        case .endOfMibView: try writer.close(BERTag.endOfMibView, to: writer.start, into: &buffer)
        }
    }

    /// At least as many bytes as the value takes when encoded.
    var largestSize: Int {
        switch self {
        case .text(let text), .encoded(let text): Int(text.count) + 4
        case .counter64, .experimental: 14
        case .filler(let count): count + 4
        default: 8
        }
    }

    /// One of the three answers that stand for "no value" (RFC 3416, section 3).
    var isException: Bool {
        switch self {
        case .noSuchObject, .noSuchInstance, .endOfMibView: true
        default: false
        }
    }

    /// Not to be shown to a v1 manager (RFC 3584, section 4.2.2.1).
    func isCounter64(_ texts: borrowing Span<UInt8>) -> Bool {
        switch self {
        case .counter64: true
        case .encoded(let element): element.count > 0 && texts[Int(element.start)] == BERTag.counter64
        default: false
        }
    }
}

extension AgentTexts.Reference {
    var range: Range<Int> { Int(start)..<Int(start + count) }
}

extension BERWriter {
    /// The low `count` octets of `value`, most significant first, as an element.
    fileprivate mutating func bytes(of value: UInt64, count: Int, tag: UInt8, into buffer: inout MutableSpan<UInt8>)
        throws(BERError)
    {
        let end = start
        for shift in 0..<count { try octet(UInt8(truncatingIfNeeded: value >> UInt64(shift * 8)), into: &buffer) }
        try close(tag, to: end, into: &buffer)
    }

    fileprivate mutating func filler(_ count: Int, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        let end = start
        for _ in 0..<count { try octet(UInt8(ascii: "x"), into: &buffer) }
        try close(BERTag.octetString, to: end, into: &buffer)
    }
}
