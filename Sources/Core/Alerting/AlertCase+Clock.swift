import Diagnosis
import NetworkModel

// Times that were written while the machine's clock was ahead.

extension Incident {
    /// The same incident as one that began, and ended, by `now`: with a beginning to come its hold would last until then.
    package func begun(by now: Timestamp) -> Incident {
        var incident = self
        incident.opened = min(opened, now)
        incident.closed = closed.map { min($0, now) }
        incident.paged = paged.map { min($0, now) }
        return incident
    }
}

extension AlertCase {
    /// No wait that the policy gives is longer, but for planned work, which is looked up again.
    private static var longestWait: TimeSpan { .seconds(8 * 86_400) }

    /// Brings what lies in the future at `now`, when a run begins, back to it: it was written under a clock that was ahead, and nothing would
    /// be due until that time comes. What people said, an acknowledgement and its end, stays; so does `root`, which is in the Message-IDs.
    /// - Returns: whether anything changed.
    mutating func endFuture(at now: Timestamp) -> Bool {
        let before = self
        let isAhead =
            max(incident.opened, incident.closed ?? .distantPast, told?.at ?? .distantPast, mails.last?.decided ?? .distantPast)
            > now
        incident = incident.begun(by: now)
        if let time = page?.time { page?.time = min(time, now) }
        for row in mails.indices { mails[row].decided = min(mails[row].decided, now) }
        if let time = told?.at { told?.at = min(time, now) }
        if openings.contains(where: { $0 > now }) { openings = openings.filter { $0 <= now } + [incident.opened] }
        if let state = escalation {
            escalation?.began = min(state.began, now)
            escalation?.last = min(state.last, now)
        }
        if let span = shrinking {
            shrinking?.began = min(span.began, now)
            shrinking?.last = min(span.last, now)
        }
        endWaits(at: now, beyond: isAhead ? .zero : Self.longestWait)
        return self != before
    }

    /// What waits longer than `span` is looked at again now, and waits on where it has to.
    private mutating func endWaits(at now: Timestamp, beyond span: TimeSpan) {
        let latest = now + span
        switch stage {
        case .held(let until) where until > latest: stage = .held(until: now)
        case .settling(let until) where until > latest && until != .distantFuture: stage = .settling(until: now)
        default: break
        }
        if let due = updateDue, due > latest, due != .distantFuture, due != acknowledgement?.until { updateDue = now }
        if let opening = opensAt, opening > latest { opensAt = now }
        asleep = asleep?.mapValues { $0 > latest ? now : $0 }
        collectedFor = collectedFor?.mapValues { $0 > latest ? now : $0 }
    }
}
