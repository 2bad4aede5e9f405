import NetworkModel
import Testing

@testable import Diagnosis

/// Two cables of a ring with two collectors fail at once: each collector loses what the other still sees, which only both cuts together
/// explain, and one of them could as well be a wrong record of the other.
///
///     nms1 ─ a ─ b ─ c ─ nms2
///            │       │
///            f ─ e ─ d             a duct of its own under each link of the ring
@Suite struct TwoFaultsTests {
    private static let ring = ["a", "b", "c", "d", "e", "f"]
    private static let links = [("nms1", "a"), ("nms2", "c")] + zip(ring, ring.dropFirst() + ["a"]).map { ($0, $1) }

    private static let network: Network = {
        var document = NetworkDocument(name: "ring")
        document.collectors = [.init(id: "collector:1", device: "dev:nms1"), .init(id: "collector:2", device: "dev:nms2")]
        for name in ["nms1", "nms2"] + ring {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: "municipality"))
            document.devices.append(
                .init(
                    id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "core",
                    collectors: ring.contains(name) ? document.collectors.map(\.id) : []))
        }
        for (near, far) in links {
            let name = "\(near)-\(far)"
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(name)"),
                a: .init(device: ObjectID("dev:\(near)"), interface: ObjectID("if:\(near)#\(far)")),
                b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#\(near)")), kind: "fibre")
            if ring.contains(near) {
                document.ducts.append(.init(id: ObjectID("duct:\(name)")))
                document.segments.append(.init(id: ObjectID("seg:\(name)"), duct: ObjectID("duct:\(name)"), km: 40))
                link.segments = [ObjectID("seg:\(name)")]
            }
            document.links.append(link)
        }
        return Network.compile(document).network
    }()

    /// What can be reached from `start` without the links of `cut`.
    private static func reach(_ start: String, _ cut: Set<String>) -> Set<String> {
        var seen: Set = [start]
        while true {
            let more = links.filter { !cut.contains("\($0)-\($1)") && seen.contains($0) != seen.contains($1) }
            if more.isEmpty { return seen }
            for (near, far) in more { seen.formUnion([near, far]) }
        }
    }

    @Test(arguments: [["a-b", "d-e"], ["b-c", "e-f"], ["c-d", "f-a"], ["a-b", "c-d"]])
    func `two cuts of a ring are two incidents and stay two`(_ names: [String]) throws {
        var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(2))
        context.readTime = TimeSpan(milliseconds: 300)
        context.hearsBreaks = false
        var engine = DiagnosisEngine(network: Self.network, context: context)
        var open: [String: Incident] = [:]
        var told: [ObjectID] = []
        func note(_ actions: [DiagnosisAction]) {
            for action in actions {
                switch action {
                case .opened(let incident), .revised(let incident): open[incident.id] = incident
                case .closed(let incident), .withdrawn(let incident): open[incident.id] = nil
                case .page(let page): told.append(page.object)
                default: break
                }
            }
        }
        let ducts = Set(names.map { ObjectID("duct:\($0)") })
        // Each collector asks the six in turn, each every two seconds, and reads the ports of those that answer.
        for step in 0..<Int64(150) {
            let time = Timestamp(milliseconds: step * 333)
            let cut: Set<String> = step < 30 ? [] : step < 32 ? [names[0]] : step < 110 ? Set(names) : []
            for (number, start) in ["nms1", "nms2"].enumerated() {
                let name = Self.ring[(Int(step) + number * 3) % 6]
                func row(_ kind: Observation.Kind) -> Observation {
                    Observation(
                        time: time, collector: ObjectID("collector:\(number + 1)"), device: ObjectID("dev:\(name)"), kind: kind)
                }
                guard Self.reach(start, cut).contains(name) else {
                    note(engine.receive(row(.ping(.timeout)), at: time))
                    continue
                }
                note(engine.receive(row(.ping(.ok(ports: .read))), at: time))
                for link in cut {
                    let ends = link.split(separator: "-").map(String.init)
                    guard let place = ends.firstIndex(of: name) else { continue }
                    let port = ObjectID("if:\(name)#\(ends[1 - place])")
                    note(engine.receive(row(.ifOper(interface: port, up: false)), at: time))
                }
            }
            note(engine.advance(to: time))
            if step >= 60, step < 110 {
                #expect(Set(open.values.map(\.best)) == ducts, "at \(time): \(open.values.map(\.best))")
            }
        }
        #expect(told.count == 2 && Set(told) == ducts, "\(told)")
        #expect(open.isEmpty)
    }
}
