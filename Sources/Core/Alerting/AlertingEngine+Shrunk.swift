import Diagnosis
import NetworkModel

// When sites come back and the cause remains: told late and seldom, since most of what comes back is the beginning of the end.

extension AlertCase {
    /// Far fewer are hit than its readers were told.
    package struct Shrinking: Hashable, Sendable, Codable {
        package var began: Timestamp
        /// When another one came back last.
        package var last: Timestamp
        package var reach: Int
    }
}

extension AlertingEngine {
    /// Half of those that readers were told of, or fewer, are still hit.
    func shrink(from told: Told, to incident: Incident) -> AlertReason? {
        let (before, after) = (told.reach ?? told.impactedSites.count, incident.reach)
        return before > 0 && 2 * after <= before ? .impactShrank(before: before, now: after) : nil
    }

    /// Tells it once nothing has come back for `settle`, or where something always does after two gaps of updates: a cut that heals office by
    /// office says only that it is over.
    mutating func shrunk(_ alertCase: AlertCase, from told: Told, _ reason: AlertReason) -> [AlertDecision] {
        var alertCase = alertCase
        guard alertCase.incident.kind != .flapping else {
            (alertCase.updateDue, alertCase.shrinking) = (nil, nil)
            keep(alertCase)
            return []
        }
        let reach = alertCase.incident.reach
        let isNew = alertCase.shrinking == nil
        var shrinking = alertCase.shrinking ?? AlertCase.Shrinking(began: now, last: now, reach: reach)
        if reach < shrinking.reach { shrinking.last = now }
        shrinking.reach = reach
        alertCase.shrinking = shrinking
        let due = max(told.at + policy.calm.updateGap, settled(shrinking), calm(alertCase))
        if due > now {
            alertCase.updateDue = due
            keep(alertCase)
            return isNew ? [note(alertCase, .hold(until: due), .shrinking(span: policy.calm.settle))] : []
        }
        if let taken = alertCase.acknowledgement, taken.holds(at: now) {
            let isFirst = alertCase.updateDue.map { $0 <= now } ?? true
            alertCase.holdBack(reason, at: now)
            alertCase.updateDue = taken.until ?? .distantFuture
            keep(alertCase)
            return isFirst ? [note(alertCase, .suppress, .acknowledged(by: taken.by, reason: taken.reason))] : []
        }
        keep(alertCase)
        return notify(alertCase.incident.id, .update, reason)
    }

    private func settled(_ shrinking: AlertCase.Shrinking) -> Timestamp {
        let calm = policy.calm
        return min(shrinking.last + calm.settle, shrinking.began + calm.settle + calm.updateGap + calm.updateGap)
    }

    /// When what has come and gone too often no longer counts as flapping.
    private func calm(_ alertCase: AlertCase) -> Timestamp {
        let calm = policy.calm
        guard alertCase.openings(within: calm.flapWindow, at: now) >= calm.flapCount, let last = alertCase.openings.last else {
            return .distantPast
        }
        return last + calm.flapWindow
    }
}
