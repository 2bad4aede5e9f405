// Municipal offices with their aggregation routers, and how they hang on the backbone.

extension NationalModel {
    /// The collector near the district.
    static func collector(_ municipality: Municipality) -> String {
        municipality.seat.lat > 44.3 ? "collector:bg" : "collector:kg"
    }

    /// One of the feeds of the town, some ten sites each.
    func feed(_ municipality: Municipality, _ object: String) -> String {
        "\(municipality.slug)-\(1 + Choice.index("feed \(object)", 1 + municipality.places.count / 4))"
    }

    mutating func buildMunicipalities() {
        for (index, municipality) in municipalities.enumerated() {
            let id = "m-" + municipality.slug
            // Of some 160 municipalities, 106 have eCitizen counters.
            let hasCounters = index * 106 / municipalities.count != (index + 1) * 106 / municipalities.count
            site(
                "sites-municipalities", id, "Municipality of \(municipality.name)", kind: "municipality", at: municipality.seat,
                ups: Choice.of("ups \(id)", [(1800, 5), (3600, 3), (900, 2)]), feed: feed(municipality, id),
                in: municipality.name,
                calendar: "office", tags: hasCounters ? "counters=\(2 + Choice.index("counters \(id)", 7))" : "")
            device("devices-municipalities", id, at: id, role: "agg", collectors: Self.bothCollectors)
            join(municipality)
            if Choice.chance("lte \(id)", 0.3) { backUp(id, id, "links-backup", mbps: 50) }
        }
    }

    /// LTE to the nearest data centre, carrying only when nothing else does.
    mutating func backUp(_ id: String, _ device: String, _ file: String, mbps: Int) {
        let centre = Choice.chance("centre \(id)", 0.5) ? "dc-bg" : "dc-kg"
        let mobile = Choice.chance("mobile \(id)", 0.6) ? "mobile-a" : "mobile-b"
        link(
            file, id + "-lte", device, centre + "-vpn-1", ports: ("lte", "tun"), kind: "lte", mbps: mbps,
            ["via": "cloud:" + mobile, "standby_s": "40", "owner": "owner:" + mobile, "a.follows": "local", "b.follows": "local"])
    }

    private mutating func join(_ municipality: Municipality) {
        let id = "m-" + municipality.slug
        guard let node = municipality.name == "Beograd" ? cityHubs.first?.node : seatNode[municipality.slug] else { return }
        if let hub = hubs.first(where: { $0.node == node }) { return joinInTown(id, municipality, hub.name) }
        let near = hubs.map { ($0, graph.way(from: node, to: $0.node) ?? []) }.sorted { graph.length($0.1) < graph.length($1.1) }
        let first = near[0]
        uplink(id, "1", over: first.1, from: node, to: first.0.name)
        guard Choice.chance("second \(id)", 0.62) else { return }
        // Planners meant all second ways to be apart from the first; three in ten are only apart on paper.
        let second = near[1].0
        let avoided = Choice.chance("apart \(id)", 0.7) ? Set(first.1) : []
        uplink(id, "2", over: graph.way(from: node, to: second.node, avoiding: avoided) ?? [], from: node, to: second.name)
    }

    /// Over the ducts of `way`: to the router of the next municipality on it, or through to the backbone.
    private mutating func uplink(_ id: String, _ number: String, over way: [Int], from node: Int, to hub: String) {
        var (end, length) = (hub + "-core", way.count)
        if Choice.chance("chain \(id) \(number)", 0.45), way.count > 1 {
            let next = graph.other(way[0], node)
            if let slug = seatNode.first(where: { $0.value == next })?.key { (end, length) = ("m-" + slug, 1) }
        }
        let isRadio = way.count == 1 && Choice.chance("radio \(id) \(number)", 0.06)
        link(
            "links-municipalities", "\(id)-\(number)", end, id, ports: (end.hasPrefix("m-") ? "ge-0/0/" : "xe-0/0/", "xe-0/0/"),
            kind: isRadio ? "radio" : "fibre", mbps: isRadio ? 400 : 1000,
            over: isRadio ? [] : ducts(along: Array(way.prefix(length))), fibres: 24,
            ["otdr": length > 2 && !isRadio ? "true" : ""])
    }

    /// In a town with a backbone node: two ducts to the municipal office, or one that holds both.
    private mutating func joinInTown(_ id: String, _ municipality: Municipality, _ hub: String) {
        let point = municipality.seat
        let office = point.moved(km: 0.7, towards: 360 * Choice.share("office \(id)"))
        let apart = Choice.chance("apart \(id)", 0.6)
        for number in apart ? [1, 2] : [1] {
            duct(
                "ducts-access", "\(id)-\(number)", owner: number == 1 ? "own" : "telecom",
                name: "\(municipality.name), to the municipal office \(number)",
                along: [point, point.middle(to: office).moved(km: 0.2, towards: Double(number) * 180), office], manholeEvery: 0.5)
        }
        for number in 1...2 {
            link(
                "links-municipalities", "\(id)-\(number)", hub + "-core", id, ports: ("xe-0/0/", "xe-0/0/"), kind: "fibre",
                mbps: 10_000,
                over: ["\(id)-\(apart ? number : 1)"], fibres: 48)
        }
    }
}
