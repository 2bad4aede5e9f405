import SNMPCollector
import SNMPMessages

/// One sweep over 10,000 devices while 2 % of the requests are dropped: nobody is reported down, and it costs little more than a timeout.
enum LossBench {
    static func run() async throws {
        let clean = try Responder(port: SNMPBench.port)
        let lossy = try Responder(port: SNMPBench.port + 2, dropPerMille: 20)
        let engine = try SNMPEngine(window: SNMPBench.window)
        let plans = [clean, lossy].map { SNMPBench.plan(10_000, engine, port: $0.port) }
        for plan in plans { _ = await engine.sweep(plan) { _ in } }
        var seconds: [[Double]] = [[], []]
        var down = 0
        for _ in 0..<5 {
            for (index, plan) in plans.enumerated() {
                let summary = await engine.sweep(plan) { _ in }
                seconds[index].append(summary.seconds)
                down += summary.failed
            }
        }
        let medians = seconds.map { $0.sorted()[$0.count / 2] }
        var line = BenchmarkLine("snmp-sweep-2-percent-loss")
        line.devices = 10_000
        (line.lost, line.rate_per_s, line.reference) = (down, Int(10_000 / medians[1]), "the same sweep without loss")
        (line.reference_rate_per_s, line.ratio) = (Int(10_000 / medians[0]), (medians[0] / medians[1]).rounded(to: 3))
        line.note = "sweep \(medians[1].rounded(to: 3)) s, loss-free \(medians[0].rounded(to: 3)) s, timeout 2 s"
        let bar = 2 * medians[0] + 2
        line.bar = "lost 0, seconds <= 2 * loss-free + one timeout"
        line.holds = down == 0 && medians[1] <= bar
        line.print()
    }
}
