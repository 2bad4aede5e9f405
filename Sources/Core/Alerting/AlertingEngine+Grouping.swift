import Diagnosis
import NetworkModel

// What people say of how incidents belong together, where they know better than the evidence.

extension AlertingEngine {
    /// A person says that `id` is a part of `whole`: as long as that lasts, nothing of `id` is told by itself. What was told of it has its
    /// recovery all the same. Nothing follows where one of them is over or they are one already.
    package mutating func merge(_ id: String, into whole: String, by person: String, at time: Timestamp) -> [AlertDecision] {
        now = max(now, time)
        let root = cases[whole]?.partOf ?? whole
        guard root != id, var alertCase = cases[id], alertCase.isOpen, alertCase.partOf != root, cases[root]?.isOpen == true
        else {
            return []
        }
        // What was part of it goes with it, so that no part hangs on a part.
        for other in order where cases[other]?.partOf == id {
            cases[other]?.partOf = root
            if let part = cases[other] { keep(part) }
        }
        alertCase.partOf = root
        alertCase.standsAlone = nil
        if case .held = alertCase.stage { alertCase.stage = .quiet }
        alertCase.updateDue = nil
        keep(alertCase)
        return [note(alertCase, .suppress, .mergedInto(incident: root, by: person))]
    }

    /// A person says that `id` is a fault of its own: it is told by itself from now on, also where Diagnosis sees it as a consequence.
    package mutating func split(_ id: String, by person: String, at time: Timestamp) -> [AlertDecision] {
        now = max(now, time)
        guard var alertCase = cases[id], alertCase.isOpen else { return [] }
        let wasPart = alertCase.partOf != nil || isConsequence(alertCase)
        (alertCase.partOf, alertCase.standsAlone) = (nil, true)
        keep(alertCase)
        return wasPart ? tellAlone(id, .standsAlone(by: person)) : []
    }

    /// The incident in whose story a case is told; nil where it is told by itself.
    func wholeOf(_ alertCase: AlertCase) -> String? {
        if let whole = alertCase.partOf, cases[whole]?.isOpen == true { return whole }
        return isConsequence(alertCase) ? alertCase.incident.joins : nil
    }

    private func isConsequence(_ alertCase: AlertCase) -> Bool {
        guard alertCase.standsAlone != true, let cause = alertCase.incident.joins else { return false }
        return cases[cause]?.told != nil
    }

    /// What was part of an incident that is over and lasts itself is told at once.
    mutating func wholeEnded(_ id: String) -> [AlertDecision] {
        guard var alertCase = cases[id], let whole = alertCase.partOf, cases[whole]?.isOpen != true, alertCase.isOpen else {
            return []
        }
        alertCase.partOf = nil
        keep(alertCase)
        return tellAlone(id, .wholeEnded(incident: whole))
    }

    private mutating func tellAlone(_ id: String, _ reason: AlertReason) -> [AlertDecision] {
        cases[id]?.told == nil ? decide(id, after: reason) : notify(id, .reminder, reason)
    }
}
