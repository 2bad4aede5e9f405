import Diagnosis
import NetworkModel

// What holds on and is more or less urgent than when it was told.

extension AlertingEngine {
    /// Another urgency for a rule's incident that people were told of.
    ///
    /// Each urgency is told once: what gets less urgent is not told and no longer escalated, and what gets as urgent again as it was told is
    /// escalated from the beginning.
    mutating func regrade(_ id: String, to page: Page) -> [AlertDecision] {
        guard var alertCase = cases[id], let told = alertCase.told else { return [] }
        let before = alertCase.page?.urgency ?? alertCase.urgency
        alertCase.page = page
        let isAgain = page.urgency == alertCase.urgency && page.urgency.isSooner(than: before)
        if isAgain, let state = alertCase.escalation, !state.isSpent {
            alertCase.escalation = EscalationState(name: state.name, began: now)
            alertCase.escalation?.round = state.round
        }
        keep(alertCase)
        if page.urgency.isSooner(than: alertCase.urgency) { return raise(id) }
        return [
            note(
                alertCase, .suppress, isAgain ? .alreadyTold(at: told.at) : .lessUrgent(from: before, to: page.urgency))
        ]
    }

    /// Tells an incident again that is more urgent than it was told, by its rule or by the hold that applies now: its readers, and whom its
    /// route names now. Planned work holds it back; an acknowledgement does not where whoever took it knew less.
    mutating func raise(_ id: String) -> [AlertDecision] {
        guard var alertCase = cases[id], alertCase.isOpen, alertCase.told != nil, alertCase.partOf == nil,
            alertCase.urgency != .page
        else { return [] }
        let urgency = urgencyNow(of: alertCase)
        guard urgency.isSooner(than: alertCase.urgency), alertCase.incident.alert != nil || isDueToRaise(alertCase) else {
            return []
        }
        let before = alertCase.urgency
        if let (until, reason) = plannedWork(on: alertCase) {
            let isNew = alertCase.held?.last?.reason != reason
            alertCase.holdBack(reason, at: now)
            keep(alertCase)
            return isNew ? [note(alertCase, .hold(until: until), reason)] : []
        }
        (alertCase.urgency, alertCase.opensAt) = (urgency, nil)
        if let rule = escalation(of: alertCase) { alertCase.escalation = EscalationState(name: rule.name, began: now) }
        keep(alertCase)
        let decisions = notifyAll(id, .escalation, .moreUrgent(from: before, to: urgency))
        // All who read of it know it now as it is: an update beside this mail would say the same.
        if alertCase.incident.alert == nil, decisions.contains(where: { $0.notification != nil }), var raised = cases[id] {
            noteTold(&raised)
            keep(raised)
        }
        return decisions
    }

    /// Whether a hold's greater urgency is to be told now: it is another fault than was told, or hits more, the hold is over or the growth
    /// severe, and nobody took it as it is. That sites open is told by itself.
    private func isDueToRaise(_ alertCase: AlertCase) -> Bool {
        guard let told = alertCase.told, alertCase.incident.kind.silentReason == nil else { return false }
        let (reach, before) = (alertCase.incident.reach, told.reach ?? told.impactedSites.count)
        guard reach > before || alertCase.incident.kind != told.kind else { return false }
        if alertCase.acknowledgement?.holds(at: now) == true, reach <= alertCase.reachTaken ?? reach { return false }
        return isSevereGrowth(.impactChanged(before: before, now: reach)) || (hold(of: alertCase)?.until ?? now) <= now
    }
}

extension AlertCase {
    /// It was told as more urgent than it is now.
    var isLessUrgent: Bool {
        guard incident.alert != nil, let asked = page?.urgency else { return false }
        return urgency.isSooner(than: asked)
    }
}
