import NetworkModel

extension DiagnosisEngine {
    /// Finds areas that lost power, and what of them is well again.
    mutating func watchAreas(at now: Int64) {
        if hasHeardOfPower { findAreas() }
        for place in areas.indices {
            let bad = areas[place].items.filter { isBad($0) }
            if bad.count < areas[place].items.count { areas[place].items = bad }
        }
    }

    private mutating func findAreas() {
        hasHeardOfPower = false
        let told = powerEvents()
        var start = 0
        while start < told.count {
            var end = start
            while end < told.count, told[end].time - told[start].time <= AreaWatch.window { end += 1 }
            noteArea(Set(told[start..<end].map(\.site)), at: told[start].time)
            start = max(end, start + 1)
        }
    }

    private func lastBattery(of area: AreaWatch) -> Int64 {
        (area.told.map { tables.batteryOfSite[Int($0)] }.max() ?? 0) * 105 / 100 + 60_000
    }

    /// Losses of power that sites told of. An office that switches its router off after hours tells the same, and says nothing of the mains.
    func powerEvents() -> [(time: Int64, site: Int32)] {
        var told: [(time: Int64, site: Int32)] = []
        for site in evidence.batterySites.sorted() { told.append((evidence.battery[Int(site)], site)) }
        for device in evidence.gaspDevices.sorted() {
            told.append((evidence.gasp[Int(device)], tables.network.siteOfDevice[Int(device)]))
        }
        return told.filter { !mayBeOff($0.site, at: $0.time) }.sorted { ($0.time, $0.site) < ($1.time, $1.site) }
    }

    private mutating func noteArea(_ sites: Set<Int32>, at time: Int64) {
        if let known = area(near: sites, at: time) {
            let tables = tables
            let area = areas[known]
            areas[known].told.formUnion(sites.filter { area.reaches($0, tables) })
            return
        }
        guard sites.count >= AreaWatch.leastSites else { return }
        let near = sitesTogether(sites)
        guard near.count >= AreaWatch.leastSites else { return }
        areas.append(AreaWatch(onset: time, told: near))
    }

    /// The area that lost power at that time and reaches one of `sites`.
    func area(near sites: Set<Int32>, at time: Int64) -> Int? {
        areas.indices.first { place in
            abs(areas[place].onset - time) <= input.pollInterval && sites.contains { areas[place].reaches($0, tables) }
        }
    }

    /// Those of `sites` that lie in one place and are joined by no recorded feed; none where they do not.
    func sitesTogether(_ sites: Set<Int32>) -> Set<Int32> {
        let near = together(sites)
        let feeds = Set(near.map { tables.network.feedOfSite[Int($0)] })
        return isOnePlace(near) && (feeds.count > 1 || feeds.contains(-1)) ? near : []
    }

    private func isOnePlace(_ sites: Set<Int32>) -> Bool {
        let tables = tables
        guard let middle = tables.middle(of: sites) else { return sites.count > 2 }
        return sites.allSatisfy { tables.distance($0, from: middle) <= AreaWatch.widest }
    }

    /// Without those that lie far from the rest and told at the same time by chance.
    private func together(_ sites: Set<Int32>) -> Set<Int32> {
        let tables = tables
        let rows = tables.network.document.sites
        let apart = sites.map { site -> (site: Int32, median: Double) in
            guard let lat = rows[Int(site)].lat, let lon = rows[Int(site)].lon else { return (site, 0) }
            let others = sites.filter { $0 != site }.map { tables.distance($0, from: (lat, lon)) }.sorted()
            return (site, others[others.count / 2])
        }
        let usual = apart.map(\.median).sorted()[apart.count / 2]
        return Set(apart.filter { $0.median <= 3 * usual + 0.02 }.map(\.site))
    }

    /// Takes out of `causes` those that an area without power explains.
    mutating func absorb(_ causes: [Cause], at now: Int64) -> [Cause] {
        findSilentAreas(causes)
        if areas.isEmpty { return causes }
        return causes.filter { cause in
            guard let place = areas.indices.first(where: { explains(areas[$0], cause) }) else { return true }
            areas[place].items.formUnion(cause.explained)
            areas[place].members.formUnion(silentSites(of: cause))
            return false
        }
    }

    /// Sites whose devices are silent by `cause`, by its polls, or by its ports where nobody polls them.
    func silentSites(of cause: Cause) -> Set<Int32> {
        let polls = cause.explained.filter { $0 < tables.firstPort }
        let devices =
            polls.isEmpty
            ? cause.explained.map { tables.peer(ofPort: $0 - tables.firstPort) } : polls.map { tables.pollDevice[Int($0)] }
        return Set(devices.map { tables.network.siteOfDevice[Int($0)] })
    }

    func explains(_ area: AreaWatch, _ cause: Cause) -> Bool {
        guard !cause.planned, !cause.explained.isEmpty, cause.onset >= area.onset - input.pollInterval else { return false }
        let sites = silentSites(of: cause)
        guard sites.allSatisfy({ area.reaches($0, tables, margin: AreaWatch.farthest) }) else { return false }
        let spans = spans(of: cause)
        let isWithin = sites.allSatisfy { site in
            area.reaches(site, tables)
                || spans[site]?.allSatisfy {
                    $0.high - $0.low < 2 * input.pollInterval && area.endedExactly(site, between: $0.low, and: $0.high, tables)
                } == true
        }
        guard isWithin else { return false }
        return sites.allSatisfy { site in
            // The first failure may have been noise, just before.
            guard let spans = spans[site] else { return false }
            return spans.allSatisfy { area.wentEmpty(site, between: $0.low, and: $0.high + input.pollInterval, tables) }
        }
    }

    /// By site: within which spans what `cause` explains of it was lost.
    func spans(of cause: Cause) -> [Int32: [(low: Int64, high: Int64)]] {
        var spans: [Int32: [(low: Int64, high: Int64)]] = [:]
        for item in cause.explained {
            if item < tables.firstPort {
                let site = tables.network.siteOfDevice[Int(tables.pollDevice[Int(item)])]
                spans[site, default: []].append((evidence.lastGood[Int(item)], evidence.firstBad[Int(item)]))
            } else {
                let port = item - tables.firstPort
                let site = tables.network.siteOfDevice[Int(tables.peer(ofPort: port))]
                spans[site, default: []].append((evidence.portLow[Int(port)], evidence.portHigh[Int(port)]))
            }
        }
        return spans
    }

    /// Opens, follows, pages and closes the areas' incidents.
    mutating func keepAreas(at now: Int64) {
        for number in areas.indices {
            let area = areas[number]
            guard let place = book.indices.first(where: { book[$0].incident.id == area.incident }) else {
                if !area.items.isEmpty { openArea(number, at: now) }
                continue
            }
            book[place].cause.devices = area.items.compactMap { item in
                item < tables.firstPort ? tables.pollDevice[Int(item)] : nil
            }.sorted()
            if area.items.isEmpty {
                if book[place].isOpen { close(place, at: now) }
            } else if !book[place].isOpen {
                (book[place].incident.closed, book[place].incident.kind) = (nil, .fault)
                actions.append(.revised(book[place].incident))
            }
            if book[place].isOpen, book[place].incident.paged == nil, now >= pageTime(of: area) { page(place, at: now) }
        }
        // All batteries are empty by then, or the power is back.
        areas = areas.filter { area in
            !area.items.isEmpty || now <= area.onset + lastBattery(of: area)
                || book.entries.contains { $0.incident.id == area.incident && $0.isOpen }
        }
    }

    /// When an area's incident is due; `.max` while nothing of it is silent.
    func pageTime(of area: AreaWatch) -> Int64 {
        guard !area.items.isEmpty else { return .max }
        return area.onset + (context.hold?.milliseconds ?? context.pollInterval.milliseconds)
    }

    private mutating func openArea(_ number: Int, at now: Int64) {
        let group = RiskGroup(.area, areas[number].told.min() ?? 0)
        let id = group.id(in: tables)
        let cause = Cause(
            best: group, groups: [group], links: [], devices: [], onset: areas[number].onset, planned: false, explained: [],
            settled: true, margin: 100, lastChance: .max)
        let place = book.open(.fault, candidates: [id], best: id, cause: cause, at: now)
        book[place].isApart = true
        book[place].incident.proven = true
        book[place].incident.evidence = areas[number].told.sorted().map { site in
            Evidence(
                time: Timestamp(milliseconds: areas[number].onset), object: tables.network.document.sites[Int(site)].id,
                fact: "lost its mains power, or fell silent, at the same instant as the others")
        }
        areas[number].incident = book[place].incident.id
        book[place].cause.devices = areas[number].items.compactMap { item in
            item < tables.firstPort ? tables.pollDevice[Int(item)] : nil
        }.sorted()
        actions.append(.opened(book[place].incident))
        if now >= pageTime(of: areas[number]) { page(place, at: now) }
    }
}
