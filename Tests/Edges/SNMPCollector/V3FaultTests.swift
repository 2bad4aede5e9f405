import Synchronization
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// Agents whose boots, time and engine id do what they should not.
struct V3FaultTests {
    private static let name = EngineTests.name
    private static func served(_ state: MutexBox<V3Agent>) throws -> ScriptedAgent {
        try ScriptedAgent(ScriptedAgent.Raw { datagram in (try? state.value.reply(datagram)).map { [$0] } ?? [] })
    }

    private static func target(_ agent: ScriptedAgent) -> SNMPTarget {
        SNMPTarget(agent.address, credential: .v3(V3Agent.user), timeout: .milliseconds(300), retries: 1)
    }

    @Test func `an agent that forgot its boots is followed within two requests`() async throws {
        let state = MutexBox(V3Agent())
        let agent = try Self.served(state)
        let engine = try SNMPEngine()
        #expect((try? await engine.get([Self.name], from: Self.target(agent)).get()) != nil)
        #expect(engine.counters.requestsSent == 2)
        state.change { ($0.boots, $0.time) = (0, 12) }
        #expect((try? await engine.get([Self.name], from: Self.target(agent)).get()) != nil)
        #expect(engine.counters.requestsSent == 4)
        #expect(engine.counters.timeouts == 0)
    }

    @Test(arguments: ["doubled", "late"])
    func `a Report that comes twice does not end the question that follows it`(_ way: String) async throws {
        let state = MutexBox(V3Agent())
        // Late: the answer to the first discovery comes when that was asked again, so that its Report comes twice too.
        let seen = MutexBox(0)
        let agent = try ScriptedAgent(
            ScriptedAgent.Raw { datagram in
                seen.change { $0 += 1 }
                if way == "late", seen.value == 1 { return [] }
                guard let reply = try? state.value.reply(datagram) else { return [] }
                return [reply, reply]
            })
        let engine = try SNMPEngine()
        #expect((try? await engine.get([Self.name], from: Self.target(agent)).get()) != nil, "\(way)")
    }

    @Test func `boots that go back without an authentic word are suspect, not down`() async throws {
        let state = MutexBox(V3Agent())
        let agent = try Self.served(state)
        let engine = try SNMPEngine()
        _ = await engine.get([Self.name], from: Self.target(agent))
        state.change { ($0.boots, $0.time, $0.isSilentlyReset) = (0, 12, true) }
        #expect(await engine.get([Self.name], from: Self.target(agent)) == .failure(.usm(.replaySuspect)))
    }

    @Test func `another engine id than the pinned one is told, and taken only when the operator says so`() async throws {
        let state = MutexBox(V3Agent())
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
        let state = MutexBox(V3Agent())
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
