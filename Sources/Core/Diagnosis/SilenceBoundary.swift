import NetworkModel

/// Where what still answered ends and what an incident hides begins: the step from what was seen to what can explain it.
package struct SilenceBoundary: Hashable, Sendable {
    /// A link that is lost, seen from a device that answers.
    package struct Crossing: Hashable, Sendable {
        package var answering: ObjectID
        /// The port of `answering` on the link.
        package var port: ObjectID
        package var portIsDown: Bool
        package var link: ObjectID
        package var far: ObjectID
        /// The other end answers as well, by another way.
        package var farAnswers: Bool
    }

    /// Devices that do not answer, in order.
    package private(set) var silent: [ObjectID] = []
    /// From every answering device to its silent neighbours, and what is lost between devices that both answer; in the order of the links.
    package private(set) var crossings: [Crossing] = []

    /// - Parameter state: of a device or port while the incident lasted; nil where nothing was seen of it.
    package init(of incident: Incident, in network: Network, state: (ObjectID) throws -> ObjectState?)
        rethrows
    {
        let named = incident.candidates + incident.evidence.map(\.object)
        let hidden = Set(incident.suppressed.filter { $0.isOf(.device) })
        let silentNames = try named.filter {
            try $0.isOf(.device) && network[$0] != nil && state($0) != .up
        }
        silent = hidden.union(silentNames).sorted()
        var links = Set(incident.suppressed.filter { $0.isOf(.link) })
        for device in silent {
            guard case .device(let row)? = network[device] else { continue }
            links.formUnion(network.linksOfDevice[row].map { network.document.links[Int($0)].id })
        }
        for port in named where port.isOf(.interface) {
            if case .interface(let link, _)? = network[port] {
                links.insert(network.document.links[Int(link)].id)
            }
        }
        crossings = try links.sorted().compactMap { try crossing($0, network, state) }
    }

    /// nil: neither end is known to answer, or nothing is lost on it.
    private func crossing(
        _ id: ObjectID, _ network: Network, _ state: (ObjectID) throws -> ObjectState?
    ) rethrows -> Crossing? {
        guard case .link(let row)? = network[id] else { return nil }
        let link = network.document.links[Int(row)]
        let ends = try [(link.a, link.b), (link.b, link.a)].filter { try answers($0.0, state) }
        guard
            let (near, far) = try ends.first(where: { try state($0.0.interface) == .down }) ?? ends.first
        else { return nil }
        let isDown = try state(near.interface) == .down
        let farAnswers = try answers(far, state)
        if farAnswers, !isDown { return nil }
        return Crossing(
            answering: near.device, port: near.interface, portIsDown: isDown, link: id, far: far.device,
            farAnswers: farAnswers)
    }

    private func answers(_ end: NetworkDocument.End, _ state: (ObjectID) throws -> ObjectState?)
        rethrows -> Bool
    {
        try !silent.contains(end.device) && state(end.device) == .up
    }
}
