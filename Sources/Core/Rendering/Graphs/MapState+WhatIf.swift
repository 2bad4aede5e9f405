import Diagnosis
import NetworkModel

extension MapState {
    /// The map as it would look if `objects` failed: their links down, what has no way left to any collector or service host unobserved.
    /// For planners' pictures; the running monitor draws the states that it knows.
    package static func whatIf(_ network: Network, failed objects: [ObjectID]) -> MapState {
        var failed = FailedNetwork(network)
        for object in objects { failed.add(object) }
        let states = failed.states()
        return MapState(states: states, causes: objects.map { Cause($0, note: failed.note) })
    }
}

/// Dead links and devices, and what they leave reachable.
private struct FailedNetwork {
    let network: Network
    var deadLinks: [Bool]
    var deadDevices: [Bool]
    private(set) var note: String?

    init(_ network: Network) {
        self.network = network
        deadLinks = network.document.links.map { _ in false }
        deadDevices = network.document.devices.map { _ in false }
    }

    mutating func add(_ object: ObjectID) {
        guard let failure = network.failure(of: object) else { return }
        for link in failure.links { deadLinks[Int(link)] = true }
        for device in failure.devices { deadDevices[Int(device)] = true }
    }

    mutating func states() -> [ObjectID: ObjectState] {
        let reached = reached()
        var states: [ObjectID: ObjectState] = [:]
        for (index, device) in network.document.devices.enumerated() {
            states[device.id] = deadDevices[index] ? .down : reached[index] ? .up : .unobserved
        }
        for (index, link) in network.document.links.enumerated() {
            let ends = [Int(network.deviceA[index]), Int(network.deviceB[index])]
            let isDown = deadLinks[index] || ends.contains { deadDevices[$0] }
            states[link.id] = isDown ? .down : ends.allSatisfy { !reached[$0] } ? .unobserved : .up
        }
        for (index, site) in network.document.sites.enumerated() {
            let devices = network.devicesOfSite[index].map { states[network.document.devices[Int($0)].id] ?? .unknown }
            states[site.id] =
                devices.contains(.up) ? .up : devices.contains(.unobserved) ? .unobserved : devices.isEmpty ? nil : .down
        }
        let lost = network.document.sites.count { states[$0.id] == .unobserved || states[$0.id] == .down }
        note = lost == 0 ? "no site loses its last way" : lost == 1 ? "1 site cut off" : "\(lost) sites cut off"
        return states
    }

    /// From collectors and service hosts over what lives; where there are none, the largest part counts as reached.
    private func reached() -> [Bool] {
        let hosts = network.document.services.indices.flatMap { network.hostsOfService[$0] } + network.deviceOfCollector
        if !hosts.isEmpty { return spread(from: hosts.filter { !deadDevices[Int($0)] }) }
        var best: [Bool] = deadDevices.map { _ in false }
        var seen = best
        for device in deadDevices.indices where !seen[device] && !deadDevices[device] {
            let part = spread(from: [Int32(device)])
            for (index, isIn) in part.enumerated() where isIn { seen[index] = true }
            if part.count(where: { $0 }) > best.count(where: { $0 }) { best = part }
        }
        return best
    }

    private func spread(from start: [Int32]) -> [Bool] {
        var reached = deadDevices.map { _ in false }
        var waiting = start
        for device in start { reached[Int(device)] = true }
        while let device = waiting.popLast() {
            for link in network.linksOfDevice[device] where !deadLinks[Int(link)] {
                let peer = network.peer(of: device, over: link)
                if !reached[Int(peer)], !deadDevices[Int(peer)] {
                    reached[Int(peer)] = true
                    waiting.append(peer)
                }
            }
        }
        return reached
    }
}
