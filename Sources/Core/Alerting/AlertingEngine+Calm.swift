import Diagnosis
import NetworkModel

// What keeps mails few: flapping told in one thread, and bursts collected.

extension AlertingEngine {
    /// Joins a new incident to the thread of the same cause whose recovery still waits.
    mutating func joinFlapping(_ alertCase: inout AlertCase) {
        let incident = alertCase.incident
        guard incident.kind != .redundancy else { return }
        guard let id = order.last(where: { settlingSameCause($0, incident) }), var thread = cases[id] else { return }
        thread.openings = (thread.openings + [incident.opened]).suffix(50)
        thread.stage = .settling(until: .distantFuture)
        keep(thread)
        alertCase.joins = id
    }

    private func settlingSameCause(_ id: String, _ incident: Incident) -> Bool {
        guard let other = cases[id], case .settling = other.stage else { return false }
        return other.incident.best == incident.best || !Set(other.incident.candidates).isDisjoint(with: incident.candidates)
    }

    /// Tells the readers of a thread once that its cause flaps.
    mutating func tellFlapping(_ id: String) -> [AlertDecision] {
        guard var thread = cases[id], !thread.flappingTold else { return [] }
        let count = thread.openings(within: policy.calm.flapWindow, at: now)
        guard count >= policy.calm.flapCount else { return [] }
        thread.flappingTold = true
        keep(thread)
        return notify(id, .update, .flapping(openings: count, within: policy.calm.flapWindow))
    }

    /// A part of a flapping closed: its thread waits again before it tells the recovery.
    mutating func closedFlap(_ flap: AlertCase, of threadID: String) -> [AlertDecision] {
        var flap = flap
        flap.stage = .ended
        keep(flap)
        guard var thread = cases[threadID] else { return [] }
        let closed = flap.incident.closed ?? now
        thread.incident.closed = closed
        let until = closed + TimeSpan(milliseconds: policy.calm.settle.milliseconds * (thread.flappingTold ? 2 : 1))
        thread.stage = .settling(until: until)
        keep(thread)
        return [note(thread, .hold(until: until), .settling(span: until - closed))]
    }

    /// Until when a problem mail waits because too many went out; nil where it may go. A severe incident never waits.
    func burst(_ alertCase: AlertCase) -> (until: Timestamp, reason: AlertReason)? {
        let calm = policy.calm
        let incident = alertCase.incident
        guard incident.kind != .monitoring, incident.impactedSites.count < calm.severeSites, calm.burst > 0 else { return nil }
        let recent = bursts.filter { $0 + calm.burstWindow > now }
        guard recent.count >= calm.burst, let oldest = recent.first else { return nil }
        return (oldest + calm.burstWindow, .storm(count: recent.count, within: calm.burstWindow))
    }

    mutating func countBurst() { bursts = (bursts + [now]).suffix(max(1, policy.calm.burst)) }

    /// Cases that a storm held go out in one mail when the first of them is due; a single one goes its own way.
    mutating func collectBurst() -> [AlertDecision] {
        let collected = order.filter { cases[$0]?.isCollected == true && isHeld($0) }
        guard collected.count > 1, collected.contains(where: isDue) else { return [] }
        let incidents = collected.compactMap { cases[$0]?.incident }
        let people = collected.compactMap { cases[$0] }.flatMap { readers(of: $0) }
        let reason = AlertReason.collected(count: incidents.count)
        return withTargets(recipients(people), .digest, .page).map { group in
            let name = "collected.\(String(now.milliseconds.magnitude, radix: 36)).\(group.tag)"
            let messageID = "\(name)@\(MessageID.atom(policy.mail.domain))"
            var notification = AlertNotification(
                id: name, kind: .digest, urgency: .page, decided: now, recipients: group.recipients, level: group.level,
                messageID: messageID, references: [], incident: nil, object: nil, reason: reason)
            notification.language = group.ownLanguage
            notification.collected = incidents.sorted(by: Self.isGreater)
            notification.facts = ["\(incidents.count) incidents at once"]
            for id in collected { tell(id, with: messageID) }
            return note(nil, nil, .notify(notification), reason)
        }
    }

    private func isHeld(_ id: String) -> Bool { if case .held? = cases[id]?.stage { true } else { false } }

    private func isDue(_ id: String) -> Bool { if case .held(let until)? = cases[id]?.stage { until <= now } else { false } }

    private mutating func tell(_ id: String, with messageID: String) {
        guard var alertCase = cases[id] else { return }
        alertCase.readers = readers(of: alertCase)
        alertCase.stage = .told
        alertCase.told = Told(alertCase.incident, at: now)
        alertCase.toldWith = alertCase.toldWith ?? messageID
        alertCase.isCollected = nil
        keep(alertCase)
    }
}
