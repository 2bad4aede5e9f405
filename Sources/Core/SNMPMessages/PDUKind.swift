/// The kinds of PDU; raw values are the tags on the wire (RFC 1157 section 4.1, RFC 3416 section 3).
package enum PDUKind: UInt8, Hashable, Sendable, CaseIterable {
    case get = 0xA0
    case getNext = 0xA1
    case response = 0xA2
    case set = 0xA3
    case trapV1 = 0xA4
    case getBulk = 0xA5
    case inform = 0xA6
    case trapV2 = 0xA7
    case report = 0xA8
}
