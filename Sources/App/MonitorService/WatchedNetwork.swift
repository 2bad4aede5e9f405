import NetworkModel

/// The declared network as this process watches it: only the collectors that report here, so that one that does not run is not missed.
package struct WatchedNetwork: Sendable {
    package let network: Network
    /// The collector that this process is.
    package let collector: ObjectID
    /// Devices that it polls, in device order: those that name it and have an address.
    package let polled: [Int32]
    /// What was assumed because it is not declared, in words.
    package let assumptions: [String]

    package struct UnknownCollector: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameters:
    ///   - collector: nil: the first that is declared; where none is, one that polls everything is assumed.
    ///   - others: further collectors whose observations come in.
    package init(_ declared: Network, collector: ObjectID?, others: [ObjectID] = []) throws(UnknownCollector) {
        var document = declared.document
        var assumptions: [String] = []
        if document.collectors.isEmpty, let host = Self.likelyHost(declared) {
            let assumed: ObjectID = collector ?? "collector:local"
            document.collectors = [.init(id: assumed, device: host)]
            for i in document.devices.indices where document.devices[i].address != nil {
                document.devices[i].collectors = [assumed]
            }
            assumptions.append(
                "no collector is declared: \(assumed) is taken to stand at \(host) and to poll every device with an address")
        }
        guard let own = collector ?? document.collectors.first?.id, document.collectors.contains(where: { $0.id == own }) else {
            let known = document.collectors.map(\.id.rawValue).joined(separator: ", ")
            throw UnknownCollector(
                description: "collector \"\(collector?.rawValue ?? "")\" is not declared; declared are: \(known)")
        }
        let active = Set(others).union([own])
        document.collectors.removeAll { !active.contains($0.id) }
        for i in document.devices.indices { document.devices[i].collectors.removeAll { !active.contains($0) } }
        let watched = Network.compile(document).network
        let devices = watched.document.devices
        network = watched
        self.collector = own
        polled = devices.indices.filter { devices[$0].collectors.contains(own) && devices[$0].address != nil }.map { Int32($0) }
        let silent = devices.filter { $0.collectors.contains(own) && $0.address == nil }
        if let first = silent.first {
            assumptions.append("\(silent.count) devices have no address and are not polled, the first: \(first.id)")
        }
        self.assumptions = assumptions
    }

    /// A management station, else the device with most links.
    private static func likelyHost(_ network: Network) -> ObjectID? {
        let devices = network.document.devices
        if let nms = devices.first(where: { $0.role == "nms" }) { return nms.id }
        let best = devices.indices.max { (network.linksOfDevice[$0].count, $1) < (network.linksOfDevice[$1].count, $0) }
        return best.map { devices[$0].id }
    }
}
