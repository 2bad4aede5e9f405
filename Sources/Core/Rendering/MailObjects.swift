import Alerting
import Diagnosis
import NetworkModel

/// Objects of the network in the words of a mail, as far as its readers may know them (DESIGN.md section 7).
struct MailObjects {
    let network: Network
    let level: Level
    let limits: MailLimits

    /// `duct:u7 (Beograd–Lapovo)`; what is above the readers' level is named by its type alone.
    func name(_ id: ObjectID) -> String {
        guard isCleared(id) else { return "a restricted \(typeWord(id))" }
        let id = id.kind == .area ? ObjectID(rawValue: String(id.name)) : id
        guard let own = ownName(id), !own.isEmpty, own != String(id.name) else { return cut(id.rawValue) }
        return "\(cut(id.rawValue)) (\(cut(own)))"
    }

    /// The name alone where there is one: for lists that people read.
    func shortName(_ id: ObjectID) -> String {
        guard isCleared(id) else { return "a restricted \(typeWord(id))" }
        guard let own = ownName(id), !own.isEmpty else { return cut(id.rawValue) }
        return cut(own)
    }

    /// The identifier as one word of a shell: whatever could mean more to a shell stands in quotes, or is left out.
    func argument(_ id: ObjectID) -> String {
        guard isCleared(id) else { return "OBJECT" }
        let text = cut(id.rawValue)
        let plain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-_.:/#".utf8.contains(byte)
        }
        return plain ? text : "'" + text.filter { $0 != "'" && $0 != "\\" } + "'"
    }

    func cut(_ text: String) -> String { MailText.line(text, limit: limits.name) }

    func isCleared(_ id: ObjectID) -> Bool { (objectLevel(id) ?? .public) <= level }

    /// `post offices`, for a number of sites of one kind.
    static func kindWords(_ kind: String, _ count: Int) -> String {
        let words: (one: String, many: String) =
            switch kind {
            case "post": ("post office", "post offices")
            case "municipality": ("municipality", "municipalities")
            case "egov": ("eGovernment point", "eGovernment points")
            case "dc": ("data centre", "data centres")
            case "hub": ("hub", "hubs")
            case "other", "": ("other site", "other sites")
            default: (kind + " site", kind + " sites")
            }
        return "\(count) \(count == 1 ? words.one : words.many)"
    }

    /// `cut duct`, `dead device`: what is assumed to have happened, for the sentence of the cause.
    func failure(_ id: ObjectID) -> String {
        switch id.kind {
        case .duct: "cable cut in \(name(id))"
        case .segment: "broken fibre: \(name(id))"
        case .link: "link down: \(name(id))"
        case .interface: "port down: \(name(id))"
        case .device: "device dead or without power: \(name(id))"
        case .site: "site dark: \(name(id))"
        case .feed: "power feed out: \(name(id))"
        case .cloud: "carrier's network: \(name(id))"
        case .area: "power out in the area around \(name(id))"
        case .credential: "credential or access rule changed: \(name(id))"
        case .collector: "the monitor itself is blind: \(name(id))"
        default: name(id)
        }
    }

    /// Sites in words: `9 post offices, 5 municipalities`, the most important kinds first.
    func siteCounts(_ sites: [ObjectID]) -> String {
        var counts: [String: Int] = [:]
        for site in sites { counts[self.site(site)?.kind ?? "", default: 0] += 1 }
        let rank = ["dc": 0, "hub": 1, "municipality": 2, "post": 3, "egov": 4]
        return counts.sorted { (rank[$0.key] ?? 5, $0.key) < (rank[$1.key] ?? 5, $1.key) }
            .map { Self.kindWords(cut($0.key), $0.value) }.joined(separator: ", ")
    }

    func site(_ id: ObjectID) -> NetworkDocument.Site? {
        if case .site(let row)? = network[id] { network.document.sites[Int(row)] } else { nil }
    }

    func owner(_ text: String) -> NetworkDocument.Owner? {
        let id = ObjectID(rawValue: text.contains(":") ? text : "owner:" + text)
        if case .owner(let row)? = network[id] { return network.document.owners[Int(row)] }
        return nil
    }

    private func typeWord(_ id: ObjectID) -> String {
        switch id.kind {
        case .device: "device"
        case .segment: "fibre segment"
        case .interface: "port"
        case let kind?: kind.rawValue
        case nil: "object"
        }
    }

    private func ownName(_ id: ObjectID) -> String? {
        let document = network.document
        return switch network[id] {
        case .site(let row): document.sites[Int(row)].name
        case .device(let row): document.devices[Int(row)].name
        case .duct(let row): document.ducts[Int(row)].name
        case .link(let row): document.links[Int(row)].name
        case .owner(let row): document.owners[Int(row)].name
        case .service(let row): document.services[Int(row)].name
        default: nil
        }
    }

    private func objectLevel(_ id: ObjectID) -> Level? {
        let document = network.document
        switch network[id] {
        case .site(let row): return document.sites[Int(row)].level
        case .device(let row): return document.devices[Int(row)].level
        case .duct(let row): return document.ducts[Int(row)].level
        case .segment(let row): return document.ducts[Int(network.ductOfSegment[Int(row)])].level
        case .link(let row): return document.links[Int(row)].level
        case .interface(let link, _): return document.links[Int(link)].level
        default: return nil
        }
    }
}
