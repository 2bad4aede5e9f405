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

    /// True if `part` lies in `whole`: a device or interface in a site or device, a segment or link in a duct, a site on a feed.
    func contains(_ whole: ObjectID, _ part: ObjectID) -> Bool {
        if whole == part { return true }
        switch (self[whole], self[part]) {
        case (.site(let site), .device(let device)): return siteOfDevice[Int(device)] == site
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
