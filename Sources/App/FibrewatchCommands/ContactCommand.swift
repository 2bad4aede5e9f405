import Alerting
import ArgumentParser
import DeclaredFiles
import NetworkModel
import Rendering

/// `contact OBJECT`: whom to call about it: desk, owner, contract and circuit.
struct ContactCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "Whom to call about an object: desk, owner, contract, circuit.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @Argument(help: "An object of the network, such as duct:bg-ns or site:p11.") var object: String

    private struct Row: Encodable, Hashable {
        var object: ObjectID
        var role: String
        @OrNull var name: String? = nil
        @OrNull var contact: String? = nil
        @OrNull var contract: String? = nil
    }

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let id = try network.object(named: object)
        // Two links of a device may lie in one duct: whom to call about that stands there once.
        var seen: Set<Row> = []
        let rows = rows(id, network).filter { seen.insert($0).inserted }
        guard !rows.isEmpty else {
            output.complain("nothing is declared about whom to call for \(id); add owner, contact or contract to Topology/")
            throw ExitCode.problemFound
        }
        if global.wantsDocument { return try output.print(rows: rows) }
        var table = TextTable("FOR", "WHO", "NAME", "CALL", "CONTRACT OR CIRCUIT")
        for row in rows {
            table.add(
                .init(row.object.rawValue), .init(row.role), .init(row.name ?? ""), .init(row.contact ?? "not declared"),
                .init(row.contract ?? ""))
        }
        global.csv ? output.print(table.csv) : output.print(table)
    }

    private func rows(_ id: ObjectID, _ network: Network) -> [Row] {
        let document = network.document
        switch network[id] {
        case .site(let row):
            return desk() + site(row, network) + network.devicesOfSite[row].flatMap { ways($0, row, network) }
        case .device(let row):
            return desk() + site(network.siteOfDevice[Int(row)], network)
                + network.linksOfDevice[row].flatMap { link($0, network) }
        case .link(let row), .interface(let row, _): return link(row, network)
        case .duct(let row): return owner(document.ducts[Int(row)].owner, of: id, network)
        case .segment(let row):
            let duct = document.ducts[Int(network.ductOfSegment[Int(row)])]
            return owner(duct.owner, of: duct.id, network)
        case .cloud(let row): return owner(document.clouds[Int(row)].owner, of: id, network)
        case .feed(let row): return owner(document.feeds[Int(row)].owner?.rawValue, of: id, network)
        case .owner: return owner(id.rawValue, of: id, network)
        default: return []
        }
    }

    /// Our own desk: who is on duty, where people are declared.
    private func desk() -> [Row] {
        guard let policy = try? DeclaredAlerts.load(path: global.alerts).policy else { return [] }
        let roster = DutyRoster(policy)
        return policy.rotas.flatMap { rota in
            roster.duty(rota.id, at: global.at ?? .now).people.compactMap { policy.person($0) }.map { person in
                Row(object: rota.id, role: "desk", name: person.name, contact: person.mail)
            }
        }
    }

    /// The ways into a site: links from its device to other places, each with its owner, contract or circuit, and ducts.
    private func ways(_ device: Int32, _ site: Int32, _ network: Network) -> [Row] {
        network.linksOfDevice[device].filter { link in
            network.siteOfDevice[Int(network.deviceA[Int(link)])] != site
                || network.siteOfDevice[Int(network.deviceB[Int(link)])] != site
        }.flatMap { link($0, network) + clouds($0, network) }
    }

    /// Carriers through whose networks a link runs.
    private func clouds(_ link: Int32, _ network: Network) -> [Row] {
        network.document.clouds.indices.filter { network.linksOfCloud[$0].contains(link) }.flatMap { cloud in
            owner(network.document.clouds[cloud].owner, of: network.document.clouds[cloud].id, network)
        }
    }

    private func site(_ row: Int32, _ network: Network) -> [Row] {
        let site = network.document.sites[Int(row)]
        var rows: [Row] = []
        if let contact = site.contact { rows.append(Row(object: site.id, role: "site", name: site.name, contact: contact)) }
        if let feed = site.feed, case .feed(let number)? = network[feed] {
            rows += owner(network.document.feeds[Int(number)].owner?.rawValue, of: feed, network)
        }
        return rows
    }

    private func link(_ row: Int32, _ network: Network) -> [Row] {
        let link = network.document.links[Int(row)]
        var rows = owner(link.owner, of: link.id, network)
        if let contract = link.contract {
            if rows.isEmpty { rows = [Row(object: link.id, role: "circuit")] }
            rows[0].contract = contract
        }
        var seen: Set<Int32> = []
        for segment in network.segmentsOfLink[row] where seen.insert(network.ductOfSegment[Int(segment)]).inserted {
            let duct = network.document.ducts[Int(network.ductOfSegment[Int(segment)])]
            rows += owner(duct.owner, of: duct.id, network)
        }
        return rows
    }

    private func owner(_ text: String?, of object: ObjectID, _ network: Network) -> [Row] {
        guard let text, !text.isEmpty else { return [] }
        let id = ObjectID(text.contains(":") ? text : "owner:" + text)
        guard case .owner(let row)? = network[id] else { return [Row(object: object, role: "owner", name: text)] }
        let owner = network.document.owners[Int(row)]
        return [Row(object: object, role: "owner", name: owner.name, contact: owner.contact, contract: owner.contract)]
    }
}
