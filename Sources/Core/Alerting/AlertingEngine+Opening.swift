import Diagnosis
import NetworkModel

// What people were told of at night by less than a page, or not at all, and still hits counters when they open. A page has said all: its
// mail names the hour until which they are closed.

extension AlertingEngine {
    /// When the first of the closed sites that a case hits has opened, with its grace; nil where its readers need not hear of that.
    func opening(for alertCase: AlertCase) -> Timestamp? {
        guard alertCase.incident.alert == nil, alertCase.urgency != .page, alertCase.openingTold != true, alertCase.isOpen else {
            return nil
        }
        return firstOpening(of: alertCase.incident.sitesHitNow.filter { !isOpen($0) })?.0
    }

    /// What the hold that applies now makes of it, else as Diagnosis asked. What waited for an opening was to be sent so even then.
    func settleUrgency(_ alertCase: inout AlertCase) {
        if alertCase.awaitsOpening == true, hold(of: alertCase)?.urgency == nil { return }
        alertCase.urgency = urgencyNow(of: alertCase)
    }

    func urgencyNow(of alertCase: AlertCase) -> Page.Urgency {
        hold(of: alertCase)?.urgency ?? alertCase.page?.urgency ?? alertCase.urgency
    }

    /// Tells once that sites have opened and it lasts, as urgently as the holds of open sites say. Planned work and whoever took it hold
    /// that back.
    mutating func sitesOpened(_ id: String) -> [AlertDecision] {
        guard var alertCase = cases[id], let due = alertCase.opensAt, due <= now else { return [] }
        alertCase.opensAt = nil
        guard alertCase.isOpen, alertCase.partOf == nil, alertCase.incident.kind.silentReason == nil else {
            keep(alertCase)
            return []
        }
        let open = alertCase.incident.sitesHitNow.filter { calendar(of: $0) != nil && isOpen($0) }
        guard !open.isEmpty else {
            // Those that opened first are back.
            alertCase.opensAt = opening(for: alertCase)
            keep(alertCase)
            return []
        }
        if let (until, reason) = quietAtOpening(alertCase) {
            alertCase.opensAt = until
            alertCase.holdBack(reason, at: now)
            keep(alertCase)
            return [note(alertCase, until.map { .hold(until: $0) } ?? .suppress, reason)]
        }
        let asked = urgencyNow(of: alertCase)
        if asked.isSooner(than: alertCase.urgency) { alertCase.urgency = asked }
        return tellOpened(alertCase, .opened(sites: open.count))
    }

    private mutating func tellOpened(_ alertCase: AlertCase, _ reason: AlertReason) -> [AlertDecision] {
        var alertCase = alertCase
        let id = alertCase.incident.id
        alertCase.openingTold = true
        guard alertCase.told != nil else {
            keep(alertCase)
            return alertCase.urgency == .digest ? [] : decide(id, after: reason)
        }
        if alertCase.urgency == .page, let rule = escalation(of: alertCase) {
            alertCase.escalation = EscalationState(name: rule.name, began: now)
        }
        keep(alertCase)
        return notifyAll(id, .update, reason)
    }

    /// Why it is not told at the opening, and until when that lasts; nil as a time: until it is over.
    private func quietAtOpening(_ alertCase: AlertCase) -> (until: Timestamp?, reason: AlertReason)? {
        if let taken = alertCase.acknowledgement, taken.holds(at: now) {
            return (taken.until, .acknowledged(by: taken.by, reason: taken.reason))
        }
        return plannedWork(on: alertCase).map { ($0.until, $0.reason) }
    }
}
