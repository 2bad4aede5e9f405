import CCrypto

/// The fields of an SNMPv3 message under USM (RFC 3412 section 6, RFC 3414 section 2.4), by their places in the datagram.
package struct USMHeader: Equatable, Sendable {
    package var messageID: Int32
    package var flags: UInt8
    package var engineID: BERElement
    package var boots: UInt32
    package var time: UInt32
    package var userName: BERElement
    package var authentication: BERElement
    package var privacy: BERElement
    /// A scoped PDU (SEQUENCE), or the OCTET STRING of an encrypted one.
    package var data: BERElement

    package var isAuthenticated: Bool { flags & 1 != 0 }
    package var isPrivate: Bool { flags & 2 != 0 }

    /// `fields` stands behind the version.
    /// - Throws: also `badInteger` for a field out of its range, `unexpectedTag` for another security model than USM.
    package init(_ bytes: Span<UInt8>, after fields: BERReader) throws(BERError) {
        var fields = fields
        var global = BERReader(try fields.next(BERTag.sequence, in: bytes))
        messageID = try global.integer(in: bytes)
        _ = try global.integer(in: bytes)
        let flagsElement = try global.next(BERTag.octetString, in: bytes)
        guard flagsElement.count == 1 else { throw .badInteger(at: flagsElement.start) }
        flags = bytes[flagsElement.start]
        let model = try global.integer(in: bytes)
        guard model == 3 else { throw .unexpectedTag(UInt8(truncatingIfNeeded: model), at: flagsElement.end) }
        var outer = BERReader(try fields.next(BERTag.octetString, in: bytes))
        var security = BERReader(try outer.next(BERTag.sequence, in: bytes))
        engineID = try security.next(BERTag.octetString, in: bytes)
        boots = try Self.counter(&security, bytes)
        time = try Self.counter(&security, bytes)
        userName = try security.next(BERTag.octetString, in: bytes)
        authentication = try security.next(BERTag.octetString, in: bytes)
        privacy = try security.next(BERTag.octetString, in: bytes)
        data = try fields.next(in: bytes)
    }

    private static func counter(_ fields: inout BERReader, _ bytes: Span<UInt8>) throws(BERError) -> UInt32 {
        let at = fields.position
        let value = try fields.integer(in: bytes)
        guard value >= 0 else { throw .badInteger(at: at) }
        return UInt32(value)
    }

    /// Whether the digest is right for the whole datagram of `count` octets. The digest's octets are zeroed on the way, as the
    /// computation asks for it.
    package func isAuthentic(_ keys: USMKeys, _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Bool {
        guard var hmac = keys.hmac, authentication.count == keys.digestLength, authentication.end <= count else { return false }
        var given = InlineArray<64, UInt8>(repeating: 0)
        for index in 0..<authentication.count {
            given[index] = bytes[authentication.start &+ index]
            bytes[authentication.start &+ index] = 0
        }
        var computed = InlineArray<64, UInt8>(repeating: 0)
        var span = computed.mutableSpan
        span.withUnsafeMutableBufferPointer { usm_hmac(&hmac, bytes, count, $0.baseAddress) }
        var difference: UInt8 = 0
        for index in 0..<keys.digestLength { difference |= given[index] ^ computed[index] }
        return difference == 0
    }

    /// Decrypts the data in place; returns the place of the scoped PDU, nil if that cannot be.
    package func decrypt(
        _ keys: USMKeys, _ cipher: USMCipher, _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int
    ) -> Range<Int>? {
        guard data.tag == BERTag.octetString, privacy.count == 8, data.end <= count, data.count > 0, privacy.end <= count else {
            return nil
        }
        if keys.privacy == .des, data.count % 8 != 0 { return nil }
        var salt: UInt64 = 0
        for index in privacy.range { salt = salt << 8 | UInt64(bytes[index]) }
        let done = cipher.apply(keys, salt: salt, boots: boots, time: time, encrypt: false, bytes + data.start, data.count)
        return done ? data.range : nil
    }
}

/// A scoped PDU's fields by their places.
package struct ScopedPDU: Equatable, Sendable {
    package var contextEngineID: BERElement
    package var contextName: BERElement
    package var pdu: BERElement

    package init(contextEngineID: BERElement, contextName: BERElement, pdu: BERElement) {
        (self.contextEngineID, self.contextName, self.pdu) = (contextEngineID, contextName, pdu)
    }

    /// Decrypted data may have padding behind the sequence.
    package init(_ range: Range<Int>, in bytes: Span<UInt8>) throws(BERError) {
        var outer = BERReader(range)
        var fields = BERReader(try outer.next(BERTag.sequence, in: bytes))
        contextEngineID = try fields.next(BERTag.octetString, in: bytes)
        contextName = try fields.next(BERTag.octetString, in: bytes)
        pdu = try fields.next(in: bytes)
    }
}

/// Writes SNMPv3 messages under USM.
package struct USMWriter {
    package var messageID: Int32
    package var engineID: [UInt8]
    package var boots: UInt32
    package var time: UInt32
    package var userName: [UInt8]
    package var contextEngineID: [UInt8]
    package var contextName: [UInt8]
    package var keys: USMKeys
    /// Never used twice with one key (RFC 3826 section 3.1.2.1).
    package var salt: UInt64
    /// Asks for a Report where the receiver cannot process the message (RFC 3412 section 6.4).
    package var isReportable: Bool

    package init(
        messageID: Int32, engineID: [UInt8], boots: UInt32, time: UInt32, userName: [UInt8], contextEngineID: [UInt8],
        contextName: [UInt8],
        keys: USMKeys, salt: UInt64, isReportable: Bool = true
    ) {
        (self.messageID, self.engineID, self.boots, self.time, self.userName) = (messageID, engineID, boots, time, userName)
        (self.contextEngineID, self.contextName, self.keys, self.salt) = (contextEngineID, contextName, keys, salt)
        self.isReportable = isReportable
    }

    /// Writes the message around `pdu` into `buffer`; returns where in it the message stands.
    package func write(
        _ pdu: Span<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>, cipher: USMCipher
    ) throws(BERError) -> Range<Int> {
        guard let base = buffer.baseAddress, buffer.count > 16 else { throw .noRoom }
        var span = buffer.mutableSpan
        // DES may need up to 7 octets more behind the scoped PDU.
        var end = buffer.count - 8
        var writer = BERWriter(end: end)
        try writer.octets(pdu, into: &span)
        try writer.octetString(contextName.span, into: &span)
        try writer.octetString(contextEngineID.span, into: &span)
        try writer.close(BERTag.sequence, to: end, into: &span)
        if let privacy = keys.privacy {
            if privacy == .des {
                for _ in 0..<(8 - (end - writer.start) % 8) % 8 {
                    span[end] = 0
                    end += 1
                }
            }
            guard
                cipher.apply(
                    keys, salt: privacySalt, boots: boots, time: time, encrypt: true, base + writer.start, end - writer.start)
            else {
                throw .noRoom
            }
            try writer.close(BERTag.octetString, to: end, into: &span)
        }
        let digest = try writeSecurity(&writer, &span)
        try writeGlobal(&writer, &span)
        try writer.integer(3, into: &span)
        try writer.close(BERTag.sequence, to: end, into: &span)
        if var hmac = keys.hmac { sign(&hmac, base, writer.start..<end, digest) }
        return writer.start..<end
    }

    /// DES has boots in the high half of its salt (RFC 3414 section 8.1.1.1).
    private var privacySalt: UInt64 { keys.privacy == .des ? UInt64(boots) << 32 | salt & 0xFFFF_FFFF : salt }

    /// Returns where the digest goes.
    private func writeSecurity(_ writer: inout BERWriter, _ span: inout MutableSpan<UInt8>) throws(BERError) -> Int {
        let end = writer.start
        let salted = writer.start
        if keys.isPrivate {
            for shift in 0..<8 { try writer.octet(UInt8(truncatingIfNeeded: privacySalt >> UInt64(shift * 8)), into: &span) }
        }
        try writer.close(BERTag.octetString, to: salted, into: &span)
        let digestEnd = writer.start
        for _ in 0..<keys.digestLength { try writer.octet(0, into: &span) }
        let digest = writer.start
        try writer.close(BERTag.octetString, to: digestEnd, into: &span)
        try writer.octetString(userName.span, into: &span)
        try writer.integer(Int64(time), into: &span)
        try writer.integer(Int64(boots), into: &span)
        try writer.octetString(engineID.span, into: &span)
        try writer.close(BERTag.sequence, to: end, into: &span)
        try writer.close(BERTag.octetString, to: end, into: &span)
        return digest
    }

    private func writeGlobal(_ writer: inout BERWriter, _ span: inout MutableSpan<UInt8>) throws(BERError) {
        let end = writer.start
        try writer.integer(3, into: &span)
        let flagsEnd = writer.start
        try writer.octet(keys.flags | (isReportable ? 4 : 0), into: &span)
        try writer.close(BERTag.octetString, to: flagsEnd, into: &span)
        try writer.integer(65_507, into: &span)
        try writer.integer(Int64(messageID), into: &span)
        try writer.close(BERTag.sequence, to: end, into: &span)
    }

    private func sign(_ hmac: inout usm_hmac_key, _ base: UnsafeMutablePointer<UInt8>, _ message: Range<Int>, _ digest: Int) {
        var computed = InlineArray<64, UInt8>(repeating: 0)
        var span = computed.mutableSpan
        span.withUnsafeMutableBufferPointer { usm_hmac(&hmac, base + message.lowerBound, message.count, $0.baseAddress) }
        for index in 0..<keys.digestLength { base[digest + index] = computed[index] }
    }
}
