import Diagnosis
import NetworkModel

// How long the first mail of an incident waits.

extension AlertingEngine {
    /// The hold that applies now; nil where no rule matches. Times count from the onset.
    func hold(of alertCase: AlertCase) -> (until: Timestamp, reason: AlertReason)? {
        guard let index = policy.holds.firstIndex(where: { matches($0, alertCase) }) else { return nil }
        let rule = policy.holds[index]
        let proven = alertCase.incident.proven
        var span = (proven ? rule.proven : rule.inferred ?? rule.proven) ?? .zero
        // Each earlier opening within the window doubles it: what comes and goes deserves a longer look.
        for _ in 0..<min(10, alertCase.openings(within: policy.calm.flapWindow, at: now) - 1) { span = span + span }
        if let max = rule.max { span = min(span, max) }
        return (alertCase.incident.opened + span, .hold(rule: index + 1, proven: proven, span: span))
    }

    func holdSpan(of alertCase: AlertCase) -> TimeSpan {
        hold(of: alertCase).map { $0.until - alertCase.incident.opened } ?? .zero
    }

    private func matches(_ rule: AlertPolicy.Hold, _ alertCase: AlertCase) -> Bool {
        let incident = alertCase.incident
        let sites = incident.impactedSites
        if let only = rule.only, sites.isEmpty || !sites.allSatisfy({ network.site($0)?.kind == only }) { return false }
        if !rule.kinds.isEmpty, !rule.kinds.contains(incident.kind.rawValue) { return false }
        if let least = rule.isolatesAtLeast, sites.count < least { return false }
        return true
    }
}
