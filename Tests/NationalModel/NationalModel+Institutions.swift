// eGovernment points: institutions of every municipality behind its router, those of Belgrade on the city's own ducts.

extension NationalModel {
    struct Kind {
        var slug: String
        var name: String
        var calendar: String
        var ups: Int
    }

    static let local = [
        Kind(slug: "tax", name: "Tax office", calendar: "office", ups: 600),
        Kind(slug: "court", name: "Court", calendar: "office", ups: 900),
        Kind(slug: "health", name: "Health centre", calendar: "", ups: 7200),
        Kind(slug: "cadastre", name: "Cadastre", calendar: "office", ups: 300),
        Kind(slug: "social", name: "Social care centre", calendar: "office", ups: 300),
        Kind(slug: "work", name: "Employment office", calendar: "office", ups: 0),
        Kind(slug: "school", name: "School administration", calendar: "office", ups: 0),
    ]
    static let district = [
        Kind(slug: "district", name: "District office", calendar: "office", ups: 1800),
        Kind(slug: "hospital", name: "General hospital", calendar: "", ups: 14400),
        Kind(slug: "prosecutor", name: "Prosecutor's office", calendar: "office", ups: 900),
        Kind(slug: "pension", name: "Pension fund", calendar: "office", ups: 600),
    ]
    static let central = [
        "Government", "National Assembly", "Presidency", "Ministry of Finance", "Ministry of Interior", "Ministry of Justice",
        "Ministry of Health",
        "Ministry of Education", "Ministry of Defence", "Ministry of Foreign Affairs", "Ministry of Economy",
        "Ministry of Agriculture",
        "Ministry of Energy", "Ministry of Construction", "Ministry of Labour", "Ministry of Culture",
        "Ministry of Telecommunications",
        "Ministry of Public Administration", "Tax Administration", "Customs Administration", "Treasury",
        "Business Registers Agency",
        "Statistical Office", "Geodetic Authority", "Pension Fund", "Health Insurance Fund", "National Bank", "Supreme Court",
        "Constitutional Court",
        "Higher Court", "Commercial Court", "Misdemeanour Court", "First Basic Court", "Second Basic Court", "Clinical Centre",
        "Military Hospital",
        "University Hospital Zvezdara", "University Hospital Dedinje", "University Hospital Zemun", "Emergency Centre",
        "Public Health Institute",
        "National Library", "State Archive", "Hydrometeorological Service", "Seismological Survey", "Air Traffic Agency",
        "Railway Directorate",
        "Medicines Agency", "Ombudsman", "Audit Institution", "Statistics Data Office", "Office for IT", "Cadastre of Beograd",
        "City Assembly", "City Water",
        "City Transport", "Social Care of Beograd", "Employment Service", "Procurement Office", "Mint",
    ]

    mutating func buildInstitutions() {
        for municipality in municipalities where municipality.name != "Beograd" {
            var kinds = Array(Self.local.prefix(municipality.places.count > 3 ? 7 : 5))
            if Self.districtSeats.contains(municipality.slug) { kinds += Self.district }
            layStreets(municipality)
            for (index, kind) in kinds.enumerated() { add(kind, number: index, in: municipality) }
        }
        for (index, name) in Self.central.enumerated() { addCentral(name, index) }
    }

    /// Ducts along the main streets of the town, each with the tails of several institutions.
    private mutating func layStreets(_ municipality: Municipality) {
        for street in 0..<streets(municipality) {
            let name = "\(municipality.slug)-street-\(street + 1)"
            let angle = 360 * Choice.share("angle \(municipality.slug)") + Double(street) * 360 / Double(streets(municipality))
            let length = 0.7 + Choice.share("length \(name)")
            duct(
                "ducts-access", name, owner: Choice.of("owner \(name)", [("own", 3), ("telecom", 4), ("city", 2)]),
                name: "\(municipality.name), street \(street + 1)",
                along: [municipality.seat, municipality.seat.moved(km: length, towards: angle)], manholeEvery: 0.4)
        }
    }

    func streets(_ municipality: Municipality) -> Int {
        municipality.places.count > 8 ? 3 : municipality.places.count > 3 ? 2 : 1
    }

    private mutating func add(_ kind: Kind, number: Int, in municipality: Municipality) {
        let id = "e-\(municipality.slug)-\(kind.slug)"
        let street = number % streets(municipality)
        let angle = 360 * Choice.share("angle \(municipality.slug)") + Double(street) * 360 / Double(streets(municipality))
        let corner = municipality.seat.moved(km: 0.3 + 0.1 * Double(number), towards: angle)
        let point = corner.moved(km: 0.1 + 0.25 * Choice.share("drop \(id)"), towards: angle + (number % 2 == 0 ? 90 : -90))
        site(
            "sites-institutions", id, "\(kind.name) \(municipality.name)", kind: "egov", at: point, ups: kind.ups,
            feed: feed(municipality, id),
            in: municipality.name, calendar: kind.calendar,
            switchedOff: !kind.calendar.isEmpty && Choice.chance("off \(id)", 0.5), tags: "type=\(kind.slug)")
        device("devices-institutions", id, at: id, role: "cpe", collectors: Self.collector(municipality))
        if Choice.chance("leased \(id)", 0.07) { return leased("links-institutions", id, municipality, mbps: 50) }
        duct(
            "ducts-access", id, owner: Choice.chance("drop owner \(id)", 0.7) ? "own" : "telecom",
            name: "\(municipality.name), to \(kind.name)",
            along: [corner, point])
        let follows = Choice.chance("converter \(id)", 0.12) ? "local" : ""
        link(
            "links-institutions", id, "m-" + municipality.slug, id, ports: ("ge-0/0/", "wan"), kind: "fibre", mbps: 100,
            over: ["\(municipality.slug)-street-\(street + 1)", id], fibres: 4, ["a.follows": follows, "b.follows": follows])
        if kind.slug == "hospital" || (kind.slug == "health" && Choice.chance("two \(id)", 0.3)) {
            let other = (street + 1) % streets(municipality)
            link(
                "links-institutions", id + "-2", "m-" + municipality.slug, id, ports: ("ge-0/0/", "wan"), kind: "fibre",
                mbps: 100,
                over: ["\(municipality.slug)-street-\(other + 1)", id], fibres: 4, ["name": "Second way"])
        }
    }

    /// A circuit through the carrier's network of the region, of which nothing is known; its boxes keep the ports up.
    mutating func leased(_ file: String, _ id: String, _ municipality: Municipality, mbps: Int, kind: String = "leased") {
        let follows = kind == "dsl" || Choice.chance("box \(id)", 0.6) ? "local" : ""
        link(
            file, id, "m-" + municipality.slug, id, ports: ("ge-0/0/", kind == "dsl" ? "dsl" : "wan"), kind: kind, mbps: mbps,
            [
                "via": "cloud:telecom-" + Self.region(municipality), "owner": "owner:telecom",
                "contract": "TS-\(1000 + Choice.index("contract \(id)", 9000))", "a.follows": follows, "b.follows": follows,
            ])
    }

    static func region(_ municipality: Municipality) -> String {
        let seat = municipality.seat
        if municipality.district == "Grad Beograd" { return "belgrade" }
        if seat.lat > 44.95 { return "north" }
        if seat.lat < 43.45 { return "south" }
        return seat.lon < 20.7 ? "west" : "east"
    }

    /// On one of the city's chambers, with ways to two backbone nodes.
    private mutating func addCentral(_ name: String, _ index: Int) {
        let id = "e-bg-" + Places.slug(name)
        let chamber = chambers[(index * 7 + 3) % chambers.count]
        let point = graph.nodes[chamber].moved(km: 0.15, towards: 360 * Choice.share("side \(id)"))
        site(
            "sites-belgrade", id, name, kind: "egov", at: point, ups: 3600, feed: "beograd-\(1 + Choice.index("feed \(id)", 30))",
            in: "Beograd",
            calendar: Choice.chance("round \(id)", 0.3) ? "" : "office", level: index < 10 ? "restricted" : "",
            tags: "type=central")
        device("devices-belgrade", id, at: id, role: "cpe", collectors: Self.bothCollectors)
        duct("ducts-access", id, owner: "own", name: "Beograd, to \(name)", along: [graph.nodes[chamber], point])
        let near = cityHubs.map { ($0.name, graph.way(from: chamber, to: $0.node) ?? []) }.sorted {
            graph.length($0.1) < graph.length($1.1)
        }
        joinCentral(id, "1", near[0].0, near[0].1)
        guard Choice.chance("second \(id)", 0.7), let node = cityHubs.first(where: { $0.name == near[1].0 })?.node else { return }
        let avoided = Choice.chance("apart \(id)", 0.65) ? Set(near[0].1) : []
        joinCentral(id, "2", near[1].0, graph.way(from: chamber, to: node, avoiding: avoided) ?? [])
    }

    private mutating func joinCentral(_ id: String, _ number: String, _ hub: String, _ way: [Int]) {
        link(
            "links-belgrade", "\(id)-\(number)", hub + "-core", id, ports: ("ge-1/0/", "wan"), kind: "fibre", mbps: 1000,
            over: ducts(along: way.reversed()) + [id], fibres: 8)
    }
}
