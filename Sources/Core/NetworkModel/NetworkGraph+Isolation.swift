extension NetworkGraph {
    /// Whether each site has a live device with a path to any host of any service (CONTRACT.md, "whatif and redundancy").
    package func sitesServed(failing failure: Failure = .nothing) -> [Bool] { sites(reached(from: hosts, failing: failure)) }

    /// Whether any device of each site is marked.
    package func sites(_ devices: [Bool]) -> [Bool] {
        (0..<network.document.sites.count).map { site in network.devicesOfSite[site].contains { devices[Int($0)] } }
    }

    /// Sites that `failure` cuts off from every host of every service, ascending; without those that are cut off with nothing failed.
    package func sitesIsolated(by failure: Failure) -> [Int32] {
        let before = sitesServed()
        let after = sitesServed(failing: failure)
        return before.indices.filter { before[$0] && !after[$0] }.map { Int32($0) }
    }

    /// Client sites that lose each service, by service index, each ascending; services that nobody loses are absent.
    /// A site loses a service when it had a path to a host of it and has none now.
    package func clientSitesLost(by failure: Failure) -> [Int32: [Int32]] {
        var lost: [Int32: [Int32]] = [:]
        for service in 0..<Int32(network.document.services.count) {
            let clients = network.clientSitesOfService[service]
            if clients.isEmpty { continue }
            let before = sites(reached(from: network.hostsOfService[service]))
            let after = sites(reached(from: network.hostsOfService[service], failing: failure))
            let losers = clients.filter { before[Int($0)] && !after[Int($0)] }
            if !losers.isEmpty { lost[service] = losers }
        }
        return lost
    }
}

extension NetworkGraph {
    /// What each of `failures` cuts off on its own, each ascending, in their order.
    package func sitesIsolated(byEachOf failures: [Failure]) -> [[Int32]] {
        var sweep = FailureSweep(self)
        return sweep.sitesIsolated(by: failures)
    }
    /// Sites that each of `failures` on its own cuts off from every service host, or as clients from a service that they have, each
    /// ascending, in their order.
    package func sitesLost(byEachOf failures: [Failure]) -> [[Int32]] {
        var lost = sitesIsolated(byEachOf: failures).map { Set($0) }
        // Services on the same hosts are lost together.
        var clients: [[Int32]: Set<Int32>] = [:]
        for service in 0..<Int32(network.document.services.count) {
            clients[network.hostsOfService[service].sorted(), default: []].formUnion(network.clientSitesOfService[service])
        }
        for (hosts, sites) in clients where !sites.isEmpty && hosts != self.hosts {
            var sweep = FailureSweep(self, sources: hosts)
            for (row, cutOff) in sweep.sitesIsolated(by: failures).enumerated() {
                lost[row].formUnion(cutOff.filter { sites.contains($0) })
            }
        }
        return lost.map { $0.sorted() }
    }
}
