import ArgumentParser
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// `redundancy`: every object whose single loss isolates sites, worst first.
struct RedundancyCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "redundancy",
        abstract: "Single points of failure: each duct, link, device, site and feed whose loss alone isolates sites.",
        discussion: """
            A site is isolated when none of its live devices has a path over live links and devices to any host of any service. \
            A standby link carries its own end alone. Sites isolated with nothing failed are left out. The table leaves out devices \
            that isolate only their own site and sites that say the same as their only device, unless --all; --json, --jsonl and --csv have all.
            """)

    @OptionGroup var source: NetworkOptions
    static let forms: [OutputFormat] = [.json, .jsonl, .csv]
    @OptionGroup var global: GlobalOptions

    @Flag(help: "Also what isolates nothing but its own site, and sites of one device.")
    var all = false

    @Flag(help: "With --json: also rings that share a duct and the disjoint ways of each site.")
    var details = false

    func validate() throws {
        if details, global.jsonl || global.csv {
            throw ValidationError("--details is for --json: its lists are no rows of one kind")
        }
    }

    func run() async throws {
        let network = try source.load(global)
        let graph = NetworkGraph(network)
        let output = Output(global)
        if graph.hosts.isEmpty { output.say("no service has a host, so no site can lose one: declare services with hosts") }
        let redundancy = Redundancy(graph)
        if global.json {
            try output.print(json: RedundancyForm(redundancy, graph, details: details))
        } else if global.jsonl {
            for row in singles(redundancy, network, all: true) {
                try output.print(
                    json: SingleForm(object: row.object, owner: row.owner, sites: network.siteIDs(row.sites)),
                    pretty: false)
            }
        } else if global.csv {
            output.print(table(singles(redundancy, network, all: true), network, most: .max).csv)
        } else {
            if source.network == nil { try printLost(output) }
            printTables(redundancy, graph, output)
        }
    }

    /// What the monitor has seen lost just now, where one watches this network.
    private func printLost(_ output: Output) throws {
        let lost = try StateSource(global).store()?.incidents(at: global.at).filter { $0.kind == .redundancy && $0.closed == nil }
        for incident in lost ?? [] {
            let count = incident.atRiskSites.count
            output.print(
                "Now: \(count) site\(count == 1 ? " has" : "s have") one way left, since \(incident.opened.clock(utc: global.utc, now: global.at ?? .now)) "
                    + "(\(incident.id)); most of them hang on \(incident.best).\n")
        }
    }

    private func printTables(_ redundancy: Redundancy, _ graph: NetworkGraph, _ output: Output) {
        let network = graph.network
        output.print(table(singles(redundancy, network, all: all), network, most: 6))
        let rings = graph.sharedRings(redundancy)
        if !rings.isEmpty {
            output.print("\nRings that share a duct: each of these links has another way, and one cut takes them together.\n")
            var table = TextTable(">sites", "duct", "owner", "links in it")
            for ring in rings {
                let duct = network.document.ducts[Int(ring.duct)]
                let links = ring.links.map { network.document.links[Int($0)].id.rawValue }.joined(separator: " ")
                table.add("\(ring.sites.count)", .init(duct.id.rawValue), .init(duct.owner ?? ""), .init(links))
            }
            output.print(table)
        }
        printWays(graph, output)
    }

    private func table(_ rows: [Single], _ network: Network, most: Int) -> TextTable {
        var table = TextTable(">sites", "object", "owner", "isolates")
        for row in rows {
            table.add(
                "\(row.sites.count)", .init(row.object.rawValue), .init(row.owner),
                .init(network.listed(row.sites, most: most)))
        }
        return table
    }

    private func printWays(_ graph: NetworkGraph, _ output: Output) {
        let sites = graph.network.document.sites
        let centres = sites.indices.filter { sites[$0].kind == "dc" }
        if centres.isEmpty { return }
        output.print(
            "\nSites by their ways to each data centre that share nothing (a floor; \(DisjointWays.most) means as many or more):\n"
        )
        var table = TextTable("to", "share no", ">none", ">1", ">2", ">3", ">4")
        for centre in centres {
            let ways = DisjointWays(graph, to: Int32(centre))
            for (what, counts) in [("duct", ways.byDuct), ("owner", ways.byOwner)] {
                let cells = (0...DisjointWays.most).map { number in counts.count { $0 == number } }
                table.add([.init(sites[centre].id.rawValue), .init(what)] + cells.map { .init("\($0)") })
            }
        }
        output.print(table)
    }

    private struct Single {
        var object: ObjectID
        var owner: String
        var sites: [Int32]
    }

    /// `redundancy --jsonl`: one object with what its loss isolates.
    private struct SingleForm: Encodable { var object: ObjectID, owner: String, sites: [ObjectID] }

    private func singles(_ redundancy: Redundancy, _ network: Network, all: Bool) -> [Single] {
        let document = network.document
        var rows = redundancy.ducts.map { duct, sites in
            Single(object: document.ducts[Int(duct)].id, owner: document.ducts[Int(duct)].owner ?? "", sites: sites)
        }
        rows += redundancy.links.map { link, sites in
            Single(object: document.links[Int(link)].id, owner: network.owners(ofLink: link), sites: sites)
        }
        rows += redundancy.clouds.map { cloud, sites in
            Single(object: document.clouds[Int(cloud)].id, owner: document.clouds[Int(cloud)].owner ?? "", sites: sites)
        }
        for (device, sites) in redundancy.devices where all || sites != [network.siteOfDevice[Int(device)]] {
            rows.append(Single(object: document.devices[Int(device)].id, owner: "", sites: sites))
        }
        for (site, sites) in redundancy.sites where all || network.devicesOfSite[site].count > 1 && sites != [site] {
            rows.append(Single(object: document.sites[Int(site)].id, owner: "", sites: sites))
        }
        rows += redundancy.feeds.map { feed, sites in
            Single(object: document.feeds[Int(feed)].id, owner: document.feeds[Int(feed)].owner?.rawValue ?? "", sites: sites)
        }
        return rows.sorted { ($1.sites.count, $0.object) < ($0.sites.count, $1.object) }
    }
}

extension Network {
    /// Owners of the ducts of a link, or of the link itself, in order of the way, each once.
    func owners(ofLink link: Int32) -> String {
        let ducts = segmentsOfLink[link].compactMap { document.ducts[Int(ductOfSegment[Int($0)])].owner }
        var owners: [String] = []
        for owner in ducts.isEmpty ? [document.links[Int(link)].owner].compactMap({ $0 }) : ducts where !owners.contains(owner) {
            owners.append(owner)
        }
        return owners.joined(separator: " ")
    }

    /// The first `most` sites by identifier, and how many more.
    func listed(_ sites: [Int32], most: Int) -> String {
        let names = siteIDs(sites).prefix(most).map(\.rawValue).joined(separator: " ")
        return sites.count > most ? names + " and \(sites.count - most) more" : names
    }
}
