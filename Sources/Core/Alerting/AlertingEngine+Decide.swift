import Diagnosis
import NetworkModel

// Whether and when an incident that Diagnosis wants told is told for the first time.

extension AlertingEngine {
    /// Decides on a case that is paged and not told. `cause` is why it is looked at again, nil at the first look.
    mutating func decide(_ id: String, after cause: AlertReason?) -> [AlertDecision] {
        guard var alertCase = cases[id], alertCase.told == nil, alertCase.page != nil else { return [] }
        leaveFlapping(&alertCase)
        if let thread = alertCase.joins {
            return [note(alertCase, .suppress, .partOfFlapping(incident: thread))] + tellFlapping(thread)
        }
        if let whole = wholeOf(alertCase) {
            let isNew = alertCase.stage != .quiet
            alertCase.stage = .quiet
            keep(alertCase)
            return isNew ? [note(alertCase, .suppress, .partOfCause(incident: whole))] : []
        }
        settleUrgency(&alertCase)
        if let reason = quietReason(of: alertCase) {
            let isNew = alertCase.stage != .quiet
            alertCase.stage = .quiet
            if reason == .inDigest { alertCase.opensAt = opening(for: alertCase) }
            alertCase.holdBack(reason, at: now)
            keep(alertCase)
            return isNew ? [note(alertCase, .suppress, reason)] : []
        }
        if let (until, reason) = waiting(alertCase), until > now {
            let isNew = alertCase.stage != .held(until: until)
            alertCase.stage = .held(until: until)
            if case .storm = reason { alertCase.isCollected = true } else { alertCase.isCollected = nil }
            if case .closedUntilOpening = reason { alertCase.awaitsOpening = true } else { alertCase.awaitsOpening = nil }
            if isNew { alertCase.holdBack(reason, at: now) }
            keep(alertCase)
            return isNew ? [note(alertCase, .hold(until: until), reason)] : []
        }
        keep(alertCase)
        return notify(id, .problem, cause ?? firstReason(of: alertCase))
    }

    /// Whether nothing but the time kept a held case from being told; with `inStorm` nothing but the time and a storm.
    func isReady(_ id: String, inStorm: Bool = false) -> Bool {
        guard let alertCase = cases[id], alertCase.told == nil, alertCase.joins == nil, wholeOf(alertCase) == nil,
            quietReason(of: alertCase) == nil
        else { return false }
        guard let (until, reason) = waiting(alertCase), until > now else { return true }
        if case .storm = reason { return inStorm }
        return false
    }

    private func quietReason(of alertCase: AlertCase) -> AlertReason? {
        if let silent = alertCase.incident.kind.silentReason { return silent }
        if let taken = alertCase.acknowledgement, taken.holds(at: now), growthSinceTaken(alertCase) == nil {
            return .acknowledged(by: taken.by, reason: taken.reason)
        }
        return alertCase.urgency == .digest ? .inDigest : nil
    }

    private func firstReason(of alertCase: AlertCase) -> AlertReason {
        if let ended = endedWindow(alertCase) { return ended }
        guard case .held = alertCase.stage else { return .newRootCause }
        let (lasted, hold) = (now - alertCase.incident.opened, holdSpan(of: alertCase))
        return .holdEnded(after: hold > .zero ? min(lasted, hold) : lasted)
    }

    /// Until when the first mail waits, and why; nil: it does not.
    private func waiting(_ alertCase: AlertCase) -> (until: Timestamp, reason: AlertReason)? {
        if let work = plannedWork(on: alertCase) { return work }
        if let hold = hold(of: alertCase), hold.until > now { return (hold.until, hold.reason) }
        return quietWait(alertCase) ?? burst(alertCase)
    }

    /// What is due for one case at `now`.
    mutating func due(_ id: String) -> [AlertDecision] {
        guard let alertCase = cases[id] else { return [] }
        var decisions = wholeEnded(id) + acknowledgementEnd(alertCase)
        switch cases[id]?.stage {
        case .held(let until) where until <= now: decisions += decide(id, after: endedWindow(alertCase))
        case .settling(let until) where until <= now: decisions += recover(id, settled(alertCase))
        case .settling(.distantFuture): decisions += stayed(id)
        case .told: decisions += dueWhileTold(id)
        case .quiet: decisions += sitesOpened(id) + tellAtLast(id)
        default: break
        }
        return decisions
    }

    private mutating func dueWhileTold(_ id: String) -> [AlertDecision] {
        guard let alertCase = cases[id], alertCase.partOf == nil else { return [] }
        let raised = raise(id)
        if !raised.isEmpty { return raised }
        let opened = sitesOpened(id)
        if !opened.isEmpty { return opened }
        if let due = alertCase.updateDue, due <= now { return update(id) }
        let woken = wake(id)
        if !woken.isEmpty { return woken }
        return escalate(id) + (cases[id].map { remind($0) } ?? [])
    }

    private func settled(_ alertCase: AlertCase) -> AlertReason {
        let closed = alertCase.incident.closed ?? now
        return alertCase.flappingTold ? .stable(since: closed) : .recovered(after: closed - alertCase.incident.opened)
    }

    /// The maintenance window that ended since the case was held, as the reason of the mail that follows.
    private func endedWindow(_ alertCase: AlertCase) -> AlertReason? {
        windows.first { $0.to <= now && $0.to > alertCase.incident.opened && covers($0.object, alertCase) }
            .map { .maintenanceEnded(object: $0.object) } ?? endedWork(alertCase)
    }

    /// The planned work that held it back last, where that is over: a window that was ended early is not among the known ones any more.
    private func endedWork(_ alertCase: AlertCase) -> AlertReason? {
        guard case .maintenance(let object, _, _)? = alertCase.held?.last?.reason, plannedWork(on: alertCase) == nil else {
            return nil
        }
        return .maintenanceEnded(object: object)
    }
}
