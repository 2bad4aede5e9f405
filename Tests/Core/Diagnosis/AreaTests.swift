import NetworkModel
import Testing

@testable import Diagnosis

/// Three offices fall silent at one instant behind one duct, and somewhere a battery takes over in the same seconds.
///
///     nms ─ hub ─ (duct x) ─ a, b, c        near is beside them, far is two degrees away; each has a duct of its own
@Suite struct AreaTests {
    private static let offices = ["a", "b", "c", "near", "far"]

    private static let network: Network = {
        var document = NetworkDocument(name: "area")
        let places = ["nms": (44.0, 20.0), "hub": (44.0, 20.0), "a": (44.01, 20.0), "b": (44.0, 20.01), "c": (44.01, 20.01)]
        for (name, place) in places.merging(["near": (44.02, 20.0), "far": (46.0, 19.0)], uniquingKeysWith: { $1 })
            .sorted(by: { $0.key < $1.key })
        {
            var site = NetworkDocument.Site(id: ObjectID("site:\(name)"), name: name, kind: "post")
            (site.lat, site.lon) = (place.0, place.1)
            document.sites.append(site)
            document.devices.append(
                .init(id: ObjectID("dev:\(name)"), site: site.id, role: "cpe", collectors: ["collector:c"]))
        }
        for name in ["hub"] + offices {
            let (near, duct) = (name == "hub" ? "nms" : "hub", "abc".contains(name) ? "x" : name)
            if !document.ducts.contains(where: { $0.id == ObjectID("duct:\(duct)") }) {
                document.ducts.append(.init(id: ObjectID("duct:\(duct)")))
            }
            document.segments.append(.init(id: ObjectID("seg:\(name)"), duct: ObjectID("duct:\(duct)"), km: 2))
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(name)"),
                a: .init(device: ObjectID("dev:\(near)"), interface: ObjectID("if:\(near)#\(name)")),
                b: .init(device: ObjectID("dev:\(name)"), interface: ObjectID("if:\(name)#\(near)")), kind: "fibre")
            link.segments = [ObjectID("seg:\(name)")]
            document.links.append(link)
        }
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        return Network.compile(document).network
    }()

    /// What is paged when a, b and c go at 100.5 s and the battery of `battery` takes over at 101 s.
    private static func pages(battery: String) -> [ObjectID] {
        var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(10))
        context.hearsBreaks = false
        var engine = DiagnosisEngine(network: network, context: context)
        var pages: [ObjectID] = []
        for second in 0..<Int64(200) {
            let time = Timestamp(milliseconds: second * 1000)
            func take(_ device: String, _ kind: Observation.Kind) {
                let row = Observation(time: time, collector: "collector:c", device: ObjectID("dev:\(device)"), kind: kind)
                for case .page(let page) in engine.receive(row, at: time) { pages.append(page.object) }
            }
            let isCut = second > 100
            if second == 101 {
                for name in ["a", "b", "c"] { take("hub", .trap(.linkDown(ObjectID("if:hub#\(name)")))) }
                take(battery, .trap(.onBattery))
            }
            for (place, name) in (["nms", "hub"] + offices).enumerated() where second % 10 == place {
                if isCut, "abc".contains(name) {
                    take(name, .ping(.timeout))
                } else {
                    take(name, .ping(.ok(ports: .read)))
                    for office in ["a", "b", "c"] where isCut && name == "hub" {
                        take("hub", .ifOper(interface: ObjectID("if:hub#\(office)"), up: false))
                    }
                }
            }
            for case .page(let page) in engine.advance(to: time) { pages.append(page.object) }
        }
        return pages
    }

    @Test func `a loss of power two degrees away leaves a cut a cut`() {
        #expect(Self.pages(battery: "far") == ["duct:x"])
    }

    @Test func `a loss of power beside what fell silent makes it an area without power`() {
        let pages = Self.pages(battery: "near")
        #expect(pages.count == 1 && pages.first?.kind == .area, "\(pages)")
    }
}
