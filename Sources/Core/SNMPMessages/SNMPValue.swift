/// A value of a variable binding (RFC 3416 section 3, RFC 2578 section 7), off the hot path.
package enum SNMPValue: Hashable, Sendable {
    case integer(Int32)
    case octets([UInt8])
    case null
    case oid(ObjectIdentifier)
    /// Four octets in network order.
    case ipAddress(UInt32)
    case counter32(UInt32)
    case gauge32(UInt32)
    case timeTicks(UInt32)
    case opaque([UInt8])
    case counter64(UInt64)
    case noSuchObject, noSuchInstance, endOfMibView
    /// Bytes that do not fit their tag (a counter of nine octets, a negative gauge) or a tag that SNMP does not know: a finding, never a value.
    case undecodable(tag: UInt8, [UInt8])
}

/// A name and its value.
package struct VarBind: Hashable, Sendable {
    package var oid: ObjectIdentifier
    package var value: SNMPValue
    package init(_ oid: ObjectIdentifier, _ value: SNMPValue) { (self.oid, self.value) = (oid, value) }
}
