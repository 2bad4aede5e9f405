/// Why an Ethernet frame is not the announcement that it should be. Offsets count from the frame's first byte.
package enum FrameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The frame ends before the field that begins here.
    case truncated(at: Int)
    /// LLDP: the first three TLVs are not chassis id, port id and time to live (IEEE 802.1AB section 9.2.7.7).
    case missing(String, at: Int)
    /// LLDP: chassis id, port id or time to live stands in the frame twice.
    case repeated(String, at: Int)
    /// A mandatory field is shorter or longer than it may be.
    case badLength(String, Int, at: Int)

    package var description: String {
        switch self {
        case .truncated(let at): "byte \(at): the frame ends within a field"
        case .missing(let name, let at): "byte \(at): \(name) is not where it must be"
        case .repeated(let name, let at): "byte \(at): \(name) stands there twice"
        case .badLength(let name, let length, let at): "byte \(at): \(name) has \(length) bytes"
        }
    }
}

/// Goes forward over a part of a frame; never beyond its end.
struct FrameReader {
    private(set) var position: Int
    let end: Int

    init(_ range: Range<Int>) { (position, end) = (range.lowerBound, range.upperBound) }

    var remaining: Int { end - position }
    var rest: Range<Int> { position..<end }

    mutating func octet(in bytes: Span<UInt8>) throws(FrameError) -> UInt8 { bytes[try take(1).lowerBound] }

    /// Two octets, most significant first.
    mutating func number(in bytes: Span<UInt8>) throws(FrameError) -> Int {
        let range = try take(2)
        return Int(bytes[range.lowerBound]) << 8 | Int(bytes[range.lowerBound + 1])
    }

    /// The next `count` octets.
    mutating func take(_ count: Int) throws(FrameError) -> Range<Int> {
        guard count >= 0, count <= remaining else { throw .truncated(at: position) }
        let range = position..<position + count
        position += count
        return range
    }
}

extension Span<UInt8> {
    /// A copy of the octets in `range`, which lies within.
    func copy(_ range: Range<Int>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initialized in
            for offset in range { buffer[offset - range.lowerBound] = self[offset] }
            initialized = range.count
        }
    }
}
