import SNMPCollector
import SNMPMessages

/// The same GET under authPriv (SHA-256, AES-128) with 1, 1,000 and 10,000 engines, beside v2c. The one engine stands at one address and has
/// as many questions open as the others together, so that its keys and its device stay in the cache and the batches are as large.
enum V3Bench {
    static func run() async throws {
        let community = try Responder(port: SNMPBench.port)
        let own = try Responder.v3(port: SNMPBench.port + 4)
        let engine = try SNMPEngine(window: SNMPBench.window, perDevice: SNMPBench.window)
        let credential = SNMPCredential.v3(V3Responder.user)
        let cases = [1, 1000, 10_000]
        let plans = cases.map {
            SNMPBench.plan(10_000, engine, port: own.port, credential: credential, addresses: $0)
        }
        let plain = SNMPBench.plan(10_000, engine, port: community.port)
        for plan in plans { _ = try await SNMPBench.polls(plan, engine, own, polls: 20_000) }
        _ = try await SNMPBench.polls(plain, engine, community, polls: 20_000)
        var measured = cases.map { _ in [Measured]() }
        var v2c: [Measured] = []
        for _ in 0..<5 {
            for index in cases.indices {
                measured[index].append(try await SNMPBench.polls(plans[index], engine, own, polls: 50_000))
            }
            v2c.append(try await SNMPBench.polls(plain, engine, community, polls: 50_000))
        }
        for (index, engines) in cases.enumerated() {
            var line = BenchmarkLine("snmp-get-v3-authpriv")
            line.fill(measured[index].median, devices: engines, reference: "snmp-get-v2c", v2c.median)
            line.varbinds = SNMPBench.oids.count
            line.note = "\(engines) engine\(engines == 1 ? "" : "s"), an address each"
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
