/// What would be lost if some objects were out at once, and who would hang on the last way.
///
/// Indices into the lists of the network's document; sites ascending, each once.
package struct WhatIf: Hashable, Sendable {
    /// Cut off from every host of every service, and not before.
    package var isolatedSites: [Int32]
    /// Client sites that lose each service; services that nobody loses are absent.
    package var lostServices: [Int32: [Int32]]
    /// Still served, and now one more duct, link or carrier's network would cut them off, which none would before.
    package var redundancyLost: [Int32]

    /// `before` is what is out already, so that the answer is the difference.
    package init(_ failure: Failure, in graph: NetworkGraph, before: Failure = .nothing) {
        let after = before.union(failure)
        let served = (before: graph.sitesServed(failing: before), after: graph.sitesServed(failing: after))
        isolatedSites = served.before.indices.filter { served.before[$0] && !served.after[$0] }.map { Int32($0) }
        let lostBefore = before == .nothing ? [:] : graph.clientSitesLost(by: before)
        lostServices = graph.clientSitesLost(by: after).reduce(into: [:]) { lost, entry in
            let already = Set(lostBefore[entry.key] ?? [])
            let sites = entry.value.filter { !already.contains($0) }
            if !sites.isEmpty { lost[entry.key] = sites }
        }
        let exposedBefore = Redundancy.exposedSites(graph, standing: before)
        let exposedAfter = Redundancy.exposedSites(graph, standing: after)
        redundancyLost = served.before.indices
            .filter { served.before[$0] && served.after[$0] && !exposedBefore[$0] && exposedAfter[$0] }.map { Int32($0) }
    }
}
