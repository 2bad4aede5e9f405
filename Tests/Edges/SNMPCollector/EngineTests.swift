import NetworkModel
import Synchronization
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

struct EngineTests {
    static let name: ObjectIdentifier = "1.3.6.1.2.1.1.5.0"
    static let upTime: ObjectIdentifier = "1.3.6.1.2.1.1.3.0"
    static let system = [VarBind(name, .octets(Array("t1".utf8))), VarBind(upTime, .timeTicks(4711))]

    @Test func `a GET brings the values asked`() async throws {
        let agent = try ScriptedAgent.serving(Self.system)
        let engine = try SNMPEngine()
        let answer = try await engine.get([Self.name, Self.upTime], from: agent.target()).get()
        #expect(answer.varBinds == Self.system)
        #expect(answer.findings.isEmpty)
    }

    @Test func `a closed port is refused, with the reason`() async throws {
        let address = try ScriptedAgent { _ in [] }.address
        let engine = try SNMPEngine()
        let target = SNMPTarget(address, credential: .v2c(community: Secret("public")), timeout: .milliseconds(100), retries: 1)
        #expect(await engine.get([Self.name], from: target) == .failure(.refused))
    }

    @Test func `silence is a timeout, and says how often was asked`() async throws {
        let agent = try ScriptedAgent { _ in [] }
        let engine = try SNMPEngine()
        #expect(
            await engine.get([Self.name], from: agent.target(timeout: .milliseconds(80), retries: 2))
                == .failure(.timeout(tries: 3)))
        #expect(engine.counters.timeouts == 1)
        #expect(agent.requestCount == 3)
    }

    @Test func `a sweep brings each value under the name asked`() async throws {
        let agents = try (0..<5).map { _ in try ScriptedAgent.serving(Self.system) }
        let engine = try SNMPEngine()
        let (plan, refused) = engine.plan(agents.map { SweepPlan.Request(target: $0.target(), oids: [Self.upTime, Self.name]) })
        #expect(refused.isEmpty)
        let batches = Mutex<[SweepBatch]>([])
        let summary = await engine.sweep(plan) { batch in batches.withLock { $0.append(batch) } }
        #expect(summary.answered == 5)
        let all = batches.withLock { $0 }
        #expect(Set(all.flatMap { $0.rows.map(\.request) }) == Set(0..<5))
        for batch in all {
            for row in batch.rows {
                let values = batch.values[Int(row.firstValue)..<Int(row.firstValue + row.valueCount)]
                #expect(values.first == PolledValue(.timeTicks, 4711))
                #expect(values.last?.octetRange.map { Array(batch.octets[$0]) } == Array("t1".utf8))
            }
        }
    }

    @Test func `a walk reads two columns in parallel and stops where they end`() async throws {
        let rows = (1...48).flatMap { row in
            (2...3).map { VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, UInt32($0), UInt32(row)]), .integer(Int32(row))) }
        }
        let agent = try ScriptedAgent.serving(Self.system + rows)
        let engine = try SNMPEngine()
        let result = await engine.walk(["1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.3"], of: agent.target())
        #expect(result.isComplete)
        #expect(result.varBinds == rows.sorted { $0.oid < $1.oid })
        #expect(result.findings.isEmpty)
        #expect(result.depth <= 3)
    }
}
