/// A way through the network: devices in order, and the link taken from each to the next (one fewer).
package struct Route: Hashable, Sendable {
    package var devices: [Int32]
    package var links: [Int32]

    package init(devices: [Int32], links: [Int32]) { (self.devices, self.links) = (devices, links) }
}

extension NetworkGraph {
    /// What a second way should not share with the first, by what sharing costs against one more link.
    struct Avoidance {
        var links: Set<Int32> = []
        var ducts: Set<Int32> = []
        var clouds: Set<Int32> = []
        var devices: Set<Int32> = []
        /// One shared duct outweighs any detour.
        static let cost = 10_000
    }

    /// The way of fewest links from any of `sources` to any of `targets`, as polls and traffic go; nil if there is none.
    ///
    /// Of several, the one over the links that stand first in the document. A standby link carries its end `a` alone: it is used from a
    /// source or to a target, and only where no other way exists.
    package func route(from sources: [Int32], to targets: [Int32], failing failure: Failure = .nothing) -> Route? {
        let out = Outage(failure, in: network)
        return cheapest(from: sources, to: targets, out, avoiding: Avoidance())
            ?? cheapest(from: sources, to: targets, out, avoiding: Avoidance(), overStandby: true)
    }

    /// A further way beside `route` that shares as few ducts, links, carriers' networks and devices with it as possible: ducts, links and
    /// carriers first, then devices, then length. nil if there is none but `route` itself.
    package func alternative(
        to route: Route, from sources: [Int32], to targets: [Int32], failing failure: Failure = .nothing
    ) -> Route? {
        let out = Outage(failure, in: network)
        let avoided = avoidance(route)
        let found = cheapest(from: sources, to: targets, out, avoiding: avoided)
        if let found, !found.links.contains(where: avoided.links.contains) { return found }
        let standby = cheapest(from: sources, to: targets, out, avoiding: avoided, overStandby: true)
        return [standby, found].compactMap { $0 }.first { $0.links != route.links && !$0.links.isEmpty }
    }

    /// Ducts, links and carriers' networks that both ways use.
    package func shared(_ a: Route, _ b: Route) -> (ducts: [Int32], links: [Int32], clouds: [Int32]) {
        let (first, second) = (avoidance(a), avoidance(b))
        return (
            first.ducts.intersection(second.ducts).sorted(), first.links.intersection(second.links).sorted(),
            first.clouds.intersection(second.clouds).sorted()
        )
    }

    private func avoidance(_ route: Route) -> Avoidance {
        var avoided = Avoidance()
        for link in route.links {
            avoided.links.insert(link)
            for segment in network.segmentsOfLink[link] { avoided.ducts.insert(network.ductOfSegment[Int(segment)]) }
            for cloud in clouds(of: link) { avoided.clouds.insert(cloud) }
        }
        avoided.devices = Set(route.devices.dropFirst().dropLast())
        return avoided
    }

    /// Carriers' networks that a link runs through.
    func clouds(of link: Int32) -> [Int32] {
        network.document.links[Int(link)].via.compactMap { via in
            if case .cloud(let cloud) = network[via] { cloud } else { nil }
        }
    }

    private func cost(of link: Int32, into device: Int32, _ avoided: Avoidance) -> Int {
        var cost = 1
        if avoided.links.contains(link) { cost += Avoidance.cost }
        if !avoided.ducts.isEmpty {
            for segment in network.segmentsOfLink[link] where avoided.ducts.contains(network.ductOfSegment[Int(segment)]) {
                cost += Avoidance.cost
            }
        }
        if !avoided.clouds.isEmpty { cost += clouds(of: link).filter(avoided.clouds.contains).count * Avoidance.cost }
        if avoided.devices.contains(device) { cost += Avoidance.cost / 100 }
        return cost
    }

    /// Dijkstra's search with devices of equal cost in the order of their discovery.
    private func cheapest(
        from sources: [Int32], to targets: [Int32], _ out: Outage, avoiding avoided: Avoidance, overStandby: Bool = false
    ) -> Route? {
        var search = RouteSearch(deviceCount: deviceCount)
        let isTarget = Set(targets)
        let isSource = Set(sources)
        for source in sources where !out.deviceIsDead[Int(source)] { search.offer(source, cost: 0, from: -1, over: -1) }
        while let device = search.take() {
            if isTarget.contains(device) { return search.route(to: device) }
            for way in ways(of: device) {
                let (link, peer) = (linkOfWay[way], peerOfWay[way])
                if out.linkIsCut[Int(link)] || out.deviceIsDead[Int(peer)] { continue }
                search.offer(peer, cost: search.cost(device) + cost(of: link, into: peer, avoided), from: device, over: link)
            }
            guard overStandby else { continue }
            for link in network.linksOfDevice[device] where network.document.links[Int(link)].standbySeconds != nil {
                let peer = network.peer(of: device, over: link)
                if out.linkIsCut[Int(link)] || out.deviceIsDead[Int(peer)] { continue }
                let end = network.deviceA[Int(link)]
                guard end == device ? isSource.contains(device) : isTarget.contains(end) else { continue }
                search.offer(peer, cost: search.cost(device) + cost(of: link, into: peer, avoided), from: device, over: link)
            }
        }
        return nil
    }
}
