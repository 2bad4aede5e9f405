import NetworkModel
import SNMPCollector
import SNMPMessages
import SimulatedNetwork
import TestSupport
import Testing

/// The collector against agents that lose, delay, repeat and lie. Where each fault of FAULTS.md is tried:
///
/// | fault | tests |
/// |---|---|
/// | A1–A3, A5–A7, A9 loss, doubles, order, foreign and false replies | here, `FaultTests` |
/// | A4 late, B4–B7 unordered, endless, skipped, too big | `FaultTests` |
/// | A8 ICMP's reasons, A10 lost fragments | `UnreachableTests` |
/// | B1–B3, B5 names that do not increase | here, `FaultTests` |
/// | B7, B8 refused objects | `PartialGetTests` |
/// | B9 wrong types | `InquiryFaultTests`, `InterfaceFactsTests` |
/// | B14–B16 wraps and restarts | `DeviceWatchTests`, `IdentityTests` |
/// | B17, B18, B20 renumbering, twins, odd octets | `SightingRecorderTests`, `IdentityTests`, `DeviceWatchTests` |
/// | B19 another box | `IdentityWatchTests` |
/// | B21–B23 SNMPv3 | `V3FaultTests`, `RealAgentTests` |
/// | B24 a slow agent, B25 mutated replies | `SlowAgentTests`, `MutatedReplyTests` |
/// | C1–C5 echoes | `PingFaultTests` |
@Suite struct CollectorFaultTests {
    /// A chain of `count` devices without collectors, so that all answer.
    private func network(_ count: Int) -> Network {
        var document = NetworkDocument(name: "chain")
        for n in 0..<count {
            document.sites.append(.init(id: ObjectID("site:s\(n)"), name: "S\(n)", kind: "post"))
            document.devices.append(.init(id: ObjectID("dev:d\(n)"), site: ObjectID("site:s\(n)"), role: "cpe"))
            guard n > 0 else { continue }
            document.links.append(
                .init(
                    id: ObjectID("link:l\(n)"),
                    a: .init(device: ObjectID("dev:d\(n - 1)"), interface: ObjectID("if:d\(n - 1)#b")),
                    b: .init(device: ObjectID("dev:d\(n)"), interface: ObjectID("if:d\(n)#a")), kind: "fibre"))
        }
        return Network.compile(document).network
    }

    private func target(_ simulation: SimulatedNetwork, _ device: Int, timeout: Duration = .milliseconds(300), retries: Int = 3)
        throws
        -> SNMPTarget
    {
        let text = try #require(simulation.address(of: ObjectID("dev:d\(device)")))
        return SNMPTarget(
            try #require(SocketAddress(text)), credential: .v2c(community: Secret("public")), timeout: timeout, retries: retries)
    }

    private static let ifDescr: ObjectIdentifier = "1.3.6.1.2.1.2.2.1.2"
    private static let sysName: ObjectIdentifier = "1.3.6.1.2.1.1.5.0"

    private struct Bench {
        var simulation: SimulatedNetwork
        var engine: SNMPEngine
    }

    private func bench(_ devices: Int, _ faults: AgentFaults, largestReply: Int = 8192) throws -> Bench {
        let simulation = try SimulatedNetwork(network: network(devices), largestReply: largestReply)
        simulation.misbehave(faults)
        simulation.start()
        return Bench(simulation: simulation, engine: try SNMPEngine())
    }

    @Test func `with a third of the replies lost every device is read`() async throws {
        let bench = try bench(200, AgentFaults(loss: 0.3))
        defer { bench.engine.stop() }
        let requests = try (0..<200).map {
            SweepPlan.Request(
                target: try target(bench.simulation, $0, timeout: .milliseconds(200), retries: 7), oids: [Self.sysName])
        }
        let summary = await bench.engine.sweep(bench.engine.plan(requests).plan) { _ in }
        // 0.3^8 of 200 devices is one in seventy runs; the seed is fixed, the order of packets is not quite.
        #expect(summary.answered >= 199, "\(summary)")
        #expect(bench.engine.counters.retriesSent > 40)
    }

    @Test func `doubled replies are counted and change nothing`() async throws {
        let bench = try bench(20, AgentFaults(duplication: 1))
        defer { bench.engine.stop() }
        for device in 0..<20 {
            let outcome = await bench.engine.get([Self.sysName], from: try target(bench.simulation, device))
            #expect((try? outcome.get())?[Self.sysName] == .octets(Array("d\(device)".utf8)))
        }
        #expect(bench.engine.counters.requestsSent == 20)
        #expect(Wait.until(seconds: 2) { bench.engine.counters.doubled >= 19 })
    }

    @Test func `replies that overtake one another find their questions`() async throws {
        let bench = try bench(50, AgentFaults(delayMilliseconds: 0...150))
        defer { bench.engine.stop() }
        let names = try await withThrowingTaskGroup(of: (Int, SNMPValue?).self) { group in
            for device in 0..<50 {
                let target = try target(bench.simulation, device, timeout: .seconds(2))
                group.addTask { (device, (try? await bench.engine.get([Self.sysName], from: target).get())?[Self.sysName]) }
            }
            return try await group.reduce(into: [Int: SNMPValue?]()) { $0[$1.0] = $1.1 }
        }
        for device in 0..<50 { #expect(names[device] == .octets(Array("d\(device)".utf8))) }
    }

    struct Lie: CustomTestStringConvertible {
        var lie: AgentLie
        /// Word of a finding that must be there; "" for none.
        var finding: String
        var testDescription: String { "\(lie)" }
    }

    @Test(arguments: [
        Lie(lie: .sameName, finding: "agent-not-increasing"), Lie(lie: .smallerName, finding: ""),
        Lie(lie: .circle, finding: ""),
        Lie(lie: .endless, finding: "walk-truncated"), Lie(lie: .tooBig(above: 2), finding: ""),
        Lie(lie: .generalError, finding: "agent-error"),
    ])
    func `a walk of a lying agent ends, with a finding`(_ row: Lie) async throws {
        let bench = try bench(3, AgentFaults(lie: row.lie))
        defer { bench.engine.stop() }
        // Bounded by rows; time only stops a walk that would never end.
        let budget = WalkBudget(rowsPerRoot: 500, rows: 1000, time: .seconds(200))
        let result = await bench.engine.walk([Self.ifDescr], of: try target(bench.simulation, 1), budget: budget)
        #expect(result.requests < 1200)
        #expect(row.finding.isEmpty || result.findings.contains { $0.hasPrefix(row.finding) }, "\(result.findings)")
        if row.lie == .tooBig(above: 2) { #expect(result.varBinds.count == 3 && result.isComplete) }
    }

    @Test(arguments: [AgentLie.otherRequest, .otherAddress, .noise, .truncated(20)])
    func `what is not the reply is refused`(_ lie: AgentLie) async throws {
        let bench = try bench(3, AgentFaults(lie: lie))
        defer { bench.engine.stop() }
        let outcome = await bench.engine.get(
            [Self.sysName], from: try target(bench.simulation, 1, timeout: .milliseconds(100), retries: 1))
        #expect((try? outcome.get()) == nil)
        #expect(bench.engine.counters.repliesAccepted == 0)
    }

    @Test(arguments: [AgentLie.otherNames, .fewerBindings, .moreBindings])
    func `no value is placed under a wrong name`(_ lie: AgentLie) async throws {
        let bench = try bench(3, AgentFaults(lie: lie))
        defer { bench.engine.stop() }
        let names: [ObjectIdentifier] = [Self.sysName, "1.3.6.1.2.1.2.1.0"]
        let outcome = await bench.engine.get(
            names, from: try target(bench.simulation, 1, timeout: .milliseconds(100), retries: 1))
        guard let answer = try? outcome.get() else { return }
        #expect(Set(answer.varBinds.map(\.oid)).isSubset(of: names))
        #expect(answer[Self.sysName] == nil || answer[Self.sysName] == .octets(Array("d1".utf8)))
        #expect(!answer.findings.isEmpty)
    }

    @Test func `a reply of 60,000 bytes is read`() async throws {
        let bench = try bench(2, AgentFaults(lie: .hugeTexts(60_000)), largestReply: 65_507)
        defer { bench.engine.stop() }
        let outcome = await bench.engine.get([Self.sysName], from: try target(bench.simulation, 1))
        switch outcome {
        case .success(let answer): #expect(answer[Self.sysName] == .octets([UInt8](repeating: 0x78, count: 60_000)))
        case .failure(let reason): #expect(reason == .truncated)
        }
    }
}
