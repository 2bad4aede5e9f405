import Diagnosis
import NetworkModel

// How long the first mail of an incident waits.

extension Incident {
    /// How many sites are cut off, or miss the same service: a data centre's switch cuts nobody off and hits everybody.
    package var reach: Int { max(sitesHitNow.count, impactedServices.values.max() ?? 0) }
}

extension AlertingEngine {
    struct AppliedHold {
        var until: Timestamp
        var reason: AlertReason
        /// What the rule sends it as; nil: as Diagnosis asked.
        var urgency: Page.Urgency?
    }

    /// The hold that applies now; nil where no rule matches. Times count from the onset.
    func hold(of alertCase: AlertCase) -> AppliedHold? {
        // A rule says itself how long its value must hold.
        if alertCase.incident.alert != nil { return nil }
        guard let index = policy.holds.firstIndex(where: { matches($0, alertCase) }) else { return nil }
        let rule = policy.holds[index]
        let urgency = rule.urgency.flatMap(Page.Urgency.init(rawValue:))
        if rule.until == .opening, let (opening, site) = firstOpening(of: alertCase.incident.impactedSites) {
            return AppliedHold(until: opening, reason: .closedUntilOpening(site: site), urgency: urgency)
        }
        let proven = alertCase.incident.proven
        var span = (proven ? rule.proven : rule.inferred ?? rule.proven) ?? .zero
        // Each earlier opening within the window doubles it: what comes and goes deserves a longer look.
        let earlier = max(alertCase.openings(within: policy.calm.flapWindow, at: now), openings(of: alertCase.incident)) - 1
        for _ in 0..<min(10, max(0, earlier)) { span = span + span }
        if let max = rule.max { span = min(span, max) }
        return AppliedHold(
            until: alertCase.incident.opened + span, reason: .hold(rule: index + 1, proven: proven, span: span), urgency: urgency)
    }

    /// How often incidents that may have this cause opened within the window of flapping, also those that have healed since.
    private func openings(of incident: Incident) -> Int {
        flapNames(of: incident).map { cause in
            (recentOpenings[cause] ?? []).count { $0 + policy.calm.flapWindow > now }
        }.max() ?? 0
    }

    /// Remembers that an incident of this cause opened. What is older than the window of flapping is forgotten.
    mutating func countOpening(_ incident: Incident) {
        guard policy.calm.flapWindow > .zero else { return }
        if recentOpenings.count > 10_000 {
            recentOpenings = recentOpenings.filter { $0.value.contains { $0 + policy.calm.flapWindow > now } }
        }
        // What looks at first like the duct is the link a second later, and the other way round the next time.
        for cause in flapNames(of: incident) {
            let kept = (recentOpenings[cause] ?? []).filter { $0 + policy.calm.flapWindow > now }
            recentOpenings[cause] = (kept + [incident.opened]).suffix(12)
        }
    }

    /// Under what an incident counts as having come before. A collector that is blind is not its uplink that came and went: what was first
    /// taken for the uplink is most often the same event.
    private func flapNames(of incident: Incident) -> Set<ObjectID> {
        incident.kind == .monitoring ? [incident.best] : Set(incident.candidates.prefix(20) + [incident.best])
    }

    func holdSpan(of alertCase: AlertCase) -> TimeSpan {
        hold(of: alertCase).map { $0.until - alertCase.incident.opened } ?? .zero
    }

    /// The site that opens first, with its grace, of those that are closed now.
    func firstOpening(of sites: [ObjectID]) -> (Timestamp, ObjectID)? {
        let openings = sites.compactMap { id -> (Timestamp, ObjectID)? in
            guard let calendar = calendar(of: id), let hours = OpeningHours(calendar), let next = hours.nextOpening(after: now)
            else {
                return nil
            }
            return (next + .seconds(Int64(calendar.graceSeconds)), id)
        }
        return openings.min { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    func calendar(of site: ObjectID) -> NetworkDocument.Calendar? {
        guard let id = network.site(site)?.calendar, case .calendar(let row)? = network[id] else { return nil }
        return network.document.calendars[Int(row)]
    }

    /// True if the site is open at `now`, or has no hours at all.
    func isOpen(_ site: ObjectID) -> Bool {
        calendar(of: site).flatMap { OpeningHours($0) }?.isOpen(at: now) ?? true
    }

    private func matches(_ rule: AlertPolicy.Hold, _ alertCase: AlertCase) -> Bool {
        let incident = alertCase.incident
        let sites = incident.impactedSites
        if let only = rule.only, sites.isEmpty || !sites.allSatisfy({ network.site($0)?.kind == only }) { return false }
        if !rule.kinds.isEmpty, !rule.kinds.contains(incident.kind.rawValue) { return false }
        if let least = rule.isolatesAtLeast, incident.reach < least { return false }
        if !rule.causes.isEmpty, !isCaused(incident, byOnly: rule.causes) { return false }
        switch rule.hours {
        case nil: return true
        case .open: return sites.contains(where: isOpen)
        case .closed: return !sites.isEmpty && !sites.contains(where: isOpen)
        }
    }

    /// Whether nothing but objects of these kinds may be the cause. A device or site among the candidates may be one that restarts.
    private func isCaused(_ incident: Incident, byOnly kinds: [String]) -> Bool {
        (incident.candidates + [incident.best]).allSatisfy { cause in
            cause.kind.map { kinds.contains($0.rawValue) } ?? false
        }
    }
}
