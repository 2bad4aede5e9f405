import NetworkModel

/// Power that is out around a place: several sites told of it at once, and no recorded feed joins them. Batteries are of all sizes and
/// ages, so the sites fall silent one after the other, for half an hour and more; those that told nothing, too.
struct AreaWatch: Sendable, Codable {
    /// When the first of them told.
    let onset: Int64
    /// Sites that told.
    var told: Set<Int32>
    /// Sites that fell silent since and belong to it.
    var members: Set<Int32> = []
    /// What is bad because of it.
    var items: Set<Int32> = []
    /// Of its incident, once one of its sites is silent.
    var incident: String?

    /// Traps of one loss come within this time.
    static let window: Int64 = 12_000
    static let leastSites = 2
    /// So many where most told nothing and only fell silent.
    static let leastSilent = 3
    /// So far from their middle may sites lie that lost one supply, in degrees of latitude.
    static let widest = 0.2

    /// So far may one lie that fell silent at the very instant at which its recorded battery, or the mains, ended.
    static let farthest = 0.16
    /// How far that instant may be off.
    static let instant: Int64 = 3_000

    init(onset: Int64, told: Set<Int32>) { (self.onset, self.told) = (onset, told) }

    /// Whether the battery of `site` may have run out between `low` and `high`: batteries are seldom as good as recorded.
    func wentEmpty(_ site: Int32, between low: Int64, and high: Int64, _ tables: DiagnosisTables) -> Bool {
        let full = tables.batteryOfSite[Int(site)]
        let slack: Int64 = told.contains(site) ? 60_000 : 15_000
        return high >= onset + full * 6 / 10 - 6_000 && low <= onset + full * 105 / 100 + slack
    }

    /// Whether the power, or the recorded battery, of `site` ended between `low` and `high` to the second.
    func endedExactly(_ site: Int32, between low: Int64, and high: Int64, _ tables: DiagnosisTables) -> Bool {
        let end = onset + tables.batteryOfSite[Int(site)]
        return low <= end + Self.instant && high >= end - Self.instant
    }

    /// Whether `site` lies among those that told, or no farther outside than they lie apart; with `margin`, or so far at least.
    func reaches(_ site: Int32, _ tables: DiagnosisTables, margin: Double = 0) -> Bool {
        if told.contains(site) { return true }
        guard let middle = tables.middle(of: told) else { return false }
        let extent = told.map { tables.distance($0, from: middle) }.filter { $0 < .infinity }.max() ?? 0
        return tables.distance(site, from: middle) <= max(extent * 2.5 + 0.02, Self.widest / 2, margin)
    }
}

extension DiagnosisTables {
    /// The mean place of sites, in degrees; nil where none has coordinates.
    func middle(of sites: Set<Int32>) -> (lat: Double, lon: Double)? {
        let rows = network.document.sites
        let placed = sites.sorted().compactMap { site in
            rows[Int(site)].lat.flatMap { lat in rows[Int(site)].lon.map { (lat: lat, lon: $0) } }
        }
        guard !placed.isEmpty else { return nil }
        let count = Double(placed.count)
        return (placed.map(\.lat).reduce(0, +) / count, placed.map(\.lon).reduce(0, +) / count)
    }

    /// In degrees of latitude; infinite where the site has no coordinates.
    func distance(_ site: Int32, from place: (lat: Double, lon: Double)) -> Double {
        let row = network.document.sites[Int(site)]
        guard let lat = row.lat, let lon = row.lon else { return .infinity }
        // A degree of longitude is 0.71 of one of latitude at 45 degrees north.
        let (north, east) = (lat - place.lat, (lon - place.lon) * 0.71)
        return (north * north + east * east).squareRoot()
    }
}
