import NetworkModel

/// What there is to say about one object of the declared network, as lines of label and text: what `show` prints.
///
/// Texts are as declared; the sink escapes them. Relations are named by identifier so that the next command can be pasted.
package struct ObjectSheet: Sendable {
    package struct Line: Hashable, Sendable {
        package var label: String
        package var text: String
        package init(_ label: String, _ text: String) { (self.label, self.text) = (label, text) }
    }

    package let id: ObjectID
    package private(set) var lines: [Line] = []
    /// Objects whose state belongs beside this sheet: the devices of a site, the links of a device or duct.
    package private(set) var parts: [ObjectID] = []

    /// nil where `id` names nothing in `network`.
    package init?(of id: ObjectID, in network: Network) {
        self.id = id
        guard let reference = network[id] else { return nil }
        let document = network.document
        switch reference {
        case .site(let i): describe(document.sites[Int(i)], i, network)
        case .device(let i): describe(document.devices[Int(i)], i, network)
        case .link(let i): describe(document.links[Int(i)], i, network)
        case .interface(let link, let end): describeInterface(link, end, network)
        case .segment(let i): describe(document.segments[Int(i)], i, network)
        case .duct(let i): describe(document.ducts[Int(i)], i, network)
        case .feed(let i):
            add("owner", document.feeds[Int(i)].owner?.rawValue)
            part("sites", network.sitesOfFeed[i].map { document.sites[Int($0)].id })
        case .cloud(let i):
            add("owner", document.clouds[Int(i)].owner)
            part("links", network.linksOfCloud[i].map { document.links[Int($0)].id })
        case .collector(let i): part("runs on", [document.collectors[Int(i)].device])
        case .service(let i): describe(document.services[Int(i)], i, network)
        case .calendar(let i): describe(document.calendars[Int(i)])
        case .owner(let i): describe(document.owners[Int(i)], network)
        case .rack(let i):
            add("site", document.racks[Int(i)].site.rawValue)
            add("room", document.racks[Int(i)].room)
            part("devices", document.devices.filter { $0.rack == id }.map(\.id))
        case .credential(let i): describe(document.credentials[Int(i)], document)
        }
    }

    private mutating func add(_ label: String, _ text: String?) {
        if let text, !text.isEmpty { lines.append(Line(label, text)) }
    }

    private mutating func part(_ label: String, _ ids: [ObjectID]) {
        parts += ids
        add(label, ids.map(\.rawValue).joined(separator: ", "))
    }

    private mutating func describe(_ site: NetworkDocument.Site, _ i: Int32, _ network: Network) {
        add("name", site.name)
        add("kind", site.kind)
        add("municipality", site.municipality)
        add("address", site.address)
        if let lat = site.lat, let lon = site.lon { add("coordinates", "\(lat), \(lon)") }
        add("contact", site.contact)
        add("power feed", site.feed?.rawValue)
        add("runs on battery", site.upsSeconds.map { Age(.seconds(Int64($0))).description })
        add("opening hours", site.calendar?.rawValue)
        if site.offHours == .allowed { add("after hours", "may be switched off") }
        if site.lifecycle != .active { add("lifecycle", site.lifecycle.rawValue) }
        part("devices", network.devicesOfSite[i].map { network.document.devices[Int($0)].id })
        part("links", links(at: network.devicesOfSite[i], network))
        add("uses", services(of: site.kind, network))
        for (key, value) in site.tags.sorted(by: { $0.key < $1.key }) { add(key, value) }
    }

    private func links(at devices: ArraySlice<Int32>, _ network: Network) -> [ObjectID] {
        var seen: Set<Int32> = []
        return devices.flatMap { network.linksOfDevice[$0] }.filter { seen.insert($0).inserted }.map {
            network.document.links[Int($0)].id
        }
    }

    private func services(of kind: String, _ network: Network) -> String {
        network.document.services.filter { $0.clients.contains(kind) }.map { $0.id.rawValue }.joined(separator: ", ")
    }

    private mutating func describe(_ device: NetworkDocument.Device, _ i: Int32, _ network: Network) {
        add("name", device.name)
        add("site", "\(device.site) \(network.document.sites[Int(network.siteOfDevice[Int(i)])].name)")
        add("role", device.role)
        add("address", device.address)
        add("aliases", device.aliases.joined(separator: ", "))
        add("read with", device.credential?.rawValue)
        add(
            "polled by",
            device.collectors.isEmpty ? "nobody: unmanaged" : device.collectors.map(\.rawValue).joined(separator: ", "))
        add("rack", device.rack?.rawValue)
        for link in network.linksOfDevice[i] {
            let peer = network.document.devices[Int(network.peer(of: i, over: link))].id
            lines.append(Line("link", "\(network.document.links[Int(link)].id) to \(peer)"))
            parts.append(network.document.links[Int(link)].id)
        }
    }

    private mutating func describe(_ link: NetworkDocument.Link, _ i: Int32, _ network: Network) {
        add("name", link.name)
        add("kind", link.kind)
        add("end a", "\(link.a.device) port \(link.a.interface)")
        add("end b", "\(link.b.device) port \(link.b.interface)")
        add("capacity", link.mbps.map { $0 >= 1000 ? "\(Self.number($0 / 1000)) Gbit/s" : "\(Self.number($0)) Mbit/s" })
        if let standby = link.standbySeconds { add("standby", "carries after \(standby) s, when nothing else does") }
        add("through", link.via.map(\.rawValue).joined(separator: ", "))
        for segment in network.segmentsOfLink[i] {
            let record = network.document.segments[Int(segment)]
            let duct = network.document.ducts[Int(network.ductOfSegment[Int(segment)])]
            let parts = [
                "\(record.id) in \(record.duct)", duct.owner.map { "of \($0)" }, record.km.map { "\(Self.number($0)) km" },
            ]
            add("segment", parts.compactMap { $0 }.joined(separator: ", "))
        }
        add("owner", link.owner)
        add("contract", link.contract)
        parts += [link.a.device, link.b.device]
    }

    private mutating func describeInterface(_ link: Int32, _ end: Network.End, _ network: Network) {
        let record = network.interface(of: link, at: end)
        add("device", record.device.rawValue)
        add("ifName", record.ifName)
        add("link", network.document.links[Int(link)].id.rawValue)
        if record.follows == .local { add("state", "stays up whatever happens beyond it: its `up` says nothing") }
        parts = [network.document.links[Int(link)].id]
    }

    private mutating func describe(_ segment: NetworkDocument.Segment, _ i: Int32, _ network: Network) {
        add("duct", segment.duct.rawValue)
        add("length", segment.km.map { "\(Self.number($0)) km" })
        add("fibres", segment.fibres.map(String.init))
        part("links", network.linksOfSegment[i].map { network.document.links[Int($0)].id })
    }

    private mutating func describe(_ duct: NetworkDocument.Duct, _ i: Int32, _ network: Network) {
        add("name", duct.name)
        add("owner", duct.owner)
        add("length", duct.km.map { "\(Self.number($0)) km" })
        for manhole in duct.manholes { add("manhole", "\(manhole.name) at km \(Self.number(manhole.km))") }
        part("links", network.linksOfDuct[i].map { network.document.links[Int($0)].id })
    }

    private mutating func describe(_ service: NetworkDocument.Service, _ i: Int32, _ network: Network) {
        add("name", service.name)
        part("hosts", service.hosts)
        add("client kinds", service.clients.joined(separator: ", "))
        add("client sites", String(network.clientSitesOfService[i].count))
    }

    private mutating func describe(_ calendar: NetworkDocument.Calendar) {
        add("zone", calendar.zone)
        for (days, hours) in calendar.open.sorted(by: { $0.key < $1.key }) { add("open \(days)", hours) }
        add("closed", calendar.closed.joined(separator: ", "))
        add("grace", Age(.seconds(Int64(calendar.graceSeconds))).description)
    }

    private mutating func describe(_ owner: NetworkDocument.Owner, _ network: Network) {
        add("name", owner.name)
        add("contact", owner.contact)
        add("contract", owner.contract)
        part("ducts", network.document.ducts.filter { $0.owner == owner.id.rawValue }.map(\.id))
    }

    private mutating func describe(_ credential: NetworkDocument.Credential, _ document: NetworkDocument) {
        add("SNMP", credential.snmp)
        add("user", credential.user)
        add("authentication", credential.auth)
        add("privacy", credential.priv)
        add("devices", String(document.devices.count { $0.credential == credential.id }))
    }

    /// Whole numbers without a fraction, others with at most two digits.
    package static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int64(rounded)) : String(rounded)
    }
}
