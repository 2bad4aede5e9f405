import ArgumentParser
import NetworkModel
import Rendering

/// `contact OBJECT`: whom to call about it: desk, owner, contract and circuit.
struct ContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "Whom to call about an object: desk, owner, contract, circuit.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "An object of the network, such as duct:bg-ns or site:p11.") var object: String

    private struct Row: Encodable, Hashable {
        var object: ObjectID
        var role: String
        var name: String?
        var contact: String?
        var contract: String?
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
        if global.json { return try output.print(json: rows) }
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
        case .site(let row): return site(row, network)
        case .device(let row):
            return site(network.siteOfDevice[Int(row)], network) + network.linksOfDevice[row].flatMap { link($0, network) }
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
