import SNMPMessages

extension ObjectName {
    /// Reads the content of an OBJECT IDENTIFIER; false where it is none (`BERElement.objectIdentifier` without its array).
    mutating func read(_ element: BERElement, in bytes: Span<UInt8>) -> Bool {
        count = 0
        var arc: UInt64 = 0
        var isOpen = false
        for offset in element.start..<element.end {
            let octet = bytes[offset]
            arc = arc << 7 | UInt64(octet & 0x7f)
            isOpen = octet >= 0x80
            guard arc <= UInt64(UInt32.max) + (count == 0 ? 80 : 0), count < 128 else { return false }
            if isOpen { continue }
            if count == 0 {
                let top = min(arc / 40, 2)
                append(UInt32(top))
                append(UInt32(truncatingIfNeeded: arc - top * 40))
            } else {
                append(UInt32(arc))
            }
            arc = 0
        }
        return !isOpen && count > 0
    }
}

extension BERWriter {
    /// Writes the arcs as an OBJECT IDENTIFIER; the first two are from our own tables or were read, so they are valid.
    @inline(__always)
    mutating func objectName(_ arcs: borrowing Span<UInt32>, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        let end = start
        var at = arcs.count - 1
        while at >= 2 {
            try base128(arcs[at], into: &buffer)
            at -= 1
        }
        let second = arcs.count > 1 ? arcs[1] : 0
        try base128(arcs.count > 0 ? arcs[0] &* 40 &+ second : 0, into: &buffer)
        try close(BERTag.objectIdentifier, to: end, into: &buffer)
    }

    @inline(__always)
    private mutating func base128(_ arc: UInt32, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        try octet(UInt8(truncatingIfNeeded: arc & 0x7f), into: &buffer)
        var rest = arc >> 7
        while rest > 0 {
            try octet(UInt8(truncatingIfNeeded: rest & 0x7f) | 0x80, into: &buffer)
            rest >>= 7
        }
    }
}
