import Diagnosis
import Foundation
import NetworkModel

/// Diagnosis at scale: 100,000 devices asked every ten seconds, rows in batches of a tenth of a second; noise, a cut trunk, and the loss
/// of everything at once.
enum DiagnosisBench {
    static let devices = 100_000
    /// A round of ten seconds in batches of a tenth.
    static let batches = 100

    @Sendable static func run() async throws {
        let network = Network.compile(document()).network
        var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(10))
        context.epochOffset = 0
        var day = Day(engine: DiagnosisEngine(network: network, context: context))
        // Device 5 carries a ninth of the network behind it: its link is cut in the fourth round.
        let dark = day.behind(5)
        var times: [Double] = []
        for batch in 0..<(8 * batches) {
            let isCut = batch >= 3 * batches + 50
            times.append(day.judge(batch) { isCut && dark[$0] })
        }
        let judged = Array(times[batches...]).sorted()
        var line = BenchmarkLine("diagnosis-batch")
        (line.devices, line.rate_per_s) = (devices, Int(Double(devices / batches * judged.count) / judged.reduce(0, +)))
        let p99 = judged[judged.count * 99 / 100]
        line.seconds = p99.rounded(to: 5)
        line.bar = "p99 of a batch of \(devices / batches) rows in 10 ms, with a cut that hides \(dark.count { $0 }) devices"
        line.holds = p99 <= 0.010
        line.note =
            "median \((judged[judged.count / 2] * 1000).rounded(to: 2)) ms, greatest \((judged[judged.count - 1] * 1000).rounded(to: 2)) ms"
        line.print()
        measureLoss(network, context)
    }

    /// Every device fails in one batch.
    private static func measureLoss(_ network: Network, _ context: EpisodeContext) {
        var day = Day(engine: DiagnosisEngine(network: network, context: context))
        for batch in 0..<batches { _ = day.judge(batch) { _ in false } }
        let rows = (0..<devices).map { day.row($0, fails: true) }
        let now = Timestamp(milliseconds: 10_050)
        let clock = ContinuousClock()
        let spent = clock.measure {
            for row in rows { _ = day.engine.receive(row, at: now) }
            _ = day.engine.advance(to: now)
        }
        var line = BenchmarkLine("diagnosis-total-loss")
        (line.devices, line.seconds) = (devices, seconds(spent).rounded(to: 4))
        line.bar = "all of \(devices) devices lost in one batch, judged in 100 ms"
        line.holds = seconds(spent) <= 0.1
        line.note = "open incidents afterwards: \(day.engine.incidents.count { $0.closed == nil })"
        line.print()
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    /// An engine and the rows that it gets.
    private struct Day {
        var engine: DiagnosisEngine
        private var random = SplitMix64(seed: 7)
        private let names = (0..<devices).map { ObjectID("dev:\($0)") }

        init(engine: DiagnosisEngine) { self.engine = engine }

        func row(_ device: Int, fails: Bool) -> Observation {
            Observation(
                time: Timestamp(milliseconds: 0), collector: "collector:c1", device: names[device],
                kind: fails ? .ping(.timeout) : .ping(.ok(ports: .read)))
        }

        /// The seconds that one batch takes; one poll in five hundred fails by chance.
        mutating func judge(_ batch: Int, dark: (Int) -> Bool) -> Double {
            let now = Timestamp(milliseconds: Int64(batch) * 100)
            let first = batch % batches
            var rows: [Observation] = []
            for device in stride(from: first, to: devices, by: batches) {
                let isNoise = Int.random(in: 0..<500, using: &random) == 0
                rows.append(row(device, fails: dark(device) || isNoise))
                // The near end of the cut link sees it.
                guard device == 1, dark(5) else { continue }
                rows.append(
                    Observation(
                        time: now, collector: "collector:c1", device: names[1], kind: .ifOper(interface: "if:4a", up: false)))
            }
            let clock = ContinuousClock()
            return seconds(
                clock.measure {
                    for row in rows { _ = engine.receive(row, at: now) }
                    _ = engine.advance(to: now)
                })
        }

        /// The devices of the subtree of `device`.
        func behind(_ device: Int) -> [Bool] {
            (0..<devices).map { start in
                var place = start
                while place > device { place = (place - 1) / 3 }
                return place == device
            }
        }
    }

    /// A tree of three below each, ten devices a site, two links a duct, and one collector at its root.
    private static func document() -> NetworkDocument {
        var document = NetworkDocument(name: "bench")
        for device in 0..<devices {
            if device % 10 == 0 {
                document.sites.append(.init(id: ObjectID("site:\(device / 10)"), name: "S\(device / 10)", kind: "post"))
            }
            document.devices.append(
                .init(
                    id: ObjectID("dev:\(device)"), site: ObjectID("site:\(device / 10)"), role: "cpe",
                    collectors: ["collector:c1"]))
            guard device > 0 else { continue }
            let link = device - 1
            if link % 2 == 0 { document.ducts.append(.init(id: ObjectID("duct:\(link / 2)"), owner: "own", km: 1)) }
            document.segments.append(.init(id: ObjectID("seg:\(link)"), duct: ObjectID("duct:\(link / 2)"), km: 1))
            var row = NetworkDocument.Link(
                id: ObjectID("link:\(link)"),
                a: .init(device: ObjectID("dev:\((device - 1) / 3)"), interface: ObjectID("if:\(link)a")),
                b: .init(device: ObjectID("dev:\(device)"), interface: ObjectID("if:\(link)b")), kind: "fibre")
            row.segments = [ObjectID("seg:\(link)")]
            document.links.append(row)
        }
        document.collectors = [.init(id: "collector:c1", device: "dev:0")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:0"], clients: ["post"])]
        return document
    }
}
