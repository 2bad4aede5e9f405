import NetworkModel

/// What a set of failures takes from sites and services.
struct ImpactQuestion: Sendable {
    struct Answer: Sendable {
        /// Sites none of whose devices reaches the host of any service.
        var sites: Set<Int32> = []
        /// By service: client sites without it.
        var ofService: [Set<Int32>] = []
        /// Sites that only a standby link carries.
        var onStandby: Set<Int32> = []
    }

    private let tables: DiagnosisTables
    private var scratch: ReachScratch
    private var cutOff: [Int32] = []

    init(_ tables: DiagnosisTables) {
        self.tables = tables
        scratch = ReachScratch(deviceCount: tables.graph.deviceCount, linkCount: tables.graph.linkCount)
    }

    mutating func ask(links: [Int32], devices: [Int32]) -> Answer {
        var answer = Answer()
        if links.isEmpty, devices.isEmpty {
            answer.ofService = Array(repeating: [], count: tables.serviceForests.count)
            return answer
        }
        answer.sites = sites(tables.anyServiceForest, links, devices, &answer.onStandby)
        for (service, forest) in tables.serviceForests.enumerated() {
            var ignored: Set<Int32> = []
            let kinds = Set(tables.network.document.services[service].clients)
            let lost = sites(forest, links, devices, &ignored)
            answer.ofService.append(lost.filter { kinds.contains(tables.network.document.sites[Int($0)].kind) })
        }
        return answer
    }

    private mutating func sites(
        _ forest: ReachForest, _ links: [Int32], _ devices: [Int32], _ standby: inout Set<Int32>
    ) -> Set<Int32> {
        scratch.clear()
        for link in links { scratch.kill(link: link) }
        for device in devices { scratch.kill(device: device) }
        scratch.unreachable(from: forest, graph: tables.graph, links: links, devices: devices, into: &cutOff)
        // What answered had a way, declared or not.
        if !forest.sources.isEmpty { cutOff += devices.filter { forest.enter[Int($0)] < 0 } }
        var lost: Set<Int32> = []
        var seen: Set<Int32> = []
        for device in cutOff where seen.insert(tables.network.siteOfDevice[Int(device)]).inserted {
            let site = tables.network.siteOfDevice[Int(device)]
            var connected = false
            var backup = false
            let isIsland = tables.network.devicesOfSite[site].allSatisfy { forest.enter[Int($0)] < 0 }
            for member in tables.network.devicesOfSite[site] {
                if forest.enter[Int(member)] >= 0 ? !scratch.isCutOff(member) : isIsland && !scratch.isDead(device: member) {
                    connected = true
                }
                if carriesStandby(member) { backup = true }
            }
            if connected { continue }
            if backup { standby.insert(site) } else { lost.insert(site) }
        }
        return lost
    }

    private func carriesStandby(_ device: Int32) -> Bool {
        let link = tables.standbyOfDevice[Int(device)]
        guard link >= 0, !scratch.isDead(device: device), !scratch.isDead(link: link) else { return false }
        let far = tables.graph.deviceB[Int(link)]
        return !scratch.isCutOff(far) && !scratch.isDead(device: far)
    }
}

extension DiagnosisEngine {
    /// What each open incident takes beside what was lost before it, in the order of their onsets; planned work first.
    mutating func assessImpact(at now: Int64) {
        let places = book.indices.filter {
            let entry = book[$0]
            return entry.isOpen && entry.recovering == nil && (!entry.isApart || entry.cause.best.kind == .area)
                && !(entry.cause.links.isEmpty && entry.cause.devices.isEmpty)
        }.sorted {
            let (a, b) = (book[$0], book[$1])
            return (a.cause.planned ? 0 : 1, a.cause.onset, $0) < (b.cause.planned ? 0 : 1, b.cause.onset, $1)
        }
        let causes = places.map {
            Lost(incident: book[$0].incident.id, links: book[$0].cause.links, devices: book[$0].cause.devices)
        }
        // The answer is that of the last time where the question is.
        if causes == assessed, excusesAssessed == calendars.changes { return }
        (assessed, excusesAssessed) = (causes, calendars.changes)
        var links: [Int32] = []
        var devices = input.excludedTransit
        var before = impact.ask(links: links, devices: devices)
        for place in places {
            links += book[place].cause.links
            devices += book[place].cause.devices
            let after = impact.ask(links: links, devices: devices)
            record(after, since: before, in: place, at: now)
            before = after
        }
    }

    /// Whether all that is at `site` is acknowledged, planned, retired or switched off, and was so before `onset`: a closed office that
    /// answered in the round before was cut off.
    private func wasDown(_ site: Int32, before onset: Int64) -> Bool {
        let devices = tables.network.devicesOfSite[site]
        let round = onset - input.pollInterval * 5 / 4
        return !devices.isEmpty
            && devices.allSatisfy { device in
                alwaysExcluded[Int(device)]
                    || input.isExcluded[Int(device)] && tables.polls(of: device).allSatisfy { evidence.lastGood[$0] < round }
            }
    }

    /// What an incident took down when impact was assessed.
    struct Lost: Hashable, Sendable {
        var incident: String
        var links: [Int32]
        var devices: [Int32]
    }

    private mutating func record(
        _ after: ImpactQuestion.Answer, since before: ImpactQuestion.Answer, in place: Int, at now: Int64
    ) {
        let sites = tables.network.document.sites
        let known = Set(book[place].incident.impactedSites)
        /// What was down or switched off before loses nothing; what switches off while it is cut off has lost it.
        func isNew(_ site: Int32) -> Bool {
            !wasDown(site, before: book[place].cause.onset) || known.contains(sites[Int(site)].id)
        }
        let cutOff = after.sites.subtracting(before.sites)
        book[place].cutOff = cutOff.map { sites[Int($0)].id }.sorted()
        var lost = cutOff.filter(isNew).map { sites[Int($0)].id }.sorted()
        let risk = after.onStandby.subtracting(before.onStandby).map { sites[Int($0)].id }.sorted()
        var services: [ObjectID: Int] = [:]
        for (service, lostSites) in after.ofService.enumerated() {
            let count = lostSites.subtracting(before.ofService[service]).count { isNew($0) }
            if count > 0 { services[tables.network.document.services[service].id] = count }
        }
        let isWide = book[place].cause.best.kind == .area || book[place].cause.best.kind == .cloud
        let stillHit = lost
        if isWide { lost = Array(Set(lost + book[place].incident.impactedSites)).sorted() }
        let hasReturned = stillHit != lost
        guard
            book[place].incident.impactedSites != lost || book[place].incident.sitesHitNow != stillHit
                || book[place].incident.atRiskSites != risk
                || book[place].incident.impactedServices != services
        else { return }
        book[place].incident.impactedSites = lost
        book[place].incident.stillHit = hasReturned ? stillHit : nil
        book[place].incident.atRiskSites = risk
        book[place].incident.impactedServices = services
        actions.append(.revised(book[place].incident))
    }
}
