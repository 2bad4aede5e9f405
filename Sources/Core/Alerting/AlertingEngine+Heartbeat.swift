import Foundation
import NetworkModel

// The daily sign of life: a monitor that is dead sends none, and that is noticed.

extension AlertingEngine {
    /// The heartbeat of today, once, within an hour after its time. Its identifier holds the day, so that a restart within that hour adds no
    /// second one.
    mutating func heartbeat() -> [AlertDecision] {
        guard let rule = policy.heartbeat, let zone = TimeZone(identifier: policy.mail.zone), now > .distantPast else {
            return []
        }
        let offset = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: now.seconds)))
        let local = now + .seconds(offset)
        let day = Int64((local.seconds / 86400).rounded(.down))
        let minute = (local.milliseconds - day * 86_400_000) / 60_000
        guard heartbeatDay != day, (Int64(rule.minute)..<Int64(rule.minute) + 60).contains(minute) else { return [] }
        heartbeatDay = day
        let name = "heartbeat.\(local.clock.prefix(10))"
        return recipients(roster.people(rule.to, at: now)).map { group in
            let id = "\(name).\(group.tag)"
            var notification = AlertNotification(
                id: id, kind: .heartbeat, urgency: .digest, decided: now, recipients: group.recipients, level: group.level,
                messageID: "\(id)@\(MessageID.atom(policy.mail.domain))", references: [], incident: nil, object: nil,
                reason: .daily)
            notification.language = group.ownLanguage
            notification.collected = order.compactMap { cases[$0] }.filter(\.isOpen).map(\.incident)
            notification.facts = heartbeatFacts(notification.collected.count)
            return note(nil, nil, .notify(notification), .daily)
        }
    }

    private func heartbeatFacts(_ open: Int) -> [String] {
        let all = order.compactMap { cases[$0] }.filter(\.isOpen)
        let taken = all.count { $0.acknowledgement?.holds(at: now) == true }
        let held = all.count { if case .held = $0.stage { true } else { false } }
        return [
            open == 0 ? "no open incident" : "\(open) open \(open == 1 ? "incident" : "incidents")"
        ] + (open == 0 ? [] : ["\(taken) of them acknowledged, \(held) waiting for their hold to end"])
    }
}
