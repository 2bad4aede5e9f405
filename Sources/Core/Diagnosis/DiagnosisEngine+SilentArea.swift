import NetworkModel

extension DiagnosisEngine {
    /// A site that fell silent, and when: after `low`, by `high`.
    private struct SilentSite {
        var site: Int32
        /// For itself, not with others that one broken duct would explain.
        var isAlone: Bool
        var low: Int64
        var high: Int64
    }

    /// Sites without batteries tell nothing when power goes: three and more near each other that fell silent at one instant, on no
    /// recorded feed and not by one common cause, are an area as well. What told of a loss of power at that instant counts among them.
    mutating func findSilentAreas(_ causes: [Cause]) {
        let events = powerEvents()
        // Two at least have to stand for themselves.
        guard !events.isEmpty || causes.count(where: { isAlone($0) }) > 1 else { return }
        let silent = causes.flatMap { silentSitesOnly($0) }.sorted { ($0.high, $0.site) < ($1.high, $1.site) }
        guard silent.count > 1 else { return }
        for last in silent {
            let together = silent.filter { $0.low <= last.high && $0.high >= last.high }
            guard together.contains(where: \.isAlone) || !events.isEmpty else { continue }
            let low = together.map(\.low).max() ?? last.high
            let told = events.filter { $0.time >= low - 1_000 && $0.time <= last.high + 4_000 }.map(\.site)
            let sites = Set(together.map(\.site) + told)
            let alone = Set(together.filter(\.isAlone).map(\.site) + told)
            guard sites.count >= AreaWatch.leastSilent else { continue }
            let near = sitesTogether(sites)
            // One of this place that told of it in the same seconds proves as much as two that stand for themselves; one elsewhere, nothing.
            let isProven = last.high - low < AreaWatch.window && !near.isDisjoint(with: told)
            guard near.count >= AreaWatch.leastSilent, near.intersection(alone).count > 1 || isProven else { continue }
            if let known = area(near: near, at: last.high) {
                areas[known].told.formUnion(near)
            } else {
                areas.append(AreaWatch(onset: last.high, told: near))
            }
            return
        }
    }

    private func isAlone(_ cause: Cause) -> Bool {
        cause.groups.contains { $0.kind == .site } && silentSites(of: cause).count == 1
    }

    private func silentSitesOnly(_ cause: Cause) -> [SilentSite] {
        guard !cause.planned, !cause.hangs, !cause.groups.contains(where: { $0.kind == .cloud }),
            !areas.contains(where: { explains($0, cause) })
        else { return [] }
        let sites = silentSites(of: cause)
        guard sites.allSatisfy({ tables.network.feedOfSite[Int($0)] < 0 }) else { return [] }
        let isAlone = isAlone(cause)
        guard isAlone || sites.count > 1 else { return [] }
        let spans = spans(of: cause)
        return sites.sorted().compactMap { site in
            guard let spans = spans[site], let low = spans.map(\.low).max(), let high = spans.map(\.high).min() else {
                return nil
            }
            // When it began has to be known well.
            guard low <= high, high - low < 2 * input.pollInterval else { return nil }
            return SilentSite(site: site, isAlone: isAlone, low: low, high: high)
        }
    }
}
