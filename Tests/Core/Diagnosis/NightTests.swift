import NetworkModel
import Testing

@testable import Diagnosis

/// A town that has mobile backup for itself alone, with a court that never closes and two posts that may switch off at night.
///
///     nms – core ─(duct:main)─ town ─ court p1 p2
///             ╲······ mobile ······╱
private struct NightTown {
    static let devices = ["nms", "core", "town", "court", "p1", "p2"]
    /// Tuesday 24 November 2026, 07:00 in Belgrade; posts are open from eight to nineteen, half an hour of grace.
    static let start = Timestamp(milliseconds: 1_795_500_000_000)
    let network: Network
    /// Devices that are cut off by the duct, and those that are dead or switched off, by hours since the start.
    var cut: Range<Double> = 0..<0
    var dead: [String: [Range<Double>]] = [:]

    init() {
        var document = NetworkDocument(name: "night")
        document.calendars = [
            .init(id: "cal:post", zone: "Europe/Belgrade", open: ["mon-fri": "08:00-19:00"], closed: [], graceSeconds: 1800)
        ]
        for name in Self.devices {
            var site = NetworkDocument.Site(
                id: ObjectID("site:\(name)"), name: name, kind: name.hasPrefix("p") ? "post" : name == "court" ? "egov" : "hub")
            if name.hasPrefix("p") { (site.calendar, site.offHours) = ("cal:post", .allowed) }
            document.sites.append(site)
            document.devices.append(
                .init(id: ObjectID("dev:\(name)"), site: site.id, role: "cpe", collectors: ["collector:c"]))
        }
        func join(_ a: String, _ b: String, _ duct: String?, _ kind: String) {
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(a)-\(b)-\(kind)"),
                a: .init(device: ObjectID("dev:\(a)"), interface: ObjectID("if:\(a)#\(b)\(kind)")),
                b: .init(device: ObjectID("dev:\(b)"), interface: ObjectID("if:\(b)#\(a)\(kind)")), kind: kind)
            if let duct {
                document.ducts.append(.init(id: ObjectID("duct:\(duct)")))
                document.segments.append(.init(id: ObjectID("seg:\(duct)"), duct: ObjectID("duct:\(duct)"), km: 3))
                link.segments = [ObjectID("seg:\(duct)")]
            }
            if kind == "lte" { (link.standbySeconds, link.a.follows, link.b.follows) = (40, .local, .local) }
            document.links.append(link)
        }
        join("nms", "core", nil, "patch")
        join("core", "town", "main", "fibre")
        join("town", "core", nil, "lte")
        for office in ["court", "p1", "p2"] { join("town", office, "street-\(office)", "fibre") }
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:core"], clients: ["post", "egov"])]
        network = Network.compile(document).network
    }

    private func isDead(_ name: String, _ hour: Double) -> Bool { dead[name]?.contains { $0.contains(hour) } == true }

    private func answers(of name: String, at hour: Double) -> [Observation.Kind] {
        let isBehind = ["court", "p1", "p2"].contains(name)
        if isDead(name, hour) || isBehind && (cut.contains(hour) || isDead("town", hour)) { return [.ping(.timeout)] }
        var down: [String] = []
        if name == "core", cut.contains(hour) || isDead("town", hour) { down = ["core#townfibre"] }
        if name == "town" {
            if cut.contains(hour) { down = ["town#corefibre"] }
            down += ["court", "p1", "p2"].filter { isDead($0, hour) }.map { "town#\($0)fibre" }
        }
        return [.ping(.ok())] + down.map { .ifOper(interface: ObjectID("if:\($0)"), up: false) }
    }

    /// How many devices are silent as expected at hour `end`.
    func expectedSilent(at end: Double) -> Int { run(until: end).engine.expectedSilentCount }

    func judge(until end: Double) -> ResultDocument { run(until: end).result }

    /// All rows until hour `end`, each device being asked once a minute.
    private func run(until end: Double) -> (engine: DiagnosisEngine, result: ResultDocument) {
        var context = EpisodeContext(start: Self.start, pollInterval: .seconds(60))
        (context.epochOffset, context.hearsBreaks, context.readTime) = (0, false, TimeSpan(milliseconds: 300))
        context.knownOff = ["site:p1", "site:p2"]
        var engine = DiagnosisEngine(network: network, context: context)
        var result = ResultDocument(scenario: "night")
        for round in 0..<Int(end * 60) {
            for (place, device) in network.document.devices.enumerated() {
                let second = round * 60 + 2 + place * 7
                for kind in answers(of: String(device.id.name), at: Double(second) / 3600) {
                    let row = Observation(
                        time: Self.start + .seconds(Int64(second)), collector: "collector:c", device: device.id, kind: kind)
                    result.add(engine.receive(row, at: row.time))
                }
            }
        }
        result.add(engine.advance(to: Self.start + .seconds(Int64(end * 3600))))
        return (engine, result)
    }

    static func hour(_ time: Timestamp?) -> Double { time.map { ($0 - start).seconds / 3600 } ?? .infinity }
}

/// Faults that meet the closing of offices, and a town that lives on its mobile backup while what stands behind it is cut off.
@Suite struct NightTests {
    @Test func `offices behind a town that answers over its backup are told as the cut that took its way`() {
        var town = NightTown()
        town.cut = 3..<5
        let result = town.judge(until: 6)
        #expect(result.pages.count == 1)
        #expect(result.incidents.map(\.best) == ["duct:main"], "\(result.incidents.map(\.candidates))")
        #expect(result.incidents.first?.impactedSites == ["site:court", "site:p1", "site:p2"])
        #expect((5...5.2).contains(NightTown.hour(result.incidents.first?.closed)))
    }

    @Test func `what is mended at night is back, though posts that were behind it have switched off`() {
        var town = NightTown()
        town.cut = 11..<15
        town.dead = ["p1": [12..<25], "p2": [13..<25]]
        let result = town.judge(until: 18)
        #expect(result.pages.count == 1)
        #expect((15...15.2).contains(NightTown.hour(result.incidents.first?.closed)), "\(result.incidents.map(\.closed))")
    }

    @Test func `what is switched off at night is counted apart, what is cut off or lost is not`() {
        var town = NightTown()
        town.dead = ["p1": [12..<25], "p2": [13..<25], "court": [3..<30]]
        #expect(town.expectedSilent(at: 4) == 0 && town.expectedSilent(at: 14) == 2)
    }

    @Test func `a cut at night takes nothing from a post that is switched off, until it would open`() {
        var town = NightTown()
        (town.cut, town.dead) = (13..<30, ["p1": [12..<24.2]])
        let night = town.judge(until: 16)
        #expect(night.incidents.first?.impactedSites == ["site:court", "site:p2"], "\(night.incidents.map(\.impactedSites))")
        let day = town.judge(until: 26)
        #expect(day.incidents.first?.impactedSites == ["site:court", "site:p1", "site:p2"])
    }

    @Test func `a post that comes on in the last minute is not missed, one that does not is told at once`() {
        // Half past eight, when posts have to be on, is an hour and a half after the start.
        var town = NightTown()
        town.dead = ["p1": [0..<1.5 - 20.0 / 3600]]
        let back = town.judge(until: 2)
        #expect(back.pages.isEmpty, "\(back.pages.map { ($0.time, $0.object) })")
        town.dead = ["p1": [0..<9]]
        let lost = town.judge(until: 2)
        #expect(lost.pages.count == 1 && (1.5...1.55).contains(NightTown.hour(lost.pages.first?.time)), "\(lost.pages)")
    }

    @Test func `a post that is out when it closes is not back by closing`() {
        var town = NightTown()
        town.dead = ["p1": [8..<28]]
        let result = town.judge(until: 29)
        #expect(result.pages.count == 1 && result.incidents.count == 1)
        #expect((28...28.2).contains(NightTown.hour(result.incidents.first?.closed)), "\(result.incidents.map(\.closed))")
    }
}
