import NetworkModel

extension DiagnosisEngine {
    /// Carries the causes of one solve into the incidents: the same evidence keeps its incident, whatever it is called now.
    mutating func match(_ causes: [Cause], at now: Int64) {
        var pairs: [(score: Int, cause: Int, place: Int)] = []
        for (number, cause) in causes.enumerated() {
            for place in book.indices where isOwn(book[place]) {
                let score = kinship(cause, book[place], at: now)
                if score > 0 { pairs.append((score, number, place)) }
            }
        }
        pairs.sort { ($1.score, $0.place, $0.cause) < ($0.score, $1.place, $1.cause) }
        var placeOf: [Int: Int] = [:]
        var taken: Set<Int> = []
        for pair in pairs where placeOf[pair.cause] == nil && !taken.contains(pair.place) {
            placeOf[pair.cause] = pair.place
            taken.insert(pair.place)
        }
        let orphans = book.indices.filter { book[$0].isOpen && isOwn(book[$0]) && !taken.contains($0) }
        for place in orphans { endOrphan(place, at: now) }
        for (number, cause) in causes.enumerated() {
            if let place = placeOf[number] { revise(place, with: cause, at: now) } else { open(cause, at: now) }
        }
    }

    /// Whether the solver keeps it; the monitor's own and management incidents are kept elsewhere.
    private func isOwn(_ entry: IncidentBook.Entry) -> Bool {
        !entry.isApart
    }

    private func kinship(_ cause: Cause, _ entry: IncidentBook.Entry, at now: Int64) -> Int {
        var score = 0
        for item in cause.explained where entry.items.contains(item) { score += 2 }
        let same = entry.cause.groups.contains(cause.best) || cause.groups.contains(entry.cause.best)
        if !entry.isOpen {
            // What comes back soon is the same thing again.
            guard let closed = entry.incident.closed, now - closed.milliseconds < 600_000 else { return 0 }
            return same || isAgain(cause, entry) ? 1 : 0
        }
        // What was about to heal and is there again.
        if score == 0, same, entry.recovering != nil { return 1 }
        if score > 0, same { score += 1 }
        guard score > 0, entry.incident.paged != nil else { return score }
        // Where what was told as one is two, the name that people know stays with the incident that told it.
        return score + (cause.best == entry.cause.best ? tables.itemCount : 1)
    }

    /// Whether all ports of `cause` are ports that went down with `entry` before: at first the same cable may look like the device behind it.
    private func isAgain(_ cause: Cause, _ entry: IncidentBook.Entry) -> Bool {
        let ports = cause.explained.filter { $0 >= tables.firstPort }
        return !ports.isEmpty && ports.allSatisfy { entry.cause.explained.contains($0) }
    }

    private mutating func endOrphan(_ place: Int, at now: Int64) {
        let entry = book[place]
        if entry.recovering != nil, entry.items.contains(where: { input.isMuted[Int($0)] && !isExcused($0) }) { return }
        // A site that closes for the night while it is out is not back.
        if entry.recovering == nil, entry.incident.paged != nil, entry.items.contains(where: { isBad($0) && isExcused($0) }) {
            return
        }
        if entry.incident.kind == .flapping, entry.cause.links.contains(where: { flaps.isFlapping($0) }) { return }
        close(place, at: now)
    }

    /// Ends an incident: withdrawn if it was never told to anybody, closed otherwise.
    mutating func close(_ place: Int, at now: Int64) {
        book[place].incident.closed = Timestamp(milliseconds: now)
        book[place].items = []
        if book[place].incident.kind == .fault, book[place].incident.paged == nil, context.hold != nil {
            book[place].incident.kind = .transient
            actions.append(.closed(book[place].incident))
        } else if book[place].incident.paged == nil, book[place].incident.kind == .fault || book[place].incident.kind == .flapping
        {
            book[place].incident.withdrawn = true
            actions.append(.withdrawn(book[place].incident))
        } else {
            actions.append(.closed(book[place].incident))
        }
    }

    private mutating func open(_ cause: Cause, at now: Int64) {
        let names = self.names(of: cause, flapping: cause.silent && !cause.hangs)
        let place = book.open(
            kind(of: cause), candidates: names, best: cause.best.id(in: tables), cause: cause, at: now)
        book[place].incident.evidence = words(for: cause)
        account(for: cause, in: &book[place])
        actions.append(.opened(book[place].incident))
    }

    /// The link that comes and goes, where `cause` explains the ports of no other.
    private func flappingLink(of cause: Cause) -> Int32? {
        if flaps.flapping.isEmpty { return nil }
        if cause.links.count == 1 { return flaps.isFlapping(cause.links[0]) ? cause.links[0] : nil }
        let links = Set(cause.explained.filter { $0 >= tables.firstPort }.map { ($0 - tables.firstPort) >> 1 })
        guard links.count == 1, let link = links.first, cause.links.contains(link) else { return nil }
        return flaps.isFlapping(link) ? link : nil
    }

    private mutating func revise(_ place: Int, with cause: Cause, at now: Int64) {
        var entry = book[place]
        var cause = cause
        let flapping = flappingLink(of: cause)
        // One link of a duct that comes and goes is not the duct.
        if let flapping { cause.links = [flapping] }
        let before = entry.incident
        if let closed = entry.incident.closed {
            entry.incident.closed = nil
            entry.incident.withdrawn = false
            entry.returns += 1
            entry.since = now
            _ = closed
        }
        if entry.isOpen, before.closed == nil, isStale(cause, against: entry, at: now) {
            if entry.doubtedSince == nil { book[place].doubtedSince = now }
            askAgain(about: cause.explained)
            return
        }
        entry.doubtedSince = nil
        let isFlapping = entry.incident.kind == .flapping || flapping != nil
        if isFlapping, !cause.planned {
            entry.incident.kind = .flapping
        } else {
            entry.incident.kind = kind(of: cause)
        }
        if entry.cause.best != cause.best || entry.cause.groups != cause.groups { entry.since = now }
        entry.cause = cause
        if cause.hangs {
            // It forwards: what was taken for cut off behind it is not.
            (entry.incident.impactedSites, entry.incident.impactedServices, entry.incident.atRiskSites) = ([], [:], [])
        }
        entry.items = Set(cause.explained)
        entry.recovering = nil
        let names = self.names(of: cause, flapping: isFlapping || cause.silent && !cause.hangs)
        let isOther = Set(names) != Set(entry.incident.candidates)
        entry.incident.candidates = names
        if isOther {
            entry.incident.revisions.append(Incident.Revision(time: Timestamp(milliseconds: now), candidates: names))
        }
        entry.incident.best = cause.best.id(in: tables)
        if isFlapping, !names.contains(entry.incident.best), let link = cause.links.first {
            entry.incident.best = tables.network.document.links[Int(link)].id
        }
        account(for: cause, in: &entry)
        if entry.incident != before {
            entry.incident.evidence = words(for: cause)
            book[place] = entry
            actions.append(.revised(entry.incident))
        } else {
            book[place] = entry
        }
    }

    private func kind(of cause: Cause) -> Incident.Kind { cause.planned ? .planned : cause.hangs ? .management : .fault }

    private func names(of cause: Cause, flapping: Bool) -> [ObjectID] {
        var groups = cause.groups
        if flapping, !cause.silent, let link = cause.links.first, cause.links.count == 1 {
            // What comes and goes is the link or a part of it alone: the ends live, and other links of a duct would go as well.
            groups = solver.linkGroups(link).filter { $0.kind != .duct || tables.doubts.linksOfDuct[$0.index].count == 1 }
        }
        var names = groups.map { $0.id(in: tables) }
        if flapping {
            for link in cause.links {
                names.append(tables.interface(ofPort: link << 1))
                names.append(tables.interface(ofPort: link << 1 | 1))
            }
        }
        return inOrder(names, best: cause.best.id(in: tables))
    }

    /// The cause that is told first, then what fails more often before what fails more seldom.
    private func inOrder(_ names: [ObjectID], best: ObjectID) -> [ObjectID] {
        func rank(_ name: ObjectID) -> Double {
            name == best ? 0 : RiskGroup(name, in: tables.network).map { EvidenceWeights.prior(of: $0.kind) } ?? .infinity
        }
        return Set(names).map { (rank($0), $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// When an unpaged incident is due if nothing new comes; `.max` for never.
    func pageDue(_ entry: IncidentBook.Entry) -> Int64 {
        guard entry.isOpen, !entry.isApart, entry.incident.paged == nil, entry.recovering == nil else { return .max }
        switch entry.incident.kind {
        case .fault: return entry.cause.margin < 4 ? .max : max(entry.cause.lastChance, heldUntil(entry, at: clock))
        case .flapping: return entry.since
        default: return .max
        }
    }

    /// A silence that looks like a restart, like a short loss of power, or like traffic lost for seconds, may be gone by itself.
    /// What hits only closed offices waits until they open.
    private func heldUntil(_ entry: IncidentBook.Entry, at now: Int64) -> Int64 {
        guard let hold = context.hold?.milliseconds else { return .min }
        let cause = entry.cause
        let looksLikeRestart = cause.silent || cause.groups.contains { [.device, .site, .feed].contains($0.kind) }
        return max(
            looksLikeRestart ? cause.onset + hold : .min, closedUntil(entry.cutOff ?? entry.incident.impactedSites, at: now))
    }

    /// Whether another link through the same carrier's network went at the same time: two are no proof against the carrier yet, and a
    /// round tells whether there are more.
    private func mayBeCarrier(_ entry: IncidentBook.Entry) -> Bool {
        let clouds = entry.cause.links.flatMap { tables.cloudsOfLink[Int($0)] }
        guard !clouds.isEmpty, entry.cause.best.kind != .cloud else { return false }
        return book.entries.contains { other in
            other.isOpen && other.incident.id != entry.incident.id
                && abs(other.cause.onset - entry.cause.onset) <= input.weights.late
                && other.cause.links.contains { tables.cloudsOfLink[Int($0)].contains { clouds.contains($0) } }
        }
    }

    mutating func page(at now: Int64) {
        for place in book.indices {
            let entry = book[place]
            // What is kept apart, an area without power among it, has its own time.
            guard entry.isOpen, !entry.isApart, entry.incident.paged == nil, entry.recovering == nil else { continue }
            let isReady: Bool
            switch entry.incident.kind {
            case .fault:
                isReady =
                    entry.cause.margin >= 4
                    && (entry.cause.settled && !mayBeCarrier(entry) || now >= entry.cause.lastChance)
                    && now >= heldUntil(entry, at: now) && now >= unheardUntil(entry)
            case .flapping: isReady = true
            default: isReady = false
            }
            if isReady { page(place, at: now) }
        }
    }

    mutating func page(_ place: Int, at now: Int64) {
        let time = Timestamp(milliseconds: now)
        book[place].incident.paged = time
        let incident = book[place].incident
        actions.append(.revised(incident))
        tellSuspectRecords(of: book[place].cause, at: time)
        actions.append(.page(Page(time: time, object: incident.best, incident: incident.id)))
    }
}
