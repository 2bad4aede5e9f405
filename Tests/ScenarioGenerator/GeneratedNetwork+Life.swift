import NetworkModel

extension GeneratedNetwork {
    /// A national network of the everyday world: opening hours, carriers' clouds, LTE and DSL, ports that follow their local side,
    /// batteries, credentials, sites that are planned or retired.
    package static func life(hubCount: Int, seed: UInt64) -> NetworkDocument {
        var document = national(hubCount: hubCount, seed: seed)
        document.name = "life-\(seed)"
        var dice = Dice(seed: seed &+ 77)
        addCalendars(&document, &dice)
        addCarriers(&document, &dice)
        addBackups(&document, &dice)
        addCredentials(&document)
        for site in document.sites.indices where document.sites[site].kind != "dc" && document.sites[site].kind != "hub" {
            // No recorded feed: what fails around a site is an area.
            document.sites[site].feed = dice.chance(0.8) ? nil : document.sites[site].feed
            if dice.chance(0.65) { document.sites[site].upsSeconds = dice.pick([120, 300, 600, 900, 1200, 1500, 1800, 14400]) }
        }
        let used = Set(document.sites.compactMap(\.feed))
        document.feeds.removeAll { !used.contains($0.id) }
        return document
    }

    private static func addCalendars(_ document: inout NetworkDocument, _ dice: inout Dice) {
        let holidays = ["2026-01-01", "2026-01-02", "2026-01-07"]
        document.calendars = [
            .init(
                id: "cal:post", zone: "Europe/Belgrade", open: ["mon-fri": "08:00-19:00", "sat": "08:00-13:00"], closed: holidays,
                graceSeconds: 1800),
            .init(
                id: "cal:office", zone: "Europe/Belgrade", open: ["mon-fri": "07:30-15:30"], closed: holidays, graceSeconds: 1800),
        ]
        for site in document.sites.indices {
            switch document.sites[site].kind {
            case "post":
                document.sites[site].calendar = "cal:post"
                if dice.chance(0.48) { document.sites[site].offHours = .allowed }
            case "egov": document.sites[site].calendar = "cal:office"
            default: continue
            }
            if document.sites[site].offHours == .never, dice.chance(0.01) {
                document.sites[site].lifecycle = dice.chance(0.6) ? .planned : .retired
            }
        }
    }

    private static func addCarriers(_ document: inout NetworkDocument, _ dice: inout Dice) {
        document.clouds = [
            .init(id: "cloud:tk", owner: "telecom"), .init(id: "cloud:op2", owner: "operator-2"),
            .init(id: "cloud:lte", owner: "mobile operator"),
        ]
        let isOffice = Dictionary(uniqueKeysWithValues: document.devices.map { ($0.id, $0.role == "cpe") })
        for index in document.links.indices where isOffice[document.links[index].a.device] == true {
            if document.links[index].kind == "fibre", dice.chance(0.06) { document.links[index].kind = "leased" }
            switch document.links[index].kind {
            case "leased":
                document.links[index].segments = []
                if dice.chance(0.85) { document.links[index].via = [dice.chance(0.7) ? "cloud:tk" : "cloud:op2"] }
                document.links[index].a.follows = dice.chance(0.35) ? .local : .line
                document.links[index].b.follows = dice.chance(0.93) ? .local : .line
            case "radio":
                document.links[index].a.follows = dice.chance(0.4) ? .local : .line
                document.links[index].b.follows = dice.chance(0.45) ? .local : .line
            default:
                if dice.chance(0.1) {
                    document.links[index].kind = "dsl"
                    document.links[index].a.follows = dice.chance(0.4) ? .local : .line
                    document.links[index].b.follows = dice.chance(0.4) ? .local : .line
                } else {
                    document.links[index].a.follows = dice.chance(0.02) ? .local : .line
                    document.links[index].b.follows = dice.chance(0.015) ? .local : .line
                }
            }
        }
        // Segments that no link uses any more would only confuse the reader.
        let used = Set(document.links.flatMap(\.segments))
        document.segments.removeAll { !used.contains($0.id) }
    }

    /// Groups of offices whose fibre lies in one duct, each with an LTE link to a data centre.
    private static func addBackups(_ document: inout NetworkDocument, _ dice: inout Dice) {
        var builder = NetworkBuilder(continuing: document, dice: Dice(seed: dice.seed()))
        let hubs = document.devices.filter { $0.role == "hub" }
        for group in 0..<3 {
            guard let hub = dice.pick(hubs), let place = document.sites.first(where: { $0.id == hub.site }) else { return }
            let trunk = builder.duct(km: 4)
            for number in 0..<dice.number(4...12) {
                let point = (lat: (place.lat ?? 44) + dice.real(-0.1...0.1), lon: (place.lon ?? 20) + dice.real(-0.1...0.1))
                let office = builder.place(
                    "o\(group)x\(number)", kind: dice.chance(0.5) ? "egov" : "municipality", role: "cpe", at: point,
                    collectors: [dice.chance(0.5) ? "collector:c1" : "collector:c2"])
                builder.link(office, hub.id, mbps: 100, over: [builder.duct(km: dice.real(0.2...2)), trunk])
                let backup = builder.link(office, dice.chance(0.5) ? "dev:dc1-core1" : "dev:dc2-core1", kind: "lte", mbps: 30)
                builder.document.links[backup].a.follows = .local
                builder.document.links[backup].b.follows = .local
                builder.document.links[backup].via = ["cloud:lte"]
                builder.document.links[backup].standbySeconds = dice.number(20...90)
            }
        }
        document = builder.document
    }

    private static func addCredentials(_ document: inout NetworkDocument) {
        var count = 0
        for device in document.devices.indices
        where document.devices[device].role != "server-switch" && document.devices[device].role != "nms" {
            document.devices[device].credential = ObjectID("cred:ro\(count / 40 + 1)")
            count += 1
        }
        document.credentials = (0...(max(count - 1, 0) / 40)).map { .init(id: ObjectID("cred:ro\($0 + 1)"), snmp: "2c") }
    }
}
