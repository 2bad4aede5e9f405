import NetworkModel
import Testing

@testable import Diagnosis

/// A chain of towns, a duct between each two, and a collector at each end: a cut hides from each of them what lies beyond it, and all
/// that both see together is whole.
///
///     west ═ s1 ═ s2 ═ … ═ s8 ═ east
@Suite struct TwoEndsTests {
    private static let names = ["west"] + (1...8).map { "s\($0)" } + ["east"]

    private static let network: Network = {
        var document = NetworkDocument(name: "two ends")
        for name in names {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: "post"))
            document.devices.append(
                .init(
                    id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "cpe",
                    collectors: ["collector:east", "collector:west"]))
        }
        for (place, (near, far)) in zip(names, names.dropFirst()).enumerated() {
            document.ducts.append(.init(id: ObjectID("duct:\(place)")))
            document.segments.append(.init(id: ObjectID("seg:\(place)"), duct: ObjectID("duct:\(place)"), km: 5))
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(place)"), a: .init(device: ObjectID("dev:\(near)"), interface: ObjectID("if:\(near)#2")),
                b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#1")), kind: "fibre")
            link.segments = [ObjectID("seg:\(place)")]
            document.links.append(link)
        }
        document.collectors = [.init(id: "collector:east", device: "dev:east"), .init(id: "collector:west", device: "dev:west")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:east", "dev:west"], clients: ["post"])]
        return Network.compile(document).network
    }()

    /// Rows until 300 s of both collectors, every device once in 20 s, the times of a round turned by `phase`; link `cut` dies at `dies`.
    private static func rows(cut: Int, dies: Double, phase: Int) -> [Observation] {
        var rows: [Observation] = []
        for round in 0..<15 {
            for (collector, seat) in [("west", 0), ("east", names.count - 1)] {
                for place in names.indices {
                    let turn = (place * 7 + phase * 3 + (seat == 0 ? 0 : 5)) % 20
                    let time = Timestamp(seconds: Double(round * 20 + turn) + (seat == 0 ? 0.1 : 0.6))
                    func add(_ kind: Observation.Kind) {
                        rows.append(
                            Observation(
                                time: time, collector: ObjectID("collector:\(collector)"),
                                device: ObjectID("dev:\(names[place])"), kind: kind))
                    }
                    let isCut = time.seconds >= dies
                    guard !isCut || (place <= cut) == (seat <= cut) else {
                        add(.ping(.timeout))
                        continue
                    }
                    add(.ping(.ok()))
                    if isCut, place == cut { add(.ifOper(interface: ObjectID("if:\(names[place])#2"), up: false)) }
                    if isCut, place == cut + 1 { add(.ifOper(interface: ObjectID("if:\(names[place])#1"), up: false)) }
                }
            }
        }
        return rows.sorted { $0.time < $1.time }
    }

    /// Not the links of the collectors themselves: those take a collector's sight.
    @Test(arguments: 1...7) func `a cut between two collectors is one cause, wherever and whenever it falls`(cut: Int) {
        for (phase, second) in (1...3).flatMap({ phase in stride(from: 100, to: 120, by: 5).map { (phase, $0) } }) {
            var engine = DiagnosisEngine(
                network: Self.network, context: EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(20)))
            var result = ResultDocument(scenario: "two ends")
            for row in Self.rows(cut: cut, dies: Double(second) + 0.3, phase: phase) {
                result.add(engine.receive(row, at: row.time))
            }
            result.add(engine.advance(to: Timestamp(seconds: 300)))
            let told = result.pages.map(\.object)
            #expect(told == [ObjectID("duct:\(cut)")], "phase \(phase), cut at \(second).3 s")
        }
    }
}
