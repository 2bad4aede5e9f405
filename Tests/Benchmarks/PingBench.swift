import BenchmarkPeers
import Foundation
import NetworkModel
import PingCollector

/// 25,000 ICMP echoes on loopback beside `fping -i 0`.
enum PingBench {
    static let count = 25_000

    static func run() async throws {
        if let refusal = PingCollector.refusal() { throw BenchmarkError(refusal.description) }
        let addresses = (0..<count).map { IPAddress(v4: 0x7F01_0000 + UInt32($0)) }
        var ours: [Measured] = []
        var theirs: [Measured] = []
        for _ in 0..<5 {
            ours.append(try await our(addresses))
            theirs.append(try fping(addresses))
        }
        var line = BenchmarkLine("icmp-echo")
        line.fill(ours.median, devices: count, reference: "fping -i 0", theirs.median)
        line.responder_busy = nil
        line.reference_responder_busy = nil
        line.judge("at most the time of fping, lost 0") { $0.ratio ?? 0 >= 1 && $0.lost == 0 }
        line.print()
    }

    private static func our(_ addresses: [IPAddress]) async throws -> Measured {
        let (cpu, start) = (peer_own_cpu_nanoseconds(), ContinuousClock.now)
        let results = try await PingCollector().ping(addresses)
        let seconds = (ContinuousClock.now - start).inSeconds
        let lost = results.count { !$0.isAnswered }
        return Measured(
            rate: Double(count) / seconds, cpu: Double(peer_own_cpu_nanoseconds() - cpu) / 1000 / Double(count), lost: lost)
    }

    private static func fping(_ addresses: [IPAddress]) throws -> Measured {
        let list = addresses.map { "\($0)\n" }.joined()
        let run = try Program.run("fping", ["-i", "0", "-q", "-r", "2"], input: list)
        return Measured(rate: Double(count) / run.seconds, cpu: run.cpuSeconds * 1e6 / Double(count), lost: 0)
    }
}
