/// An IPv4 or IPv6 address as bits. IPv4 addresses written as IPv6 (`::ffff:a.b.c.d`) are IPv4.
package struct IPAddress: Hashable, Sendable {
    /// The 128 bits, high and low half in host order; IPv4 stands in the lowest 32 bits.
    package let high: UInt64
    package let low: UInt64
    package let isV4: Bool

    package init(v4: UInt32) { (high, low, isV4) = (0, UInt64(v4), true) }

    package init(high: UInt64, low: UInt64) {
        isV4 = high == 0 && low >> 32 == 0xFFFF
        self.high = high
        self.low = isV4 ? low & 0xFFFF_FFFF : low
    }

    /// 127.0.0.0/8 (RFC 1122 section 3.2.1.3) or ::1.
    package var isLoopback: Bool { isV4 ? low >> 24 == 127 : high == 0 && low == 1 }

    /// The IPv4 address as a number in host order; nil for IPv6.
    package var v4: UInt32? { isV4 ? UInt32(truncatingIfNeeded: low) : nil }

    /// Dotted IPv4 (four decimal numbers, no leading zeros) or IPv6 text (RFC 4291 section 2.2), without port and zone; else nil.
    package init?(_ text: some StringProtocol) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let (high, low) = Self.v6(Array(text.utf8)) else { return nil }
            self.init(high: high, low: low)
        } else {
            guard let bits = Self.v4(text) else { return nil }
            self.init(v4: bits)
        }
    }

    private static func v4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard part.utf8.allSatisfy({ (48...57).contains($0) }), part.utf8.count == 1 || part.first != "0",
                let octet = UInt8(part)
            else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        return bits
    }

    private static func v6(_ text: [UInt8]) -> (UInt64, UInt64)? {
        let halves = String(decoding: text, as: UTF8.self).components(at: "::")
        guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
        var all = head
        if halves.count == 2 {
            guard let tail = groups(halves[1]), head.count + tail.count <= 7 else { return nil }
            all += [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
        }
        guard all.count == 8 else { return nil }
        let words = all.map(UInt64.init)
        return (
            words[0] << 48 | words[1] << 32 | words[2] << 16 | words[3],
            words[4] << 48 | words[5] << 32 | words[6] << 16 | words[7]
        )
    }

    /// The groups of one side of `::`; the last may be an IPv4 address.
    private static func groups(_ text: String) -> [UInt16]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains("."), let bits = v4(part) {
                groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                guard (1...4).contains(part.utf8.count), part.first != "+", let group = UInt16(part, radix: 16) else {
                    return nil
                }
                groups.append(group)
            }
        }
        return groups
    }
}

extension String {
    fileprivate func components(at separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}

extension IPAddress: CustomStringConvertible, Comparable {
    /// Dotted for IPv4, the canonical text of RFC 5952 for IPv6.
    package var description: String {
        if let v4 { return "\(v4 >> 24).\(v4 >> 16 & 0xFF).\(v4 >> 8 & 0xFF).\(v4 & 0xFF)" }
        let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> UInt64($0)) } }
        guard let zeros = Self.longestZeros(groups) else { return Self.joined(groups[...]) }
        return Self.joined(groups[..<zeros.lowerBound]) + "::" + Self.joined(groups[zeros.upperBound...])
    }

    package static func < (a: IPAddress, b: IPAddress) -> Bool {
        if a.isV4 != b.isV4 { return a.isV4 }
        return (a.high, a.low) < (b.high, b.low)
    }

    private static func joined(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first longest run of two or more zero groups.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 { continue }
            if index - start >= 2, index - start > (best?.count ?? 1) { best = start..<index }
            start = index + 1
        }
        return best
    }
}
