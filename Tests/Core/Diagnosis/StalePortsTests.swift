import NetworkModel
import Testing

@testable import Diagnosis

/// After a repair, agents that keep their table for seconds go on telling ports that are up again, and the far ends become visible with
/// such a table.
///
///     nms ─ core ─ (trench) ─ n
///              └── (trench) ─ k ─ n
@Suite struct StalePortsTests {
    private static let network: Network = {
        var document = NetworkDocument(name: "stale")
        for name in ["nms", "core", "n", "k"] {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: "post"))
            document.devices.append(
                .init(id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "cpe", collectors: ["collector:c"]))
        }
        document.ducts = [.init(id: "duct:trench")]
        for (near, far, isInTrench) in [("nms", "core", false), ("core", "n", true), ("core", "k", true), ("k", "n", false)] {
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(near)-\(far)"),
                a: .init(device: ObjectID("dev:\(near)"), interface: ObjectID("if:\(near)#\(far)")),
                b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#\(near)")), kind: "fibre")
            if isInTrench {
                link.segments = [ObjectID("seg:\(near)-\(far)")]
                document.segments.append(.init(id: link.segments[0], duct: "duct:trench", km: 5))
            }
            document.links.append(link)
        }
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:core"], clients: ["post"])]
        return Network.compile(document).network
    }()

    /// What is told where the trench is out from 60 to 120 s, and the ports of the link to `k` are told down until `stale`.
    private static func judge(stale: Int) -> ResultDocument {
        var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(1))
        context.readTime = TimeSpan(milliseconds: 300)
        var engine = DiagnosisEngine(network: network, context: context)
        var result = ResultDocument(scenario: "stale")
        for second in 0..<240 {
            for (place, name) in ["nms", "core", "n", "k"].enumerated() {
                let time = Timestamp(milliseconds: Int64(second) * 1000 + Int64(place) * 200)
                func take(_ kind: Observation.Kind) {
                    let row = Observation(
                        time: time, collector: "collector:c", device: ObjectID("dev:\(name)"), kind: kind)
                    result.add(engine.receive(row, at: time))
                }
                let isCut = (60..<120).contains(second)
                guard !isCut || place < 2 else {
                    take(.ping(.timeout))
                    continue
                }
                take(.ping(.ok()))
                let isTold = (60..<stale).contains(second)
                if name == "core", isCut { take(.ifOper(interface: "if:core#n", up: false)) }
                if name == "core", isTold { take(.ifOper(interface: "if:core#k", up: false)) }
                if name == "k", isTold { take(.ifOper(interface: "if:k#core", up: false)) }
                guard second == 120 || second == stale else { continue }
                if name == "core" { take(.ifOper(interface: second == stale ? "if:core#k" : "if:core#n", up: true)) }
                if name == "k", second == stale { take(.ifOper(interface: "if:k#core", up: true)) }
            }
        }
        result.add(engine.advance(to: Timestamp(milliseconds: 240_000)))
        return result
    }

    @Test func `ports that are told down for some seconds after the repair are no new cause`() {
        for stale in 121...130 {
            let result = Self.judge(stale: stale)
            #expect(result.pages.map(\.object) == ["duct:trench"], "until \(stale) s")
            #expect(result.incidents.filter { !$0.withdrawn }.map(\.candidates) == [["duct:trench"]], "until \(stale) s")
            #expect(result.incidents.allSatisfy { $0.closed != nil }, "until \(stale) s")
        }
    }

    @Test func `a link of the trench that stays down is named within two rounds of settling`() {
        let open = Self.judge(stale: 500).incidents.filter { $0.closed == nil }
        #expect(open.map(\.best) == ["link:core-k"])
        #expect(open.first?.revisions.last.map { (120...165).contains(Int($0.time.seconds)) } == true)
    }
}
