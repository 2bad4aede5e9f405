import NetworkModel

/// Planned work that leaves somebody without any way: one window alone, or several that overlap.
package struct LastWayWarning: Hashable, Sendable {
    /// In order of their start; one, or all that are open together.
    package var windows: [MaintenanceWindow]
    /// Sites that none of fewer of these windows cuts off, ascending indices.
    package var sites: [Int32]
    /// When they are cut off.
    package var from: Timestamp
    package var to: Timestamp

    /// The warnings of `windows`, ended ones left out, in order of their start: each window alone, each two that overlap, and all that are open
    /// at a moment where those explain not everything. At most `limit` pairs are judged.
    package static func warnings(_ windows: [MaintenanceWindow], in graph: NetworkGraph, limit: Int = 20_000) -> [LastWayWarning]
    {
        let windows = windows.filter { $0.to > $0.from }.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
        let failures = windows.map { graph.network.failure(of: $0.object) ?? .nothing }
        var judge = Judge(graph: graph, failures: failures)
        let alone = judge.sites(windows.indices.map { [$0] })
        let pairs = overlapping(windows, limit)
        let together = judge.sites(pairs)
        var found: [LastWayWarning] = []
        for (index, sites) in alone.enumerated() where !sites.isEmpty { found.append(warning([windows[index]], sites)) }
        var explained: [[Int]: Set<Int32>] = [:]
        for (pair, sites) in zip(pairs, together) {
            let known = Set(alone[pair[0]]).union(alone[pair[1]])
            let new = sites.filter { !known.contains($0) }
            explained[pair] = Set(new)
            if !new.isEmpty { found.append(warning(pair.map { windows[$0] }, new)) }
        }
        let crowds = crowds(windows)
        for (crowd, sites) in zip(crowds, judge.sites(crowds)) {
            var known = crowd.reduce(into: Set<Int32>()) { $0.formUnion(alone[$1]) }
            for (place, a) in crowd.enumerated() { for b in crowd[(place + 1)...] { known.formUnion(explained[[a, b]] ?? []) } }
            let new = sites.filter { !known.contains($0) }
            if !new.isEmpty { found.append(warning(crowd.map { windows[$0] }, new)) }
        }
        return found.sorted { ($0.from, $0.windows.count) < ($1.from, $1.windows.count) }
    }

    private static func warning(_ windows: [MaintenanceWindow], _ sites: [Int32]) -> LastWayWarning {
        LastWayWarning(
            windows: windows, sites: sites, from: windows.map(\.from).max() ?? Timestamp(milliseconds: 0),
            to: windows.map(\.to).min() ?? Timestamp(milliseconds: 0))
    }

    /// Two that are open at once, on different objects.
    private static func overlapping(_ windows: [MaintenanceWindow], _ limit: Int) -> [[Int]] {
        var pairs: [[Int]] = []
        for a in windows.indices {
            for b in windows.indices.dropFirst(a + 1) {
                if windows[b].from >= windows[a].to { break }
                if windows[a].object != windows[b].object { pairs.append([a, b]) }
                if pairs.count == limit { return pairs }
            }
        }
        return pairs
    }

    /// All windows that are open when one begins, where they are three or more.
    private static func crowds(_ windows: [MaintenanceWindow]) -> [[Int]] {
        let sets = windows.indices.map { start in
            windows.indices.filter { windows[$0].from <= windows[start].from && windows[start].from < windows[$0].to }
        }
        return Array(Set(sets.filter { Set($0.map { windows[$0].object }).count > 2 })).sorted {
            $0.lexicographicallyPrecedes($1)
        }
    }

    private struct Judge {
        let graph: NetworkGraph
        let failures: [Failure]

        /// Sites that each set of windows isolates.
        mutating func sites(_ sets: [[Int]]) -> [[Int32]] {
            graph.sitesIsolated(byEachOf: sets.map { set in set.reduce(Failure.nothing) { $0.union(failures[$1]) } })
        }
    }
}
