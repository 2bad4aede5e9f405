import NetworkModel

/// Ducts between routers of the backbone whose loss isolates somebody.
struct BackboneDucts {
    /// One of each set of ducts in a row, which carry the same links: the second would be told as the first one's flapping.
    let isolating: [ObjectID]

    init(of network: Network) {
        let lost = Redundancy(NetworkGraph(network)).ducts
        let document = network.document
        let backbone = Set(document.devices.filter { $0.role == "core" || $0.role == "hub" }.map(\.id))
        var known: Set<[Int32]> = []
        isolating = document.ducts.indices.filter { duct in
            lost[Int32(duct)] != nil
                && network.linksOfDuct[duct].contains { link in
                    [document.links[Int(link)].a, document.links[Int(link)].b].allSatisfy { backbone.contains($0.device) }
                }
        }.filter { known.insert(network.linksOfDuct[$0].sorted()).inserted }.map { document.ducts[$0].id }
    }
}
