import Diagnosis
import NetworkModel

// What follows from each action of Diagnosis.

extension AlertingEngine {
    mutating func opened(_ incident: Incident) -> [AlertDecision] {
        guard cases[incident.id] == nil else { return revised(incident) }
        var alertCase = AlertCase(incident)
        countOpening(incident)
        joinFlapping(&alertCase)
        // If it outlasts the work, its mail says what held it back.
        let work = incident.kind == .planned ? plannedWork(on: alertCase)?.reason : nil
        if let work { alertCase.holdBack(work, at: now) }
        keep(alertCase)
        return (work ?? incident.kind.silentReason).map { [note(alertCase, .suppress, $0)] } ?? []
    }

    mutating func revised(_ incident: Incident) -> [AlertDecision] {
        guard var alertCase = cases[incident.id] else { return opened(incident) }
        let before = alertCase.incident.kind
        alertCase.incident = incident
        keep(alertCase)
        switch alertCase.stage {
        case .held: return decide(incident.id, after: nil)
        case .quiet where before.silentReason != nil && incident.kind.silentReason == nil:
            return decide(incident.id, after: .kindChanged(from: before))
        case .quiet: return grown(alertCase)
        case .told:
            let raised = raise(incident.id)
            return raised.contains { $0.notification != nil } ? raised : raised + update(incident.id)
        case .open where alertCase.joins != nil:
            return leaveFlapping(&alertCase) ? decide(incident.id, after: nil) : []
        case .open, .settling, .ended: return []
        }
    }

    mutating func paged(_ page: Page) -> [AlertDecision] {
        // A page for an incident that was never opened is told all the same: a lost mail is worse than a bare one.
        if cases[page.incident] == nil {
            keep(
                AlertCase(
                    Incident(id: page.incident, kind: .fault, opened: page.time, candidates: [page.object], best: page.object)))
        }
        guard var alertCase = cases[page.incident] else { return [] }
        let before = alertCase.incident.alert == nil ? nil : alertCase.page?.urgency
        if let told = alertCase.told {
            if let before, before != page.urgency { return regrade(page.incident, to: page) }
            return [note(alertCase, .suppress, .alreadyTold(at: told.at))]
        }
        alertCase.page = page
        alertCase.urgency = page.urgency
        keep(alertCase)
        let raised = before.flatMap { page.urgency.isSooner(than: $0) ? AlertReason.moreUrgent(from: $0, to: page.urgency) : nil }
        return decide(page.incident, after: raised)
    }

    mutating func withdrawn(_ incident: Incident) -> [AlertDecision] {
        // As a part of a flapping its end is the thread's, however it ended.
        guard let alertCase = cases[incident.id], alertCase.told == nil, alertCase.joins == nil else { return closed(incident) }
        return end(incident, .withdrawn)
    }

    mutating func closed(_ incident: Incident) -> [AlertDecision] {
        guard var alertCase = cases[incident.id] else { return [] }
        let end = incident.closed ?? now
        alertCase.incident = incident
        alertCase.incident.closed = end
        let lasted = end - incident.opened
        if let thread = alertCase.joins { return closedFlap(alertCase, of: thread) }
        let isUndeclared = incident.isUndeclared == true
        guard alertCase.told != nil else {
            if isUndeclared { return self.end(alertCase.incident, .notDeclared) }
            if alertCase.page == nil { return self.end(alertCase.incident, .withdrawn) }
            return self.end(alertCase.incident, .healed(after: lasted, hold: holdSpan(of: alertCase)))
        }
        (alertCase.updateDue, alertCase.shrinking) = (nil, nil)
        // It cannot come back: there is nothing to wait for.
        if lasted < policy.calm.settle, !isUndeclared {
            alertCase.stage = .settling(until: end + policy.calm.settle)
            keep(alertCase)
            return [note(alertCase, .hold(until: end + policy.calm.settle), .settling(span: policy.calm.settle))]
        }
        keep(alertCase)
        return recover(incident.id, isUndeclared ? .notDeclared : .recovered(after: lasted))
    }

    /// The recovery mail of the thread; the case ends with it.
    mutating func recover(_ id: String, _ reason: AlertReason) -> [AlertDecision] {
        let decisions = notify(id, .recovery, reason)
        if var alertCase = cases[id] {
            // Whom a mail with others will tell of it is told there that it is over.
            alertCase.stage = alertCase.collectedFor?.isEmpty == false ? .told : .ended
            keep(alertCase)
        }
        return decisions
    }

    /// Ends a case that nobody was told about.
    private mutating func end(_ incident: Incident, _ reason: AlertReason) -> [AlertDecision] {
        guard var alertCase = cases[incident.id] else { return [] }
        alertCase.incident = incident
        let wasQuiet = alertCase.stage == .quiet
        alertCase.stage = .ended
        keep(alertCase)
        if wasQuiet, alertCase.urgency == .digest, alertCase.page != nil, incident.kind.silentReason == nil,
            alertCase.acknowledgement == nil
        {
            return [note(alertCase, .suppress, .overBeforeDigest(after: (incident.closed ?? now) - incident.opened))]
        }
        return wasQuiet || incident.kind.silentReason != nil ? [] : [note(alertCase, .suppress, reason)]
    }
}

extension Incident.Kind {
    /// Why incidents of this kind are never mailed by themselves; nil for those that are.
    var silentReason: AlertReason? {
        switch self {
        case .planned: .planned
        case .expected: .expected
        case .transient: .neverPaged(kind: self)
        case .fault, .flapping, .monitoring, .degraded, .redundancy, .management, .identity: nil
        }
    }
}
