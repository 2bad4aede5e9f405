import Alerting
import Foundation
import NetworkModel

/// Ten thousand rules over a hundred thousand samples of twenty thousand series: every kind of condition, globs and exact names.
enum RuleBench {
    static let ruleCount = 10_000
    static let seriesCount = 20_000

    @Sendable static func run() async throws {
        let network = Network.compile(document()).network
        let samples = samples()
        var times: [Double] = []
        var fired = 0
        for _ in 0..<5 {
            var engine = RuleEngine(rules: rules(), network: network)
            var events: [RuleEngine.Event] = []
            let span = ContinuousClock().measure {
                for sample in samples { engine.receive(sample, into: &events) }
            }
            fired = events.count
            times.append(Double(span.components.seconds) + Double(span.components.attoseconds) / 1e18)
        }
        var line = BenchmarkLine("alert-rules")
        line.seconds = (times.sorted()[2] * 1000).rounded() / 1000
        line.rate_per_s = Int(Double(samples.count) / times.sorted()[2])
        line.bar = "10,000 rules over 100,000 samples in under 1 s, with the first look at each series"
        line.holds = times.sorted()[2] < 1
        line.note = "\(samples.count) samples of \(seriesCount) series, \(fired) times a rule fired or cleared"
        line.print()
    }

    private static func document() -> NetworkDocument {
        var document = NetworkDocument(name: "rules")
        for n in 0..<5000 {
            document.sites.append(.init(id: ObjectID("site:s\(n)"), name: "S\(n)", kind: n % 7 == 0 ? "hub" : "post"))
            document.devices.append(
                .init(id: ObjectID("dev:d\(n)"), site: ObjectID("site:s\(n)"), role: n % 7 == 0 ? "core" : "cpe"))
        }
        return document
    }

    /// A hundred for everybody, the rest for single devices or small groups of them.
    private static func rules() -> [AlertRule] {
        let metrics: [Sample.Metric] = [.temperature, .receivedLight, .loss, .upsRuntime]
        return (0..<ruleCount).map { n in
            let metric = metrics[n % 4]
            let condition: AlertRule.Condition =
                switch n % 10 {
                case 0: .falls(by: 3, within: .seconds(86_400))
                case 1: .forecast(limit: 100, within: .seconds(86_400), over: .seconds(3600))
                case 2: .below(limit: 5, clear: 8)
                default: .above(limit: 60 + Double(n % 30), clear: 55)
                }
            var rule = AlertRule(name: "r\(n)", metric: metric, condition)
            rule.hold = .seconds(Int64(n % 3) * 60)
            if n < 100 {
                if n % 2 == 0 { rule.selector.roles = ["core"] } else { rule.selector.kinds = ["hub"] }
            } else {
                rule.selector.objects = [n % 5 == 0 ? "dev:d\(n % 500)*" : "dev:d\(n % 5000)"]
            }
            return rule
        }
    }

    private static func samples() -> [Sample] {
        let metrics: [Sample.Metric] = [.temperature, .receivedLight, .loss, .upsRuntime]
        var state: UInt64 = 7
        return (0..<100_000).map { n in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let series = n % seriesCount
            return Sample(
                time: Timestamp(milliseconds: 1_800_000_000_000 + Int64(n / seriesCount) * 60_000),
                object: ObjectID("dev:d\(series / 4)"), metric: metrics[series % 4], value: Double(state >> 40) / 16_777_216 * 90)
        }
    }
}
