import Foundation
import Testing

@testable import SNMPMessages

/// Random changes to good messages: the decoder may refuse them, and never traps, hangs or reads beyond the datagram.
struct FuzzTests {
    /// Debug builds take a share; `FIBREWATCH_SOAK=1` takes the whole million.
    private static let isSoak = ProcessInfo.processInfo.environment["FIBREWATCH_SOAK"] == "1"
    private static let mutations = isSoak ? 1_000_000 : 60_000

    @Test func `a million mutated messages are read or refused`() throws {
        let seed = ProcessInfo.processInfo.environment["FIBREWATCH_SEED"].flatMap { UInt64($0) } ?? 20_260_101
        print("fuzz seed \(seed), \(Self.mutations) mutations")
        var random = SplitMix(state: seed)
        let originals = try Self.originals()
        var read = 0
        for _ in 0..<Self.mutations {
            var bytes = originals[Int(random.next() % UInt64(originals.count))]
            for _ in 0...(random.next() % 4) { Self.mutate(&bytes, &random) }
            if Self.decode(bytes) { read += 1 }
        }
        // Some mutations must pass, or the test tests nothing; most must not.
        #expect(read > Self.mutations / 100)
        #expect(read < Self.mutations)
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 7 {
        case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
        case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFF, 0x30, 0x02, 0x04, 0x06][Int(random.next() % 12)]
        case 2: bytes.removeSubrange(place...)
        case 3: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 4: bytes.remove(at: place)
        case 5: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + Int(random.next() % 24))], at: place)
        default: for index in place..<min(bytes.count, place + 4) { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
        }
    }

    /// Takes the bytes through every reader; true if any found a message.
    private static func decode(_ bytes: [UInt8]) -> Bool {
        var found = false
        if let message = try? CommunityMessage(bytes) {
            found = true
            // What has been read can be written, but for names that BER has no form for.
            if let again = try? message.encoded(), let reread = try? CommunityMessage(again) {
                precondition(reread == message, "changed by writing")
            }
        }
        var bytes = bytes
        bytes.withUnsafeMutableBufferPointer { buffer in found = decodeV3(buffer) || found }
        return found
    }

    private static func decodeV3(_ buffer: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        var outer = BERReader(0..<buffer.count)
        guard let sequence = try? outer.next(BERTag.sequence, in: buffer.span) else { return false }
        var fields = BERReader(sequence)
        guard (try? fields.integer(in: buffer.span)) == 3, let header = try? USMHeader(buffer.span, after: fields),
            let base = buffer.baseAddress
        else { return false }
        _ = header.isAuthentic(keys, base, buffer.count)
        if let place = header.decrypt(keys, USMCipher(), base, buffer.count), let scoped = try? ScopedPDU(place, in: buffer.span)
        {
            _ = try? SNMPPDU(scoped.pdu, in: buffer.span)
        }
        return true
    }

    private static let engineID: [UInt8] = [0x80, 0, 0x1F, 0x88, 4, 1, 2, 3]
    private static let keys: USMKeys = {
        let user = USMUser(
            name: "u", authentication: USMKey(.sha256, password: Secret("maplesyrup")),
            privacy: USMKey(.aes128, password: Secret("maplesyrup")))
        return (try? USMMasterKeys(user)).map { USMKeys($0, engineID: engineID) } ?? USMKeys()
    }()

    /// One good message of every kind and every type of value.
    private static func originals() throws -> [[UInt8]] {
        let values: [SNMPValue] = [
            .integer(-1), .octets(Array("Gi1/0/1".utf8)), .null, .oid("1.3.6.1.4.1.9.1.1"), .ipAddress(0x7F00_0001),
            .counter32(.max), .gauge32(1),
            .timeTicks(99), .opaque([0x9F, 0x78, 4, 0x42, 0, 0, 0]), .counter64(.max), .noSuchObject, .noSuchInstance,
            .endOfMibView,
            .octets([UInt8](repeating: 0x41, count: 400)),
        ]
        let binds = values.enumerated().map {
            VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, UInt32($0.offset), .max]), $0.element)
        }
        let community = try [PDUKind.response, .report, .trapV2, .inform, .get, .getBulk].map { kind in
            try CommunityMessage(
                version: .v2c, community: Array("public".utf8), pdu: SNMPPDU(kind, requestID: 0x4123_4567, varBinds: binds)
            ).encoded()
        }
        let header = TrapV1Header(enterprise: "1.3.6.1.4.1.9", agentAddress: 1, genericTrap: 2, specificTrap: 0, timestamp: 5)
        let trap = try CommunityMessage(
            version: .v1, community: [], pdu: SNMPPDU(.trapV1, requestID: 0, varBinds: binds, trapV1: header)
        ).encoded()
        let pdu = try BERWriter.bytes { writer, buffer throws(BERError) in
            try SNMPPDU(.response, requestID: 7, varBinds: binds).encode(&writer, into: &buffer)
        }
        return try community + [trap]
            + [keys, USMKeys()].map { keys in
                var buffer = [UInt8](repeating: 0, count: 4000)
                let writer = USMWriter(
                    messageID: 7, engineID: engineID, boots: 1, time: 2, userName: [0x75], contextEngineID: engineID,
                    contextName: [], keys: keys, salt: 5)
                let place = try buffer.withUnsafeMutableBufferPointer {
                    try writer.write(pdu.span, into: $0, cipher: USMCipher())
                }
                return Array(buffer[place])
            }
    }
}

/// A small generator with a seed that can be printed (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
