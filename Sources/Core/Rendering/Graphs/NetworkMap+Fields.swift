import NetworkModel

// The attributes that planners want in their own tools; a field without a value is left out.

extension NetworkMap {
    func siteFields(_ index: Int) -> [Field] {
        let site = network.document.sites[index]
        let devices = network.devicesOfSite[index].map { network.document.devices[Int($0)].id.rawValue }
        return fields([
            ("municipality", text(site.municipality)), ("address", text(site.address)), ("feed", text(site.feed?.rawValue)),
            ("ups_s", site.upsSeconds.map(Value.integer)), ("calendar", text(site.calendar?.rawValue)),
            ("lifecycle", site.lifecycle == .active ? nil : .text(site.lifecycle.rawValue)), ("devices", list(devices)),
            ("level", text(site.level?.rawValue)), ("sites_lost_alone", lostAlone(site.id)),
        ]) + tagFields(site.tags)
    }

    private func tagFields(_ tags: [String: String]) -> [Field] {
        tags.sorted { $0.key < $1.key }.map { Field(name: "tag_" + $0.key, value: .text($0.value)) }
    }

    func deviceFields(_ device: NetworkDocument.Device, at site: NetworkDocument.Site) -> [Field] {
        fields([
            ("site_name", text(site.name)), ("municipality", text(site.municipality)), ("address", text(device.address)),
            ("collectors", list(device.collectors.map(\.rawValue))), ("rack", text(device.rack?.rawValue)),
            ("level", text(device.level?.rawValue)), ("sites_lost_alone", lostAlone(device.id)),
        ])
    }

    func linkFields(_ index: Int, _ line: [GeoPoint]) -> [Field] {
        let link = network.document.links[index]
        let segments = network.segmentsOfLink[index]
        let ducts = segments.map { network.document.ducts[Int(network.ductOfSegment[Int($0)])] }
        let fibres = segments.compactMap { network.document.segments[Int($0)].fibres }.min()
        return fields([
            ("a_interface", text(link.a.interface.rawValue)), ("b_interface", text(link.b.interface.rawValue)),
            ("owner", text(link.owner)), ("contract", text(link.contract)), ("fibres", fibres.map(Value.integer)),
            ("segments", list(link.segments.map(\.rawValue))), ("ducts", list(ducts.map(\.id.rawValue))),
            ("duct_owners", list(uniqued(ducts.compactMap(\.owner)))), ("via", list(link.via.map(\.rawValue))),
            ("standby_s", link.standbySeconds.map(Value.integer)), ("otdr", link.otdr ? .flag(true) : nil),
            ("level", text(link.level?.rawValue)), ("sites_lost_alone", lostAlone(link.id)),
        ]) + tagFields(link.tags)
    }

    func ductFields(_ index: Int) -> [Field] {
        let duct = network.document.ducts[index]
        let links = network.linksOfDuct[index].map { network.document.links[Int($0)].id.rawValue }
        return fields([
            ("owner", text(duct.owner)), ("course", .text(ducts[index].source.rawValue)), ("links", list(links)),
            ("manholes", list(duct.manholes.map(\.name))), ("level", text(duct.level?.rawValue)),
            ("sites_lost_alone", lostAlone(duct.id)),
        ])
    }

    func fields(_ pairs: [(String, Value?)]) -> [Field] {
        pairs.compactMap { name, value in value.map { Field(name: name, value: $0) } }
    }

    private func text(_ value: String?) -> Value? { value.flatMap { $0.isEmpty ? nil : .text($0) } }
    private func list(_ values: [String]) -> Value? { values.isEmpty ? nil : .text(values.joined(separator: " ")) }
    private func lostAlone(_ id: ObjectID) -> Value? { options.sitesLostAlone[id].map(Value.integer) }

    private func uniqued(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }
}
