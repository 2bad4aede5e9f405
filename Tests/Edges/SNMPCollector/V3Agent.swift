import Testing

@testable import SNMPMessages

/// An agent of SNMPv3 whose boots and engine id the test changes.
struct V3Agent: Sendable {
    static let user = USMUser(
        name: "nms", authentication: USMKey(.sha256, password: Secret("authpass12")),
        privacy: USMKey(.aes128, password: Secret("privpass12")))

    var engineID: [UInt8] = [0x80, 0, 0x1F, 0x88, 4, 1, 2, 3, 4]
    var boots: UInt32 = 9
    var time: UInt32 = 5000
    /// Sends its Reports without authentication, as nobody should.
    var isSilentlyReset = false

    func reply(_ datagram: [UInt8]) throws -> [UInt8] {
        var datagram = datagram
        let keys = USMKeys(try USMMasterKeys(Self.user), engineID: engineID)
        return try datagram.withUnsafeMutableBufferPointer { bytes in
            var outer = BERReader(0..<bytes.count)
            var fields = BERReader(try outer.next(in: bytes.span))
            _ = try fields.integer(in: bytes.span)
            let header = try USMHeader(bytes.span, after: fields)
            if header.engineID.octets(in: bytes.span) != engineID { return try report(4, header, USMKeys()) }
            let base = try #require(bytes.baseAddress)
            guard header.isAuthentic(keys, base, bytes.count) else { return try report(5, header, USMKeys()) }
            let distance = abs(Int64(header.time) - Int64(time))
            if header.boots != boots || distance > 150 { return try report(2, header, isSilentlyReset ? USMKeys() : keys) }
            let plain = try #require(header.decrypt(keys, USMCipher(), base, bytes.count))
            var pdu = try SNMPPDU(try ScopedPDU(plain, in: bytes.span).pdu, in: bytes.span)
            pdu.kind = .response
            pdu.varBinds = pdu.varBinds.map { VarBind($0.oid, .integer(1)) }
            return try message(pdu, header.messageID, keys)
        }
    }

    private func report(_ object: UInt32, _ header: USMHeader, _ keys: USMKeys) throws -> [UInt8] {
        var keys = keys
        keys.privacy = nil
        let oid = ObjectIdentifier([1, 3, 6, 1, 6, 3, 15, 1, 1, object, 0])
        return try message(SNMPPDU(.report, requestID: 0, varBinds: [VarBind(oid, .counter32(1))]), header.messageID, keys)
    }

    private func message(_ pdu: SNMPPDU, _ identifier: Int32, _ keys: USMKeys) throws -> [UInt8] {
        let bytes = try BERWriter.bytes { writer, buffer throws(BERError) in try pdu.encode(&writer, into: &buffer) }
        var buffer = [UInt8](repeating: 0, count: 4000)
        let writer = USMWriter(
            messageID: identifier, engineID: engineID, boots: boots, time: time, userName: Array("nms".utf8),
            contextEngineID: engineID,
            contextName: [], keys: keys, salt: 1, isReportable: false)
        let place = try buffer.withUnsafeMutableBufferPointer { try writer.write(bytes.span, into: $0, cipher: USMCipher()) }
        return Array(buffer[place])
    }
}
