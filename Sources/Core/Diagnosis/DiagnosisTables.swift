import NetworkModel

/// What the engine asks of the network, as integer tables made once.
struct DiagnosisTables: Sendable {
    /// Devices and links that carry transit.
    struct Graph: Sendable {
        let deviceCount: Int
        let linkCount: Int
        let deviceA: [Int32]
        let deviceB: [Int32]
        /// Links at each device without standby links, which carry nothing but their own end.
        let transit: Rows

        @inline(__always)
        func peer(of device: Int32, over link: Int32) -> Int32 {
            deviceA[Int(link)] == device ? deviceB[Int(link)] : deviceA[Int(link)]
        }
    }

    /// The network with every list in the order of identifiers, so that nothing depends on the order of the files.
    let network: Network
    let graph: Graph
    /// One forest a collector, from its host.
    let collectorForests: [ReachForest]
    /// One forest a service, from all its hosts, and one from the hosts of all services.
    let serviceForests: [ReachForest]
    let anyServiceForest: ReachForest
    /// The standby link whose end `a` the device is, -1 where it has none.
    let standbyOfDevice: [Int32]
    /// By link: carries nothing but its own end, and only when nothing else does.
    let isStandby: [Bool]
    /// By port (2 × link, + 1 at end `b`): it stays up whatever happens beyond it.
    let portIsLocal: [Bool]
    /// Items of evidence are numbered: polls (collector of a device) first, then ports, then devices' power traps.
    let pollCollector: [Int32]
    let pollDevice: [Int32]
    let devicesOfCollector: Rows
    /// Milliseconds of `ups_s` of each device's site.
    let batteryOfSite: [Int64]
    /// Clouds that each link runs through.
    let cloudsOfLink: [[Int32]]
    /// Devices that each link runs through between its ends, amplifiers.
    let devicesOnLink: [[Int32]]
    /// What lies in which duct, and where the record of it is in doubt.
    let doubts: RecordDoubts

    var pollCount: Int { pollCollector.count }
    var firstPort: Int32 { Int32(pollCollector.count) }
    var firstPower: Int32 { firstPort + Int32(2 * graph.linkCount) }
    var itemCount: Int { pollCollector.count + 2 * graph.linkCount + graph.deviceCount }

    init(_ given: Network) {
        let network = Network.compile(given.document.inOrderOfIdentifiers).network
        self.network = network
        let links = network.document.links
        let count = network.document.devices.count
        var pairs: [(row: Int32, value: Int32)] = []
        var standby = [Int32](repeating: -1, count: count)
        for link in links.indices {
            let a = network.deviceA[link]
            let b = network.deviceB[link]
            if links[link].standbySeconds != nil {
                standby[Int(a)] = Int32(link)
            } else {
                pairs.append((a, Int32(link)))
                if a != b { pairs.append((b, Int32(link))) }
            }
        }
        graph = Graph(
            deviceCount: count, linkCount: links.count, deviceA: network.deviceA, deviceB: network.deviceB,
            transit: Rows(rowCount: count, pairs: pairs))
        let graph = graph
        collectorForests = network.deviceOfCollector.map { ReachForest(sources: [$0], tables: graph) }
        serviceForests = (0..<network.hostsOfService.count).map {
            ReachForest(sources: Array(network.hostsOfService[$0]), tables: graph)
        }
        anyServiceForest = ReachForest(sources: Array(Set(network.hostsOfService.values)).sorted(), tables: graph)
        standbyOfDevice = standby
        isStandby = links.map { $0.standbySeconds != nil }
        portIsLocal = links.flatMap { [$0.a.follows == .local, $0.b.follows == .local] }
        var collectors: [Int32] = []
        var devices: [Int32] = []
        for device in 0..<count {
            for collector in network.collectorsOfDevice[device] {
                collectors.append(collector)
                devices.append(Int32(device))
            }
        }
        pollCollector = collectors
        pollDevice = devices
        devicesOfCollector = Rows(
            rowCount: network.document.collectors.count, pairs: zip(collectors, devices).map { (row: $0, value: $1) })
        batteryOfSite = network.document.sites.map { Int64($0.upsSeconds ?? 0) * 1000 }
        var ofLink: [[Int32]] = Array(repeating: [], count: links.count)
        for cloud in 0..<network.linksOfCloud.count {
            for link in network.linksOfCloud[cloud] { ofLink[Int(link)].append(Int32(cloud)) }
        }
        cloudsOfLink = ofLink
        var onLink: [[Int32]] = Array(repeating: [], count: links.count)
        for device in 0..<count { for link in network.linksThroughDevice[device] { onLink[Int(link)].append(Int32(device)) } }
        devicesOnLink = onLink
        doubts = RecordDoubts(network, listed: given.document.segments.map(\.id))
    }

    func device(ofPort port: Int32) -> Int32 {
        port & 1 == 0 ? graph.deviceA[Int(port >> 1)] : graph.deviceB[Int(port >> 1)]
    }

    /// The device at the other end of the port's link.
    func peer(ofPort port: Int32) -> Int32 {
        port & 1 == 0 ? graph.deviceB[Int(port >> 1)] : graph.deviceA[Int(port >> 1)]
    }

    /// The port of `device` on `link`.
    func port(of device: Int32, on link: Int32) -> Int32 {
        graph.deviceA[Int(link)] == device ? link << 1 : link << 1 | 1
    }

    /// The polls of `device`: one a collector.
    func polls(of device: Int32) -> Range<Int> {
        Int(network.collectorsOfDevice.starts[Int(device)])..<Int(network.collectorsOfDevice.starts[Int(device) + 1])
    }

    func poll(of device: Int32, by collector: Int32) -> Int32? {
        for poll in polls(of: device) where pollCollector[poll] == collector { return Int32(poll) }
        return nil
    }

    func interface(ofPort port: Int32) -> ObjectID {
        let link = network.document.links[Int(port >> 1)]
        return port & 1 == 0 ? link.a.interface : link.b.interface
    }

    func name(ofDevice device: Int32) -> ObjectID { network.document.devices[Int(device)].id }
}

extension NetworkDocument {
    /// The same network with each list sorted; what a link's or device's own lists say keeps its order.
    fileprivate var inOrderOfIdentifiers: NetworkDocument {
        var document = self
        document.sites.sort { $0.id < $1.id }
        document.feeds.sort { $0.id < $1.id }
        document.devices.sort { $0.id < $1.id }
        document.ducts.sort { $0.id < $1.id }
        document.segments.sort { $0.id < $1.id }
        document.links.sort { $0.id < $1.id }
        document.collectors.sort { $0.id < $1.id }
        document.services.sort { $0.id < $1.id }
        document.calendars.sort { $0.id < $1.id }
        document.clouds.sort { $0.id < $1.id }
        return document
    }
}
