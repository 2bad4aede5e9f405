import Foundation
import Synchronization
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// One agent a thousand times slower than the rest: fault B24.
struct SlowAgentTests {
    @Test func `a slow device delays nobody, and is never asked twice at once`() async throws {
        let open = Mutex((now: 0, most: 0))
        let release = DispatchSemaphore(value: 0)
        let slow = try ScriptedAgent { request in
            open.withLock { open in
                open.now += 1
                open.most = max(open.most, open.now)
            }
            // Until the others have been through all their rounds.
            _ = release.wait(timeout: .now() + .seconds(20))
            open.withLock { $0.now -= 1 }
            return [(try? ScriptedAgent.answer(request, EngineTests.system).encoded()) ?? []]
        }
        let fast = try (0..<40).map { _ in try ScriptedAgent.serving(EngineTests.system) }
        let engine = try SNMPEngine()
        let targets = [slow.target(timeout: .seconds(60), retries: 0)] + fast.map { $0.target() }
        let (plan, _) = engine.plan(targets.map { SweepPlan.Request(target: $0, oids: [EngineTests.name]) })
        async let first = engine.sweep(plan) { _ in }
        let rows = Mutex<[SweepRow]>([])
        let deadline = ContinuousClock.now + .seconds(10)
        while engine.counters.repliesAccepted < 40, ContinuousClock.now < deadline { await Task.yield() }
        for _ in 0..<20 { _ = await engine.sweep(plan) { batch in rows.withLock { $0 += batch.rows } } }
        release.signal()
        #expect(await first.answered == 41)
        let all = rows.withLock { $0 }
        let (mine, others) = (all.filter { $0.request == 0 }, all.filter { $0.request != 0 })
        #expect(mine.count == 20 && mine.allSatisfy { $0.ending == .busy })
        #expect(others.count == 800 && others.allSatisfy { $0.ending == .answered })
        // A period of a second, of which 5 % may be lost.
        let late = others.map(\.microseconds).sorted()[others.count * 99 / 100]
        #expect(late < 50_000, "\(late) µs")
        #expect(open.withLock { $0.most } == 1)
    }
}
