/// A ring that shares a duct with itself: links that look like two ways and lie in one trench.
///
/// No link of it alone parts anybody; the duct takes them together and does.
package struct SharedRing: Hashable, Sendable {
    package var duct: Int32
    /// A smallest set of links in the duct that parts the network together, ascending.
    package var links: [Int32]
    /// Sites that the duct isolates, ascending.
    package var sites: [Int32]

    package init(duct: Int32, links: [Int32], sites: [Int32]) { (self.duct, self.links, self.sites) = (duct, links, sites) }
}

extension NetworkGraph {
    /// Rings that share a duct, those that isolate most sites first, then in the order of the document; without those that isolate nobody.
    package func sharedRings(_ redundancy: Redundancy) -> [SharedRing] {
        let labels = CycleLabels(self)
        let rings = redundancy.ducts.compactMap { duct, sites -> SharedRing? in
            let links = network.linksOfDuct[duct].filter { labels.ofLink[Int($0)] ?? 0 != 0 }
            guard let together = Self.smallestCut(links, labels) else { return nil }
            return SharedRing(duct: duct, links: together.sorted(), sites: sites)
        }
        return rings.sorted { ($1.sites.count, $0.duct) < ($0.sites.count, $1.duct) }
    }

    /// The smallest subset of links whose labels XOR to zero, by size up to 3, then any; nil if there is none.
    private static func smallestCut(_ links: [Int32], _ labels: CycleLabels) -> [Int32]? {
        guard labels.separates(links) else { return nil }
        func label(_ link: Int32) -> UInt64 { labels.ofLink[Int(link)] ?? 0 }
        var byLabel: [UInt64: Int32] = [:]
        for link in links {
            if let twin = byLabel[label(link)] { return [twin, link] }
            byLabel[label(link)] = link
        }
        for (i, first) in links.enumerated() {
            for second in links[(i + 1)...] {
                if let third = byLabel[label(first) ^ label(second)], third != first, third != second {
                    return [first, second, third]
                }
            }
        }
        return minimal(links, labels)
    }

    /// Leaves out one link after the other as long as the rest still separates.
    private static func minimal(_ links: [Int32], _ labels: CycleLabels) -> [Int32] {
        var kept = links
        for link in links {
            let rest = kept.filter { $0 != link }
            if labels.separates(rest) { kept = rest }
        }
        return kept
    }
}
