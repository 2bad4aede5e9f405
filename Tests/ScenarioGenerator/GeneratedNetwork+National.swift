import NetworkModel

extension GeneratedNetwork {
    /// A national network: two data centres, hubs in rings, municipalities in rings between hubs, offices on spurs that share ducts, two
    /// collectors. `hubCount` sets the size: about 40 offices a hub.
    package static func national(hubCount: Int, seed: UInt64) -> NetworkDocument {
        var national = National(NetworkBuilder(name: "nat-\(seed)", seed: seed))
        national.addCentres()
        national.addHubs(max(hubCount, 3))
        national.addMunicipalities()
        national.addOffices()
        national.builder.addFeeds(share: 0.35, together: 0.6)
        return national.builder.document
    }
}

private struct National {
    struct Node {
        var device: ObjectID
        var point: (lat: Double, lon: Double)
    }

    static let both: [ObjectID] = ["collector:c1", "collector:c2"]
    var builder: NetworkBuilder
    var cores: [Node] = []
    var hubs: [Node] = []
    var municipalities: [Node] = []
    var officeCount = 0

    init(_ builder: NetworkBuilder) { self.builder = builder }

    mutating func addCentres() {
        let points = [(lat: 44.8, lon: 20.46), (lat: 44.01, lon: 20.92)]
        for (number, point) in points.enumerated() {
            let name = "dc\(number + 1)"
            builder.document.sites.append(
                .init(id: ObjectID("site:" + name), name: name, kind: "dc", lat: point.lat, lon: point.lon))
            builder.document.sites[number].upsSeconds = 240
            let site = ObjectID("site:" + name)
            let core1 = builder.device(name + "-core1", at: site, role: "core", collectors: Self.both)
            let core2 = builder.device(name + "-core2", at: site, role: "core", collectors: Self.both)
            let server = builder.device(name + "-srv", at: site, role: "server-switch", collectors: Self.both)
            let nms = builder.device("nms\(number + 1)", at: site, role: "nms", collectors: [Self.both[number]])
            builder.link(core1, core2, kind: "patch", mbps: 40000)
            builder.link(core1, server, kind: "patch", mbps: 10000)
            builder.link(core2, server, kind: "patch", mbps: 10000)
            builder.link(nms, core1, kind: "patch", mbps: 1000)
            builder.document.collectors.append(.init(id: Self.both[number], device: nms))
            cores += [Node(device: core1, point: point), Node(device: core2, point: point)]
        }
        for plane in 0..<2 { join(cores[plane], cores[plane + 2], mbps: 40000, pieces: 3) }
        builder.document.services = [
            .init(id: "svc:egov-portal", hosts: ["dev:dc1-srv", "dev:dc2-srv"], clients: ["egov"]),
            .init(id: "svc:post-payments", hosts: ["dev:dc1-srv"], clients: ["post"]),
            .init(id: "svc:registry", hosts: ["dev:dc2-srv"], clients: ["egov", "post", "municipality"]),
        ]
    }

    /// Fibre in ducts of its own, of which some are shared with the last link that was joined this way.
    private var lastDuct: ObjectID?
    private mutating func join(_ a: Node, _ b: Node, mbps: Double, pieces: Int) {
        let km = NetworkBuilder.kilometres(a.point, b.point)
        var ducts = (0..<pieces).map { _ in builder.duct(km: km / Double(pieces)) }
        if let lastDuct, builder.dice.chance(0.25) { ducts[0] = lastDuct }
        lastDuct = ducts.last
        let link = builder.link(a.device, b.device, mbps: mbps, over: ducts)
        builder.document.links[link].otdr = builder.dice.chance(0.3)
    }

    mutating func addHubs(_ count: Int) {
        for number in 0..<count {
            let point = (lat: builder.dice.real(42.5...46), lon: builder.dice.real(19...22.5))
            let device = builder.place("hub\(number)", kind: "hub", role: "hub", at: point, ups: 180, collectors: Self.both)
            hubs.append(Node(device: device, point: point))
        }
        // Rings of four to six hubs over both data centres, and a chord here and there.
        var first = 0
        while first < hubs.count {
            let ring = Array(hubs[first..<min(first + builder.dice.number(4...6), hubs.count)])
            first += ring.count
            let ends = builder.dice.chance(0.5) ? (cores[0], cores[3]) : (cores[1], cores[2])
            for (a, b) in zip([ends.0] + ring, ring + [ends.1]) { join(a, b, mbps: 10000, pieces: 2) }
            if ring.count > 3, builder.dice.chance(0.4) { join(ring[0], ring[2], mbps: 10000, pieces: 2) }
        }
    }

    mutating func addMunicipalities() {
        for (number, hub) in hubs.enumerated() {
            for _ in 0..<builder.dice.number(1...2) {
                let chain = (0..<builder.dice.number(1...4)).map { _ in municipality(near: hub) }
                let home = builder.dice.chance(0.6) ? hub : hubs[(number + 1) % hubs.count]
                // Both ends of a ring that comes home may leave through one trench.
                let trench = builder.dice.chance(0.3) ? builder.duct(km: 3) : nil
                for (step, (a, b)) in zip([hub] + chain, chain + [home]).enumerated() {
                    var ducts = (0..<builder.dice.number(1...2)).map { _ in
                        builder.duct(km: NetworkBuilder.kilometres(a.point, b.point))
                    }
                    if let trench, step == 0 || step == chain.count { ducts.insert(trench, at: step == 0 ? 0 : ducts.count) }
                    let isSpur = chain.count == 1 && step == 1 && builder.dice.chance(0.3)
                    if !isSpur { builder.link(a.device, b.device, mbps: 1000, over: ducts) }
                }
            }
        }
    }

    private mutating func municipality(near hub: Node) -> Node {
        let point = (lat: hub.point.lat + builder.dice.real(-0.3...0.3), lon: hub.point.lon + builder.dice.real(-0.3...0.3))
        let managed = !builder.dice.chance(0.02)
        let device = builder.place(
            "m\(municipalities.count)", kind: "municipality", role: "agg", at: point, ups: builder.dice.chance(0.5) ? 120 : 0,
            collectors: managed ? Self.both : [])
        municipalities.append(Node(device: device, point: point))
        return municipalities[municipalities.count - 1]
    }

    mutating func addOffices() {
        for node in municipalities + hubs {
            var left = builder.dice.number(3...16)
            while left > 0 {
                let group = min(left, builder.dice.chance(0.4) ? 1 : builder.dice.number(2...5))
                left -= group
                addOffices(group, at: node)
            }
        }
    }

    /// Offices whose fibre leaves the node through one duct, or which hang on a leased line or a radio link alone.
    private mutating func addOffices(_ count: Int, at node: Node) {
        let trunk = builder.duct(km: builder.dice.real(0.5...6))
        for _ in 0..<count {
            let point = (
                lat: node.point.lat + builder.dice.real(-0.08...0.08), lon: node.point.lon + builder.dice.real(-0.08...0.08)
            )
            let collectors = builder.dice.chance(0.03) ? [] : [Self.both[builder.dice.chance(0.55) ? 0 : 1]]
            let office = builder.place(
                "a\(officeCount)", kind: builder.dice.chance(0.6) ? "post" : "egov", role: "cpe", at: point,
                collectors: collectors)
            officeCount += 1
            if builder.dice.chance(0.1) {
                builder.link(office, node.device, kind: "leased", mbps: 20)
            } else if builder.dice.chance(0.06) {
                builder.link(office, node.device, kind: "radio", mbps: 50)
            } else {
                let own = builder.dice.chance(0.5) ? [builder.duct(km: builder.dice.real(0.2...3))] : []
                builder.link(office, node.device, mbps: 100, over: [trunk] + own)
                if builder.dice.chance(0.03), let other = builder.dice.pick(municipalities), other.device != node.device {
                    builder.link(office, other.device, mbps: 100, over: [builder.duct(km: 9)])
                }
            }
        }
    }
}
