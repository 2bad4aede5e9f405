import NetworkModel
import Testing

@testable import Diagnosis

/// A core and six offices on leased links through one carrier, all read with one credential.
private struct LeasedTown {
    static let offices = ["o1", "o2", "o3", "o4", "o5", "o6"]
    var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(60))
    let network: Network
    /// Offices whose link is gone, and from when to when in seconds.
    var gone: [String: ClosedRange<Double>] = [:]
    /// Offices that refuse to be read since then.
    var refusing: [String: Double] = [:]
    /// Offices that tell with their last breath, at 201 s, that they lose power.
    var gasps: [String] = []
    /// Whether the core's ports show that a link is gone.
    var showsPorts = true

    init() {
        var document = NetworkDocument(name: "leased")
        document.clouds = [.init(id: "cloud:tk", owner: "telecom")]
        for name in ["nms", "core"] + Self.offices {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: name.hasPrefix("o") ? "post" : "hub"))
            var device = NetworkDocument.Device(
                id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "cpe", collectors: ["collector:c"])
            if name.hasPrefix("o") { device.credential = "cred:ro" }
            document.devices.append(device)
        }
        func join(_ a: String, _ b: String, _ kind: String) {
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(b)"), a: .init(device: ObjectID("dev:\(a)"), interface: ObjectID("if:\(a)#\(b)")),
                b: .init(device: ObjectID("dev:\(b)"), interface: ObjectID("if:\(b)#1")), kind: kind)
            if kind == "leased" { link.via = ["cloud:tk"] }
            document.links.append(link)
        }
        join("nms", "core", "patch")
        for office in Self.offices { join("core", office, "leased") }
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:core"], clients: ["post"])]
        network = Network.compile(document).network
    }

    func judge(until end: Double) -> ResultDocument {
        var engine = DiagnosisEngine(network: network, context: context)
        var result = ResultDocument(scenario: "leased")
        for round in 0..<Int(end / 60) {
            for (place, device) in network.document.devices.enumerated() {
                let time = Double(round) * 60 + 2 + Double(place) * 7
                if round == 3, place == 3 {
                    for office in gasps {
                        let row = Observation(
                            time: Timestamp(seconds: 201), collector: "collector:c", device: ObjectID("dev:\(office)"),
                            kind: .trap(.dyingGasp))
                        result.add(engine.receive(row, at: row.time))
                    }
                }
                for kind in answers(of: String(device.id.name), at: time) {
                    let row = Observation(
                        time: Timestamp(seconds: time), collector: "collector:c", device: device.id, kind: kind)
                    result.add(engine.receive(row, at: row.time))
                }
            }
        }
        result.add(engine.advance(to: Timestamp(seconds: end)))
        return result
    }

    private func answers(of name: String, at time: Double) -> [Observation.Kind] {
        if gone[name]?.contains(time) == true { return [.ping(.timeout)] }
        if let since = refusing[name], time >= since { return [.ping(.ok()), .snmp(.auth)] }
        guard name == "core", showsPorts else { return [.ping(.ok())] }
        let down = Self.offices.filter { gone[$0]?.contains(time) == true }
        return [.ping(.ok())] + down.map { .ifOper(interface: ObjectID("if:core#\($0)"), up: false) }
    }
}

@Suite struct EverydayTests {
    @Test func `several leased links that go at once are their carrier, with the sites that it hit`() {
        var town = LeasedTown()
        for office in ["o1", "o2", "o3", "o4"] { town.gone[office] = 200...2_000 }
        let result = town.judge(until: 600)
        let standing = result.incidents.filter { !$0.withdrawn && $0.kind == .fault }
        #expect(standing.map(\.best) == ["cloud:tk"])
        #expect(standing.first?.impactedSites == ["site:o1", "site:o2", "site:o3", "site:o4"])
        #expect(result.pages.map(\.object) == ["cloud:tk"])
    }

    @Test func `where many sites come back one by one it is known which are still hit`() {
        var town = LeasedTown()
        for (n, office) in ["o1", "o2", "o3", "o4"].enumerated() { town.gone[office] = 200...Double(900 + 200 * n) }
        let open = town.judge(until: 1_450).incidents.filter { !$0.withdrawn && $0.closed == nil }
        #expect(open.map(\.sitesHitNow) == [["site:o4"]] && open.allSatisfy { $0.impactedSites.count > 1 })
    }

    @Test func `one leased link is not its carrier`() {
        var town = LeasedTown()
        town.gone["o2"] = 200...2_000
        let result = town.judge(until: 600)
        #expect(!result.incidents.contains { $0.candidates.contains("cloud:tk") })
        #expect(result.pages.count == 1)
    }

    @Test func `devices that refuse together are their credential, which pages nobody`() {
        var town = LeasedTown()
        for office in LeasedTown.offices { town.refusing[office] = 200 }
        let result = town.judge(until: 900)
        #expect(result.incidents.map(\.kind) == [.management] && result.incidents.map(\.best) == ["cred:ro"])
        #expect(result.pages.isEmpty && result.incidents.allSatisfy { $0.impactedSites.isEmpty })
    }

    @Test func `one device that refuses is its own affair`() {
        var town = LeasedTown()
        town.refusing["o5"] = 200
        let result = town.judge(until: 900)
        #expect(result.incidents.isEmpty && result.pages.isEmpty)
    }

    @Test func `a silence that ends within the hold is transient and never paged`() {
        var town = LeasedTown()
        town.context.hold = .seconds(300)
        town.showsPorts = false
        town.gone["o3"] = 200...400
        let result = town.judge(until: 1_200)
        #expect(result.pages.isEmpty)
        #expect(result.incidents.filter { !$0.withdrawn }.allSatisfy { $0.kind == .transient && $0.closed != nil })
    }

    /// Pages of a town whose office `o3`, or `o3` to `o5`, tells of a loss of power at 200 s and is silent until `end`.
    private func pagesOfPowerLoss(at offices: [String], until end: Double) -> [Page] {
        var town = LeasedTown()
        town.context.hold = .seconds(300)
        for office in offices {
            town.gone[office] = 200...end
            town.gasps.append(office)
        }
        return town.judge(until: 1_200).pages
    }

    @Test(arguments: [["o3"], ["o3", "o4", "o5"]])
    func `power that comes back within the hold is told to nobody, of one site or of an area`(_ offices: [String]) {
        #expect(pagesOfPowerLoss(at: offices, until: 330).isEmpty)
    }

    @Test(arguments: [["o3"], ["o3", "o4", "o5"]])
    func `power that stays away is told when the hold is over`(_ offices: [String]) {
        let pages = pagesOfPowerLoss(at: offices, until: 9_000)
        #expect(pages.count == 1 && (500...620).contains(pages.first?.time.seconds ?? 0), "\(pages)")
    }

    @Test func `a silence that lasts is paged when its hold is over, not before`() {
        var town = LeasedTown()
        town.context.hold = .seconds(300)
        town.showsPorts = false
        town.gone["o3"] = 200...9_000
        let result = town.judge(until: 1_200)
        #expect(result.pages.count == 1)
        #expect((440...640).contains(result.pages.first?.time.seconds ?? 0), "\(result.pages)")
    }
}
