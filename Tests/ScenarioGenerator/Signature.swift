import NetworkModel

/// What noise-free observations show of a state: who answers whom, and which ports are seen down.
struct Signature: Hashable {
    /// By collector, the managed devices that do not answer it.
    var silent: [Set<Int32>]
    /// Ports seen down as link and device, by devices that answer somebody.
    var portsDown: Set<[Int32]>

    init(_ graph: NetworkGraph, _ failure: Failure) {
        let network = graph.network
        let world = World(graph, Spell.of(failure, from: Timestamp(milliseconds: -1)))
        let state = world.snapshots[0]
        let late = Timestamp(milliseconds: 86_400_000)
        silent = network.document.collectors.indices.map { _ in [] }
        portsDown = []
        for device in 0..<Int32(graph.deviceCount) {
            var answers = false
            for collector in network.collectorsOfDevice[device] {
                if world.way(collector, device, at: late, in: 0) != nil {
                    answers = true
                } else {
                    silent[Int(collector)].insert(device)
                }
            }
            guard answers else { continue }
            for link in network.linksOfDevice[device] where world.portIsDown(device, link, in: state) {
                portsDown.insert([link, device])
            }
        }
    }

    /// Devices that answer none of their collectors.
    func darkDevices(_ network: Network) -> [Int32] {
        (0..<Int32(network.document.devices.count)).filter { device in
            let collectors = network.collectorsOfDevice[device]
            return !collectors.isEmpty && collectors.allSatisfy { silent[Int($0)].contains(device) }
        }
    }
}

/// Finds the causes that look alike.
struct Lookalikes {
    let graph: NetworkGraph
    private var network: Network { graph.network }

    init(_ graph: NetworkGraph) { self.graph = graph }

    /// Every link, segment, duct, device, site and feed that shows the same as `root` beside `standing`, in id order.
    /// - Parameter breaks: measured distances to the break, by link: only what lies there fits.
    func causes(like root: ObjectID, beside standing: Failure, breaks: [Int32: Double] = [:]) -> [ObjectID] {
        guard let failure = network.failure(of: root) else { return [root] }
        let shown = Signature(graph, standing.union(failure))
        let usual = Signature(graph, standing)
        let newPorts = shown.portsDown.subtracting(usual.portsDown)
        let alike = candidates(shown, usual, newPorts).filter { candidate in
            guard candidate != root, let other = network.failure(of: candidate), explains(newPorts, other) else {
                return candidate == root
            }
            return breaks.allSatisfy { lies(candidate, on: $0.key, at: $0.value) }
                && Signature(graph, standing.union(other)) == shown
        }
        return Set(alike + [root]).sorted()
    }

    private func candidates(_ shown: Signature, _ usual: Signature, _ ports: Set<[Int32]>) -> [ObjectID] {
        let silent = zip(shown.silent, usual.silent).reduce(into: Set<Int32>()) { $0.formUnion($1.0.subtracting($1.1)) }
        let links = Set(silent.flatMap { network.linksOfDevice[$0] } + ports.map { $0[0] })
        let devices = silent.union(ports.map { network.peer(of: $0[1], over: $0[0]) })
        var found: Set<ObjectID> = []
        for link in links {
            found.insert(network.document.links[Int(link)].id)
            for segment in network.segmentsOfLink[link] {
                found.insert(network.document.segments[Int(segment)].id)
                found.insert(network.document.segments[Int(segment)].duct)
            }
        }
        for device in devices {
            found.insert(network.document.devices[Int(device)].id)
            let site = network.document.sites[Int(network.siteOfDevice[Int(device)])]
            found.insert(site.id)
            if let feed = site.feed { found.insert(feed) }
        }
        // The host of a collector is not told from the collector itself; that is said elsewhere.
        let hosts = Set(network.deviceOfCollector)
        return found.filter { id in !(network.failure(of: id)?.devices.contains(where: hosts.contains) ?? false) }
    }

    private func explains(_ ports: Set<[Int32]>, _ failure: Failure) -> Bool {
        let (links, devices) = (Set(failure.links), Set(failure.devices))
        return ports.allSatisfy { port in
            links.contains(port[0]) || devices.contains(network.peer(of: port[1], over: port[0]))
        }
    }

    private func lies(_ candidate: ObjectID, on link: Int32, at km: Double) -> Bool {
        var start = 0.0
        for segment in network.segmentsOfLink[link] {
            let row = network.document.segments[Int(segment)]
            let end = start + (row.km ?? 0)
            if (row.id == candidate || row.duct == candidate), km >= start, km <= end { return true }
            start = end
        }
        return false
    }
}
