/// One thing wrong with a document. `list` and `row` say where it stands (`links`, 17), `field` which of its fields.
package struct NetworkProblem: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case duplicate(ObjectID)
        /// `reference` is named but not declared; `expected` is the kind that belongs there.
        case dangling(ObjectID, expected: ObjectKind)
    }

    package var list: NetworkDocument.CodingKeys
    package var row: Int
    package var object: ObjectID
    package var field: String
    package var reason: Reason
}

extension Network {
    /// Checks and compiles `document`. What has a duplicate identifier or a dangling reference that it cannot do without is left out;
    /// a single dangling member of a list (a segment of a link, a host of a service) is left out of that list. Everything left out
    /// is in the problems, in the order of the document.
    package static func compile(_ document: NetworkDocument) -> (network: Network, problems: [NetworkProblem]) {
        var builder = NetworkBuilder(document)
        return (builder.build(), builder.problems)
    }
}

/// Collects identifiers first, then references, list by list in the order in which one needs the other.
private struct NetworkBuilder {
    var document: NetworkDocument
    var problems: [NetworkProblem] = []
    var index = NameIndex()
    /// Devices at both ends of each link, and links with each of their segments in order, once links are built.
    private var ends: [(a: Int32, b: Int32)] = []
    private var segmentsOfLinks: [(row: Int32, value: Int32)] = []

    init(_ document: NetworkDocument) { self.document = document }

    mutating func build() -> Network {
        // Not more than there are: the table doubles, and a network of 100,000 devices would pay 25 MB for the guess.
        index.reserveCapacity(
            document.sites.count + document.devices.count + document.ducts.count + document.segments.count
                + document.links.count * 3 + document.feeds.count + document.services.count)
        keep(\.feeds, { $0.id }, .feeds) { .feed($0) }
        keep(\.calendars, { $0.id }, .calendars) { .calendar($0) }
        keep(\.clouds, { $0.id }, .clouds) { .cloud($0) }
        keep(\.owners, { $0.id }, .owners) { .owner($0) }
        keep(\.credentials, { $0.id }, .credentials) { .credential($0) }
        keep(\.sites, { $0.id }, .sites) {
            .site($0)
        } isWhole: { builder, site in
            builder.knows(site.feed, .feed) && builder.knows(site.calendar, .calendar)
        } edit: { builder, site, row in
            builder.clear(&site.feed, .feed, .sites, row, site.id, "feed")
            builder.clear(&site.calendar, .calendar, .sites, row, site.id, "calendar")
            return true
        }
        keep(\.racks, { $0.id }, .racks) {
            .rack($0)
        } isWhole: { builder, rack in
            builder.knows(rack.site, .site)
        } edit: { builder, rack, row in
            builder.has(rack.site, .site, .racks, row, rack.id, "site")
        }
        keep(\.devices, { $0.id }, .devices) {
            .device($0)
        } isWhole: { builder, device in
            builder.knows(device.site, .site) && builder.knows(device.rack, .rack)
                && (builder.document.credentials.isEmpty || builder.knows(device.credential, .credential))
        } edit: { builder, device, row in
            builder.clear(&device.rack, .rack, .devices, row, device.id, "rack")
            if !builder.document.credentials.isEmpty {
                builder.clear(&device.credential, .credential, .devices, row, device.id, "cred")
            }
            return builder.has(device.site, .site, .devices, row, device.id, "site")
        }
        keep(\.ducts, { $0.id }, .ducts) { .duct($0) }
        keep(\.segments, { $0.id }, .segments) {
            .segment($0)
        } isWhole: { builder, segment in
            builder.knows(segment.duct, .duct)
        } edit: { builder, segment, row in
            builder.has(segment.duct, .duct, .segments, row, segment.id, "duct")
        }
        keep(\.collectors, { $0.id }, .collectors) {
            .collector($0)
        } isWhole: { builder, collector in
            builder.knows(collector.device, .device)
        } edit: { builder, collector, row in
            builder.has(collector.device, .device, .collectors, row, collector.id, "device")
        }
        keepCollectorsOfDevices()
        buildLinks()
        keep(\.services, { $0.id }, .services) {
            .service($0)
        } isWhole: { _, _ in
            false
        } edit: { builder, service, row in
            let id = service.id
            service.hosts.removeAll { !builder.has($0, .device, .services, row, id, "hosts") }
            return true
        }
        return compiled(feedCount: document.feeds.count)
    }

    private mutating func keepCollectorsOfDevices() {
        for row in document.devices.indices where !document.devices[row].collectors.allSatisfy({ knows($0, .collector) }) {
            let device = document.devices[row]
            document.devices[row].collectors = device.collectors.filter {
                has($0, .collector, .devices, row, device.id, "collectors")
            }
        }
    }

    private mutating func buildLinks() {
        if !resolveLinks() || !enterAll(\.links, { $0.id }, { .link($0) }) {
            ends = []
            keepLinks()
        }
        for row in document.links.indices {
            enter(document.links[row].a.interface, of: row, .a)
            enter(document.links[row].b.interface, of: row, .b)
        }
    }

    /// Looks up once what links name; false, where any of it is not there.
    private mutating func resolveLinks() -> Bool {
        let links = document.links
        ends.reserveCapacity(links.count)
        for row in links.indices {
            let a = find(links[row].a.device, .device)
            let b = find(links[row].b.device, .device)
            guard a >= 0, b >= 0 else { return false }
            ends.append((a, b))
            for segment in links[row].segments {
                let position = find(segment, .segment)
                guard position >= 0 else { return false }
                segmentsOfLinks.append((Int32(row), position))
            }
            for via in links[row].via where find(via, via.isOf(.device) ? .device : .cloud) < 0 { return false }
        }
        return true
    }

    /// Looks up what each link names, and leaves out what is not there.
    private mutating func keepLinks() {
        keep(\.links, { $0.id }, .links) {
            .link($0)
        } isWhole: { _, _ in
            false
        } edit: { builder, link, row in
            let id = link.id
            let endA = builder.has(link.a.device, .device, .links, row, id, "a.device")
            let endB = builder.has(link.b.device, .device, .links, row, id, "b.device")
            link.segments.removeAll { !builder.has($0, .segment, .links, row, id, "segments") }
            link.via.removeAll { via in
                via.kind == .device
                    ? !builder.has(via, .device, .links, row, id, "via") : !builder.has(via, .cloud, .links, row, id, "via")
            }
            return endA && endB
        }
        ends = document.links.map { (position($0.a.device), position($0.b.device)) }
        segmentsOfLinks = document.links.enumerated().flatMap { row, link in link.segments.map { (Int32(row), position($0)) } }
    }

    private mutating func enter(_ interface: ObjectID, of row: Int, _ end: Network.End) {
        if index.enter(interface, .interface(link: Int32(row), end: end)) { return }
        note(.links, row, document.links[row].id, end == .a ? "a.if" : "b.if", .duplicate(interface))
    }

    private mutating func note(
        _ list: NetworkDocument.CodingKeys, _ row: Int, _ object: ObjectID, _ field: String, _ reason: NetworkProblem.Reason
    ) {
        problems.append(NetworkProblem(list: list, row: row, object: object, field: field, reason: reason))
    }

    private mutating func has(
        _ id: ObjectID, _ kind: ObjectKind, _ list: NetworkDocument.CodingKeys, _ row: Int, _ object: ObjectID, _ field: String
    ) -> Bool {
        if id.isOf(kind), index[id] != nil { return true }
        note(list, row, object, field, .dangling(id, expected: kind))
        return false
    }

    private mutating func clear(
        _ id: inout ObjectID?, _ kind: ObjectKind, _ list: NetworkDocument.CodingKeys, _ row: Int, _ object: ObjectID,
        _ field: String
    ) {
        if let named = id, !has(named, kind, list, row, object, field) { id = nil }
    }

    /// The position of what is named in its list; -1 where it is not there or of another kind.
    private func find(_ id: ObjectID, _ kind: ObjectKind) -> Int32 { id.isOf(kind) ? position(id) : -1 }

    /// Whether what is named is there; nothing named is fine.
    private func knows(_ id: ObjectID?, _ kind: ObjectKind) -> Bool {
        guard let id else { return true }
        return id.isOf(kind) && index[id] != nil
    }

    /// Enters the rows of a list. Where each `isWhole`, which is asked without copying any, the list stays as it came; else each row is
    /// edited, and those that cannot stay are left out.
    private mutating func keep<T>(
        _ list: WritableKeyPath<NetworkDocument, [T]>, _ id: (borrowing T) -> ObjectID, _ key: NetworkDocument.CodingKeys,
        make: (Int32) -> Network.Reference, isWhole: (borrowing NetworkBuilder, borrowing T) -> Bool = { _, _ in true },
        edit: (inout NetworkBuilder, inout T, Int) -> Bool = { _, _, _ in true }
    ) {
        let rows = document[keyPath: list]
        if areWhole(rows, isWhole), enterAll(list, id, make) { return }
        var kept: [T] = []
        for (row, source) in rows.enumerated() {
            var value = source
            let name = id(value)
            if index[name] != nil {
                note(key, row, name, "id", .duplicate(name))
            } else if edit(&self, &value, row) {
                _ = index.enter(name, make(Int32(kept.count)))
                kept.append(value)
            }
        }
        document[keyPath: list] = kept
    }

    private func areWhole<T>(_ rows: [T], _ isWhole: (borrowing NetworkBuilder, borrowing T) -> Bool) -> Bool {
        for row in rows.indices where !isWhole(self, rows[row]) { return false }
        return true
    }

    /// All rows, or none where a name is taken.
    private mutating func enterAll<T>(
        _ list: WritableKeyPath<NetworkDocument, [T]>, _ id: (borrowing T) -> ObjectID, _ make: (Int32) -> Network.Reference
    ) -> Bool {
        let rows = document[keyPath: list]
        let before = index.count
        for row in rows.indices where !index.enter(id(rows[row]), make(Int32(row))) {
            index.removeAll(behind: before)
            return false
        }
        return true
    }

    private func position(_ id: ObjectID?) -> Int32 {
        guard let id, let reference = index[id] else { return -1 }
        switch reference {
        case .site(let i), .feed(let i), .device(let i), .duct(let i), .segment(let i), .link(let i), .collector(let i),
            .service(let i), .calendar(let i), .cloud(let i), .owner(let i), .rack(let i), .credential(let i):
            return i
        case .interface(let link, _): return link
        }
    }

    private func compiled(feedCount: Int) -> Network {
        let d = document
        let siteOfDevice = d.devices.map { position($0.site) }
        let deviceA = ends.map(\.a)
        let deviceB = ends.map(\.b)
        let ductOfSegment = d.segments.map { position($0.duct) }
        let feedOfSite = d.sites.map { position($0.feed) }
        var atDevice: [(row: Int32, value: Int32)] = []
        atDevice.reserveCapacity(2 * ends.count)
        for (row, end) in ends.enumerated() {
            atDevice.append((end.a, Int32(row)))
            if end.b != end.a { atDevice.append((end.b, Int32(row))) }
        }
        var throughCloud: [(row: Int32, value: Int32)] = []
        var throughDevice: [(row: Int32, value: Int32)] = []
        for row in d.links.indices where !d.links[row].via.isEmpty {
            for via in d.links[row].via {
                if via.kind == .cloud {
                    throughCloud.append((position(via), Int32(row)))
                } else {
                    throughDevice.append((position(via), Int32(row)))
                }
            }
        }
        let segmentsOfLink = Rows(rowCount: d.links.count, pairs: segmentsOfLinks)
        let (overSegment, inDuct) = Self.carried(segmentsOfLink, ductOfSegment)
        let sitesOfKind = Dictionary(grouping: d.sites.indices, by: { d.sites[$0].kind })
        var hosts: [(row: Int32, value: Int32)] = []
        var clients: [(row: Int32, value: Int32)] = []
        for (row, service) in d.services.enumerated() {
            hosts += service.hosts.map { (Int32(row), position($0)) }
            clients += Set(service.clients).flatMap { sitesOfKind[$0] ?? [] }.sorted().map { (Int32(row), Int32($0)) }
        }
        return Network(
            document: d, index: index, siteOfDevice: siteOfDevice,
            devicesOfSite: Rows(rowCount: d.sites.count, pairs: siteOfDevice.enumerated().map { ($1, Int32($0)) }),
            deviceA: deviceA, deviceB: deviceB, linksOfDevice: Rows(rowCount: d.devices.count, pairs: atDevice),
            segmentsOfLink: segmentsOfLink, ductOfSegment: ductOfSegment,
            linksOfSegment: Rows(rowCount: d.segments.count, pairs: overSegment),
            linksOfDuct: Rows(rowCount: d.ducts.count, pairs: inDuct),
            linksOfCloud: Rows(rowCount: d.clouds.count, pairs: throughCloud),
            linksThroughDevice: Rows(rowCount: d.devices.count, pairs: throughDevice),
            feedOfSite: feedOfSite,
            sitesOfFeed: Rows(
                rowCount: feedCount, pairs: feedOfSite.enumerated().compactMap { $1 < 0 ? nil : (row: $1, value: Int32($0)) }),
            calendarOfSite: d.sites.map { position($0.calendar) }, deviceOfCollector: d.collectors.map { position($0.device) },
            collectorsOfDevice: Rows(
                rowCount: d.devices.count,
                pairs: d.devices.enumerated().flatMap { row, device in
                    device.collectors.map { (row: Int32(row), value: position($0)) }
                }),
            hostsOfService: Rows(rowCount: d.services.count, pairs: hosts),
            clientSitesOfService: Rows(rowCount: d.services.count, pairs: clients))
    }

    /// Links over each segment and in each duct, each link once.
    private static func carried(
        _ segmentsOfLink: Rows, _ ductOfSegment: [Int32]
    ) -> (overSegment: [(row: Int32, value: Int32)], inDuct: [(row: Int32, value: Int32)]) {
        var overSegment: [(row: Int32, value: Int32)] = []
        var inDuct: [(row: Int32, value: Int32)] = []
        overSegment.reserveCapacity(segmentsOfLink.values.count)
        inDuct.reserveCapacity(segmentsOfLink.values.count)
        // The last link that was entered for each.
        var latest = (
            segment: ductOfSegment.map { _ in Int32(-1) }, duct: [Int32](repeating: -1, count: 1 + Int(ductOfSegment.max() ?? 0))
        )
        for link in 0..<Int32(segmentsOfLink.count) {
            for segment in segmentsOfLink[link] {
                let duct = ductOfSegment[Int(segment)]
                if latest.segment[Int(segment)] != link { overSegment.append((segment, link)) }
                if latest.duct[Int(duct)] != link { inDuct.append((duct, link)) }
                (latest.segment[Int(segment)], latest.duct[Int(duct)]) = (link, link)
            }
        }
        return (overSegment, inDuct)
    }
}
