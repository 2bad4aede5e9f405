// Data centres, backbone nodes and the links between them.

extension NationalModel {
    /// Seats of districts, by slug of the municipality.
    static let districtSeats = [
        "subotica", "sombor", "kikinda", "novi-sad", "zrenjanin", "pancevo", "sremska-mitrovica", "sabac", "valjevo", "smederevo",
        "pozarevac", "kragujevac", "jagodina", "bor", "zajecar", "uzice", "cacak", "kraljevo", "krusevac", "nis", "prokuplje",
        "pirot",
        "leskovac", "vranje",
    ]

    mutating func buildDataCentresAndHubs() {
        for hub in cityHubs { addHub(hub.name, at: hub.node, "Beograd", core: hub.name == "bg-1" || hub.name == "bg-2") }
        for slug in Self.districtSeats {
            guard let node = seatNode[slug], let name = municipalities.first(where: { $0.slug == slug })?.name else { continue }
            addHub(slug, at: node, name, core: ["novi-sad", "kragujevac", "nis", "kraljevo"].contains(slug))
        }
        addDataCentre(
            "dc-bg", "State data centre Beograd", "Beograd", near: Self.centre.moved(km: 3.1, towards: 265),
            hubs: ["bg-1", "bg-2"])
        if let node = seatNode["kragujevac"] {
            let point = graph.nodes[node].moved(km: 3.4, towards: 25)
            addDataCentre("dc-kg", "State data centre Kragujevac", "Kragujevac", near: point, hubs: ["kragujevac", "jagodina"])
        }
    }

    private mutating func addHub(_ name: String, at node: Int, _ municipality: String, core: Bool) {
        hubs.append((name, node, municipality))
        site(
            "sites-backbone", "hub-" + name,
            "\(municipality), backbone node" + (name.hasPrefix("bg-") ? " \(name.dropFirst(3))" : ""), kind: "hub",
            at: graph.nodes[node], ups: 28800, feed: "hub-" + name, in: municipality, level: "internal")
        device(
            "devices-backbone", name + "-core", at: "hub-" + name, role: core ? "core" : "hub", collectors: Self.bothCollectors)
    }

    /// Rooms, racks, routers, server switches, supplies and cooling; ways to two backbone nodes.
    private mutating func addDataCentre(
        _ id: String, _ name: String, _ municipality: String, near point: Point, hubs names: [String]
    ) {
        site(
            "sites-backbone", id, name, kind: "dc", at: point, ups: 86400, feed: id, in: municipality, level: "internal",
            tags: "rooms=2; feeds=2; cooling=n+1")
        for room in ["a", "b"] {
            for rack in 1...8 {
                tables.add(
                    "racks", ["id": "rack:\(id)-\(room)\(rack)", "site": "site:\(id)", "room": "Room \(room.uppercased())"])
            }
        }
        let devices: [(String, String, String)] = [
            ("gw-1", "core", "a1"), ("gw-2", "core", "b1"), ("vpn-1", "hub", "a2"), ("sw-1", "server-switch", "a3"),
            ("sw-2", "server-switch", "a4"),
            ("sw-3", "server-switch", "b3"), ("sw-4", "server-switch", "b4"), ("nms", "nms", "a8"), ("ups-1", "ups", "a7"),
            ("ups-2", "ups", "b7"),
            ("cool-1", "cooling", "a6"), ("cool-2", "cooling", "b6"),
        ]
        for (device, role, rack) in devices {
            self.device(
                "devices-backbone", "\(id)-\(device)", at: id, role: role, collectors: Self.bothCollectors, rack: "\(id)-\(rack)")
        }
        patch(id, "gw-1", "gw-2", 100_000)
        for (device, _, _) in devices.dropFirst(2) {
            for gateway in device.hasPrefix("sw") || device == "vpn-1" ? ["gw-1", "gw-2"] : ["gw-1"] {
                patch(id, gateway, device, 10_000)
            }
        }
        for (index, hub) in names.enumerated() { joinDataCentre(id, name, point, to: hub, gateway: "gw-\(index + 1)", index) }
    }

    private mutating func patch(_ id: String, _ a: String, _ b: String, _ mbps: Int) {
        link(
            "links-backbone", "\(id)-\(a)-\(b)", "\(id)-\(a)", "\(id)-\(b)", ports: ("et-0/0/", "eth"), kind: "patch", mbps: mbps)
    }

    /// A duct from the building to the way that leads on to the backbone node.
    private mutating func joinDataCentre(
        _ id: String, _ name: String, _ point: Point, to hub: String, gateway: String, _ index: Int
    ) {
        guard let goal = hubs.first(where: { $0.name == hub })?.node else { return }
        let members = id == "dc-bg" ? chambers : seatNode.values.sorted()
        let near = members.filter { $0 != goal || id != "dc-bg" }.sorted {
            graph.nodes[$0].km(to: point) < graph.nodes[$1].km(to: point)
        }
        let entry = id == "dc-bg" ? near[index * 2] : near[0]
        let owner = ["own", "police"][index]
        duct(
            "ducts-access", "\(id)-\(index + 1)", owner: owner, name: "\(name), entry \(index + 1)",
            along: [
                graph.nodes[entry], graph.nodes[entry].middle(to: point).moved(km: 0.4, towards: Double(index) * 180), point,
            ], manholeEvery: 0.6)
        let way = graph.way(from: goal, to: entry) ?? []
        link(
            "links-backbone", "\(id)-\(hub)", hub + "-core", "\(id)-\(gateway)", ports: ("xe-0/0/", "xe-0/0/"), kind: "fibre",
            mbps: 40_000,
            over: ducts(along: way) + ["\(id)-\(index + 1)"], fibres: 96, ["otdr": "true", "name": "\(name), way \(index + 1)"])
    }

    mutating func buildBackbone() {
        let country = [
            "bg-3 novi-sad", "novi-sad subotica", "subotica sombor", "sombor novi-sad", "novi-sad zrenjanin", "zrenjanin kikinda",
            "kikinda subotica", "zrenjanin pancevo", "pancevo bg-4", "novi-sad sremska-mitrovica", "sremska-mitrovica sabac",
            "sremska-mitrovica bg-3", "sabac valjevo", "sabac bg-8", "valjevo bg-7", "valjevo uzice", "uzice cacak",
            "cacak kraljevo",
            "kraljevo krusevac", "krusevac nis", "cacak kragujevac", "kragujevac bg-6", "kragujevac jagodina", "jagodina nis",
            "jagodina smederevo", "smederevo bg-5", "smederevo pozarevac", "pozarevac bor", "bor zajecar", "zajecar nis",
            "nis pirot",
            "nis leskovac", "leskovac vranje", "nis prokuplje", "prokuplje krusevac",
        ]
        for pair in country { joinHubs(pair, mbps: 10_000) }
        for pair in [
            "bg-1 bg-2", "bg-3 bg-4", "bg-4 bg-5", "bg-5 bg-6", "bg-6 bg-7", "bg-7 bg-8", "bg-8 bg-3", "bg-1 bg-4", "bg-1 bg-5",
            "bg-2 bg-7", "bg-2 bg-3",
        ] {
            joinHubs(pair, mbps: 40_000)
        }
        link(
            "links-backbone", "dc-bg-dc-kg", "dc-bg-gw-1", "dc-kg-gw-2", ports: ("xe-0/0/", "xe-0/0/"), kind: "leased",
            mbps: 10_000,
            [
                "via": "cloud:telecom-belgrade", "owner": "owner:telecom", "contract": "TS-WDM-1",
                "name": "Data centres, leased wave",
            ])
    }

    private mutating func joinHubs(_ pair: String, mbps: Int) {
        let names = pair.split(separator: " ").map(String.init)
        guard let a = hubs.first(where: { $0.name == names[0] }), let b = hubs.first(where: { $0.name == names[1] }),
            let way = graph.way(from: a.node, to: b.node)
        else { return }
        link(
            "links-backbone", "\(a.name)-\(b.name)", a.name + "-core", b.name + "-core", ports: ("xe-0/0/", "xe-0/0/"),
            kind: "fibre",
            mbps: mbps, over: ducts(along: way), fibres: 96,
            ["otdr": "true", "name": "Backbone \(nodeNames[a.node]) – \(nodeNames[b.node])"])
    }
}
