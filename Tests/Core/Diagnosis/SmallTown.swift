import NetworkModel

@testable import Diagnosis

/// A core with a collector, a ring of two hubs, and four offices behind the second hub: three in one duct, one by radio.
///
///     nms – core ═ hub1
///             ╲    ║
///              ╲  hub2 ─(duct:street: o1 o2 o3), radio o4
enum SmallTown {
    static func network() -> Network {
        var document = NetworkDocument(name: "small")
        func add(_ name: String, _ kind: String) {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: kind))
            document.devices.append(
                .init(id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "cpe", collectors: ["collector:c"]))
        }
        for name in ["nms", "core", "hub1", "hub2", "o1", "o2", "o3", "o4"] { add(name, name.hasPrefix("o") ? "post" : "hub") }
        var ports: [String: Int] = [:]
        func join(_ a: String, _ b: String, _ ducts: [String], _ kind: String = "fibre") {
            ports[a, default: 0] += 1
            ports[b, default: 0] += 1
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(a)-\(b)"),
                a: .init(device: ObjectID("dev:\(a)"), interface: ObjectID("if:\(a)#\(ports[a] ?? 0)")),
                b: .init(device: ObjectID("dev:\(b)"), interface: ObjectID("if:\(b)#\(ports[b] ?? 0)")), kind: kind)
            for duct in ducts {
                let segment = ObjectID("seg:\(a)-\(b)-\(duct)")
                document.segments.append(.init(id: segment, duct: ObjectID("duct:\(duct)"), km: 2))
                link.segments.append(segment)
            }
            document.links.append(link)
        }
        for duct in ["north", "east", "south", "street", "yard"] { document.ducts.append(.init(id: ObjectID("duct:\(duct)"))) }
        join("nms", "core", [], "patch")
        join("core", "hub1", ["north"])
        join("hub1", "hub2", ["east"])
        join("core", "hub2", ["south"])
        join("hub2", "o1", ["street"])
        join("hub2", "o2", ["street"])
        join("hub2", "o3", ["street", "yard"])
        join("hub2", "o4", [], "radio")
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:core"], clients: ["post"])]
        return Network.compile(document).network
    }
}

/// A day on a manual clock: every device is polled once a minute, with what has failed by then.
struct TownClock {
    var network = SmallTown.network()
    var deadLinks: [ObjectID: Double] = [:]
    var deadDevices: [ObjectID: Double] = [:]
    var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(60))

    /// Rows until `end` seconds.
    func rows(until end: Double) -> [Observation] {
        var rows: [Observation] = []
        for round in 0...Int(end / 60) {
            for (place, device) in network.document.devices.enumerated() {
                let time = Double(round) * 60 + 3 + Double(place) * 6
                if time < end { rows += poll(device.id, at: time) }
            }
        }
        return rows.sorted { $0.time < $1.time }
    }

    private func poll(_ device: ObjectID, at time: Double) -> [Observation] {
        func row(_ kind: Observation.Kind) -> Observation {
            Observation(time: Timestamp(seconds: time), collector: "collector:c", device: device, kind: kind)
        }
        guard reaches(device, at: time) else { return [row(.ping(.timeout))] }
        let down = network.document.links.flatMap { link -> [Observation] in
            let ends = [(link.a, link.b), (link.b, link.a)].filter { $0.0.device == device }
            return ends.compactMap { own, far in
                isDead(link.id, deadLinks, time) || isDead(far.device, deadDevices, time)
                    ? row(.ifOper(interface: own.interface, up: false)) : nil
            }
        }
        return [row(.ping(.ok()))] + down
    }

    private func isDead(_ id: ObjectID, _ dead: [ObjectID: Double], _ time: Double) -> Bool {
        dead[id].map { $0 <= time } ?? false
    }

    private func reaches(_ device: ObjectID, at time: Double) -> Bool {
        var seen: Set<ObjectID> = ["dev:nms"]
        var queue: [ObjectID] = ["dev:nms"]
        while let next = queue.popLast() {
            for link in network.document.links where !isDead(link.id, deadLinks, time) {
                for (a, b) in [(link.a.device, link.b.device), (link.b.device, link.a.device)]
                where a == next && !isDead(b, deadDevices, time) && seen.insert(b).inserted { queue.append(b) }
            }
        }
        return seen.contains(device)
    }

    /// What an engine makes of `rows`.
    func judge(_ rows: [Observation], until end: Double) -> ResultDocument {
        var engine = DiagnosisEngine(network: network, context: context)
        var result = ResultDocument(scenario: "town")
        for row in rows { result.add(engine.receive(row, at: row.time)) }
        result.add(engine.advance(to: Timestamp(seconds: end)))
        return result
    }
}
