import Diagnosis
import NetworkModel

extension MapState {
    /// The map as it would look if `objects` failed: their links down, what has no way left to any collector or service host unobserved.
    /// For planners' pictures; the running monitor draws the states that it knows.
    package static func whatIf(_ network: Network, failed objects: [ObjectID]) -> MapState {
        let failed = FailedNetwork(network, failed: objects)
        let states = failed.states()
        let note = failed.note(states)
        return MapState(states: states, causes: objects.map { Cause($0, note: note) })
    }
}

/// What a failure takes down and what it leaves reachable; the same as `whatif` answers.
private struct FailedNetwork {
    private let graph: NetworkGraph
    private let deadLinks: Set<Int32>
    private let deadDevices: Set<Int32>
    private let failure: Failure
    private let reached: [Bool]

    init(_ network: Network, failed objects: [ObjectID]) {
        graph = NetworkGraph(network)
        failure = objects.reduce(Failure.nothing) { $0.union(network.failure(of: $1) ?? .nothing) }
        (deadLinks, deadDevices) = (Set(failure.links), Set(failure.devices))
        reached = Self.reached(graph, failure)
    }

    /// How many sites it cuts off; where no service has a host, how many are out of reach of the rest.
    func note(_ states: [ObjectID: ObjectState]) -> String {
        let lost =
            graph.hosts.isEmpty
            ? graph.network.document.sites.count { [.unobserved, .down].contains(states[$0.id]) }
            : graph.sitesIsolated(by: failure).count
        return lost == 0 ? "no site loses its last way" : lost == 1 ? "1 site cut off" : "\(lost) sites cut off"
    }

    func states() -> [ObjectID: ObjectState] {
        let network = graph.network
        var states: [ObjectID: ObjectState] = [:]
        for (index, device) in network.document.devices.enumerated() {
            states[device.id] = deadDevices.contains(Int32(index)) ? .down : reached[index] ? .up : .unobserved
        }
        for (index, link) in network.document.links.enumerated() {
            let ends = [network.deviceA[index], network.deviceB[index]]
            let isDown = deadLinks.contains(Int32(index)) || ends.contains(where: deadDevices.contains)
            states[link.id] = isDown ? .down : ends.allSatisfy { !reached[Int($0)] } ? .unobserved : .up
        }
        for (index, site) in network.document.sites.enumerated() {
            let devices = network.devicesOfSite[index].map { states[network.document.devices[Int($0)].id] ?? .unknown }
            states[site.id] =
                devices.contains(.up) ? .up : devices.contains(.unobserved) ? .unobserved : devices.isEmpty ? nil : .down
        }
        return states
    }

    /// From service hosts, else from collectors, over what lives; where there are neither, the largest part counts as reached.
    private static func reached(_ graph: NetworkGraph, _ failure: Failure) -> [Bool] {
        let starts = graph.hosts.isEmpty ? graph.network.deviceOfCollector : graph.hosts
        if !starts.isEmpty { return graph.reached(from: starts, failing: failure) }
        var best = [Bool](repeating: false, count: graph.deviceCount)
        var seen = best
        let dead = Set(failure.devices)
        for device in seen.indices where !seen[device] && !dead.contains(Int32(device)) {
            let part = graph.reached(from: [Int32(device)], failing: failure)
            for (index, isIn) in part.enumerated() where isIn { seen[index] = true }
            if part.count(where: { $0 }) > best.count(where: { $0 }) { best = part }
        }
        return best
    }
}
