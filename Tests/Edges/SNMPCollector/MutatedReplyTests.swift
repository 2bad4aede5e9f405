import Foundation
import Synchronization
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// Replies with a few octets changed, as the PROTOS test suite made them, at the running collector: fault B25. Run with
/// `FIBREWATCH_SOAK=1` for fifty thousand of each, and with `swift test --sanitize=address` for memory errors that do not trap.
struct MutatedReplyTests {
    private static let isSoak = ProcessInfo.processInfo.environment["FIBREWATCH_SOAK"] == "1"
    private static let count = isSoak ? 50_000 : 3_000
    private static let perRequest = 25
    private static let names = [EngineTests.name, EngineTests.upTime]

    /// Changes one to four octets or lengths of a good reply.
    private static func mutated(_ bytes: [UInt8], _ random: inout SplitMixState) -> [UInt8] {
        var bytes = bytes
        for _ in 0...(random.next() % 4) where !bytes.isEmpty {
            let place = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 6 {
            case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
            case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0x81, 0x84, 0xFF, 0x30, 0x02, 0x04, 0x06][Int(random.next() % 11)]
            case 2: bytes.removeSubrange(place...)
            case 3: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 4: bytes.remove(at: place)
            default: for at in place..<min(bytes.count, place + 8) { bytes[at] = UInt8(truncatingIfNeeded: random.next()) }
            }
        }
        return bytes
    }

    @Test func `mutated replies crash nothing, and the next good one is read`() async throws {
        let random = Mutex(SplitMixState(state: 25))
        let isLying = Mutex(true)
        let agent = try ScriptedAgent { request in
            let good = (try? ScriptedAgent.answer(request, EngineTests.system).encoded()) ?? []
            guard isLying.withLock({ $0 }) else { return [good] }
            return (0..<Self.perRequest).map { _ in random.withLock { Self.mutated(good, &$0) } }
        }
        let engine = try SNMPEngine()
        let target = agent.target(timeout: .milliseconds(20), retries: 0)
        for _ in 0..<Self.count / Self.perRequest { _ = await engine.get(Self.names, from: target) }
        for _ in 0..<20 { _ = await engine.walk(["1.3.6.1.2.1.1"], of: target, budget: WalkBudget(rows: 200, time: .seconds(2))) }
        isLying.withLock { $0 = false }
        let answer = try await engine.get(Self.names, from: agent.target(timeout: .seconds(2))).get()
        #expect(answer.varBinds == EngineTests.system)
        #expect(engine.counters.malformed > 100)
    }

    @Test func `mutated SNMPv3 messages crash nothing, and none is believed`() async throws {
        let random = Mutex(SplitMixState(state: 26))
        let agent = try ScriptedAgent(
            ScriptedAgent.Raw { request in
                guard let good = try? V3Agent().reply(request) else { return [] }
                return (0..<Self.perRequest).map { _ in random.withLock { Self.mutated(good, &$0) } } + [good]
            })
        let engine = try SNMPEngine()
        let target = SNMPTarget(agent.address, credential: .v3(V3Agent.user), timeout: .milliseconds(500), retries: 2)
        _ = await engine.get(Self.names, from: target)
        engine.acceptNewEngine(of: target)
        var answered = 0
        for _ in 0..<Self.count / Self.perRequest {
            guard case .success(let answer) = await engine.get(Self.names, from: target) else {
                // A mutated Report, which nobody can sign, may have moved an engine id that no good response had pinned.
                engine.acceptNewEngine(of: target)
                continue
            }
            answered += 1
            #expect(answer.varBinds == Self.names.map { VarBind($0, .integer(1)) })
        }
        #expect(answered > Self.count / Self.perRequest / 2)
        #expect(engine.counters.notAuthentic > 100)
    }
}
