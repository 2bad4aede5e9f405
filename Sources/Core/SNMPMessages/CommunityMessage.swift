/// A message of SNMP v1 or v2c (RFC 1157 section 4, RFC 1901 section 3), off the hot path.
package struct CommunityMessage: Hashable, Sendable {
    package var version: SNMPVersion
    package var community: [UInt8]
    package var pdu: SNMPPDU

    package init(version: SNMPVersion, community: [UInt8], pdu: SNMPPDU) {
        (self.version, self.community, self.pdu) = (version, community, pdu)
    }

    /// The message in these bytes; bytes after it are ignored, as some agents pad.
    package init(_ bytes: Span<UInt8>) throws(BERError) {
        let header = try CommunityHeader(bytes)
        version = header.version
        community = header.community.octets(in: bytes)
        pdu = try SNMPPDU(header.pdu, in: bytes)
    }

    package init(_ bytes: [UInt8]) throws(BERError) { try self.init(bytes.span) }

    /// - Throws: `noRoom` beyond `capacity`, which is at most what UDP carries; `badObjectIdentifier`.
    package func encoded(capacity: Int = 65_507) throws(BERError) -> [UInt8] {
        try BERWriter.bytes(capacity: capacity) { writer, buffer throws(BERError) in
            let end = writer.start
            try pdu.encode(&writer, into: &buffer)
            try writer.octetString(community.span, into: &buffer)
            try writer.integer(Int64(version.rawValue), into: &buffer)
            try writer.close(BERTag.sequence, to: end, into: &buffer)
        }
    }
}

/// The outer fields of a v1 or v2c message, by their places in the datagram.
package struct CommunityHeader: Equatable, Sendable {
    package var version: SNMPVersion
    package var community: BERElement
    /// The PDU with its own tag.
    package var pdu: BERElement

    @inline(__always)
    package init(_ bytes: Span<UInt8>) throws(BERError) {
        var outer = BERReader(0..<bytes.count)
        var fields = BERReader(try outer.next(BERTag.sequence, in: bytes))
        let number = try fields.integer(in: bytes)
        guard let version = SNMPVersion(rawValue: number), version != .v3 else { throw .unsupportedVersion(Int64(number)) }
        self.version = version
        community = try fields.next(BERTag.octetString, in: bytes)
        pdu = try fields.next(in: bytes)
    }
}
