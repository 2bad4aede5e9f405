import NetworkModel

@testable import Diagnosis

/// A monitor, a hub and offices around it, each on a fibre through the ducts that it is given, and perhaps through an amplifier on the
/// way (`dev:amp`, which nobody asks). One office may hang on another instead of on the hub.
///
///     nms – hub ─(ducts)─ office, ...
enum StarTown {
    static func network(
        _ offices: [(name: String, ducts: [String])], amplified: Set<String> = [], batteries: [String: Int] = [:],
        feeds: [String: String] = [:], behind: [String: String] = [:]
    ) -> Network {
        var document = NetworkDocument(name: "star")
        func add(_ name: String, _ kind: String, collectors: [ObjectID] = ["collector:c"]) {
            var site = NetworkDocument.Site(id: ObjectID("site:\(name)"), name: name, kind: kind)
            site.upsSeconds = batteries[name]
            site.feed = feeds[name].map { ObjectID("feed:\($0)") }
            document.sites.append(site)
            document.devices.append(
                .init(id: ObjectID("dev:\(name)"), site: site.id, role: "cpe", collectors: collectors))
        }
        for name in ["nms", "hub"] { add(name, "hub") }
        for office in offices { add(office.name, "post") }
        if !amplified.isEmpty { add("amp", "hub", collectors: []) }
        document.feeds = Set(feeds.values).sorted().map { .init(id: ObjectID("feed:\($0)")) }
        document.ducts = Set(offices.flatMap(\.ducts)).sorted().map { .init(id: ObjectID("duct:\($0)")) }
        for (name, ducts) in [("hub", [])] + offices.map({ ($0.name, $0.ducts) }) {
            let near = name == "hub" ? "nms" : behind[name] ?? "hub"
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(name)"),
                a: .init(device: ObjectID("dev:\(near)"), interface: ObjectID("if:\(near)#\(name)")),
                b: .init(device: ObjectID("dev:\(name)"), interface: ObjectID("if:\(name)#up")),
                kind: name == "hub" ? "patch" : "fibre")
            for duct in ducts {
                link.segments.append(ObjectID("seg:\(name)-\(duct)"))
                document.segments.append(.init(id: ObjectID("seg:\(name)-\(duct)"), duct: ObjectID("duct:\(duct)"), km: 2))
            }
            if amplified.contains(name) { link.via = ["dev:amp"] }
            document.links.append(link)
        }
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:hub"], clients: ["post"])]
        return Network.compile(document).network
    }

    /// What stands of an episode of ten minutes in which links and devices die at 200 s.
    static func causes(_ network: Network, dead: [ObjectID]) -> [[ObjectID]] {
        judge(network, dead: Dictionary(uniqueKeysWithValues: dead.map { ($0, 200) }), until: 600).incidents
            .filter { !$0.withdrawn }.map(\.candidates)
    }

    /// What is found until `end` where links and devices die at these seconds.
    static func judge(_ network: Network, dead: [ObjectID: Double], more: [Observation] = [], until end: Double) -> ResultDocument
    {
        var town = TownClock()
        town.network = network
        town.deadLinks = dead.filter { $0.key.kind == .link }
        town.deadDevices = dead.filter { $0.key.kind == .device }
        return town.judge((town.rows(until: end) + more).sorted { $0.time < $1.time }, until: end)
    }
}
