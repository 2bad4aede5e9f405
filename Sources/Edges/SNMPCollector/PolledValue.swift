import SNMPMessages

/// A value as a sweep delivers it: 16 bytes, nothing behind a pointer.
package struct PolledValue: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        /// The reply did not have this name.
        case missing
        case integer, counter32, gauge32, timeTicks, counter64, ipAddress
        /// `bits` tells where the octets stand in `SweepBatch.octets`; for `oid` they are BER content.
        case octets, opaque, oid
        case null, noSuchObject, noSuchInstance, endOfMibView
        /// The bytes do not fit the type.
        case undecodable
    }

    /// Numbers as they are (`integer` sign-extended); for octets the offset in the high and the length in the low half.
    package var bits: UInt64
    package var kind: Kind

    package init(_ kind: Kind, _ bits: UInt64 = 0) { (self.kind, self.bits) = (kind, bits) }

    /// The number of an INTEGER; nil for any other type.
    package var integer: Int64? { kind == .integer ? Int64(bitPattern: bits) : nil }

    /// The number of a Counter32, Counter64, Gauge32 or TimeTicks; nil for any other type.
    package var unsigned: UInt64? {
        switch kind {
        case .counter32, .counter64, .gauge32, .timeTicks: bits
        default: nil
        }
    }

    /// Where the octets stand in `SweepBatch.octets`; nil for numbers.
    package var octetRange: Range<Int>? {
        switch kind {
        case .octets, .opaque, .oid: Int(bits >> 32)..<(Int(bits >> 32) &+ Int(bits & 0xFFFF_FFFF))
        default: nil
        }
    }

    /// The value in `element`; octets are appended to `octets`.
    @inline(__always)
    init(_ element: BERElement, in bytes: Span<UInt8>, octets: inout [UInt8]) {
        switch element.tag {
        case BERTag.counter64: self.init(.counter64, element.unsigned(octets: 8, in: bytes))
        case BERTag.counter32: self.init(.counter32, element.unsigned(octets: 4, in: bytes))
        case BERTag.gauge32: self.init(.gauge32, element.unsigned(octets: 4, in: bytes))
        case BERTag.timeTicks: self.init(.timeTicks, element.unsigned(octets: 4, in: bytes))
        case BERTag.integer:
            let value = element.signed(in: bytes)
            self.init(.integer, value.flatMap { Int32(exactly: $0) }.map { UInt64(bitPattern: Int64($0)) })
        case BERTag.octetString: self.init(.octets, copying: element, in: bytes, to: &octets)
        default: self = Self.rare(element, in: bytes, octets: &octets)
        }
    }

    private static func rare(_ element: BERElement, in bytes: Span<UInt8>, octets: inout [UInt8]) -> PolledValue {
        switch element.tag {
        case BERTag.ipAddress: PolledValue(.ipAddress, element.count == 4 ? element.unsigned(octets: 4, in: bytes) : nil)
        case BERTag.opaque: PolledValue(.opaque, copying: element, in: bytes, to: &octets)
        case BERTag.objectIdentifier: PolledValue(.oid, copying: element, in: bytes, to: &octets)
        case BERTag.null: PolledValue(.null)
        case BERTag.noSuchObject: PolledValue(.noSuchObject)
        case BERTag.noSuchInstance: PolledValue(.noSuchInstance)
        case BERTag.endOfMibView: PolledValue(.endOfMibView)
        default: PolledValue(.undecodable)
        }
    }

    private init(_ kind: Kind, _ number: UInt64?) {
        self = number.map { PolledValue(kind, $0) } ?? PolledValue(.undecodable)
    }

    private init(_ kind: Kind, copying element: BERElement, in bytes: Span<UInt8>, to octets: inout [UInt8]) {
        let offset = octets.count
        for index in element.range { octets.append(bytes[index]) }
        self.init(kind, UInt64(offset) << 32 | UInt64(element.count))
    }
}
