/// The one thing to look at that tells causes apart which explain equally well what was seen.
package enum SplittingQuestion: Hashable, Sendable {
    /// Is there power at this site? If so, it is the other cause.
    case power(site: ObjectID)
    /// Is this device alive, seen from beside it (console, UPS, the lamps of its ports)? If so, it is the other cause.
    case device(ObjectID)
    /// Is this link up? It runs through `through` and not through `other`: up, `through` is whole.
    case link(ObjectID, through: ObjectID, other: ObjectID)
    /// They take down the same links: only a measurement of the fibre (OTDR) from this site says where it ends.
    case otdr(site: ObjectID, link: ObjectID)
}

extension Network {
    /// What splits the likeliest of `candidates` from the first other; nil where there is none, or one of them is not declared.
    package func splittingQuestion(_ best: ObjectID, _ candidates: [ObjectID]) -> SplittingQuestion? {
        guard let other = candidates.first(where: { $0 != best }), let a = failure(of: best), let b = failure(of: other) else {
            return nil
        }
        if let site = [best, other].compactMap(poweredSite).first { return .power(site: site) }
        let (inA, inB) = (Set(a.devices), Set(b.devices))
        if let device = inA.symmetricDifference(inB).min() { return .device(document.devices[Int(device)].id) }
        // That of the likelier cause first: an answer that it is up rules it out.
        if let link = Set(a.links).subtracting(b.links).min() {
            return .link(document.links[Int(link)].id, through: best, other: other)
        }
        if let link = Set(b.links).subtracting(a.links).min() {
            return .link(document.links[Int(link)].id, through: other, other: best)
        }
        guard let link = a.links.min() else { return nil }
        return .otdr(site: document.sites[Int(siteOfDevice[Int(deviceA[Int(link)])])].id, link: document.links[Int(link)].id)
    }

    /// The site whose power decides on a site or a feed.
    private func poweredSite(_ object: ObjectID) -> ObjectID? {
        switch self[object] {
        case .site: object
        case .feed(let feed): sitesOfFeed[feed].first.map { document.sites[Int($0)].id }
        default: nil
        }
    }
}
