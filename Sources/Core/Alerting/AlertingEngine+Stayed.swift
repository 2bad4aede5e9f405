import Diagnosis
import NetworkModel

// What came back before its recovery was told and then stays: nobody was told that it was over, so the thread of mails goes on with it.

extension AlertingEngine {
    /// Hands the thread of `id` over to the part of its flapping that has stayed down as long as a recovery would have waited. From then
    /// it is acknowledged, updated, escalated and ended as any incident is. Told only where people were told that it flaps: to all
    /// others it was down all the time.
    mutating func stayed(_ id: String) -> [AlertDecision] {
        guard var thread = cases[id], case .settling = thread.stage, let part = openPart(of: id) else { return [] }
        let patience = policy.calm.settle.milliseconds * (thread.flappingTold ? 2 : 1)
        // What Diagnosis still counts as coming and going may be up just now.
        let isFlapping = part.incident.kind == .flapping
        guard let since = isFlapping ? part.incident.downSince : part.incident.opened,
            now - since >= TimeSpan(milliseconds: patience)
        else { return [] }
        var heir = thread.handedOver(to: part, at: now)
        // What people asked of the part itself since it opened counts as well.
        heir.acknowledgement = part.acknowledgement ?? thread.acknowledgement
        heir.reachTaken = part.acknowledgement == nil ? thread.reachTaken : part.reachTaken
        thread.stage = .ended
        keep(thread)
        keep(heir)
        let others = order.filter { cases[$0]?.joins == id && $0 != heir.incident.id }
        for other in others {
            guard var alertCase = cases[other] else { continue }
            alertCase.joins = heir.incident.id
            keep(alertCase)
        }
        let told = note(heir, .suppress, .alreadyTold(at: heir.told?.at ?? now))
        guard thread.flappingTold, heir.acknowledgement?.holds(at: now) != true else {
            return [told] + update(heir.incident.id)
        }
        return notify(heir.incident.id, .update, .stayedDown(since: since))
    }

    /// The oldest part of the flapping of `id` that is open.
    private func openPart(of id: String) -> AlertCase? {
        order.lazy.compactMap { cases[$0] }.first { $0.joins == id && $0.isOpen }
    }

    /// Whether a part of the flapping of `id` beside `part` is open.
    func hasOpenPart(_ id: String, beside part: String) -> Bool {
        order.contains { $0 != part && cases[$0]?.joins == id && cases[$0]?.isOpen == true }
    }
}

extension AlertCase {
    /// The case of `part` as the one that people were told of with this one.
    fileprivate func handedOver(to part: AlertCase, at now: Timestamp) -> AlertCase {
        var heir = part
        heir.joins = nil
        heir.stage = .told
        (heir.page, heir.urgency) = (part.page ?? page, urgency)
        // Other programs know it by the name that it had first.
        if let name = page?.object { heir.page?.object = name }
        (heir.told, heir.readers, heir.toldWith) = (told, readers, toldWith)
        heir.earlier =
            (earlier ?? [])
            + mails.dropFirst(earlier == nil ? 0 : 1).map {
                Earlier(incident: incident.id, root: root, mail: $0)
            }
        heir.mails = mails.first.map { [Mail(kind: .problem, revision: 0, decided: $0.decided, tags: [])] } ?? []
        (heir.openings, heir.flappingTold) = (openings, flappingTold)
        (heir.escalation, heir.asleep, heir.collectedFor) = (escalation, asleep, collectedFor)
        heir.lastAcknowledged = [part.lastAcknowledged, lastAcknowledged].compactMap(\.self).max()
        heir.lastAcknowledgedRow = [part.lastAcknowledgedRow, lastAcknowledgedRow].compactMap(\.self).max()
        heir.held = held
        (heir.opensAt, heir.openingTold) = (opensAt, openingTold)
        heir.back = back
        return heir
    }
}
