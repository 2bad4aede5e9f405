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
    var index: [ObjectID: Network.Reference] = [:]

    init(_ document: NetworkDocument) { self.document = document }

    mutating func build() -> Network {
        // Not more than there are: the table doubles, and a network of 100,000 devices would pay 25 MB for the guess.
        index.reserveCapacity(
            document.sites.count + document.devices.count + document.ducts.count + document.segments.count
                + document.links.count * 3 + document.feeds.count + document.services.count)
        document.feeds = keep(document.feeds, \.id, .feeds) { .feed($0) }
        document.calendars = keep(document.calendars, \.id, .calendars) { .calendar($0) }
        document.clouds = keep(document.clouds, \.id, .clouds) { .cloud($0) }
        document.owners = keep(document.owners, \.id, .owners) { .owner($0) }
        document.credentials = keep(document.credentials, \.id, .credentials) { .credential($0) }
        let feeds = document.feeds.count
        document.sites = keepEditing(document.sites, \.id, .sites, make: { .site($0) }) { builder, site, row in
            builder.clear(&site.feed, .feed, .sites, row, site.id, "feed")
            builder.clear(&site.calendar, .calendar, .sites, row, site.id, "calendar")
            return true
        }
        document.racks = keepEditing(document.racks, \.id, .racks, make: { .rack($0) }) { builder, rack, row in
            builder.has(rack.site, .site, .racks, row, rack.id, "site")
        }
        document.devices = keepEditing(document.devices, \.id, .devices, make: { .device($0) }) { builder, device, row in
            builder.clear(&device.rack, .rack, .devices, row, device.id, "rack")
            if !builder.document.credentials.isEmpty {
                builder.clear(&device.credential, .credential, .devices, row, device.id, "cred")
            }
            return builder.has(device.site, .site, .devices, row, device.id, "site")
        }
        document.ducts = keep(document.ducts, \.id, .ducts) { .duct($0) }
        document.segments = keepEditing(document.segments, \.id, .segments, make: { .segment($0) }) { builder, segment, row in
            builder.has(segment.duct, .duct, .segments, row, segment.id, "duct")
        }
        document.collectors = keepEditing(document.collectors, \.id, .collectors, make: { .collector($0) }) {
            builder, collector, row in
            builder.has(collector.device, .device, .collectors, row, collector.id, "device")
        }
        for row in document.devices.indices {
            let device = document.devices[row]
            let kept = device.collectors.filter { has($0, .collector, .devices, row, device.id, "collectors") }
            if kept.count < device.collectors.count { document.devices[row].collectors = kept }
        }
        buildLinks()
        document.services = keepEditing(document.services, \.id, .services, make: { .service($0) }) { builder, service, row in
            let id = service.id
            service.hosts.removeAll { !builder.has($0, .device, .services, row, id, "hosts") }
            return true
        }
        return compiled(feedCount: feeds)
    }

    private mutating func buildLinks() {
        document.links = keepEditing(document.links, \.id, .links, make: { .link($0) }) { builder, link, row in
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
        for (row, link) in document.links.enumerated() {
            for (end, interface) in [(Network.End.a, link.a.interface), (.b, link.b.interface)] {
                if index[interface] != nil {
                    note(.links, row, link.id, end == .a ? "a.if" : "b.if", .duplicate(interface))
                } else {
                    index[interface] = .interface(link: Int32(row), end: end)
                }
            }
        }
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

    private mutating func keep<T>(
        _ rows: [T], _ id: KeyPath<T, ObjectID>, _ list: NetworkDocument.CodingKeys, make: (Int32) -> Network.Reference
    ) -> [T] {
        keepEditing(rows, id, list, make: make) { _, _, _ in true }
    }

    /// The rows that can stay, as edited. Where nothing is wrong with any row it is the array as it came, not a copy.
    private mutating func keepEditing<T>(
        _ rows: [T], _ id: KeyPath<T, ObjectID>, _ list: NetworkDocument.CodingKeys, make: (Int32) -> Network.Reference,
        edit: (inout NetworkBuilder, inout T, Int) -> Bool
    ) -> [T] {
        var kept: [T]?
        for (row, source) in rows.enumerated() {
            let noted = problems.count
            var value = source
            let name = value[keyPath: id]
            let isDouble = index[name] != nil
            if isDouble { note(list, row, name, "id", .duplicate(name)) }
            let stays = !isDouble && edit(&self, &value, row)
            if problems.count > noted, kept == nil { kept = Array(rows[..<row]) }
            guard stays else { continue }
            index[name] = make(Int32(kept?.count ?? row))
            kept?.append(value)
        }
        return kept ?? rows
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
        let deviceA = d.links.map { position($0.a.device) }
        let deviceB = d.links.map { position($0.b.device) }
        let ductOfSegment = d.segments.map { position($0.duct) }
        let feedOfSite = d.sites.map { position($0.feed) }
        var atDevice: [(row: Int32, value: Int32)] = []
        var overSegment: [(row: Int32, value: Int32)] = []
        var inDuct: [(row: Int32, value: Int32)] = []
        var throughCloud: [(row: Int32, value: Int32)] = []
        var throughDevice: [(row: Int32, value: Int32)] = []
        var ofLink: [(row: Int32, value: Int32)] = []
        for (row, link) in d.links.enumerated() {
            let l = Int32(row)
            atDevice.append((deviceA[row], l))
            if deviceB[row] != deviceA[row] { atDevice.append((deviceB[row], l)) }
            var ducts: [Int32] = []
            var segments: [Int32] = []
            for segment in link.segments.map(position) {
                ofLink.append((l, segment))
                if !segments.contains(segment) { segments.append(segment) }
                let duct = ductOfSegment[Int(segment)]
                if !ducts.contains(duct) { ducts.append(duct) }
            }
            overSegment += segments.map { ($0, l) }
            inDuct += ducts.map { ($0, l) }
            for via in link.via {
                if via.kind == .cloud {
                    throughCloud.append((position(via), l))
                } else {
                    throughDevice.append((position(via), l))
                }
            }
        }
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
            segmentsOfLink: Rows(rowCount: d.links.count, pairs: ofLink), ductOfSegment: ductOfSegment,
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
}
