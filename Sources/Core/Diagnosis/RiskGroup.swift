import NetworkModel

/// An object that can fail by itself, by its kind and its place in that kind's list.
struct RiskGroup: Hashable, Sendable, Comparable, Codable {
    /// In the order in which equally good causes are preferred.
    enum Kind: UInt8, Sendable, Codable {
        case duct, link, device, site, feed, segment, cloud, area, collector, interface, credential, calendar
    }

    var kind: Kind
    /// For an interface its port number, for an area the place of one of its sites.
    var index: Int32

    static func < (a: RiskGroup, b: RiskGroup) -> Bool {
        (a.kind.rawValue, a.index) < (b.kind.rawValue, b.index)
    }

    func id(in tables: DiagnosisTables) -> ObjectID {
        let document = tables.network.document
        let i = Int(index)
        return switch kind {
        case .duct: document.ducts[i].id
        case .link: document.links[i].id
        case .device: document.devices[i].id
        case .site: document.sites[i].id
        case .feed: document.feeds[i].id
        case .segment: document.segments[i].id
        case .cloud: document.clouds[i].id
        case .area: ObjectID(kind: .area, name: document.sites[i].id.rawValue)
        case .collector: document.collectors[i].id
        case .interface: tables.interface(ofPort: index)
        case .credential:
            document.devices.compactMap(\.credential).reduce(into: [ObjectID]()) { if !$0.contains($1) { $0.append($1) } }[i]
        case .calendar: document.calendars[i].id
        }
    }

    init(_ kind: Kind, _ index: Int32) { (self.kind, self.index) = (kind, index) }

    /// The group that an identifier names; nil where it names none.
    init?(_ id: ObjectID, in network: Network) {
        switch network[id] {
        case .duct(let i): self.init(.duct, i)
        case .link(let i): self.init(.link, i)
        case .device(let i): self.init(.device, i)
        case .site(let i): self.init(.site, i)
        case .feed(let i): self.init(.feed, i)
        case .segment(let i): self.init(.segment, i)
        case .cloud(let i): self.init(.cloud, i)
        case .collector(let i): self.init(.collector, i)
        case .interface(let link, let end): self.init(.interface, link << 1 | (end == .b ? 1 : 0))
        default: return nil
        }
    }

    /// The links that it cuts, doubtful ones included.
    func links(in tables: DiagnosisTables) -> [Int32] {
        switch kind {
        case .duct: Array(tables.doubts.linksOfDuct[index])
        case .segment: Array(tables.doubts.linksOfSegment[index])
        case .link: [index]
        case .interface: [index >> 1]
        case .cloud: Array(tables.network.linksOfCloud[index])
        case .device, .site, .area, .feed: devices(in: tables.network).flatMap { Array(tables.network.linksThroughDevice[$0]) }
        default: []
        }
    }

    /// The devices that it kills.
    func devices(in network: Network) -> [Int32] {
        switch kind {
        case .device: [index]
        case .site, .area: Array(network.devicesOfSite[index])
        case .feed: network.sitesOfFeed[index].flatMap { Array(network.devicesOfSite[$0]) }
        default: []
        }
    }
}
