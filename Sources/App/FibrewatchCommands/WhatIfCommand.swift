import ArgumentParser
import NetworkModel
import Rendering

/// `whatif cut|down|maintain OBJECT…`: what would be lost, and what would carry the rest.
struct WhatIfCommand: ParsableCommand, FormedVerb {
    enum Deed: String, ExpressibleByArgument, CaseIterable { case cut, down, maintain }

    static let configuration = CommandConfiguration(
        commandName: "whatif",
        abstract: "What would be lost if these objects were cut, down or taken out for maintenance together.",
        discussion: """
            Objects are ducts, segments, links, interfaces, devices, sites, feeds, racks, carriers' clouds or owners. The three words \
            ask the same question; a site loses its redundancy when it is still served and one more duct, link or cloud would cut it \
            off, which none would before.
            """)

    @Argument(help: "cut, down or maintain.")
    var deed: Deed

    @Argument(help: ArgumentHelp("Identifiers, as in duct:u7.", valueName: "object"))
    var objects: [String]

    @OptionGroup var source: NetworkOptions
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if objects.isEmpty { throw ValidationError("name at least one object, as in: whatif \(deed.rawValue) duct:u7") }
    }

    func run() throws {
        let network = try source.load(global)
        let ids = try objects.map { try network.object(named: $0) }
        let graph = NetworkGraph(network)
        let failure = ids.reduce(Failure.nothing) { $0.union(network.failure(of: $1) ?? .nothing) }
        let answer = WhatIf(failure, in: graph)
        let output = Output(global)
        if graph.hosts.isEmpty { output.say("no service has a host, so no site can lose one: declare services with hosts") }
        if global.wantsDocument {
            try output.print(document: WhatIfForm(ids, answer, network))
        } else {
            output.print(text(ids, failure, answer, graph))
        }
    }

    private func text(_ ids: [ObjectID], _ failure: Failure, _ answer: WhatIf, _ graph: NetworkGraph) -> String {
        let network = graph.network
        var lines = [
            "\(deed.rawValue) \(ids.map(network.introduced).joined(separator: " and ")): out of order \(network.extent(failure))"
        ]
        lines.append(isolation(answer, network))
        for (service, sites) in answer.lostServices.sorted(by: { $0.key < $1.key }) {
            let host = network.document.services[Int(service)]
            lines.append(
                "  \(host.name ?? host.id.rawValue): lost at \(sites.count) of \(network.clientSitesOfService[service].count) sites"
            )
        }
        if !answer.redundancyLost.isEmpty {
            let count = answer.redundancyLost.count
            lines.append("last way: \(count) more \(count == 1 ? "site hangs" : "sites hang") on one way only:")
            lines.append("  " + network.listed(answer.redundancyLost, most: 12))
        }
        lines += carriers(failure, graph)
        return lines.map { TerminalText.escaped($0) }.joined(separator: "\n") + "\n"
    }

    private func isolation(_ answer: WhatIf, _ network: Network) -> String {
        let sites = answer.isolatedSites
        if sites.isEmpty { return "isolated: no site" }
        let kinds = Dictionary(grouping: sites) { network.document.sites[Int($0)].kind }
        let byKind = kinds.map { (kind: $0.key, count: $0.value.count) }.sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
        let counts = byKind.map { "\($0.count) \($0.kind)" } + network.taggedCounts(sites)
        return "isolated: \(sites.count) \(sites.count == 1 ? "site" : "sites") (\(counts.joined(separator: ", ")))\n  "
            + network.listed(sites, most: 12)
    }

    /// For each link that is out while both of its ends are alive and joined, the way that carries its traffic.
    private func carriers(_ failure: Failure, _ graph: NetworkGraph) -> [String] {
        let network = graph.network
        let lines = Set(failure.links).sorted().compactMap { link -> String? in
            let (a, b) = (network.deviceA[Int(link)], network.deviceB[Int(link)])
            guard a != b, let route = graph.route(from: [a], to: [b], failing: failure) else { return nil }
            return
                "  \(network.document.links[Int(link)].id): \(route.devices.map { network.document.devices[Int($0)].id.rawValue }.joined(separator: " → "))"
        }
        let shown = lines.prefix(12) + (lines.count > 12 ? ["  and \(lines.count - 12) more"] : [])
        return lines.isEmpty ? [] : ["carried on by:"] + shown
    }
}

extension Network {
    /// `duct:u7 (railways, 12.4 km)`
    func introduced(_ id: ObjectID) -> String {
        guard case .duct(let duct)? = self[id] else { return id.rawValue }
        let row = document.ducts[Int(duct)]
        let facts = [row.owner, row.km.map { "\($0) km" }].compactMap { $0 }
        return facts.isEmpty ? id.rawValue : "\(id) (\(facts.joined(separator: ", ")))"
    }

    fileprivate func extent(_ failure: Failure) -> String {
        let (links, devices) = (Set(failure.links).count, Set(failure.devices).count)
        let parts = [(links, "link"), (devices, "device")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return parts.isEmpty ? "nothing of the network" : parts.joined(separator: ", ")
    }

    /// Sums of the tags that count something, as in `12 counters`.
    fileprivate func taggedCounts(_ sites: [Int32]) -> [String] {
        ["counters", "eid", "pos"].compactMap { tag in
            let sum = sites.reduce(0) { $0 + (document.sites[Int($1)].tags[tag].flatMap { Int($0) } ?? 0) }
            return sum > 0 ? "\(sum) \(tag)" : nil
        }
    }
}

/// `whatif --json` (CONTRACT.md).
struct WhatIfForm: Encodable {
    enum CodingKeys: String, CodingKey {
        case objects, isolatedSites = "isolated_sites", lostServices = "lost_services", redundancyLost = "redundancy_lost"
    }

    var objects: [ObjectID]
    var isolatedSites: [ObjectID]
    var lostServices: [String: [ObjectID]]
    var redundancyLost: [ObjectID]

    init(_ objects: [ObjectID], _ answer: WhatIf, _ network: Network) {
        self.objects = objects
        isolatedSites = network.siteIDs(answer.isolatedSites)
        redundancyLost = network.siteIDs(answer.redundancyLost)
        lostServices = answer.lostServices.reduce(into: [:]) {
            $0[network.document.services[Int($1.key)].id.rawValue] = network.siteIDs($1.value)
        }
    }
}
