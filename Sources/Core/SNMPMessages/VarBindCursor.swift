/// One variable binding by its places in the datagram.
package struct RawVarBind: Equatable, Sendable {
    /// The encoded object identifier, without tag and length.
    package var name: BERElement
    /// The value; its tag says the type.
    package var value: BERElement
}

/// Goes over the variable bindings of a PDU without copying or allocating.
///
/// ```
/// var cursor = VarBindCursor(header.varBinds)
/// while let binding = try cursor.next(in: datagram) { … }
/// ```
package struct VarBindCursor: Sendable {
    private var list: BERReader

    package init(_ varBinds: BERElement) { list = BERReader(varBinds) }

    /// The next binding, nil after the last.
    @inline(__always)
    package mutating func next(in bytes: Span<UInt8>) throws(BERError) -> RawVarBind? {
        if list.isAtEnd { return nil }
        var pair = BERReader(try list.next(BERTag.sequence, in: bytes))
        let name = try pair.next(BERTag.objectIdentifier, in: bytes)
        return RawVarBind(name: name, value: try pair.next(in: bytes))
    }
}

extension VarBind {
    /// The binding as values. A value that does not fit its type becomes `.undecodable`, so that one bad value spoils no other.
    /// - Throws: `badObjectIdentifier` where the name is none.
    package init(_ raw: RawVarBind, in bytes: Span<UInt8>) throws(BERError) {
        oid = try raw.name.objectIdentifier(in: bytes)
        value = SNMPValue(raw.value, in: bytes)
    }
}

extension SNMPValue {
    /// The value in `element`; `.undecodable` where the content does not fit the tag or the tag is unknown.
    package init(_ element: BERElement, in bytes: Span<UInt8>) {
        self = Self.decoded(element, in: bytes) ?? .undecodable(tag: element.tag, element.octets(in: bytes))
    }

    private static func decoded(_ element: BERElement, in bytes: Span<UInt8>) -> SNMPValue? {
        switch element.tag {
        case BERTag.integer: element.signed(in: bytes).flatMap { Int32(exactly: $0) }.map { .integer($0) }
        case BERTag.octetString: .octets(element.octets(in: bytes))
        case BERTag.null: .null
        case BERTag.objectIdentifier: (try? element.objectIdentifier(in: bytes)).map { .oid($0) }
        case BERTag.ipAddress: element.count == 4 ? element.unsigned(octets: 4, in: bytes).map { .ipAddress(UInt32($0)) } : nil
        case BERTag.counter32: element.unsigned(octets: 4, in: bytes).map { .counter32(UInt32($0)) }
        case BERTag.gauge32: element.unsigned(octets: 4, in: bytes).map { .gauge32(UInt32($0)) }
        case BERTag.timeTicks: element.unsigned(octets: 4, in: bytes).map { .timeTicks(UInt32($0)) }
        case BERTag.opaque: .opaque(element.octets(in: bytes))
        case BERTag.counter64: element.unsigned(octets: 8, in: bytes).map { .counter64($0) }
        case BERTag.noSuchObject: .noSuchObject
        case BERTag.noSuchInstance: .noSuchInstance
        case BERTag.endOfMibView: .endOfMibView
        default: nil
        }
    }
}
