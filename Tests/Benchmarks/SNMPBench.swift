import BenchmarkPeers
import Foundation
import NetworkModel
import SNMPCollector
import SNMPMessages
import Synchronization

/// GET of ten names over v2c from 1,000, 10,000 and 100,000 devices, beside a bare echo with the same packet sizes.
enum SNMPBench {
    static let port: UInt16 = 21_610
    /// Below what the kernel queues for a core (net.core.netdev_max_backlog, 1000), so that nothing is lost but by a fault.
    static let window = 512
    static let oids = (1...10).map { ObjectIdentifier([1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6, UInt32($0)]) }
    static let requestSize = 233
    static let replySize = 291

    static func run() async throws {
        let responder = try Responder(port: port)
        let echo = try Responder(port: port + 1, replySize: replySize)
        let engine = try SNMPEngine(window: window)
        let counts = [1000, 10_000, 100_000]
        let plans = counts.map { plan($0, engine, port: port) }
        for plan in plans { _ = try await polls(plan, engine, responder) }
        var snmp = counts.map { _ in [Measured]() }
        var echoes: [Measured] = []
        for _ in 0..<5 {
            for index in counts.indices { snmp[index].append(try await polls(plans[index], engine, responder)) }
            echoes.append(echoed(10_000, echo))
        }
        report(counts, snmp.map(\.median), echoes.median)
    }

    private static func report(_ counts: [Int], _ snmp: [Measured], _ echo: Measured) {
        for (devices, ours) in zip(counts, snmp) {
            var line = BenchmarkLine("snmp-get-v2c")
            line.fill(ours, devices: devices, reference: "udp-echo", echo)
            line.varbinds = oids.count
            if devices == 10_000 {
                line.judge("ratio >= 0.85, cpu_ratio <= 1.2, lost 0") {
                    $0.ratio ?? 0 >= 0.85 && $0.cpu_ratio ?? 9 <= 1.2 && $0.lost == 0
                }
            }
            line.print()
        }
        var line = BenchmarkLine("snmp-get-v2c-scaling")
        line.fill(snmp[2], devices: 100_000, reference: "snmp-get-v2c at 1,000 devices", snmp[0])
        line.judge("ratio >= 0.8") { $0.ratio ?? 0 >= 0.8 }
        line.print()
    }

    static func target(_ number: Int, port: UInt16, credential: SNMPCredential) -> SNMPTarget {
        SNMPTarget(SocketAddress(IPAddress(v4: 0x7F01_0000 + UInt32(number)), port: port), credential: credential)
    }

    /// One GET to each of the addresses in turn.
    static func plan(
        _ requests: Int, _ engine: SNMPEngine, port: UInt16, credential: SNMPCredential = .v2c(community: Secret("public")),
        addresses: Int = .max
    ) -> SweepPlan {
        engine.plan(
            (0..<requests).lazy.map {
                SweepPlan.Request(target: target($0 % addresses, port: port, credential: credential), oids: oids)
            }
        ).plan
    }

    /// Sweeps until some 200,000 polls are done.
    static func polls(_ plan: SweepPlan, _ engine: SNMPEngine, _ responder: Responder, polls: Int = 200_000) async throws
        -> Measured
    {
        let rounds = max(1, polls / max(1, plan.count))
        let (cpu, peer, start) = (peer_own_cpu_nanoseconds(), responder.cpuNanoseconds, ContinuousClock.now)
        let values = Mutex(0)
        var lost = 0
        for _ in 0..<rounds {
            let summary = await engine.sweep(plan) { batch in
                values.withLock { $0 += batch.values.count }
                for row in batch.rows where row.ending != .answered { note(row) }
            }
            lost += summary.failed
        }
        let seconds = (ContinuousClock.now - start).inSeconds
        let total = rounds * plan.count
        guard values.withLock({ $0 }) == (total - lost) * oids.count else { throw BenchmarkError("values are missing") }
        return Measured(
            rate: Double(total) / seconds, cpu: Double(peer_own_cpu_nanoseconds() - cpu) / 1000 / Double(total),
            busy: Double(responder.cpuNanoseconds - peer) / 1e9 / seconds * 100, lost: lost)
    }

    /// A lost poll is never left without its reason.
    private static func note(_ row: SweepRow) {
        let text = "request \(row.request): \(row.ending) (\(row.detail)) after \(row.tries) tries and \(row.microseconds) µs\n"
        FileHandle.standardError.write(Data(text.utf8))
    }

    static func echoed(_ devices: UInt32, _ responder: Responder) -> Measured {
        let peer = responder.cpuNanoseconds
        let result = peer_echo(responder.port, devices, 200_000, UInt32(window), UInt32(requestSize))
        return Measured(
            rate: Double(result.answered) / result.seconds, cpu: Double(result.cpu_nanoseconds) / 1000 / Double(result.answered),
            busy: Double(responder.cpuNanoseconds - peer) / 1e9 / result.seconds * 100, lost: Int(result.lost))
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension BenchmarkLine {
    mutating func fill(_ ours: Measured, devices: Int, reference: String, _ other: Measured) {
        self.devices = devices
        (rate_per_s, cpu_us, lost, responder_busy) = (Int(ours.rate), ours.cpu.rounded(to: 2), ours.lost, Int(ours.busy))
        self.reference = reference
        (reference_rate_per_s, reference_cpu_us, reference_responder_busy) = (
            Int(other.rate), other.cpu.rounded(to: 2), Int(other.busy)
        )
        if other.rate > 0 { ratio = (ours.rate / other.rate).rounded(to: 3) }
        if other.cpu > 0 { cpu_ratio = (ours.cpu / other.cpu).rounded(to: 3) }
    }

    /// Says whether the bar holds; with a responder that is the bottleneck no ratio of rates means anything.
    mutating func judge(_ bar: String, _ test: (BenchmarkLine) -> Bool) {
        self.bar = bar
        if max(responder_busy ?? 0, reference_responder_busy ?? 0) >= 90 {
            note = "void: the responder's core was 90 % busy or more"
        } else {
            holds = test(self)
        }
    }
}
