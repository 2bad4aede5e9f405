import Testing

@testable import SNMPMessages

struct USMTests {
    private let engineID = hex("00 00 00 00 00 00 00 00 00 00 00 02")
    private let password = Array("maplesyrup".utf8)

    /// RFC 3414 appendix A.3.1 and A.3.2.
    @Test func `passwords become the keys of RFC 3414`() {
        let md5 = USMMasterKeys.derived(password, .md5)
        #expect(md5 == hex("9f af 32 83 88 4e 92 83 4e bc 98 47 d8 ed d9 63"))
        #expect(USMMasterKeys.localised(md5, engineID, .md5) == hex("52 6f 5e ed 9f cc e2 6f 89 64 c2 93 07 87 d8 2b"))
        let sha = USMMasterKeys.derived(password, .sha1)
        #expect(sha == hex("9f b5 cc 03 81 49 7b 37 93 52 89 39 ff 78 8d 5d 79 14 52 11"))
        #expect(
            USMMasterKeys.localised(sha, engineID, .sha1) == hex("66 95 fe bc 92 88 e3 62 82 23 5f c7 15 1f 12 84 97 b3 8f 3f"))
    }

    @Test(arguments: USMAuthentication.allCases, USMPrivacy.allCases)
    func `what is signed and encrypted is verified and decrypted, and no other octet passes`(
        authentication: USMAuthentication, privacy: USMPrivacy
    ) throws {
        let user = USMUser(
            name: "u", authentication: USMKey(authentication, password: Secret("maplesyrup")),
            privacy: USMKey(privacy, password: Secret("syrupmaple")))
        let keys = USMKeys(try USMMasterKeys(user), engineID: engineID)
        let pdu = try BERWriter.bytes { writer, buffer throws(BERError) in
            try SNMPPDU.asking(.get, requestID: 9, ["1.3.6.1.2.1.1.5.0"]).encode(&writer, into: &buffer)
        }
        let message = try written(pdu, keys)
        #expect(try read(message, keys) == pdu)
        // every octet of the message is covered by the digest
        for offset in stride(from: 2, to: message.count, by: 7) {
            var changed = message
            changed[offset] ^= 1
            #expect((try? read(changed, keys)) == nil)
        }
    }

    private func written(_ pdu: [UInt8], _ keys: USMKeys) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0xAA, count: 2000)
        let writer = USMWriter(
            messageID: 77, engineID: engineID, boots: 3, time: 4000, userName: [0x75], contextEngineID: engineID, contextName: [],
            keys: keys,
            salt: 0x0102_0304_0506_0708)
        let place = try buffer.withUnsafeMutableBufferPointer { try writer.write(pdu.span, into: $0, cipher: USMCipher()) }
        return Array(buffer[place])
    }

    /// The PDU in the message; nil where it is not authentic.
    private func read(_ message: [UInt8], _ keys: USMKeys) throws -> [UInt8]? {
        var message = message
        return try message.withUnsafeMutableBufferPointer { buffer -> [UInt8]? in
            var outer = BERReader(0..<buffer.count)
            var fields = BERReader(try outer.next(BERTag.sequence, in: buffer.span))
            guard try fields.integer(in: buffer.span) == 3 else { return nil }
            let header = try USMHeader(buffer.span, after: fields)
            let base = try #require(buffer.baseAddress)
            guard header.isAuthenticated, header.isPrivate, header.isAuthentic(keys, base, buffer.count) else { return nil }
            guard let place = header.decrypt(keys, USMCipher(), base, buffer.count) else { return nil }
            let scoped = try ScopedPDU(place, in: buffer.span)
            // with the PDU's own tag and length (short here)
            return Array(buffer[(scoped.pdu.start - 2)..<scoped.pdu.end])
        }
    }

    @Test func `a user without privacy keys or with short passwords is refused with the reason`() {
        #expect(throws: USMFailure.self) {
            try USMMasterKeys(USMUser(name: "u", privacy: USMKey(.aes128, password: Secret("12345678"))))
        }
        #expect(throws: USMFailure.self) {
            try USMMasterKeys(USMUser(name: "u", authentication: USMKey(.md5, password: Secret("1234567"))))
        }
        #expect(throws: USMFailure.self) { try USMMasterKeys(USMUser(name: "")) }
    }

    @Test func `no secret is ever printed`() {
        let user = USMUser(name: "u", authentication: USMKey(.md5, password: Secret("maplesyrup")))
        for text in [
            "\(SNMPCredential.v3(user))", String(reflecting: user), "\(SNMPCredential.v2c(community: Secret("maplesyrup")))",
        ] {
            #expect(!text.contains("maple"))
        }
        var dumped = ""
        dump(SNMPCredential.v3(user), to: &dumped)
        #expect(!dumped.contains("109"))  // "m"
    }

    // RFC 3414 section 3.2.7 b
    @Test func `only timely messages move the clock`() {
        var clock = USMClock()
        clock.takeHint(boots: 5, time: 100, at: 0)
        #expect(clock.boots == 5)
        #expect(clock.accepts(boots: 1, time: 1, at: 0))  // nothing authentic is known yet
        clock.follow(boots: 7, time: 1000, at: 10)
        clock.takeHint(boots: 9, time: 9, at: 10)
        #expect(clock.boots == 7)  // a hint never moves what is authentic
        #expect(clock.time(at: 60) == 1050)
        #expect(clock.accepts(boots: 7, time: 900, at: 60))
        #expect(!clock.accepts(boots: 7, time: 899, at: 60))
        #expect(!clock.accepts(boots: 6, time: 5000, at: 60))
        #expect(clock.accepts(boots: 8, time: 0, at: 60))
    }
}
