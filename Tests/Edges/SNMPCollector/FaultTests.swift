import Foundation
import NetworkModel
import Synchronization
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// What agents and networks do wrong, and what becomes of it.
struct FaultTests {
    private static let name = EngineTests.name
    private static let upTime = EngineTests.upTime

    private static func encoded(_ message: CommunityMessage) -> [UInt8] { (try? message.encoded()) ?? [] }

    @Test func `every reply doubled is counted, and asks for nothing more`() async throws {
        let agent = try ScriptedAgent.serving(EngineTests.system) { [$1, $1] }
        let engine = try SNMPEngine()
        for _ in 0..<50 { #expect((try? await engine.get([Self.name], from: agent.target()).get()) != nil) }
        #expect(engine.counters.requestsSent == 50)
        // The last double may still be on its way.
        #expect((48...50).contains(engine.counters.doubled + engine.counters.unknownRequest))
        #expect(engine.counters.malformed == 0)
    }

    @Test func `replies in reverse order each find their own question`() async throws {
        let held = Mutex<[[UInt8]]>([])
        let agent = try ScriptedAgent { request in
            let reply = Self.encoded(ScriptedAgent.answer(request, EngineTests.system))
            return held.withLock { held in
                held.append(reply)
                guard held.count == 6 else { return [] }
                defer { held = [] }
                return held.reversed()
            }
        }
        let engine = try SNMPEngine()
        let target = agent.target()
        await withTaskGroup(of: Bool.self) { group in
            for index in 0..<6 {
                let asked = index % 2 == 0 ? Self.name : Self.upTime
                group.addTask { (try? await engine.get([asked], from: target).get())?.varBinds.first?.oid == asked }
            }
            for await right in group { #expect(right) }
        }
        #expect(engine.counters.retriesSent == 0)
    }

    @Test func `an agent that always answers late is slow, not down, and the timeout learns it`() async throws {
        let agent = try ScriptedAgent { request in
            usleep(150_000)
            return [Self.encoded(ScriptedAgent.answer(request, EngineTests.system))]
        }
        let engine = try SNMPEngine()
        let target = agent.target(timeout: .milliseconds(100), retries: 3)
        for _ in 0..<4 { _ = await engine.get([Self.name], from: target) }
        let before = engine.counters
        guard case .success = await engine.get([Self.name], from: target) else {
            Issue.record("a slow agent was given up")
            return
        }
        #expect(engine.counters.timeouts == before.timeouts)
        #expect(await engine.currentState(of: target).isSlow)
    }

    @Test func `a reply from another address is refused, unless it is an alias`() async throws {
        let relay = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(relay) }
        let engine = try SNMPEngine()
        // The agent takes questions at 127.0.0.1 and answers from 127.0.0.9.
        let (agent, port) = try Self.agentAnsweringElsewhere(from: "127.0.0.9")
        defer { close(agent) }
        var target = SNMPTarget(
            SocketAddress(IPAddress(v4: 0x7F00_0001), port: port), credential: .v2c(community: Secret("public")),
            timeout: .milliseconds(60), retries: 1)
        guard case .failure(.timeout) = await engine.get([Self.name], from: target) else {
            Issue.record("a reply from a foreign address was believed")
            return
        }
        #expect(engine.counters.wrongSource > 0)
        target.aliases = [try #require(IPAddress("127.0.0.9"))]
        guard case .success = await engine.get([Self.name], from: target) else {
            Issue.record("a reply from an alias was refused")
            return
        }
    }

    /// Two sockets of one port: one takes the question, the other, bound to `ip`, answers.
    private static func agentAnsweringElsewhere(from ip: String) throws -> (Int32, UInt16) {
        let asked = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let answering = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let port = try bound(asked, "127.0.0.1", 0)
        _ = try bound(answering, ip, port)
        Thread {
            var buffer = [UInt8](repeating: 0, count: 2000)
            while true {
                var peer = sockaddr_in6()
                var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
                let count = withUnsafeMutablePointer(to: &peer) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        recvfrom(asked, &buffer, buffer.count, 0, $0, &length)
                    }
                }
                guard count > 0, let request = try? CommunityMessage(Array(buffer[..<count])) else { break }
                let reply = encoded(ScriptedAgent.answer(request, EngineTests.system))
                _ = withUnsafePointer(to: peer) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        sendto(answering, reply, reply.count, 0, $0, length)
                    }
                }
            }
            close(answering)
        }.start()
        return (asked, port)
    }

    private static func bound(_ descriptor: Int32, _ ip: String, _ port: UInt16) throws -> UInt16 {
        var own = SocketAddress(try #require(IPAddress(ip)), port: port).socket
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        return UInt16(bigEndian: own.sin6_port)
    }

    @Test func `guessed request-ids are never accepted, and true polling goes on`() async throws {
        let random = Mutex(SplitMixState(state: 7))
        let agent = try ScriptedAgent { request in
            var forged = ScriptedAgent.answer(request, [VarBind(Self.name, .octets(Array("forged".utf8)))])
            let lies = (0..<40).map { _ in
                forged.pdu.requestID = Int32(truncatingIfNeeded: random.withLock { $0.next() }) | 0x4000_0000
                return Self.encoded(forged)
            }
            return lies + [Self.encoded(ScriptedAgent.answer(request, EngineTests.system))]
        }
        let engine = try SNMPEngine()
        for _ in 0..<50 {
            #expect((try? await engine.get([Self.name], from: agent.target()).get())?[Self.name] == .octets(Array("t1".utf8)))
        }
    }

    @Test func `a reply with other names or fewer brings no value under a wrong name`() async throws {
        let foreign = VarBind("1.3.6.1.2.1.1.6.0", .octets(Array("elsewhere".utf8)))
        let agent = try ScriptedAgent.serving(EngineTests.system) { _, reply in
            var reply = reply
            reply.pdu.varBinds[0] = foreign
            return [reply]
        }
        let engine = try SNMPEngine()
        let answer = try await engine.get([Self.name, Self.upTime], from: agent.target()).get()
        #expect(answer.varBinds == [VarBind(Self.upTime, .timeTicks(4711))])
        #expect(answer.findings == ["agent-wrong-names: 1.3.6.1.2.1.1.6.0", "agent-missing-names: \(Self.name)"])
        let (plan, _) = engine.plan([SweepPlan.Request(target: agent.target(), oids: [Self.name, Self.upTime])])
        let batches = Mutex<[SweepBatch]>([])
        _ = await engine.sweep(plan) { batch in batches.withLock { $0.append(batch) } }
        let batch = try #require(batches.withLock { $0.first })
        #expect(batch.rows.map(\.ending) == [.partial])
        #expect(batch.values == [PolledValue(.missing), PolledValue(.timeTicks, 4711)])
    }

    @Test func `a reply cut at any octet is truncated or ignored, and a huge one is read`() async throws {
        let cut = Mutex(0)
        let agent = try ScriptedAgent { request in
            let whole = Self.encoded(ScriptedAgent.answer(request, EngineTests.system))
            return [Array(whole[..<min(whole.count - 1, cut.withLock { $0 })])]
        }
        let engine = try SNMPEngine()
        let target = agent.target(timeout: .milliseconds(20), retries: 0)
        for length in 0..<60 {
            cut.withLock { $0 = length }
            guard case .failure(let reason) = await engine.get([Self.name, Self.upTime], from: target) else {
                Issue.record("a reply cut to \(length) octets was believed")
                return
            }
            #expect(reason == .truncated || reason == .timeout(tries: 1))
        }
        #expect(engine.counters.malformed > 30)
        let huge = VarBind(Self.name, .octets([UInt8](repeating: 0x41, count: 65_000)))
        let big = try ScriptedAgent.serving([huge])
        #expect(try await engine.get([Self.name], from: big.target()).get().varBinds == [huge])
    }

    @Test(arguments: [[1, 1], [3, 1], [3, 4, 5, 3]])
    func `names that do not increase end the walk with what was read`(rows: [UInt32]) async throws {
        let root: ObjectIdentifier = "1.3.6.1.2.1.47.1.1"
        let agent = try ScriptedAgent { request in
            var reply = ScriptedAgent.answer(request, [])
            reply.pdu.varBinds = (rows + rows + rows).map { VarBind(root.appending($0), .integer(Int32($0))) }
            return [Self.encoded(reply)]
        }
        let result = await (try SNMPEngine()).walk([root], of: agent.target())
        #expect(result.findings == ["agent-not-increasing: \(root)"])
        #expect(result.truncated == [root])
        #expect(Set(result.varBinds).count == result.varBinds.count)
        #expect(!result.varBinds.isEmpty)
        #expect(result.requests <= 2)
    }

    @Test func `an unordered table is read once, row for row, where the device is known not to sort`() async throws {
        let root: ObjectIdentifier = "1.3.6.1.2.1.17.4.3.1.1"
        let order: [UInt32] = [5, 2, 9, 3, 7]
        let agent = try ScriptedAgent { request in
            var reply = ScriptedAgent.answer(request, [])
            let last = request.pdu.varBinds.first?.oid.arcs.last ?? 0
            let start = (order.firstIndex(of: last) ?? -1) + 1
            reply.pdu.varBinds = order[start...].prefix(2).map { VarBind(root.appending($0), .integer(1)) }
            if reply.pdu.varBinds.count < 2 { reply.pdu.varBinds.append(VarBind("1.3.6.1.2.1.18", .null)) }
            return [Self.encoded(reply)]
        }
        let result = await (try SNMPEngine()).walk([root], of: agent.target(), unordered: true)
        #expect(result.varBinds.compactMap { $0.oid.arcs.last } == order)
        #expect(result.isComplete)
    }

    @Test func `an endless table stops at its budget, and the other columns are read`() async throws {
        let endless: ObjectIdentifier = "1.3.6.1.4.1.9.9.1"
        let agent = try ScriptedAgent { request in
            guard let asked = request.pdu.varBinds.first?.oid, asked.hasPrefix(endless) else {
                return [Self.encoded(ScriptedAgent.answer(request, EngineTests.system.sorted { $0.oid < $1.oid }))]
            }
            var reply = ScriptedAgent.answer(request, [])
            let last = asked == endless ? 0 : asked.arcs.last ?? 0
            reply.pdu.varBinds = (1...20).map { VarBind(endless.appending(last + $0), .integer(1)) }
            return [Self.encoded(reply)]
        }
        let system: ObjectIdentifier = "1.3.6.1.2.1.1"
        let result = await (try SNMPEngine()).walk([endless, system], of: agent.target(), budget: WalkBudget(rowsPerRoot: 500))
        #expect(result.truncated == [endless])
        #expect(result.findings == ["walk-truncated: \(endless) after 500 rows"])
        #expect(result.varBinds.filter { $0.oid.hasPrefix(system) }.count == 2)
    }

    private static let table = (1...60).flatMap { row in
        [2, 5].map { VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, $0, UInt32(row)]), .integer(Int32(row))) }
    }
    private static let columns: [ObjectIdentifier] = ["1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.5"]

    @Test func `rows that large bulks skip are found out and read`() async throws {
        let agent = try ScriptedAgent.serving(Self.table) { request, reply in
            var reply = reply
            if request.pdu.errorIndex > 10, request.pdu.varBinds.first?.oid.hasPrefix(Self.columns[1]) == true,
                reply.pdu.varBinds.count > 12
            {
                reply.pdu.varBinds.removeSubrange(8..<12)
            }
            return [reply]
        }
        let engine = try SNMPEngine()
        let result = await engine.walk(Self.columns, of: agent.target())
        #expect(result.varBinds == Self.table.sorted { $0.oid < $1.oid })
        #expect(result.findings == ["agent-skips-rows: \(Self.columns[1])"])
        #expect(engine.learned(agent.target()).maxRepetitions <= 12)
    }

    @Test func `tooBig halves the bulk and never ends in GETNEXT for good`() async throws {
        let agent = try ScriptedAgent.serving(Self.table) { request, reply in
            guard request.pdu.errorIndex > 8 else { return [reply] }
            var tooBig = reply
            (tooBig.pdu.errorStatus, tooBig.pdu.errorIndex, tooBig.pdu.varBinds) = (.tooBig, 0, [])
            return [tooBig]
        }
        let engine = try SNMPEngine()
        let result = await engine.walk(Self.columns, of: agent.target())
        #expect(result.isComplete)
        #expect(result.varBinds.count == 120)
        #expect((2...8).contains(engine.learned(agent.target()).maxRepetitions))
    }

    @Test func `large replies that get lost step the bulk down, and the device remembers it`() async throws {
        let agent = try ScriptedAgent.serving(Self.table) { request, reply in request.pdu.errorIndex > 10 ? [] : [reply] }
        let engine = try SNMPEngine()
        let target = agent.target(timeout: .milliseconds(80), retries: 1)
        let result = await engine.walk(Self.columns, of: target)
        #expect(result.isComplete)
        #expect(result.varBinds.count == 120)
        let before = engine.counters.timeouts
        #expect(await engine.walk(Self.columns, of: target).isComplete)
        #expect(engine.counters.timeouts == before)
        #expect(engine.learned(target).tooManyRepetitions != nil)
    }

    @Test func `garbage of every kind is counted and ignored`() async throws {
        let random = Mutex(SplitMixState(state: 99))
        let agent = try ScriptedAgent { request in
            let whole = Self.encoded(ScriptedAgent.answer(request, EngineTests.system))
            let garbage = (0..<20).map { _ -> [UInt8] in
                random.withLock { random in
                    (0..<Int(random.next() % 300)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                }
            }
            return garbage + [whole]
        }
        let engine = try SNMPEngine()
        for _ in 0..<20 { #expect((try? await engine.get([Self.name], from: agent.target()).get()) != nil) }
        #expect(engine.counters.malformed >= 390)
    }

    @Test func `thirty percent of replies lost still brings every device's answer`() async throws {
        let random = Mutex(SplitMixState(state: 3))
        let agents = try (0..<20).map { _ in
            try ScriptedAgent.serving(EngineTests.system) { _, reply in random.withLock { $0.next() % 10 < 3 } ? [] : [reply] }
        }
        let engine = try SNMPEngine()
        let (plan, _) = engine.plan(
            agents.map { SweepPlan.Request(target: $0.target(timeout: .milliseconds(100), retries: 7), oids: [Self.name]) })
        let summary = await engine.sweep(plan) { _ in }
        #expect(summary.answered == 20)
        #expect(engine.counters.retriesSent > 0)
    }
}

struct SplitMixState {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        let z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return z ^ (z >> 27)
    }
}
