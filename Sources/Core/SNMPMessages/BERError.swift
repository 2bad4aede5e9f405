/// Why bytes are not the message that they should be. Offsets count from the first byte of the datagram.
package enum BERError: Error, Hashable, Sendable {
    /// The element says that it has more bytes than are there.
    case truncated(at: Int)
    /// An indefinite length, or one of more than four octets (RFC 3417 section 8 forbids the first).
    case badLength(at: Int)
    case unexpectedTag(UInt8, at: Int)
    /// No content octets, or more than the type holds.
    case badInteger(at: Int)
    /// Empty, more than 128 arcs, an arc beyond 32 bits, or a last octet that promises more.
    case badObjectIdentifier(at: Int)
    case unsupportedVersion(Int64)
    /// The message does not fit its buffer.
    case noRoom
}

extension BERError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated(let at): "byte \(at): the element is longer than the message"
        case .badLength(let at): "byte \(at): a length that SNMP does not allow"
        case .unexpectedTag(let tag, let at): "byte \(at): unexpected tag 0x\(String(tag, radix: 16))"
        case .badInteger(let at): "byte \(at): an integer without content, or too long for its type"
        case .badObjectIdentifier(let at): "byte \(at): not an object identifier of at most 128 arcs of 32 bits"
        case .unsupportedVersion(let version): "SNMP version number \(version) is not 0 (v1), 1 (v2c) or 3"
        case .noRoom: "the message does not fit its buffer"
        }
    }
}
