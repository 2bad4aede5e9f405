import NetworkModel

/// Small networks for the tests of this module.
enum SampleNetworks {
    /// A ring of towns n1 … n`count`, each with one core device; between neighbours one link over one segment in one duct; the
    /// collector sits at n1. A post office hangs at each town by one link whose town end follows `local` at even towns.
    static func ring(of count: Int = 6) -> NetworkDocument {
        var document = NetworkDocument(name: "ring")
        document.collectors = [.init(id: "collector:c1", device: "dev:n1")]
        document.owners = [.init(id: "owner:railways", name: "Railways")]
        for n in 1...count {
            document.feeds.append(.init(id: ObjectID("feed:f\(n)")))
            add("n\(n)", role: "core", address: "127.9.0.\(n)", feed: ObjectID("feed:f\(n)"), to: &document)
            add("p\(n)", role: "cpe", address: nil, feed: ObjectID("feed:f\(n)"), to: &document)
        }
        for n in 1...count {
            let m = n % count + 1
            addLink("r\(n)", ObjectID("dev:n\(n)"), ObjectID("dev:n\(m)"), mbps: 10_000, to: &document)
            addLink("t\(n)", ObjectID("dev:n\(n)"), ObjectID("dev:p\(n)"), mbps: 100, to: &document)
            if n.isMultiple(of: 2) { document.links[document.links.count - 1].a.follows = .local }
        }
        return document
    }

    static func compiled(_ document: NetworkDocument) -> Network { Network.compile(document).network }

    private static func add(_ name: String, role: String, address: String?, feed: ObjectID, to document: inout NetworkDocument) {
        var site = NetworkDocument.Site(id: ObjectID("site:\(name)"), name: "Town \(name)", kind: "hub", lat: 44, lon: 20)
        site.feed = feed
        document.sites.append(site)
        var device = NetworkDocument.Device(
            id: ObjectID("dev:\(name)"), site: site.id, role: role, collectors: ["collector:c1"])
        device.address = address
        document.devices.append(device)
    }

    private static func addLink(_ name: String, _ a: ObjectID, _ b: ObjectID, mbps: Double, to document: inout NetworkDocument) {
        document.ducts.append(.init(id: ObjectID("duct:\(name)"), owner: "owner:railways", km: 20))
        document.segments.append(.init(id: ObjectID("seg:\(name)"), duct: ObjectID("duct:\(name)"), km: 20))
        var link = NetworkDocument.Link(
            id: ObjectID("link:\(name)"), a: .init(device: a, interface: ObjectID("if:\(a.name)#\(name)")),
            b: .init(device: b, interface: ObjectID("if:\(b.name)#\(name)")), kind: "fibre")
        link.mbps = mbps
        link.segments = [ObjectID("seg:\(name)")]
        document.links.append(link)
    }
}
