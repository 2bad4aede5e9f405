import NetworkModel

/// Collects the parts of a generated network and gives them their identifiers.
struct NetworkBuilder {
    static let owners = ["own", "police", "power-company", "railways", "telecom", "municipality"]

    var document: NetworkDocument
    var dice: Dice
    private var ports: [ObjectID: Int] = [:]

    init(name: String, seed: UInt64) {
        document = NetworkDocument(name: name)
        dice = Dice(seed: seed)
    }

    /// Goes on with a network that is already there.
    init(continuing document: NetworkDocument, dice: Dice) {
        self.document = document
        self.dice = dice
        for link in document.links {
            ports[link.a.device, default: 0] += 1
            ports[link.b.device, default: 0] += 1
        }
    }

    /// A site with one device of the same name; returns the device.
    @discardableResult
    mutating func place(
        _ name: String, kind: String, role: String, at point: (lat: Double, lon: Double), ups: Int = 0, collectors: [ObjectID]
    ) -> ObjectID {
        var site = NetworkDocument.Site(id: ObjectID("site:" + name), name: name, kind: kind, lat: point.lat, lon: point.lon)
        site.upsSeconds = ups
        document.sites.append(site)
        return device(name, at: site.id, role: role, collectors: collectors)
    }

    @discardableResult
    mutating func device(_ name: String, at site: ObjectID, role: String, collectors: [ObjectID]) -> ObjectID {
        let id = ObjectID("dev:" + name)
        document.devices.append(.init(id: id, site: site, role: role, collectors: collectors))
        return id
    }

    mutating func duct(km: Double) -> ObjectID {
        let id = ObjectID("duct:u\(document.ducts.count)")
        document.ducts.append(.init(id: id, owner: dice.pick(Self.owners), km: (km * 100).rounded() / 100))
        return id
    }

    mutating func segment(in duct: ObjectID) -> ObjectID {
        let id = ObjectID("seg:g\(document.segments.count)\(document.clouds.isEmpty ? "" : "x")")
        let km = document.ducts.first { $0.id == duct }?.km
        document.segments.append(.init(id: id, duct: duct, km: km))
        return id
    }

    /// A link with the next free port at each end, one segment in each of `ducts`.
    @discardableResult
    mutating func link(_ a: ObjectID, _ b: ObjectID, kind: String = "fibre", mbps: Double, over ducts: [ObjectID] = []) -> Int {
        var link = NetworkDocument.Link(
            id: ObjectID("link:l\(document.links.count)"), a: .init(device: a, interface: port(a)),
            b: .init(device: b, interface: port(b)), kind: kind)
        link.mbps = mbps
        link.segments = ducts.map { segment(in: $0) }
        document.links.append(link)
        return document.links.count - 1
    }

    private mutating func port(_ device: ObjectID) -> ObjectID {
        ports[device, default: 0] += 1
        return ObjectID("if:\(device.name)#\(ports[device, default: 1])")
    }

    /// Feeds for some sites; a few feeds serve several sites that lie side by side in the list.
    mutating func addFeeds(share: Double, together: Double) {
        for site in document.sites.indices where dice.chance(share) {
            if site > 0, let before = document.sites[site - 1].feed, dice.chance(together) {
                document.sites[site].feed = before
            } else {
                let id = ObjectID("feed:f\(document.feeds.count)")
                document.feeds.append(.init(id: id))
                document.sites[site].feed = id
            }
        }
    }

    static func kilometres(_ a: (lat: Double, lon: Double), _ b: (lat: Double, lon: Double)) -> Double {
        let (x, y) = ((a.lon - b.lon) * 78, (a.lat - b.lat) * 111)
        return max(0.4, (x * x + y * y).squareRoot())
    }
}
