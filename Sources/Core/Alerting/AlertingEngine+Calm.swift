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
        return other.incident.sharesCause(with: incident)
    }

    /// A part that hits far more than its thread ever did is no flapping of the same: the thread goes on without it.
    /// - Returns: whether it left.
    @discardableResult
    mutating func leaveFlapping(_ alertCase: inout AlertCase) -> Bool {
        guard let id = alertCase.joins, var thread = cases[id] else { return false }
        let (own, before) = (alertCase.incident.impactedSites.count, thread.told?.impactedSites.count ?? 0)
        guard own >= policy.calm.severeSites, own >= 2 * before else { return false }
        // Another part may be down: the thread is not over.
        let isOver = !hasOpenPart(id, beside: alertCase.incident.id)
        thread.stage = .settling(until: isOver ? now + policy.calm.settle : .distantFuture)
        keep(thread)
        alertCase.joins = nil
        keep(alertCase)
        return true
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
        guard var thread = cases[threadID], !hasOpenPart(threadID, beside: flap.incident.id) else { return [] }
        // The thread has gone on with another part: this one was told with it, and its end is not.
        guard case .settling = thread.stage else { return [] }
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
        guard incident.kind != .monitoring, incident.reach < calm.severeSites, calm.burst > 0 else { return nil }
        let recent = bursts.filter { $0 + calm.burstWindow > now }
        guard recent.count >= calm.burst, let oldest = recent.first else { return nil }
        return (oldest + calm.burstWindow, .storm(count: recent.count, within: calm.burstWindow))
    }

    mutating func countBurst() { bursts = (bursts + [now]).suffix(max(1, policy.calm.burst)) }

    /// Cases that a storm held go out in one mail when the first of them is due; a single one goes its own way, and so does what something else
    /// holds back since.
    mutating func collectBurst() -> [AlertDecision] {
        let collected = order.filter { cases[$0]?.isCollected == true && isHeld($0) && isReady($0, inStorm: true) }
        guard collected.count > 1, collected.contains(where: isDue) else { return [] }
        // Each reads what is routed to them, and nothing else.
        var rows: [[ObjectID]: [String]] = [:]
        for id in collected {
            guard var alertCase = cases[id] else { continue }
            let people = leaveAsleep(readers(of: alertCase), &alertCase, .problem)
            keep(alertCase)
            rows[people.sorted(), default: []].append(id)
        }
        return rows.sorted { $0.value[0] < $1.value[0] }.flatMap { ids in
            collect(ids.value, for: ids.key, .collected(count: ids.value.count), "\(ids.value.count) incidents at once")
        }
    }

    /// What was closed when it fell silent and has not come back at its opening goes out as one list to each reader; what many miss, and
    /// what is alone, as its own mail.
    mutating func collectOpenings() -> [AlertDecision] {
        let due = order.filter { id in
            guard let alertCase = cases[id], alertCase.awaitsOpening == true, isDue(id) else { return false }
            return alertCase.incident.reach < policy.calm.severeSites && isReady(id)
        }
        guard due.count > 1 else { return [] }
        var rows: [[ObjectID]: [String]] = [:]
        for id in due { rows[cases[id].map { readers(of: $0).sorted() } ?? [], default: []].append(id) }
        return rows.sorted { $0.value[0] < $1.value[0] }.flatMap { ids in
            collect(ids.value, for: ids.key, .didNotOpen(count: ids.value.count), "\(ids.value.count) places did not open")
        }
    }

    private mutating func collect(_ ids: [String], for people: [ObjectID], _ reason: AlertReason, _ fact: String)
        -> [AlertDecision]
    {
        guard ids.count > 1, !people.isEmpty else { return ids.flatMap { decide($0, after: nil) } }
        let incidents = ids.compactMap { cases[$0]?.incident }
        let urgency: Page.Urgency = ids.contains { cases[$0]?.urgency == .page } ? .page : .ticket
        var decisions: [AlertDecision] = []
        var (told, mails): (String?, CollectedMails) = (nil, CollectedMails())
        for group in withTargets(recipients(people), .digest, urgency) {
            let name = "collected.\(String(now.milliseconds.magnitude, radix: 36)).\(ids[0]).\(group.tag)"
            let messageID = "\(name)@\(MessageID.atom(policy.mail.domain))"
            var notification = AlertNotification(
                id: name, kind: .digest, urgency: urgency, decided: now, recipients: group.recipients, level: group.level,
                messageID: messageID, references: [], incident: nil, object: nil, reason: reason)
            notification.language = group.ownLanguage
            notification.collected = incidents.sorted(by: Self.isGreater)
            notification.facts = [fact]
            told = told ?? messageID
            mails.add(messageID, to: group.tag)
            decisions.append(note(nil, nil, .notify(notification), reason))
        }
        // The greatest stands for all of them where nobody takes it: thirty escalations would be the storm again.
        let greatest = incidents.min(by: Self.isGreater)?.id
        for id in ids { tell(id, with: told == nil ? nil : mails, to: people, escalates: id == greatest) }
        if let told {
            decisions += ids.compactMap { cases[$0] }.map { note($0, .suppress, .toldTogether(mail: told)) }
        }
        return decisions
    }

    private func isHeld(_ id: String) -> Bool { if case .held? = cases[id]?.stage { true } else { false } }

    private func isDue(_ id: String) -> Bool { if case .held(let until)? = cases[id]?.stage { until <= now } else { false } }

    private mutating func tell(_ id: String, with mails: CollectedMails?, to people: [ObjectID], escalates: Bool) {
        guard var alertCase = cases[id] else { return }
        if escalates { alertCase.mails.append(AlertCase.Mail(kind: .problem, revision: 0, decided: now, tags: [])) }
        alertCase.readers = people
        alertCase.stage = .told
        alertCase.noteTold(at: now)
        alertCase.toldWith = alertCase.toldWith ?? mails
        (alertCase.isCollected, alertCase.awaitsOpening) = (nil, nil)
        keep(alertCase)
    }
}
