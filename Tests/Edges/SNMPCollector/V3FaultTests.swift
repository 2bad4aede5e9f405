import Synchronization
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// Agents whose boots, time and engine id do what they should not.
struct V3FaultTests {
    private static let name = EngineTests.name
    private static let user = USMUser(
        name: "nms", authentication: USMKey(.sha256, password: Secret("authpass12")),
        privacy: USMKey(.aes128, password: Secret("privpass12")))

    /// An agent of SNMPv3 whose boots and engine id the test changes.
    private struct Agent {
        var engineID: [UInt8] = [0x80, 0, 0x1F, 0x88, 4, 1, 2, 3, 4]
        var boots: UInt32 = 9
        var time: UInt32 = 5000
        /// Sends its Reports without authentication, as nobody should.
        var isSilentlyReset = false

        func reply(_ datagram: [UInt8]) throws -> [UInt8] {
            var datagram = datagram
            let keys = USMKeys(try USMMasterKeys(V3FaultTests.user), engineID: engineID)
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

    private static func served(_ state: MutexBox<Agent>) throws -> ScriptedAgent {
        try ScriptedAgent(ScriptedAgent.Raw { datagram in (try? state.value.reply(datagram)).map { [$0] } ?? [] })
    }

    private static func target(_ agent: ScriptedAgent) -> SNMPTarget {
        SNMPTarget(agent.address, credential: .v3(user), timeout: .milliseconds(300), retries: 1)
    }

    @Test func `an agent that forgot its boots is followed within two requests`() async throws {
        let state = MutexBox(Agent())
        let agent = try Self.served(state)
        let engine = try SNMPEngine()
        #expect((try? await engine.get([Self.name], from: Self.target(agent)).get()) != nil)
        #expect(engine.counters.requestsSent == 2)
        state.change { ($0.boots, $0.time) = (0, 12) }
        #expect((try? await engine.get([Self.name], from: Self.target(agent)).get()) != nil)
        #expect(engine.counters.requestsSent == 4)
        #expect(engine.counters.timeouts == 0)
    }

    @Test func `boots that go back without an authentic word are suspect, not down`() async throws {
        let state = MutexBox(Agent())
        let agent = try Self.served(state)
        let engine = try SNMPEngine()
        _ = await engine.get([Self.name], from: Self.target(agent))
        state.change { ($0.boots, $0.time, $0.isSilentlyReset) = (0, 12, true) }
        #expect(await engine.get([Self.name], from: Self.target(agent)) == .failure(.usm(.replaySuspect)))
    }

    @Test func `another engine id than the pinned one is told, and taken only when the operator says so`() async throws {
        let state = MutexBox(Agent())
        let agent = try Self.served(state)
        let engine = try SNMPEngine()
        let target = Self.target(agent)
        _ = await engine.get([Self.name], from: target)
        let learned = await engine.currentState(of: target)
        #expect(learned.engineID == "80001f880401020304")
        let other: [UInt8] = [0x80, 0, 0x1F, 0x88, 4, 9, 9, 9, 9]
        state.change { $0.engineID = other }
        let changed = SNMPOutcome.failure(.usm(.engineChanged(was: [0x80, 0, 0x1F, 0x88, 4, 1, 2, 3, 4], now: other)))
        #expect(await engine.get([Self.name], from: target) == changed)
        // over a restart too
        let second = try SNMPEngine()
        second.restore(learned, of: target)
        #expect(await second.get([Self.name], from: target) == changed)
        engine.acceptNewEngine(of: target)
        #expect((try? await engine.get([Self.name], from: target).get()) != nil)
    }

    @Test func `two devices with one engine id are both polled`() async throws {
        let state = MutexBox(Agent())
        let agents = [try Self.served(state), try Self.served(state)]
        let engine = try SNMPEngine()
        for agent in agents { #expect((try? await engine.get([Self.name], from: Self.target(agent)).get()) != nil) }
    }
}

/// A value that a test changes while an agent's thread reads it.
final class MutexBox<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>
    init(_ value: Value) { mutex = Mutex(value) }
    var value: Value { mutex.withLock { $0 } }
    func change(_ body: (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}
