import Testing

@testable import SNMPMessages

/// The bytes of hexadecimal text; anything but hex digits is ignored, so that fields can be set apart.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

struct CommunityMessageTests {
    /// GET sysUpTime.0 of community "public", request-id 0x12345678.
    static let get = hex(
        """
        30 29
          02 01 01
          04 06 70 75 62 6c 69 63
          a0 1c
            02 04 12 34 56 78
            02 01 00
            02 01 00
            30 0e
              30 0c  06 08 2b 06 01 02 01 01 03 00  05 00
        """)

    @Test func `a GET is written byte for byte`() throws {
        let message = CommunityMessage(
            version: .v2c, community: Array("public".utf8), pdu: .asking(.get, requestID: 0x1234_5678, ["1.3.6.1.2.1.1.3.0"]))
        #expect(try message.encoded() == Self.get)
        #expect(try CommunityMessage(Self.get) == message)
    }

    @Test func `every type of value survives the wire`() throws {
        let values: [SNMPValue] = [
            .integer(.min), .integer(-129), .integer(-128), .integer(-1), .integer(0), .integer(127), .integer(128),
            .integer(.max),
            .octets([]), .octets([0, 0xFF]), .octets([UInt8](repeating: 7, count: 300)), .null, .oid("1.3.6.1"),
            .oid([2, 999, 4_294_967_295]),
            .ipAddress(0xC000_0201), .counter32(.max), .gauge32(0x8000_0000), .timeTicks(1),
            .opaque([0x9F, 0x78, 4, 0, 0, 0, 0]),
            .counter64(.max), .counter64(0x8000_0000_0000_0000), .counter64(0), .noSuchObject, .noSuchInstance, .endOfMibView,
        ]
        let binds = values.enumerated().map { VarBind(ObjectIdentifier([1, 3, 6, UInt32($0.offset)]), $0.element) }
        let message = CommunityMessage(version: .v2c, community: [], pdu: SNMPPDU(.response, requestID: -5, varBinds: binds))
        #expect(try CommunityMessage(message.encoded()) == message)
    }

    /// linkDown of RFC 1157 as `snmptrap -v1` sends it.
    @Test func `a v1 trap is read`() throws {
        let bytes = hex(
            """
            30 38  02 01 00  04 06 70 75 62 6c 69 63
              a4 2b
                06 07 2b 06 01 04 01 bf 08
                40 04 0a ff 00 05
                02 01 02  02 01 00  43 01 63
                30 11  30 0f  06 0a 2b 06 01 02 01 02 02 01 01 02  02 01 02
            """)
        let message = try CommunityMessage(bytes)
        #expect(
            message.pdu.trapV1
                == TrapV1Header(
                    enterprise: "1.3.6.1.4.1.8072", agentAddress: 0x0AFF_0005, genericTrap: 2, specificTrap: 0, timestamp: 99))
        #expect(message.pdu.varBinds == [VarBind("1.3.6.1.2.1.2.2.1.1.2", .integer(2))])
        #expect(try message.encoded() == bytes)
    }

    @Test(arguments: [
        // a Gauge32 of -1 in one octet: negative
        ("42 01 ff", SNMPValue.undecodable(tag: 0x42, [0xFF])),
        // four octets with the top bit: an agent that forgot the leading zero
        ("42 04 ff ff ff ff", .gauge32(.max)),
        ("42 05 01 00 00 00 00", .undecodable(tag: 0x42, [1, 0, 0, 0, 0])),
        ("46 09 00 ff ff ff ff ff ff ff ff", .counter64(.max)),
        ("41 00", .undecodable(tag: 0x41, [])),
        ("02 05 01 00 00 00 00", .undecodable(tag: 2, [1, 0, 0, 0, 0])),
        ("40 03 01 02 03", .undecodable(tag: 0x40, [1, 2, 3])),
        ("06 02 2b 86", .undecodable(tag: 6, [0x2B, 0x86])),
        ("06 00", .oid([0, 0])),
        ("99 01 00", .undecodable(tag: 0x99, [0])),
    ])
    func `a value that does not fit its type spoils only itself`(value: String, expected: SNMPValue) throws {
        let bytes = hex(value)
        let (element, rest) = try element(bytes)
        #expect(SNMPValue(element, in: bytes.span) == expected)
        #expect(rest)
    }

    private func element(_ bytes: [UInt8]) throws -> (BERElement, Bool) {
        var reader = BERReader(0..<bytes.count)
        let element = try reader.next(in: bytes.span)
        return (element, reader.isAtEnd)
    }

    @Test func `a message cut at any byte is refused, never trapped`() {
        for length in 0..<Self.get.count {
            #expect(throws: BERError.self) { try CommunityMessage(Array(Self.get[..<length])) }
        }
    }

    @Test(arguments: [
        ("30 80 02 01 01", BERError.badLength(at: 0)),  // indefinite
        ("30 85 00 00 00 00 05 00", .badLength(at: 0)),  // five octets of length
        ("30 84 ff ff ff ff 02", .truncated(at: 0)),
        ("30 03 02 01 02", .unsupportedVersion(2)),
        ("30 03 02 01 03", .unsupportedVersion(3)),
        ("04 01 00", .unexpectedTag(4, at: 0)),
        ("30 02 02 00", .badInteger(at: 4)),
    ])
    func `a broken frame is named by its place`(bytes: String, error: BERError) {
        #expect(throws: error) { try CommunityMessage(hex(bytes)) }
    }
}

extension SNMPValue {
    fileprivate static func oid(_ arcs: [UInt32]) -> SNMPValue { .oid(ObjectIdentifier(arcs)) }
}
