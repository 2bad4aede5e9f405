import Synchronization
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// One object that an agent refuses, or a request too big for it, must not cost the other objects: faults B7 and B8.
struct PartialGetTests {
    private static let names = (1...8).map { ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 10, UInt32($0)]) }
    private static let objects = names.map { VarBind($0, .counter32($0.arcs.last ?? 0)) }

    private static func error(_ reply: CommunityMessage, _ status: SNMPErrorStatus, index: Int) -> [CommunityMessage] {
        var reply = reply
        (reply.pdu.errorStatus, reply.pdu.errorIndex) = (status, Int32(index))
        return [reply]
    }

    /// The place of the first name that is refused; nil for a request that is answered.
    private static func place(of bad: Set<ObjectIdentifier>, in request: CommunityMessage) -> Int? {
        request.pdu.varBinds.firstIndex { bad.contains($0.oid) }.map { $0 + 1 }
    }

    @Test func `an agent of v1 that lacks two objects gives the others`() async throws {
        let bad: Set = [Self.names[0], Self.names[5]]
        let agent = try ScriptedAgent.serving(Self.objects) { request, reply in
            Self.place(of: bad, in: request).map { Self.error(reply, .noSuchName, index: $0) } ?? [reply]
        }
        let answer = try await SNMPEngine().get(Self.names, from: agent.target(version: .v1)).get()
        let expected = Self.objects.map { bad.contains($0.oid) ? VarBind($0.oid, .noSuchInstance) : $0 }
        #expect(answer.varBinds == expected)
        #expect(answer.findings.isEmpty)
        #expect(agent.requestCount == 3)
    }

    @Test func `an object that the agent cannot read is left out with a finding, and the others are used`() async throws {
        let agent = try ScriptedAgent.serving(Self.objects) { request, reply in
            Self.place(of: [Self.names[2]], in: request).map { Self.error(reply, .genErr, index: $0) } ?? [reply]
        }
        let answer = try await SNMPEngine().get(Self.names, from: agent.target()).get()
        #expect(answer.varBinds == Self.objects.filter { $0.oid != Self.names[2] })
        #expect(answer.findings == ["agent-error: genErr for \(Self.names[2])"])
    }

    @Test func `an agent that does not say which object it cannot read is asked for halves`() async throws {
        let agent = try ScriptedAgent.serving(Self.objects) { request, reply in
            Self.place(of: [Self.names[6]], in: request) == nil ? [reply] : Self.error(reply, .genErr, index: 0)
        }
        let answer = try await SNMPEngine().get(Self.names, from: agent.target()).get()
        #expect(answer.varBinds == Self.objects.filter { $0.oid != Self.names[6] })
        #expect(answer.findings == ["agent-error: genErr for \(Self.names[6])"])
    }

    @Test func `a GET too big for the agent is asked in parts, tooBig without bindings included`() async throws {
        let agent = try ScriptedAgent.serving(Self.objects) { request, reply in
            if request.pdu.varBinds.count <= 3 { return [reply] }
            var small = reply
            small.pdu.varBinds = []
            return Self.error(small, .tooBig, index: 0)
        }
        let answer = try await SNMPEngine().get(Self.names, from: agent.target()).get()
        #expect(answer.varBinds == Self.objects)
        #expect(answer.findings.isEmpty)
        #expect(agent.requestCount == 7)
    }

    @Test func `noSuchObject, noSuchInstance and endOfMibView beside values leave the values usable`() async throws {
        let exceptions: [SNMPValue] = [.noSuchObject, .noSuchInstance, .endOfMibView]
        let agent = try ScriptedAgent.serving(Self.objects) { _, reply in
            var reply = reply
            for (place, value) in exceptions.enumerated() { reply.pdu.varBinds[place * 2].value = value }
            return [reply]
        }
        let engine = try SNMPEngine()
        let answer = try await engine.get(Self.names, from: agent.target()).get()
        for (place, name) in Self.names.enumerated() {
            let isException = place < 6 && place.isMultiple(of: 2)
            #expect(answer[name] == (isException ? nil : .counter32(UInt32(place + 1))))
        }
        let batches = Mutex<[SweepBatch]>([])
        let plan = engine.plan([SweepPlan.Request(target: agent.target(), oids: Self.names)]).plan
        _ = await engine.sweep(plan) { batch in batches.withLock { $0.append(batch) } }
        let batch = try #require(batches.withLock { $0.first })
        #expect(batch.rows.map(\.ending) == [.answered])
        #expect(batch.values[0].kind == .noSuchObject && batch.values[4].kind == .endOfMibView)
        #expect(batch.values[1] == PolledValue(.counter32, 2) && batch.values[7] == PolledValue(.counter32, 8))
    }

    @Test func `an agent that refuses everything is a failure, and is not asked for ever`() async throws {
        let agent = try ScriptedAgent.serving(Self.objects) { _, reply in Self.error(reply, .genErr, index: 1) }
        let many = (1...60).map { ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 10, UInt32($0)]) }
        guard case .failure(.agent(.genErr, _)) = await (try SNMPEngine()).get(many, from: agent.target()) else {
            Issue.record("an answer out of errors")
            return
        }
        #expect(agent.requestCount <= 10)
        let refusing = try ScriptedAgent.serving(Self.objects) { _, reply in Self.error(reply, .authorizationError, index: 0)
        }
        #expect(
            await (try SNMPEngine()).get(Self.names, from: refusing.target()) == .failure(.agent(.authorizationError, index: 0)))
        #expect(refusing.requestCount == 1)
    }
}
