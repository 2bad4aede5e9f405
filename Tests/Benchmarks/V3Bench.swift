import SNMPCollector
import SNMPMessages

/// The same GET under authPriv (SHA-256, AES-128) with 1, 1,000 and 10,000 engines, beside v2c.
enum V3Bench {
    static func run() async throws {
        let community = try Responder(port: SNMPBench.port)
        let shared = try Responder(port: SNMPBench.port + 3, v3: "shared")
        let own = try Responder(port: SNMPBench.port + 4, v3: "own")
        let engine = try SNMPEngine(window: SNMPBench.window)
        let credential = SNMPCredential.v3(V3Responder.user)
        let cases = [(1, 10_000, shared), (1000, 1000, own), (10_000, 10_000, own)]
        let plans = cases.map { SNMPBench.plan($0.1, engine, port: $0.2.port, credential: credential) }
        let plain = SNMPBench.plan(10_000, engine, port: community.port)
        for (plan, item) in zip(plans, cases) { _ = try await SNMPBench.polls(plan, engine, item.2, polls: 20_000) }
        _ = try await SNMPBench.polls(plain, engine, community, polls: 20_000)
        var measured = cases.map { _ in [Measured]() }
        var v2c: [Measured] = []
        for _ in 0..<5 {
            for index in cases.indices {
                measured[index].append(try await SNMPBench.polls(plans[index], engine, cases[index].2, polls: 50_000))
            }
            v2c.append(try await SNMPBench.polls(plain, engine, community, polls: 50_000))
        }
        for (index, item) in cases.enumerated() {
            var line = BenchmarkLine("snmp-get-v3-authpriv")
            line.fill(measured[index].median, devices: item.1, reference: "snmp-get-v2c", v2c.median)
            line.varbinds = SNMPBench.oids.count
            line.note = "\(item.0) engine\(item.0 == 1 ? ", whose id \(item.1) addresses share" : "s")"
            line.bar = "cpu_ratio <= 2"
            line.holds = line.cpu_ratio ?? 9 <= 2
            line.print()
        }
        var line = BenchmarkLine("snmp-get-v3-scaling")
        line.fill(measured[2].median, devices: 10_000, reference: "snmp-get-v3-authpriv at 1 engine", measured[0].median)
        line.bar = "cpu_ratio <= 1.15"
        line.holds = line.cpu_ratio ?? 9 <= 1.15
        line.print()
    }
}
