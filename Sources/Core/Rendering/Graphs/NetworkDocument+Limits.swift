import NetworkModel

// What of a network leaves: objects and fields have a level, and a reader may ask for some sites only.

extension NetworkDocument {
    /// Without what is above `level`. An object that names no level is internal; a device has at least the level of its site.
    ///
    /// Restricted: how devices are read (credentials). Internal: addresses, contacts, power, owners' contracts, what lies in the ground.
    /// What hangs on an object that is left out goes with it when the result is compiled.
    package func limited(to level: Level) -> NetworkDocument {
        if level == .restricted { return self }
        var document = self
        let hidden = Set(sites.filter { ($0.level ?? .internal) > level }.map(\.id))
        document.sites.removeAll { hidden.contains($0.id) }
        document.devices.removeAll {
            hidden.contains($0.site) || ($0.level ?? .internal) > level && !(level == .public && $0.level == nil)
        }
        document.links.removeAll { ($0.level ?? .internal) > level }
        document.ducts.removeAll { ($0.level ?? .internal) > level }
        document.credentials = []
        if level == .public { document.hideInternalFields() }
        return document.withoutDangling
    }

    private mutating func hideInternalFields() {
        for index in sites.indices {
            let site = sites[index]
            sites[index] = Site(id: site.id, name: site.name, kind: site.kind, lat: site.lat, lon: site.lon)
            sites[index].municipality = site.municipality
        }
        for index in devices.indices {
            devices[index] = Device(id: devices[index].id, site: devices[index].site, role: devices[index].role)
        }
        for index in links.indices { (links[index].contract, links[index].tags, links[index].via) = (nil, [:], []) }
        for index in ducts.indices { ducts[index].manholes = [] }
        (racks, feeds, collectors, owners, calendars, clouds) = ([], [], [], [], [], [])
    }

    /// The sites of these identifiers, their devices, and the links, segments and ducts between them.
    package func limited(toSites wanted: Set<ObjectID>) -> NetworkDocument {
        var document = self
        document.sites.removeAll { !wanted.contains($0.id) }
        document.devices.removeAll { !wanted.contains($0.site) }
        let devices = Set(document.devices.map(\.id))
        document.links.removeAll { !devices.contains($0.a.device) || !devices.contains($0.b.device) }
        let segments = Set(document.links.flatMap(\.segments))
        document.segments.removeAll { !segments.contains($0.id) }
        let ducts = Set(document.segments.map(\.duct))
        document.ducts.removeAll { !ducts.contains($0.id) }
        document.racks.removeAll { !wanted.contains($0.site) }
        return document.withoutDangling
    }

    /// What compiling keeps.
    private var withoutDangling: NetworkDocument { Network.compile(self).network.document }
}
