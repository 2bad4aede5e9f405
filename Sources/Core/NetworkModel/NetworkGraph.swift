/// The network as a graph of devices, for questions of reachability.
///
/// Every link that can carry traffic for others is a way in both directions. A standby link carries only its end `a` and only when
/// nothing else does (SCENARIOS.md, "Additions"), so it is no way for anybody behind `a`: standby links are applied after the search,
/// to their own end alone. Unmanaged devices forward like any other. A network may have loops, parts and parallel links.
package struct NetworkGraph: Sendable {
    package let network: Network
    /// Host devices of any service, ascending, each once.
    package let hosts: [Int32]
    /// Links with `standbySeconds`.
    package let standbyLinks: [Int32]
    /// Ways out of device `d` stand at `starts[d]..<starts[d + 1]`; without standby links and self-loops.
    let starts: [Int32]
    let linkOfWay: [Int32]
    let peerOfWay: [Int32]

    package init(_ network: Network) {
        self.network = network
        let carries = network.document.links.indices.map {
            network.document.links[$0].standbySeconds == nil && network.deviceA[$0] != network.deviceB[$0]
        }
        standbyLinks = network.document.links.indices.filter { network.document.links[$0].standbySeconds != nil }.map {
            Int32($0)
        }
        hosts = Set(network.hostsOfService.values).sorted()
        var starts: [Int32] = [0]
        var links: [Int32] = []
        var peers: [Int32] = []
        starts.reserveCapacity(network.document.devices.count + 1)
        links.reserveCapacity(network.linksOfDevice.values.count)
        peers.reserveCapacity(network.linksOfDevice.values.count)
        for device in 0..<Int32(network.document.devices.count) {
            for link in network.linksOfDevice[device] where carries[Int(link)] {
                links.append(link)
                peers.append(network.peer(of: device, over: link))
            }
            starts.append(Int32(links.count))
        }
        (self.starts, linkOfWay, peerOfWay) = (starts, links, peers)
    }

    package var deviceCount: Int { network.document.devices.count }

    func ways(of device: Int32) -> Range<Int> { Int(starts[Int(device)])..<Int(starts[Int(device) + 1]) }

    /// Whether each device has a path to any of `sources` over live links and devices; a dead device has none.
    package func reached(from sources: some Sequence<Int32>, failing failure: Failure = .nothing) -> [Bool] {
        let out = Outage(failure, in: network)
        var reached = [Bool](repeating: false, count: deviceCount)
        var queue: [Int32] = []
        queue.reserveCapacity(deviceCount)
        for source in sources where !out.deviceIsDead[Int(source)] && !reached[Int(source)] {
            reached[Int(source)] = true
            queue.append(source)
        }
        var next = 0
        while next < queue.count {
            for way in ways(of: queue[next]) {
                let peer = Int(peerOfWay[way])
                if reached[peer] || out.linkIsCut[Int(linkOfWay[way])] || out.deviceIsDead[peer] { continue }
                reached[peer] = true
                queue.append(peerOfWay[way])
            }
            next += 1
        }
        for end in carriedByStandby(reached, out) { reached[Int(end)] = true }
        return reached
    }

    /// Ends `a` of live standby links that nothing else reaches while their end `b` is reached.
    private func carriedByStandby(_ reached: [Bool], _ out: Outage) -> [Int32] {
        standbyLinks.compactMap { link in
            let (a, b) = (network.deviceA[Int(link)], network.deviceB[Int(link)])
            let carries = reached[Int(b)] && !reached[Int(a)] && !out.linkIsCut[Int(link)] && !out.deviceIsDead[Int(a)]
            return carries ? a : nil
        }
    }
}

/// A failure as one mark a device and one a link.
struct Outage {
    var deviceIsDead: [Bool]
    var linkIsCut: [Bool]

    init(_ failure: Failure, in network: Network) {
        deviceIsDead = Array(repeating: false, count: network.document.devices.count)
        linkIsCut = Array(repeating: false, count: network.document.links.count)
        for device in failure.devices { deviceIsDead[Int(device)] = true }
        for link in failure.links { linkIsCut[Int(link)] = true }
    }
}
