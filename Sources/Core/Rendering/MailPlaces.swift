import Alerting
import NetworkModel

/// Where to send people and whom to call: way, owner and desk of what failed.
struct MailPlaces {
    let objects: MailObjects
    private var network: Network { objects.network }

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
        lines += duct.manholes.lines(objects.limits.others) { .item("\(objects.cut($0.name)) at \(km($0.km))") }
        if objects.level == .restricted, let first = duct.path.first, let last = duct.path.last, first.count == 2, last.count == 2
        {
            lines.append(.text("from \(first[0]), \(first[1]) to \(last[0]), \(last[1])"))
        }
        for row in links.prefix(objects.limits.others) { lines.append(.item("carries \(ends(row))")) }
        if links.count > objects.limits.others { lines.append(.text("and \(links.count - objects.limits.others) more links")) }
        return lines + owner(duct.owner)
    }

    private func link(_ row: Int32) -> [MailBody.Line] {
        let link = network.document.links[Int(row)]
        var lines: [MailBody.Line] = [.text(ends(row))]
        var seen: Set<Int32> = []
        for segment in network.segmentsOfLink[row] where seen.insert(network.ductOfSegment[Int(segment)]).inserted {
            lines += duct(network.document.ducts[Int(network.ductOfSegment[Int(segment)])], links: [])
        }
        return lines + owner(link.owner) + (link.contract.map { [.text("circuit \(objects.cut($0))")] } ?? [])
    }

    private func ends(_ row: Int32) -> String {
        let link = network.document.links[Int(row)]
        return
            "\(objects.name(link.id)), \(objects.cut(link.kind)), from \(objects.name(link.a.device)) to \(objects.name(link.b.device))"
    }

    private func site(_ row: Int32) -> [MailBody.Line] {
        let site = network.document.sites[Int(row)]
        guard objects.isCleared(site.id) else { return [] }
        var lines: [MailBody.Line] = [.text(objects.name(site.id) + (site.address.map { ", " + objects.cut($0) } ?? ""))]
        if let contact = site.contact { lines.append(.text("call \(objects.cut(contact))")) }
        if objects.level == .restricted, let lat = site.lat, let lon = site.lon { lines.append(.text("at \(lat), \(lon)")) }
        return lines
    }

    private func owner(_ text: String?) -> [MailBody.Line] {
        guard let text, !text.isEmpty else { return [] }
        guard let owner = objects.owner(text) else { return [.text("owner: \(objects.cut(text))")] }
        let parts = [owner.name, owner.contact.map { "desk " + $0 }, owner.contract.map { "contract " + $0 }].compactMap { $0 }
        return [.text("owner: " + parts.map(objects.cut).joined(separator: ", "))]
    }

    private func km(_ value: Double) -> String { "\((value * 10).rounded() / 10) km" }
}
