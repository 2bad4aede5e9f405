import NetworkModel

extension Network {
    func site(_ id: ObjectID) -> NetworkDocument.Site? {
        if case .site(let row)? = self[id] { document.sites[Int(row)] } else { nil }
    }

    /// The device that an interface belongs to, the device itself for a device; nil for everything else.
    package func device(of id: ObjectID) -> ObjectID? {
        switch self[id] {
        case .device: id
        case .interface(let link, let end): document.devices[Int((end == .a ? deviceA : deviceB)[Int(link)])].id
        default: nil
        }
    }

    /// Who owns an object, as declared (a bare word or an `owner:` identifier); nil where it is not known. A segment is its duct's.
    package func owner(of id: ObjectID) -> String? {
        switch self[id] {
        case .duct(let row): document.ducts[Int(row)].owner
        case .segment(let row): document.ducts[Int(ductOfSegment[Int(row)])].owner
        case .link(let row): document.links[Int(row)].owner
        case .interface(let link, _): document.links[Int(link)].owner
        case .cloud(let row): document.clouds[Int(row)].owner
        case .feed(let row): document.feeds[Int(row)].owner?.rawValue
        case .owner: id.rawValue
        default: nil
        }
    }

    /// True if `part` lies in `whole`: a device or interface in a site, rack or device, a segment or link in a duct, a site on a feed, and all
    /// that in what an owner has.
    func contains(_ whole: ObjectID, _ part: ObjectID) -> Bool {
        if whole == part { return true }
        if whole.isOf(.owner) { return holders(of: part).contains { isNamed($0, as: whole) } }
        switch (self[whole], self[part]) {
        case (.site(let site), .device(let device)): return siteOfDevice[Int(device)] == site
        case (.rack(let rack), .device(let device)): return document.devices[Int(device)].rack == document.racks[Int(rack)].id
        case (.rack, .interface): return device(of: part).map { contains(whole, $0) } ?? false
        case (.feed(let feed), .site(let site)): return feedOfSite[Int(site)] == feed
        case (.feed(let feed), .device(let device)): return feedOfSite[Int(siteOfDevice[Int(device)])] == feed
        case (.duct(let duct), .segment(let segment)): return ductOfSegment[Int(segment)] == duct
        case (.duct(let duct), .link(let link)): return linksOfDuct[duct].contains(link)
        case (.device(let device), .interface(let link, let end)): return (end == .a ? deviceA : deviceB)[Int(link)] == device
        case (.link(let link), .interface(let other, _)): return link == other
        case (.cloud(let cloud), .link(let link)): return linksOfCloud[cloud].contains(link)
        default: return false
        }
    }

    /// Who has `part`, or something that it lies in: the duct of a link, the feed of a site.
    private func holders(of part: ObjectID) -> [String] {
        var holders = [owner(of: part)].compactMap { $0 }
        switch self[part] {
        case .link(let link), .interface(let link, _):
            holders += segmentsOfLink[link].compactMap { document.ducts[Int(ductOfSegment[Int($0)])].owner }
            holders += document.clouds.indices.filter { linksOfCloud[$0].contains(link) }.compactMap { document.clouds[$0].owner }
        case .site(let site): holders += feedHolder(site)
        case .device(let device): holders += feedHolder(siteOfDevice[Int(device)])
        default: break
        }
        return holders
    }

    private func feedHolder(_ site: Int32) -> [String] {
        let feed = feedOfSite[Int(site)]
        return feed < 0 ? [] : document.feeds[Int(feed)].owner.map { [$0.rawValue] } ?? []
    }

    /// Owners stand as a bare word in scenarios and as an identifier in declared networks.
    private func isNamed(_ name: String, as owner: ObjectID) -> Bool { name == owner.rawValue || name[...] == owner.name }

    /// Why a maintenance window on `object` would hide nothing, with what to do; nil where it hides something.
    package func obstacleToWork(on object: ObjectID) -> String? {
        let advice = "plan the work on the ducts, links, devices or sites that it touches"
        switch object.kind {
        case .owner:
            let d = document
            let holders =
                d.ducts.compactMap(\.owner) + d.links.compactMap(\.owner) + d.clouds.compactMap(\.owner)
                + d.feeds.compactMap { $0.owner?.rawValue }
            return holders.contains { isNamed($0, as: object) } ? nil : "nothing that is declared belongs to \(object): \(advice)"
        case .rack:
            return document.devices.contains { $0.rack == object } ? nil : "no device is declared in \(object): \(advice)"
        case .site, .device, .interface, .link, .segment, .duct, .feed, .cloud, .collector, .credential: return nil
        case .service, .calendar, .person, .area, nil:
            return "no work can be planned on \(object), since nothing lies in it: \(advice)"
        }
    }
}

/// Globs with `*` (any run of characters) and `?` (one character): linear in text times pattern, no backtracking.
package enum Glob {
    package static func matches(_ pattern: String, _ text: String) -> Bool {
        let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
        var (p, t) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == text[t] {
                (p, t) = (p + 1, t + 1)
            } else if let last = star {
                // Only the newest star is ever tried again: an earlier one could not match more.
                star = (last.pattern, last.text + 1)
                (p, t) = (last.pattern + 1, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
