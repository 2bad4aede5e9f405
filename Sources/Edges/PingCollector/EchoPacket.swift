/// An ICMP echo (RFC 792) or ICMPv6 echo (RFC 4443 section 4): 8 octets of header and 56 of payload, as `ping` sends.
///
/// The payload says for which target and which try it is, with a token that only this run knows, and a pattern up to the end:
/// a reply is ours only if every octet is.
struct EchoPacket: Equatable {
    static let length = 64
    private static let patternStart = 24

    var identifier: UInt16
    var sequence: UInt16
    var target: UInt32
    var attempt: UInt32
    var token: UInt64

    /// Writes the request; the buffer has at least `length` octets.
    func write(to buffer: UnsafeMutableRawPointer, v6: Bool) {
        buffer.storeBytes(of: v6 ? 128 : 8, toByteOffset: 0, as: UInt8.self)
        buffer.storeBytes(of: 0, toByteOffset: 1, as: UInt8.self)
        buffer.storeBytes(of: 0, toByteOffset: 2, as: UInt16.self)
        buffer.storeBytes(of: identifier.bigEndian, toByteOffset: 4, as: UInt16.self)
        buffer.storeBytes(of: sequence.bigEndian, toByteOffset: 6, as: UInt16.self)
        buffer.storeBytes(of: target.bigEndian, toByteOffset: 8, as: UInt32.self)
        buffer.storeBytes(of: attempt.bigEndian, toByteOffset: 12, as: UInt32.self)
        buffer.storeBytes(of: token.bigEndian, toByteOffset: 16, as: UInt64.self)
        for offset in Self.patternStart..<Self.length {
            buffer.storeBytes(of: UInt8(offset), toByteOffset: offset, as: UInt8.self)
        }
        // The kernel computes ICMPv6's sum itself.
        if !v6 { buffer.storeBytes(of: Self.checksum(UnsafeRawPointer(buffer)), toByteOffset: 2, as: UInt16.self) }
    }

    /// RFC 1071, in network order, over the whole packet.
    private static func checksum(_ bytes: UnsafeRawPointer) -> UInt16 {
        var sum: UInt32 = 0
        for offset in stride(from: 0, to: length, by: 2) {
            sum &+= UInt32(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        }
        sum = (sum & 0xFFFF) &+ (sum >> 16)
        sum = (sum & 0xFFFF) &+ (sum >> 16)
        return ~UInt16(truncatingIfNeeded: sum)
    }

    enum Reading: Equatable {
        /// A whole echo reply of this form; whether it is ours is for the caller to say.
        case reply(EchoPacket)
        /// Another kind of message, or another program's echo by its form.
        case foreign
        /// Our token stands in it, but the rest is not as sent.
        case corrupted
    }

    /// What stands in an ICMP message (without IP header).
    static func read(_ bytes: Span<UInt8>, v6: Bool, token: UInt64) -> Reading {
        guard bytes.count >= 24, bytes[0] == (v6 ? 129 : 0), bytes[1] == 0 else { return .foreign }
        let packet = EchoPacket(
            identifier: UInt16(truncatingIfNeeded: number(bytes, 4, 2)),
            sequence: UInt16(truncatingIfNeeded: number(bytes, 6, 2)),
            target: UInt32(truncatingIfNeeded: number(bytes, 8, 4)), attempt: UInt32(truncatingIfNeeded: number(bytes, 12, 4)),
            token: number(bytes, 16, 8))
        guard packet.token == token else { return .foreign }
        guard bytes.count == length else { return .corrupted }
        for offset in patternStart..<length where bytes[offset] != UInt8(truncatingIfNeeded: offset) { return .corrupted }
        return .reply(packet)
    }

    private static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for offset in start..<(start &+ count) { value = value << 8 | UInt64(bytes[offset]) }
        return value
    }
}
