import NetworkModel
import Testing

@testable import Diagnosis

/// A line of towns with a collector at each end. A cut hides the far part from the one and the near part from the other, each silent
/// device answers one of them still, and what is silent far from the cut has nothing to do with it but the cut.
///
///     nms1 – t0 – t1 – ... – t7 – nms2           a duct under each link between towns
@Suite struct TwoCollectorTests {
    private static let count = 8

    private static let network: Network = {
        var document = NetworkDocument(name: "line")
        document.collectors = [.init(id: "collector:1", device: "dev:nms1"), .init(id: "collector:2", device: "dev:nms2")]
        let names = ["nms1"] + (0..<count).map { "t\($0)" } + ["nms2"]
        for name in names {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: "municipality"))
            document.devices.append(
                .init(
                    id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "agg",
                    collectors: document.collectors.map(\.id)))
        }
        for (near, far) in zip(names, names.dropFirst()) {
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(near)-\(far)"),
                a: .init(device: ObjectID("dev:\(near)"), interface: ObjectID("if:\(near)#right")),
                b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#left")), kind: "fibre")
            if near != "nms1", far != "nms2" {
                document.ducts.append(.init(id: ObjectID("duct:\(near)-\(far)")))
                document.segments.append(
                    .init(id: ObjectID("seg:\(near)-\(far)"), duct: ObjectID("duct:\(near)-\(far)"), km: 9))
                link.segments = [ObjectID("seg:\(near)-\(far)")]
            }
            document.links.append(link)
        }
        return Network.compile(document).network
    }()

    /// Pages of ten minutes in which the link behind town `cut` breaks at `second`. Each collector asks each town once a minute, at
    /// moments of its own that `phase` moves.
    private static func pages(cut: Int, at second: Int, phase: Int) -> [ObjectID] {
        var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(60))
        context.hearsBreaks = false
        var engine = DiagnosisEngine(network: network, context: context)
        var pages: [ObjectID] = []
        for now in 0..<600 {
            let time = Timestamp(milliseconds: Int64(now) * 1000)
            for place in 0..<count + 2 {
                for collector in 0..<2 where (now + phase * collector + place * (collector == 0 ? 7 : 23)) % 60 == 11 {
                    let name = place == 0 ? "nms1" : place == count + 1 ? "nms2" : "t\(place - 1)"
                    func row(_ kind: Observation.Kind) -> Observation {
                        Observation(
                            time: time, collector: ObjectID("collector:\(collector + 1)"), device: ObjectID("dev:\(name)"),
                            kind: kind)
                    }
                    let isFar = collector == 0 ? place > cut + 1 : place <= cut + 1
                    var rows = [row(now >= second && isFar ? .ping(.timeout) : .ping(.ok(ports: .read)))]
                    if now >= second, !isFar, place == cut + 1 || place == cut + 2 {
                        rows.append(
                            row(.ifOper(interface: ObjectID("if:\(name)#\(place == cut + 1 ? "right" : "left")"), up: false)))
                    }
                    for row in rows { for case .page(let page) in engine.receive(row, at: time) { pages.append(page.object) } }
                }
            }
            for case .page(let page) in engine.advance(to: time) { pages.append(page.object) }
        }
        return pages
    }

    @Test(arguments: 0..<7, [0, 13, 29, 47])
    func `a cut between two collectors is told alone, wherever it is and whoever was asked first`(_ cut: Int, _ phase: Int) {
        for second in stride(from: 240, to: 300, by: 12) {
            #expect(Self.pages(cut: cut, at: second, phase: phase) == [ObjectID("duct:t\(cut)-t\(cut + 1)")], "at \(second)")
        }
    }
}
