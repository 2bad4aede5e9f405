import Alerting
import NetworkModel

/// Where to send people and whom to call: way, owner and desk of what failed.
struct MailPlaces {
    let objects: MailObjects
    private var network: Network { objects.network }
    private var words: MailWords { objects.words }

    init(objects: MailObjects) { self.objects = objects }

    /// Empty for readers of the public level, and where nothing is recorded.
    func lines(of id: ObjectID) -> [MailBody.Line] {
        guard objects.level > .public, objects.isCleared(id) else { return [] }
        let document = network.document
        switch network[id] {
        case .duct(let row): return duct(document.ducts[Int(row)], links: network.linksOfDuct[row])
        case .segment(let row):
            return duct(document.ducts[Int(network.ductOfSegment[Int(row)])], links: network.linksOfSegment[row])
        case .link(let row), .interface(let row, _): return link(row)
        case .device(let row): return site(network.siteOfDevice[Int(row)])
        case .site(let row): return site(row)
        case .cloud(let row): return owner(document.clouds[Int(row)].owner)
        case .feed(let row): return owner(document.feeds[Int(row)].owner?.rawValue)
        default: return []
        }
    }

    private func duct(_ duct: NetworkDocument.Duct, links: ArraySlice<Int32>) -> [MailBody.Line] {
        guard objects.isCleared(duct.id) else { return [] }
        var lines: [MailBody.Line] = [.text("\(objects.name(duct.id))" + (duct.km.map { ", \(km($0))" } ?? ""))]
        lines += duct.manholes.lines(objects.limits.others, words) {
            .item(words("place.manhole", ["name": objects.cut($0.name), "km": km($0.km)]))
        }
        if objects.level == .restricted, let first = duct.path.first, let last = duct.path.last, first.count == 2, last.count == 2
        {
            lines.append(.text(words("place.way", ["a": "\(first[0]), \(first[1])", "b": "\(last[0]), \(last[1])"])))
        }
        for row in links.prefix(objects.limits.others) { lines.append(.item(words("place.carries", ["link": ends(row)]))) }
        if links.count > objects.limits.others {
            lines.append(.text(words("place.more_links", n: links.count - objects.limits.others)))
        }
        return lines + owner(duct.owner)
    }

    private func link(_ row: Int32) -> [MailBody.Line] {
        let link = network.document.links[Int(row)]
        var lines: [MailBody.Line] = [.text(ends(row))]
        var seen: Set<Int32> = []
        for segment in network.segmentsOfLink[row] where seen.insert(network.ductOfSegment[Int(segment)]).inserted {
            lines += duct(network.document.ducts[Int(network.ductOfSegment[Int(segment)])], links: [])
        }
        return lines + owner(link.owner) + (link.contract.map { [.text(words("place.circuit", ["x": objects.cut($0)]))] } ?? [])
    }

    private func ends(_ row: Int32) -> String {
        let link = network.document.links[Int(row)]
        return words(
            "place.ends",
            [
                "link": objects.name(link.id), "kind": kind(link.kind), "a": objects.name(link.a.device),
                "b": objects.name(link.b.device),
            ])
    }

    private func site(_ row: Int32) -> [MailBody.Line] {
        let site = network.document.sites[Int(row)]
        guard objects.isCleared(site.id) else { return [] }
        var lines: [MailBody.Line] = [.text(objects.name(site.id) + (site.address.map { ", " + objects.cut($0) } ?? ""))]
        if let contact = site.contact { lines.append(.text(words("place.call", ["x": objects.cut(contact)]))) }
        if objects.level == .restricted, let lat = site.lat, let lon = site.lon {
            lines.append(.text(words("place.at", ["x": "\(lat), \(lon)"])))
        }
        return lines
    }

    private func owner(_ text: String?) -> [MailBody.Line] {
        guard let text, !text.isEmpty else { return [] }
        guard let owner = objects.owner(text) else { return [.text(words("place.owner", ["x": objects.cut(text)]))] }
        let parts = [
            Optional(objects.cut(owner.name)), owner.contact.map { words("place.desk", ["x": objects.cut($0)]) },
            owner.contract.map { words("place.contract", ["x": objects.cut($0)]) },
        ]
        return [.text(words("place.owner", ["x": parts.compactMap { $0 }.joined(separator: ", ")]))]
    }

    /// What people declare as a link's kind, in words where it is one that we know.
    private func kind(_ kind: String) -> String { words.known("link.\(kind)") ?? objects.cut(kind) }

    /// With the decimal comma of Serbian.
    private func km(_ value: Double) -> String {
        let number = "\((value * 10).rounded() / 10)"
        return "\(words.language == .english ? number : number.replacing(".", with: ",")) km"
    }
}
