import NetworkModel

/// What was last judged of second ways, so that they are judged only when what failed has changed.
struct RedundancyWatch: Sendable {
    var ways: LastWays
    /// Links and devices of the told incidents when second ways were judged last.
    var judged = Failure.nothing
    /// Sites of which a finding has told.
    var told: Set<Int32> = []
    static let mostNamed = 12

    init(_ network: Network) { ways = LastWays(network) }
}

extension DiagnosisEngine {
    /// Opens, revises and closes the one incident that says which sites have lost their second way; a replay tells it as findings.
    mutating func watchRedundancy(at now: Int64) {
        let causes = book.indices.filter { book[$0].isOpen && !book[$0].incident.kind.isQuiet && hasFailed(book[$0]) }
        var failure = Failure.nothing
        for place in causes {
            failure = failure.union(Failure(devices: book[place].cause.devices, links: book[place].cause.links))
        }
        guard failure != redundancy.judged else { return }
        redundancy.judged = failure
        if failure == .nothing { return tellRedundancy([], causes, at: now) }
        let ways = redundancy.ways.left(by: failure)
        tellRedundancy(ways, takers(of: ways, among: causes), at: now)
    }

    /// Those of `places` that took the other way of the sites of `ways`: what is out elsewhere has nothing to do with them. At most
    /// `mostNamed`, the newest; all of them where none is known to.
    private mutating func takers(of ways: [LastWays.Way], among places: [Int]) -> [Int] {
        let failures = places.map {
            Failure(devices: book[$0].cause.devices, links: book[$0].cause.links)
        }
        let rows = failures.indices.filter { redundancy.ways.takesRing(failures[$0]) }.suffix(
            RedundancyWatch.mostNamed)
        guard places.count > 1, rows.count > 1 else {
            return rows.isEmpty ? places : rows.map { places[$0] }
        }
        let sites = Set(ways.flatMap(\.sites))
        let takers = rows.filter { row in
            let others = failures.indices.reduce(Failure.nothing) {
                $1 == row ? $0 : $0.union(failures[$1])
            }
            return !sites.isSubset(of: redundancy.ways.left(by: others).flatMap(\.sites))
        }
        // Where two took it that would each do, neither is missed beside the other.
        let alone =
            takers.isEmpty
            ? rows.filter {
                !sites.isDisjoint(with: redundancy.ways.left(by: failures[$0]).flatMap(\.sites))
            } : takers
        return (alone.isEmpty ? Array(rows) : alone).map { places[$0] }
    }

    /// Whether the cause is known well enough: people were told, or it was announced.
    private func hasFailed(_ entry: IncidentBook.Entry) -> Bool {
        (entry.incident.paged != nil || entry.incident.kind == .planned) && !entry.cause.silent
            && !(entry.cause.links.isEmpty && entry.cause.devices.isEmpty)
    }

    private mutating func tellRedundancy(_ ways: [LastWays.Way], _ causes: [Int], at now: Int64) {
        guard context.tellsRedundancy else { return findRedundancy(ways, causes, at: now) }
        let place = book.indices.first { book[$0].isOpen && book[$0].incident.kind == .redundancy }
        guard let first = ways.first, let cause = causes.last else {
            if let place { close(place, at: now) }
            return
        }
        let known = place ?? openRedundancy(first, at: now)
        let before = book[known].incident
        describe(ways, causes, in: &book[known].incident, at: now)
        if place == nil {
            book[known].incident.joins = book[cause].incident.id
            actions.append(.opened(book[known].incident))
            let page = Page(
                time: Timestamp(milliseconds: now), object: first.object, incident: before.id, urgency: .ticket)
            actions.append(.page(page))
        } else if book[known].incident != before {
            actions.append(.revised(book[known].incident))
        }
    }

    private mutating func openRedundancy(_ way: LastWays.Way, at now: Int64) -> Int {
        let group = RiskGroup(way.object, in: tables.network) ?? RiskGroup(.link, 0)
        let cause = Cause(
            best: group, groups: [group], links: [], devices: [], onset: now, planned: false, explained: [], settled: true,
            margin: 0, lastChance: .max)
        let place = book.open(.redundancy, candidates: [way.object], best: way.object, cause: cause, at: now)
        book[place].isApart = true
        return place
    }

    private func describe(_ ways: [LastWays.Way], _ causes: [Int], in incident: inout Incident, at now: Int64) {
        let time = Timestamp(milliseconds: now)
        let sites = tables.network.document.sites
        let names = ways.prefix(RedundancyWatch.mostNamed).map(\.object).sorted()
        if names != incident.candidates {
            incident.candidates = names
            incident.revisions.append(Incident.Revision(time: time, candidates: names))
        }
        incident.best = ways[0].object
        incident.atRiskSites = ways.flatMap(\.sites).sorted().map { sites[Int($0)].id }
        incident.proven = causes.contains { book[$0].incident.proven }
        incident.evidence = causes.suffix(RedundancyWatch.mostNamed).map { place in
            let cause = book[place].incident
            return Evidence(time: cause.opened, object: cause.best, fact: "is out, and with it the other way of these sites")
        }
        incident.evidence += ways.prefix(RedundancyWatch.mostNamed).map { way in
            Evidence(time: time, object: way.object, fact: "is now the last way of \(words(way.sites))")
        }
    }

    private func words(_ places: [Int32]) -> String {
        let names = places.prefix(6).map { tables.network.document.sites[Int($0)].id.rawValue }.joined(separator: ", ")
        return places.count > 6 ? "\(places.count) sites: \(names) and \(places.count - 6) more" : names
    }

    private mutating func findRedundancy(_ ways: [LastWays.Way], _ causes: [Int], at now: Int64) {
        let sites = Set(ways.flatMap(\.sites))
        defer { redundancy.told = sites }
        guard let cause = causes.last else { return }
        for way in ways {
            let new = way.sites.filter { !redundancy.told.contains($0) }
            guard !new.isEmpty else { continue }
            actions.append(
                .finding(
                    Finding(
                        time: Timestamp(milliseconds: now), kind: .redundancyLost, object: way.object,
                        detail: "is the last way of \(words(new)) while \(book[cause].incident.best) is out")))
        }
    }
}

extension Incident.Kind {
    /// Kinds that take nothing down.
    fileprivate var isQuiet: Bool {
        switch self {
        case .monitoring, .expected, .transient, .degraded, .redundancy, .management, .identity: true
        case .fault, .flapping, .planned: false
        }
    }
}
