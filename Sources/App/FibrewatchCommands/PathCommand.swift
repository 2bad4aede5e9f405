import ArgumentParser
import NetworkModel
import Rendering

/// `path A B`: the way between two sites or devices, the break in it, and what else could carry it.
struct PathCommand: ParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "The way between two sites or devices: every hop, segment, duct and owner, and the alternative.",
        discussion: """
            Traffic takes the way of fewest links. What the monitor sees down, now or --at a time, what the open incidents name as their causes, and \
            objects named by --down are taken as out; the break is marked. With --network only --down counts.
            """)

    @Argument(help: "Site or device where the way begins.")
    var from: String

    @Argument(help: "Site or device where it ends.")
    var to: String

    @Option(help: ArgumentHelp("Take this object as out; may be given several times.", valueName: "object"))
    var down: [String] = []

    @OptionGroup var source: NetworkOptions
    static let forms: [OutputFormat] = [.json, .jsonl]
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let network = try source.load(global)
        let graph = NetworkGraph(network)
        let (start, end) = (try network.object(named: from), try network.object(named: to))
        let (sources, targets) = (try devices(of: start, network), try devices(of: end, network))
        let seen = try source.network == nil ? SeenFailure(StateSource(global), network) : .nothing
        let failure = try down.map { try network.object(named: $0) }
            .reduce(seen.failure) { $0.union(network.failure(of: $1) ?? .nothing) }
        let output = Output(global)
        guard let way = graph.route(from: sources, to: targets) else {
            output.complain("no way leads from \(start) to \(end), even with everything up")
            throw ExitCode.problemFound
        }
        let isBroken =
            way.links.contains(where: failure.takesDown(network)) || way.devices.contains(where: Set(failure.devices).contains)
        let other =
            isBroken
            ? graph.route(from: sources, to: targets, failing: failure)
            : graph.alternative(to: way, from: sources, to: targets, failing: failure)
        let form = try PathForm(from: start, to: end, way: way, other: other, isBroken: isBroken, failure, graph, seen)
        if global.wantsDocument {
            try output.print(document: form)
        } else {
            printText(form, output)
        }
        if isBroken, other == nil { throw ExitCode.problemFound }
    }

    private func devices(of object: ObjectID, _ network: Network) throws -> [Int32] {
        switch network[object] {
        case .device(let device)?: return [device]
        case .site(let site)? where !network.devicesOfSite[site].isEmpty: return Array(network.devicesOfSite[site])
        case .site?: throw ValidationError("\(object) has no device, so no way leads there")
        default: throw ValidationError("\(object) is neither a site nor a device")
        }
    }

    private func printText(_ form: PathForm, _ output: Output) {
        output.print(table(form.way))
        for cause in form.causes { output.print("\nOut by \(cause.incident), cause \(cause.object).\n") }
        if form.broken {
            output.print(form.alternative == nil ? "\nBroken, and nothing else leads there.\n" : "\nBroken. Carried on by:\n")
        } else if form.alternative == nil {
            output.print("\nThere is no other way.\n")
        } else {
            let shared = (form.shared ?? []).map(\.rawValue).joined(separator: " ")
            output.print(
                "\nCould also go (\(shared.isEmpty ? "shares nothing with it" : "shares " + TerminalText.escaped(shared))):\n")
        }
        if let alternative = form.alternative { output.print(table(alternative)) }
    }

    private func table(_ hops: [PathForm.Hop]) -> TextTable {
        var table = TextTable("device", "site", "state", "then over", "kind", "ducts (owner)")
        for hop in hops {
            let ducts =
                (hop.segments ?? []).map { "\($0.duct)\($0.owner.map { " (\($0))" } ?? "")" } + (hop.via ?? []).map(\.rawValue)
            let link =
                hop.link.map { name in
                    switch hop.linkState {
                    case "down": "✗ \(name) DOWN"
                    case "up", nil: name.rawValue
                    case let state?: "\(name) (\(state))"
                    }
                } ?? ""
            table.add(
                .init(hop.device.rawValue), .init(hop.site.rawValue), .init(hop.state, color: hop.state == "down" ? .red : nil),
                .init(link, color: hop.linkState == "down" ? .red : nil), .init(hop.kind ?? ""),
                .init(ducts.joined(separator: ", ")))
        }
        return table
    }
}

extension Failure {
    /// Whether nothing of a way is out by it.
    fileprivate func isDisjoint(with way: Route) -> Bool {
        Set(devices).isDisjoint(with: way.devices) && Set(links).isDisjoint(with: way.links)
    }

    /// Whether a link is out, also by a dead end.
    fileprivate func takesDown(_ network: Network) -> (Int32) -> Bool {
        let (cut, dead) = (Set(links), Set(devices))
        return { cut.contains($0) || dead.contains(network.deviceA[Int($0)]) || dead.contains(network.deviceB[Int($0)]) }
    }
}

/// `path --json`: hops in order, each with the link taken to the next one.
private struct PathForm: Encodable {
    struct Hop: Encodable {
        enum CodingKeys: String, CodingKey {
            case device, site, state, link, linkState = "link_state", kind, segments, via
        }
        var device: ObjectID
        var site: ObjectID
        var state: String
        /// null at the last hop, as all that follows.
        @OrNull var link: ObjectID? = nil
        @OrNull var linkState: String? = nil
        @OrNull var kind: String? = nil
        @OrNull var segments: [Segment]? = nil
        @OrNull var via: [ObjectID]? = nil
    }

    struct Segment: Encodable {
        var id: ObjectID
        var duct: ObjectID
        @OrNull var owner: String? = nil
        @OrNull var km: Double? = nil
    }

    var from: ObjectID
    var to: ObjectID
    var broken: Bool
    var way: [Hop]
    @OrNull var alternative: [Hop]? = nil
    /// Ducts, links and carriers that both ways use; null without an alternative.
    @OrNull var shared: [ObjectID]? = nil
    /// Open incidents by whose causes something of the way is out.
    var causes: [SeenFailure.Cause]

    init(
        from: ObjectID, to: ObjectID, way: Route, other: Route?, isBroken: Bool, _ failure: Failure, _ graph: NetworkGraph,
        _ seen: SeenFailure
    ) throws {
        (self.from, self.to, broken) = (from, to, isBroken)
        self.way = try Self.hops(way, failure, graph.network, seen)
        alternative = try other.map { try Self.hops($0, failure, graph.network, seen) }
        causes = seen.causes.filter { !$0.failure.isDisjoint(with: way) }
        shared = other.map {
            let document = graph.network.document
            let both = graph.shared(way, $0)
            return both.ducts.map { document.ducts[Int($0)].id } + both.links.map { document.links[Int($0)].id }
                + both.clouds.map { document.clouds[Int($0)].id }
        }
    }

    private static func hops(_ route: Route, _ failure: Failure, _ network: Network, _ seen: SeenFailure) throws -> [Hop] {
        let dead = Set(failure.devices)
        let isOut = failure.takesDown(network)
        return try route.devices.enumerated().map { place, device in
            let row = network.document.devices[Int(device)]
            var hop = Hop(
                device: row.id, site: row.site, state: try dead.contains(device) ? "down" : seen.state(of: row.id).rawValue)
            guard place < route.links.count else { return hop }
            let index = route.links[place]
            let link = network.document.links[Int(index)]
            (hop.link, hop.kind) = (link.id, link.kind)
            hop.linkState = try isOut(index) ? "down" : seen.state(of: link.id).rawValue
            // Segments run from end a to end b; here they run along the way.
            let along =
                network.deviceA[Int(index)] == device
                ? Array(network.segmentsOfLink[index]) : network.segmentsOfLink[index].reversed()
            hop.segments = along.map { segment in
                let row = network.document.segments[Int(segment)]
                return Segment(
                    id: row.id, duct: row.duct, owner: network.document.ducts[Int(network.ductOfSegment[Int(segment)])].owner,
                    km: row.km)
            }
            hop.via = link.via.isEmpty ? nil : link.via
            return hop
        }
    }
}
