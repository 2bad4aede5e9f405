import Alerting
import Diagnosis
import NetworkModel

/// Objects of the network in the words of a mail, as far as its readers may know them (DESIGN.md section 7).
struct MailObjects {
    let network: Network
    let level: Level
    let limits: MailLimits
    var words = MailWords()

    /// `duct:u7 (Beograd–Lapovo)`; what is above the readers' level is named by its type alone.
    func name(_ id: ObjectID) -> String {
        guard isCleared(id) else { return restricted(id) }
        let id = id.kind == .area ? ObjectID(rawValue: String(id.name)) : id
        guard let own = ownName(id), !own.isEmpty, own != String(id.name) else { return cut(id.rawValue) }
        return "\(cut(id.rawValue)) (\(cut(own)))"
    }

    /// The name alone where there is one: for lists that people read.
    func shortName(_ id: ObjectID) -> String {
        guard isCleared(id) else { return restricted(id) }
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

    /// Why something was sent or not, as far as the readers may know: what was written about an object above their level is left out.
    func reason(_ reason: AlertReason, _ moment: (Timestamp) -> String) -> String {
        var reason = reason
        if case .maintenance(let object, let owner, _) = reason, !isCleared(object) {
            reason = .maintenance(object: object, owner: owner, reason: "…")
        }
        return words.fact(MailText.line(reason.words(moment, name: name)))
    }

    /// What to look at, as a sentence.
    func question(_ question: SplittingQuestion) -> String {
        switch question {
        case .power(let site): words("split.power", ["site": name(site)])
        case .device(let device): words("split.device", ["device": name(device)])
        case .link(let link, let through, let other):
            words("split.link", ["link": name(link), "through": name(through), "other": name(other)])
        case .otdr(let site, let link): words("split.otdr", ["site": name(site), "link": name(link)])
        }
    }

    func cut(_ text: String) -> String { MailText.line(text, limit: limits.name) }

    func isCleared(_ id: ObjectID) -> Bool { (objectLevel(id) ?? .public) <= level }

    /// `post offices`, for a number of sites of one kind.
    func kindWords(_ kind: String, _ count: Int) -> String {
        switch kind {
        case "post", "municipality", "egov", "dc", "hub", "other": words("kind.\(kind)", n: count)
        case "": words("kind.other", n: count)
        default: words("kind.own", n: count, ["kind": kind])
        }
    }

    /// `cut duct`, `dead device`: what is assumed to have happened, for the sentence of the cause.
    func failure(_ id: ObjectID) -> String {
        switch id.kind {
        case .duct, .segment, .link, .interface, .device, .site, .feed, .cloud, .area, .credential, .collector:
            words("failure.\(Self.failureKeys[id.kind] ?? "")", ["x": name(id)])
        default: name(id)
        }
    }

    private static let failureKeys: [ObjectKind?: String] = [
        .duct: "duct", .segment: "segment", .link: "link", .interface: "interface", .device: "device", .site: "site",
        .feed: "feed",
        .cloud: "cloud", .area: "area", .credential: "credential", .collector: "collector",
    ]

    func site(_ id: ObjectID) -> NetworkDocument.Site? {
        if case .site(let row)? = network[id] { network.document.sites[Int(row)] } else { nil }
    }

    func owner(_ text: String) -> NetworkDocument.Owner? {
        let id = ObjectID(rawValue: text.contains(":") ? text : "owner:" + text)
        if case .owner(let row)? = network[id] { return network.document.owners[Int(row)] }
        return nil
    }

    private func restricted(_ id: ObjectID) -> String {
        words("object.restricted", ["type": words("type.\(id.kind?.rawValue ?? "object")")])
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
