/// One element: its tag and where its content stands in the datagram.
package struct BERElement: Equatable, Sendable {
    package var tag: UInt8
    package var start: Int
    package var end: Int

    package init(tag: UInt8, start: Int, end: Int) { (self.tag, self.start, self.end) = (tag, start, end) }

    package var count: Int { end &- start }
    package var range: Range<Int> { start..<end }
}

/// Reads the elements of one constructed value, one after the other, without copying.
///
/// It holds offsets only; the datagram is passed to each call. An element never reaches beyond the value it stands in,
/// and SNMP's nesting is fixed, so hostile nesting costs nothing: nothing here recurses.
package struct BERReader: Sendable {
    package private(set) var position: Int
    package let end: Int

    package init(_ range: Range<Int>) { (position, end) = (range.lowerBound, range.upperBound) }

    package init(_ element: BERElement) { (position, end) = (element.start, element.end) }

    package var isAtEnd: Bool { position >= end }

    /// The next element, whatever its tag.
    /// - Throws: `truncated`, `badLength`.
    @inline(__always)
    package mutating func next(in bytes: Span<UInt8>) throws(BERError) -> BERElement {
        let at = position
        guard end &- at >= 2, at >= 0, end <= bytes.count else { throw .truncated(at: at) }
        let tag = bytes[at]
        let first = bytes[at &+ 1]
        var start = at &+ 2
        var length = Int(first)
        if first >= 0x80 { (start, length) = try longLength(first, at: at, in: bytes) }
        guard length <= end &- start else { throw .truncated(at: at) }
        position = start &+ length
        return BERElement(tag: tag, start: start, end: position)
    }

    /// The next element, which must have `tag`.
    @inline(__always)
    package mutating func next(_ tag: UInt8, in bytes: Span<UInt8>) throws(BERError) -> BERElement {
        let at = position
        let element = try next(in: bytes)
        guard element.tag == tag else { throw .unexpectedTag(element.tag, at: at) }
        return element
    }

    /// The next element as an INTEGER of at most 32 bits.
    @inline(__always)
    package mutating func integer(in bytes: Span<UInt8>) throws(BERError) -> Int32 {
        let element = try next(BERTag.integer, in: bytes)
        guard let value = element.signed(in: bytes), let narrow = Int32(exactly: value) else {
            throw .badInteger(at: element.start)
        }
        return narrow
    }

    /// Lengths in one to four further octets; leading zeros are allowed, as real agents send them (X.690 section 8.1.3.5).
    private func longLength(_ first: UInt8, at: Int, in bytes: Span<UInt8>) throws(BERError) -> (start: Int, length: Int) {
        let octets = Int(first & 0x7F)
        guard octets >= 1, octets <= 4 else { throw .badLength(at: at) }
        guard end &- at >= 2 &+ octets else { throw .truncated(at: at) }
        var length = 0
        for offset in (at &+ 2)..<(at &+ 2 &+ octets) { length = length << 8 | Int(bytes[offset]) }
        return (at &+ 2 &+ octets, length)
    }
}

extension BERElement {
    /// The content as a two's complement number; nil if empty or longer than 8 octets.
    @inline(__always)
    package func signed(in bytes: Span<UInt8>) -> Int64? {
        guard count >= 1, count <= 8 else { return nil }
        var value: UInt64 = bytes[start] >= 0x80 ? .max : 0
        for offset in start..<end { value = value &<< 8 | UInt64(bytes[offset]) }
        return Int64(bitPattern: value)
    }

    /// The content as a number without sign of at most `octets` octets, a leading zero octet not counted; nil if it is none.
    ///
    /// Agents exist that leave the leading zero out of numbers with the top bit set: where all `octets` octets are there, the
    /// number is taken as meant. A shorter one with the top bit set is negative, and refused.
    @inline(__always)
    package func unsigned(octets: Int, in bytes: Span<UInt8>) -> UInt64? {
        guard count >= 1, count <= octets &+ 1 else { return nil }
        if count == octets &+ 1 { guard bytes[start] == 0 else { return nil } }
        if count < octets, bytes[start] >= 0x80 { return nil }
        var value: UInt64 = 0
        for offset in start..<end { value = value &<< 8 | UInt64(bytes[offset]) }
        return value
    }

    /// The content as a copy.
    package func octets(in bytes: Span<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            for offset in 0..<count { buffer[offset] = bytes[start &+ offset] }
            initialized = count
        }
    }

    /// The content as an object identifier (X.690 section 8.19). Empty content means 0.0, as some agents send it.
    /// - Throws: `badObjectIdentifier`.
    package func objectIdentifier(in bytes: Span<UInt8>) throws(BERError) -> ObjectIdentifier {
        if count == 0 { return ObjectIdentifier([0, 0]) }
        var arcs: [UInt32] = []
        arcs.reserveCapacity(min(count &+ 1, ObjectIdentifier.maximumArcs))
        var arc: UInt64 = 0
        var open = false
        for offset in start..<end {
            let octet = bytes[offset]
            arc = arc << 7 | UInt64(octet & 0x7F)
            open = octet >= 0x80
            // The first number carries two arcs and may reach 80 beyond 32 bits.
            guard arc <= UInt64(UInt32.max) &+ (arcs.isEmpty ? 80 : 0) else { throw .badObjectIdentifier(at: start) }
            if open { continue }
            if arcs.isEmpty {
                let top = min(arc / 40, 2)
                arcs.append(UInt32(top))
                arcs.append(UInt32(truncatingIfNeeded: arc &- top &* 40))
            } else {
                arcs.append(UInt32(truncatingIfNeeded: arc))
            }
            arc = 0
        }
        guard !open, arcs.count <= ObjectIdentifier.maximumArcs else { throw .badObjectIdentifier(at: start) }
        return ObjectIdentifier(arcs)
    }
}

extension ObjectIdentifier {
    /// RFC 2578 section 3.5.
    package static let maximumArcs = 128
}
