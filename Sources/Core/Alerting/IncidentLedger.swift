import Diagnosis
import NetworkModel

/// Gives incidents identifiers that stay: Diagnosis counts `i0`, `i1`, … anew in each run, people and mails need one that an outage keeps
/// when the monitor restarts in the middle of it, and that nothing else gets while the state file lasts, not even what opens again under the
/// same name of a run.
///
/// The open incidents of the last run are *orphans* until Diagnosis finds the same cause again, which then goes on under the old
/// identifier, or until their objects are seen up.
package struct IncidentLedger: Sendable {
    /// The number of the next new incident.
    package private(set) var next: Int
    /// Open incidents of earlier runs that this run has not met yet, in the order of opening.
    package internal(set) var orphans: [Incident]
    private var durable: [String: String] = [:]
    /// Durable identifiers of incidents that were closed in this run.
    private var ended: Set<String> = []
    /// What an incident of this run continues, by the run's identifier.
    private var continued: [String: Incident] = [:]
    /// When an incident of this run came back after it had ended, by the run's identifier.
    private var returned: [String: Timestamp] = [:]

    /// - Parameters:
    ///   - next: one more than the greatest number ever given.
    ///   - open: open incidents of the store.
    package init(next: Int, open: [Incident]) {
        self.next = next
        orphans = open.filter { $0.closed == nil && !$0.withdrawn && $0.alert == nil }
        for incident in open where incident.closed == nil && !incident.withdrawn {
            guard let alert = incident.alert else { continue }
            let run = Self.run(ofRule: alert.rule, for: incident.best)
            durable[run] = incident.id
            continued[run] = incident
        }
    }

    /// What it knows of Diagnosis's identifiers, for a run that goes on as if it were the same.
    package struct Memory: Codable, Sendable {
        var next: Int
        var durable: [String: String]
        var continued: [String: Incident]
        var ended: Set<String>
        var returned: [String: Timestamp]?
    }

    package var memory: Memory {
        Memory(next: next, durable: durable, continued: continued, ended: ended, returned: returned)
    }

    /// Goes on with `memory`, whose incidents are no orphans.
    package mutating func resume(_ memory: Memory) {
        next = max(next, memory.next)
        // What rules hold open is what the store has open: `memory` may be older than the end of one, and its name is not given again.
        durable.merge(memory.durable.filter { !Self.isOfRule($0.key) }) { mine, _ in mine }
        continued.merge(memory.continued.filter { !Self.isOfRule($0.key) }) { mine, _ in mine }
        ended = memory.ended
        returned = memory.returned ?? [:]
        let known = Set(memory.durable.values)
        orphans.removeAll { known.contains($0.id) }
    }

    /// Whether each of `incidents`, open in Diagnosis, is open under its durable identifier among `open`.
    package static func agree(_ memory: Memory, _ incidents: [Incident], open: [Incident]) -> Bool {
        let ids = Set(open.map(\.id))
        return incidents.filter { $0.closed == nil && !$0.withdrawn }.allSatisfy { incident in
            memory.durable[incident.id].map(ids.contains) ?? false
        }
    }

    /// The identifier under which the incident of a rule goes within a run; the same in every run, so that a restart continues it.
    package static func run(ofRule rule: String, for object: ObjectID) -> String { "\(prefixOfRules)\(rule):\(object.rawValue)" }

    private static let prefixOfRules = "rule:"

    private static func isOfRule(_ run: String) -> Bool { run.hasPrefix(prefixOfRules) }

    /// The same action with identifiers that stay, at `now`. What continues an orphan becomes a revision of it. A cause that comes back
    /// within minutes is the same incident to Diagnosis; people were told that it is over, so to them it is a new one and told anew.
    package mutating func translate(_ action: DiagnosisAction, at now: Timestamp) -> [DiagnosisAction] {
        guard case .revised(let incident) = action, isBack(incident) else { return [translate(action)] }
        (durable[incident.id], continued[incident.id]) = (nil, nil)
        returned[incident.id] = now
        let opened = open(incident)
        guard incident.paged != nil else { return [opened] }
        return [opened, .page(Page(time: now, object: incident.best, incident: identifier(incident.id)))]
    }

    private func isBack(_ incident: Incident) -> Bool {
        incident.closed == nil && !incident.withdrawn && incident.alert == nil
            && durable[incident.id].map(ended.contains) ?? false
    }

    /// One action of an incident that did not come back.
    package mutating func translate(_ action: DiagnosisAction) -> DiagnosisAction {
        switch action {
        case .opened(let incident): return open(incident)
        case .revised(let incident): return .revised(merged(incident))
        case .closed(let incident):
            defer { if incident.alert != nil { (durable[incident.id], continued[incident.id]) = (nil, nil) } }
            return .closed(merged(incident))
        case .withdrawn(let incident): return withdraw(incident)
        case .page(var page):
            page.incident = identifier(page.incident)
            return .page(page)
        case .state(var change):
            change.incident = change.incident.map { identifier($0) }
            return .state(change)
        case .finding, .ask: return action
        }
    }

    /// Closes orphans whose objects are all seen up again, or of which nothing that can be seen is declared any more, and none otherwise: what
    /// cannot be seen is not over.
    package mutating func closeHealed(at now: Timestamp, state: (ObjectID) -> ObjectState) -> [DiagnosisAction] {
        let healed = orphans.filter { orphan in
            if orphan.isUndeclared == true { return true }
            if orphan.kind == .redundancy { return isOver(causeOf: orphan) }
            let states = Set((orphan.candidates + orphan.suppressed).filter(Self.hasState).map(state))
            return states == [.up]
        }
        orphans.removeAll(where: healed.contains)
        return healed.map { orphan in
            var orphan = orphan
            orphan.closed = now
            let fact =
                orphan.isUndeclared == true
                ? AlertReason.notDeclared.words : "all that it hid is seen up after the monitor's restart"
            orphan.evidence.append(Evidence(time: now, object: orphan.best, fact: fact))
            return .closed(orphan)
        }
    }

    /// A new incident about `object`, which a person says is no consequence of `whole`. It is kept as those of earlier runs are: until Diagnosis
    /// names the same cause, or the object is seen up.
    package mutating func splitOff(_ object: ObjectID, from whole: String, by person: String, _ reason: String, at now: Timestamp)
        -> Incident
    {
        var incident = Incident(id: "i\(next)", kind: .fault, opened: now, candidates: [object], best: object)
        next += 1
        (incident.proven, incident.paged) = (true, now)
        incident.evidence = [
            Evidence(time: now, object: object, fact: "\(person) says that it is no consequence of \(whole): \(reason)")
        ]
        orphans.append(incident)
        return incident
    }

    /// Lost redundancy lasts as long as what took it: until that healed unseen, or was met again and closed.
    private func isOver(causeOf orphan: Incident) -> Bool {
        guard let cause = orphan.joins else { return true }
        if orphans.contains(where: { $0.id == cause }) { return false }
        return ended.contains(cause) || !durable.values.contains(cause)
    }

    /// The same incident under its durable identifier.
    package mutating func named(_ incident: Incident) -> Incident { merged(incident) }

    /// The open incidents of this run under their durable identifiers, and the orphans: what a run that starts anew goes on with.
    package mutating func open(of run: [Incident]) -> [Incident] {
        run.filter { $0.closed == nil && !$0.withdrawn }.map { merged($0) } + orphans
    }

    static func hasState(_ object: ObjectID) -> Bool {
        switch object.kind {
        case .device, .link, .interface, .site: true
        default: false
        }
    }

    private mutating func open(_ incident: Incident) -> DiagnosisAction {
        if incident.alert != nil {
            return durable[incident.id] == nil ? .opened(merged(incident)) : .revised(merged(incident))
        }
        guard let row = orphans.firstIndex(where: { Self.sameCause($0, incident) }) else { return .opened(merged(incident)) }
        let orphan = orphans.remove(at: row)
        durable[incident.id] = orphan.id
        continued[incident.id] = orphan
        return .revised(merged(incident))
    }

    /// An early guess of this run that is given up gives its orphan back.
    private mutating func withdraw(_ incident: Incident) -> DiagnosisAction {
        guard let orphan = continued.removeValue(forKey: incident.id) else { return .withdrawn(merged(incident)) }
        durable[incident.id] = nil
        orphans.append(orphan)
        return .revised(orphan)
    }

    private static func sameCause(_ a: Incident, _ b: Incident) -> Bool {
        // Of lost redundancy there is never more than one.
        a.kind == .redundancy && b.kind == .redundancy || a.sharesCause(with: b)
    }

    private mutating func identifier(_ run: String) -> String {
        if let known = durable[run] { return known }
        let new = "i\(next)"
        next += 1
        durable[run] = new
        return new
    }

    private mutating func merged(_ incident: Incident) -> Incident {
        var incident = incident
        let run = incident.id
        let old = continued[run]
        incident.id = identifier(incident.id)
        incident.joins = incident.joins.map { identifier($0) }
        if incident.closed == nil { ended.remove(incident.id) } else { ended.insert(incident.id) }
        if let since = returned[run] {
            incident.opened = since
            incident.paged = incident.paged.map { max($0, since) }
            incident.revisions.removeAll { $0.time < since }
            if incident.revisions.isEmpty { incident.revisions = [.init(time: since, candidates: incident.candidates)] }
        }
        guard let old else { return incident }
        incident.opened = min(old.opened, incident.opened)
        incident.paged = old.paged ?? incident.paged
        incident.proven = incident.proven || old.proven
        // That of a rule is handed from run to run with what was known of it.
        let isKept = incident.alert != nil
        incident.evidence = old.evidence + (isKept ? incident.evidence.filter { !old.evidence.contains($0) } : incident.evidence)
        incident.revisions =
            old.revisions + (isKept ? incident.revisions.filter { !old.revisions.contains($0) } : incident.revisions)
        let hit = incident.sitesHitNow
        incident.impactedSites = Set(old.impactedSites).union(incident.impactedSites).sorted()
        incident.stillHit = hit == incident.impactedSites ? nil : hit
        return incident
    }
}
