import NetworkModel
import Rendering

/// Words for kinds of objects at the shell, and the objects of each kind.
enum ObjectKinds {
    /// The plural word of `list`, and its kind, in the order of `--help`.
    static let listed: [(word: String, kind: ObjectKind)] = [
        ("sites", .site), ("devices", .device), ("interfaces", .interface), ("links", .link), ("segments", .segment),
        ("ducts", .duct),
        ("feeds", .feed), ("owners", .owner), ("racks", .rack), ("services", .service), ("calendars", .calendar),
        ("clouds", .cloud),
        ("credentials", .credential), ("collectors", .collector),
    ]

    /// `sites`, `site`, `svc` …; nil for other words.
    static func kind(_ word: String) -> ObjectKind? {
        let word = word.lowercased()
        return listed.first { $0.word == word || $0.word.dropLast() == word || $0.kind.rawValue == word }?.kind
    }

    /// In the order of the declared files; interfaces by link, end `a` first.
    static func objects(of kind: ObjectKind, in network: Network) -> [ObjectID] {
        let document = network.document
        switch kind {
        case .site: return document.sites.map(\.id)
        case .device: return document.devices.map(\.id)
        case .interface: return document.links.flatMap { [$0.a.interface, $0.b.interface] }
        case .link: return document.links.map(\.id)
        case .segment: return document.segments.map(\.id)
        case .duct: return document.ducts.map(\.id)
        case .feed: return document.feeds.map(\.id)
        case .owner: return document.owners.map(\.id)
        case .rack: return document.racks.map(\.id)
        case .service: return document.services.map(\.id)
        case .calendar: return document.calendars.map(\.id)
        case .cloud: return document.clouds.map(\.id)
        case .credential: return document.credentials.map(\.id)
        case .collector: return document.collectors.map(\.id)
        case .person, .area: return []
        }
    }

    /// The object's declared name; empty where it has none.
    static func name(of id: ObjectID, in network: Network) -> String {
        let document = network.document
        switch network[id] {
        case .site(let i): return document.sites[Int(i)].name
        case .device(let i): return document.devices[Int(i)].name ?? document.sites[Int(network.siteOfDevice[Int(i)])].name
        case .link(let i): return document.links[Int(i)].name ?? ""
        case .duct(let i): return document.ducts[Int(i)].name ?? ""
        case .owner(let i): return document.owners[Int(i)].name
        case .service(let i): return document.services[Int(i)].name ?? ""
        default: return ""
        }
    }

    /// The most telling facts of the object in a few words.
    static func detail(of id: ObjectID, in network: Network) -> String {
        guard let sheet = ObjectSheet(of: id, in: network) else { return "" }
        let telling = [
            "kind", "role", "site", "address", "owner", "length", "capacity", "duct", "end a", "end b", "link", "contact",
            "client sites",
        ]
        return sheet.lines.filter { telling.contains($0.label) }.prefix(4).map(\.text).joined(separator: ", ")
    }
}
