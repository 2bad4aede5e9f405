/// Writes elements from the end of a buffer to its front, so that each length is known when it is written and nothing moves.
///
/// Contents come first, last element first, then the tag and length around them:
/// ```
/// let end = writer.start
/// try writer.integer(2, into: &buffer)      // second element
/// try writer.integer(1, into: &buffer)      // first element
/// try writer.close(BERTag.sequence, to: end, into: &buffer)
/// ```
package struct BERWriter: Sendable {
    /// Where what has been written begins.
    package private(set) var start: Int

    /// Writes backwards from `end`, which is one past the last byte.
    package init(end: Int) { start = end }

    @inline(__always)
    package mutating func octet(_ octet: UInt8, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        guard start > 0, start <= buffer.count else { throw .noRoom }
        start &-= 1
        buffer[start] = octet
    }

    package mutating func octets(_ octets: Span<UInt8>, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        guard octets.count <= start, start <= buffer.count else { throw .noRoom }
        start &-= octets.count
        for offset in octets.indices { buffer[start &+ offset] = octets[offset] }
    }

    /// Puts `tag` and the length of everything from `start` to `end` in front of it.
    package mutating func close(_ tag: UInt8, to end: Int, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        var length = end &- start
        if length < 0x80 {
            try octet(UInt8(truncatingIfNeeded: length), into: &buffer)
        } else {
            var octets: UInt8 = 0
            while length > 0 {
                try octet(UInt8(truncatingIfNeeded: length), into: &buffer)
                length >>= 8
                octets &+= 1
            }
            try octet(0x80 | octets, into: &buffer)
        }
        try octet(tag, into: &buffer)
    }

    /// A number in as few octets as it needs (X.690 section 8.3).
    package mutating func integer(_ value: Int64, tag: UInt8 = BERTag.integer, into buffer: inout MutableSpan<UInt8>)
        throws(BERError)
    {
        let end = start
        var rest = value
        repeat {
            try octet(UInt8(truncatingIfNeeded: rest), into: &buffer)
            let negative = rest & 0x80 != 0
            rest >>= 8
            if rest == (negative ? -1 : 0) { break }
        } while true
        try close(tag, to: end, into: &buffer)
    }

    /// A number without sign: Counter32, Gauge32, TimeTicks, Counter64.
    package mutating func unsigned(_ value: UInt64, tag: UInt8, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        guard value > UInt64(Int64.max) else { return try integer(Int64(truncatingIfNeeded: value), tag: tag, into: &buffer) }
        let end = start
        for shift in 0..<8 { try octet(UInt8(truncatingIfNeeded: value >> UInt64(shift &* 8)), into: &buffer) }
        try octet(0, into: &buffer)
        try close(tag, to: end, into: &buffer)
    }

    package mutating func octetString(
        _ octets: Span<UInt8>, tag: UInt8 = BERTag.octetString, into buffer: inout MutableSpan<UInt8>
    ) throws(BERError) {
        let end = start
        try self.octets(octets, into: &buffer)
        try close(tag, to: end, into: &buffer)
    }

    /// A single arc is written with a zero after it, as BER needs two; none as 0.0.
    /// - Throws: `badObjectIdentifier` for an identifier that BER cannot carry: a first arc above 2, a second above 39 under
    ///   the first arcs 0 and 1, more than 128 arcs.
    package mutating func objectIdentifier(_ oid: ObjectIdentifier, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        let end = start
        let arcs = oid.arcs
        let (first, second) = (arcs.first ?? 0, arcs.count > 1 ? arcs[1] : 0)
        guard arcs.count <= ObjectIdentifier.maximumArcs, first <= 2, first == 2 || second < 40 else {
            throw .badObjectIdentifier(at: start)
        }
        var index = arcs.count
        while index > 2 {
            index &-= 1
            try arc(UInt64(arcs[index]), into: &buffer)
        }
        try arc(UInt64(first) &* 40 &+ UInt64(second), into: &buffer)
        try close(BERTag.objectIdentifier, to: end, into: &buffer)
    }

    @inline(__always)
    private mutating func arc(_ value: UInt64, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        try octet(UInt8(truncatingIfNeeded: value & 0x7F), into: &buffer)
        var rest = value >> 7
        while rest > 0 {
            try octet(UInt8(truncatingIfNeeded: rest & 0x7F) | 0x80, into: &buffer)
            rest >>= 7
        }
    }
}

extension BERWriter {
    /// The bytes that `body` writes, for use off the hot path.
    package static func bytes(
        capacity: Int = 65_507, _ body: (inout BERWriter, inout MutableSpan<UInt8>) throws(BERError) -> Void
    ) throws(BERError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: capacity)
        var writer = BERWriter(end: capacity)
        var span = buffer.mutableSpan
        try body(&writer, &span)
        return Array(buffer[writer.start...])
    }
}
