import Diagnosis
import NetworkModel

// What begins small and grows: what was decided of the small fault does not hold for the great one.

extension AlertingEngine {
    /// Looks again at a case that is quiet because it could wait for the daily mail, or because somebody took it when it was small. What is
    /// quiet for another reason stays so.
    mutating func grown(_ alertCase: AlertCase) -> [AlertDecision] {
        let id = alertCase.incident.id
        guard wholeOf(alertCase) == nil, alertCase.incident.kind.silentReason == nil else { return [] }
        if alertCase.acknowledgement?.holds(at: now) == true {
            return growthSinceTaken(alertCase).map { decide(id, after: $0) } ?? []
        }
        let urgency = urgencyNow(of: alertCase)
        guard alertCase.urgency == .digest, urgency.isSooner(than: .digest) else { return [] }
        return decide(id, after: .moreUrgent(from: .digest, to: urgency))
    }

    /// Growth that whoever took it could not know of: severe, and at least twice what it was. nil: there is none, or nobody has it.
    func growthSinceTaken(_ alertCase: AlertCase) -> AlertReason? {
        guard alertCase.acknowledgement?.holds(at: now) == true, let before = alertCase.reachTaken else { return nil }
        let growth = AlertReason.impactChanged(before: before, now: alertCase.incident.reach)
        return isSevereGrowth(growth) ? growth : nil
    }

    func isSevereGrowth(_ reason: AlertReason) -> Bool {
        guard case .impactChanged(let before, let after) = reason else { return false }
        return after >= policy.calm.severeSites && after >= 2 * before
    }
}
