import Alerting
import Diagnosis
import NetworkModel

/// What a week was like for those who stand at the counters: for post and ministry people. It names municipalities and sites and never a
/// cable, a device or a place in the ground.
package struct WeeklyReport: Hashable, Sendable {
    /// Whose matter a cause is.
    package enum CauseClass: String, Sendable, CaseIterable { case power, carrier, fibre, device, off, other }

    package struct Row: Hashable, Sendable {
        package var name: String
        /// Hours in which counters were cut off while they should have been open, for each counter.
        package var counterHours: Double
    }

    package struct Cause: Hashable, Sendable {
        package var kind: CauseClass
        package var incidents: Int
        package var counterHours: Double
    }

    package var from: Timestamp
    package var to: Timestamp
    /// The most first; those without a loss are left out.
    package private(set) var municipalities: [Row] = []
    package private(set) var worst: [Row] = []
    package private(set) var causes: [Cause] = []
    /// Lost counter-hours of the weeks up to this one, the oldest first; nil where nobody watched.
    package private(set) var trend: [Double?] = []
    package private(set) var lost = 0.0
    /// Open counter-hours that there could have been since anybody watched.
    package private(set) var possible = 0.0
    /// Since when anything was watched: of what was before nothing is known. nil: never.
    package private(set) var watched: Timestamp?

    /// Whether anything is known of the week.
    package var isWatched: Bool { watched.map { $0 < to } ?? false }

    /// - Parameters:
    ///   - incidents: all that touch the weeks of the trend.
    ///   - watched: since when the monitor has watched; nil: it never did.
    ///   - now: where an incident that is still open ends.
    package init(
        _ network: Network, _ incidents: [Incident], watched: Timestamp?, from: Timestamp, to: Timestamp, now: Timestamp,
        weeks: Int64 = 5
    ) {
        (self.from, self.to, self.watched) = (from, to, watched)
        let told = incidents.filter { !$0.withdrawn && ![.planned, .transient].contains($0.kind) }
        let counters = CounterHours(network)
        let week = to - from
        for back in (0..<weeks).reversed() {
            let shift = TimeSpan(milliseconds: week.milliseconds * back)
            let isKnown = watched.map { $0 < to - shift } ?? false
            let hours = counters.lost(told, from: from - shift, to: to - shift, now: now).values.reduce(0, +)
            trend.append(isKnown ? hours : nil)
        }
        let sites = counters.lost(told, from: from, to: to, now: now)
        lost = sites.values.reduce(0, +)
        possible = isWatched ? counters.possible(from: max(from, watched ?? from), to: to) : 0
        var places: [String: Double] = [:]
        for (site, hours) in sites {
            places[network.document.sites[Int(site)].municipality ?? counters.name(site), default: 0] += hours
        }
        municipalities = places.map { Row(name: $0.key, counterHours: $0.value) }.filter { $0.counterHours > 0 }.sorted(
            by: Self.order)
        worst = sites.filter { $0.value > 0 }.map { Row(name: counters.name($0.key), counterHours: $0.value) }.sorted(
            by: Self.order)
        worst = Array(worst.prefix(10))
        causes = CauseClass.allCases.compactMap { kind in
            let own = told.filter { Self.kind(of: $0, in: network) == kind && $0.opened < to && ($0.closed ?? now) > from }
            if own.isEmpty { return nil }
            return Cause(
                kind: kind, incidents: own.count,
                counterHours: counters.lost(own, from: from, to: to, now: now).values.reduce(0, +))
        }
    }

    private static func order(_ a: Row, _ b: Row) -> Bool { (b.counterHours, a.name) < (a.counterHours, b.name) }

    private static func kind(of incident: Incident, in network: Network) -> CauseClass {
        if incident.kind == .expected { return .off }
        if incident.kind == .monitoring || incident.alert != nil { return .other }
        switch incident.best.kind {
        case .feed, .area: return .power
        case .cloud: return .carrier
        case .duct, .segment: return .fibre
        case .link, .interface:
            guard case .link(let row)? = network[incident.best] else { return .fibre }
            return network.document.links[Int(row)].contract != nil ? .carrier : .fibre
        case .device: return .device
        case .site: return .power
        default: return .other
        }
    }
}

/// Hours of counters in the opening hours of their sites.
private struct CounterHours {
    let network: Network
    /// Rows of sites with counters, with their number of counters and hours.
    private var sites: [(row: Int32, counters: Double, hours: OpeningHours?)] = []

    init(_ network: Network) {
        self.network = network
        let calendars = Dictionary(
            network.document.calendars.map { ($0.id, OpeningHours($0)) }, uniquingKeysWith: { first, _ in first })
        for (row, site) in network.document.sites.enumerated() where site.lifecycle == .active {
            guard let count = site.tags["counters"].flatMap({ Double($0) }) ?? (site.kind == "post" ? 1 : nil), count > 0 else {
                continue
            }
            sites.append((Int32(row), count, site.calendar.flatMap { calendars[$0] } ?? nil))
        }
    }

    /// For readers of the public level.
    func name(_ row: Int32) -> String {
        let site = network.document.sites[Int(row)]
        return site.level ?? .public > .internal ? "–" : MailText.line(site.name, limit: 80)
    }

    func possible(from: Timestamp, to: Timestamp) -> Double {
        // Sites share a few calendars: each is worked out once.
        var known: [OpeningHoursKey: Double] = [:]
        return sites.reduce(0) { sum, site in
            let key = OpeningHoursKey(network.document.sites[Int(site.row)].calendar)
            let hours = known[key] ?? open(site.hours, from, to).reduce(0) { $0 + ($1.to - $1.from).seconds / 3600 }
            known[key] = hours
            return sum + hours * site.counters
        }
    }

    /// By row of the site; each moment counts once, however many incidents hit the site then.
    func lost(_ incidents: [Incident], from: Timestamp, to: Timestamp, now: Timestamp) -> [Int32: Double] {
        var hit: [ObjectID: [(from: Timestamp, to: Timestamp)]] = [:]
        for incident in incidents {
            let (begin, end) = (max(from, incident.opened), min(to, incident.closed ?? now))
            guard begin < end else { continue }
            for site in incident.impactedSites { hit[site, default: []].append((begin, end)) }
        }
        var result: [Int32: Double] = [:]
        for site in sites {
            guard let spans = hit[network.document.sites[Int(site.row)].id] else { continue }
            var (hours, last) = (0.0, Timestamp.distantPast)
            for span in spans.sorted(by: { $0.from < $1.from }) {
                let begin = max(span.from, last)
                guard begin < span.to else { continue }
                last = span.to
                hours += open(site.hours, begin, span.to).reduce(0) { $0 + ($1.to - $1.from).seconds / 3600 }
            }
            if hours > 0 { result[site.row] = hours * site.counters }
        }
        return result
    }

    /// What of a span lies in opening hours; all of it where a site has none.
    private func open(_ hours: OpeningHours?, _ from: Timestamp, _ to: Timestamp) -> [(from: Timestamp, to: Timestamp)] {
        guard let hours else { return [(from, to)] }
        return hours.occurrences(from: from, to: to).map { (max(from, $0.from), min(to, $0.to)) }.filter { $0.0 < $0.1 }
    }
}

private struct OpeningHoursKey: Hashable {
    var calendar: ObjectID?
    init(_ calendar: ObjectID?) { self.calendar = calendar }
}
