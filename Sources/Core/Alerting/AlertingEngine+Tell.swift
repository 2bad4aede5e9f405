import Diagnosis
import NetworkModel

// Making notifications, and telling again: updates and reminders.

extension AlertingEngine {
    /// Decides a mail of the thread of `id` to its readers: one notification for each level among them.
    /// - Parameter people: who gets it; nil: those who got the first mail, and who has come on duty since.
    mutating func notify(
        _ id: String, _ kind: AlertNotification.Kind, _ reason: AlertReason, to people: [ObjectID]? = nil
    ) -> [AlertDecision] {
        guard var alertCase = cases[id] else { return [] }
        let all = people ?? readers(of: alertCase, for: kind)
        var readers = people ?? leaveAsleep(all, &alertCase, kind)
        let late = overrun(readers, alertCase, isOver: kind == .recovery)
        if !late.isEmpty { alertCase.collectedFor = (alertCase.collectedFor ?? [:]).merging(late) { min($0, $1) } }
        readers.removeAll { late[$0] != nil }
        if readers.isEmpty, !late.isEmpty { leaveToGreatest(&alertCase) }
        var groups = withTargets(recipients(readers), kind, alertCase.urgency)
        if kind == .recovery {
            groups += lateAudiences(all.filter { !readers.contains($0) && late[$0] == nil }, alertCase)
        }
        guard !groups.isEmpty else {
            if !late.isEmpty { return collectLater(alertCase, kind, late) }
            // What nobody may be told now is looked at again when the first of them may.
            if !alertCase.mails.isEmpty, all.isEmpty {
                let until = alertCase.collectedFor?.values.min()
                if kind == .update { alertCase.updateDue = until }
                keep(alertCase)
                if until == nil {
                    let asleep = people == nil ? 0 : alertCase.asleep?.count ?? 0
                    return [note(alertCase, .suppress, asleep == 0 ? .inDigest : .quietHours(people: asleep))]
                }
                return [collectedLater(alertCase, alertCase.collectedFor ?? [:])]
            }
            if people != nil || (readers.isEmpty && !all.isEmpty) {
                if kind == .update { alertCase.updateDue = alertCase.asleep?.values.min() }
                keep(alertCase)
                return [note(alertCase, .suppress, .quietHours(people: all.count))]
            }
            (alertCase.stage, alertCase.hasNobody) = (.quiet, true)
            keep(alertCase)
            return [note(alertCase, .suppress, .nobodyToTell(object: alertCase.object))]
        }
        let revision = alertCase.mails.count { $0.kind == kind }
        let notifications = groups.map { notification(of: alertCase, kind, revision, reason, to: $0, of: groups) }
        alertCase.mails.append(AlertCase.Mail(kind: kind, revision: revision, decided: now, tags: groups.map(\.ownTag)))
        alertCase.readers += readers.filter { !alertCase.readers.contains($0) }
        alertCase.stage = alertCase.isOpen ? .told : alertCase.stage
        // What only some are told changes nothing in what the others know.
        if people == nil {
            noteTold(&alertCase)
            alertCase.held = nil
            for person in readers { alertCase.asleep?[person] = nil }
        }
        keep(alertCase)
        if kind == .problem { countBurst() }
        if alertCase.incident.kind != .monitoring { countMails(to: readers, isOver: kind == .recovery) }
        return notifications.map { note(alertCase, .notify($0), reason) }
            + (late.isEmpty ? [] : [collectedLater(alertCase, late)])
    }

    /// Tells what nobody was there for as soon as somebody is: after a reload, or when somebody comes on duty.
    mutating func tellAtLast(_ id: String) -> [AlertDecision] {
        guard var alertCase = cases[id], alertCase.hasNobody == true, alertCase.isOpen, alertCase.partOf == nil else { return [] }
        let people = readers(of: alertCase)
        guard !withTargets(recipients(people), .problem, alertCase.urgency).isEmpty else { return [] }
        alertCase.hasNobody = nil
        keep(alertCase)
        // Those who were told before are gone; who comes now reads it for the first time.
        return alertCase.told == nil ? decide(id, after: nil) : notify(id, .problem, .newRootCause, to: people)
    }

    /// That people get it later, with others in one mail.
    private func collectedLater(_ alertCase: AlertCase, _ late: [ObjectID: Timestamp]) -> AlertDecision {
        let calm = policy.calm
        return note(
            alertCase, .hold(until: late.values.min() ?? now),
            .personBurst(count: calm.personBurst, within: calm.personWindow))
    }

    /// No person is told of it by itself: the greatest of those told together is escalated for all of them, since each by itself would be
    /// the storm again.
    private func leaveToGreatest(_ alertCase: inout AlertCase) {
        guard alertCase.told == nil, let rule = escalation(of: alertCase) else { return }
        alertCase.escalation = EscalationState(name: rule.name, began: now)
        alertCase.escalation?.isSpent = true
    }

    /// Nobody gets a mail of its own about it: all who would have had too many.
    private mutating func collectLater(
        _ alertCase: AlertCase, _ kind: AlertNotification.Kind, _ late: [ObjectID: Timestamp]
    ) -> [AlertDecision] {
        var alertCase = alertCase
        if alertCase.told == nil {
            alertCase.mails.append(AlertCase.Mail(kind: .problem, revision: 0, decided: now, tags: []))
            alertCase.stage = .told
        }
        if kind != .escalation && kind != .reminder { noteTold(&alertCase) }
        alertCase.updateDue = nil
        keep(alertCase)
        return [collectedLater(alertCase, late)]
    }

    private func notification(
        of alertCase: AlertCase, _ kind: AlertNotification.Kind, _ revision: Int, _ reason: AlertReason, to group: Audience,
        of groups: [Audience]
    ) -> AlertNotification {
        let id = alertCase.incident.id
        let messageID = { (mail: AlertCase.Earlier, tag: String) in
            MessageID.make(
                incident: mail.incident, root: mail.root, kind: mail.mail.kind, revision: mail.mail.revision, tag: tag,
                domain: self.policy.mail.domain)
        }
        let mail = AlertCase.Mail(kind: kind, revision: revision, decided: now)
        let own = alertCase.mails.dropFirst(alertCase.earlier == nil ? 0 : 1)
        let all = (alertCase.earlier ?? []) + own.map { AlertCase.Earlier(incident: id, root: alertCase.root, mail: $0) }
        // The root and the newest are what mail programs thread by; a long list would only grow the header.
        let earlier = all.prefix(1) + all.dropFirst().suffix(8)
        var notification = AlertNotification(
            id: "\(id).\(kind.rawValue).\(revision).\(group.ownTag)", kind: kind, urgency: alertCase.urgency,
            decided: now,
            recipients: group.recipients, level: group.level,
            messageID: messageID(AlertCase.Earlier(incident: id, root: alertCase.root, mail: mail), group.ownTag),
            references: (alertCase.toldWith?.mails(to: group) ?? [])
                + earlier.enumerated().compactMap { row, mail in
                    group.tag(of: mail.mail, isRoot: row == 0).map { messageID(mail, $0) }
                },
            incident: alertCase.incident, object: alertCase.object,
            reason: reason)
        if kind == .recovery, let back = alertCase.back {
            notification.incident?.impactedSites = Set(alertCase.incident.impactedSites).union(back).sorted()
        }
        notification.previous = alertCase.told
        notification.held = alertCase.held
        notification.told = groups.flatMap { $0.recipients.map(\.name) }
        notification.notBefore = group.notBefore
        notification.language = group.ownLanguage
        notification.route = policy.routes.first { matches($0, alertCase) }?.name ?? ""
        if kind != .recovery {
            notification.nextStep = nextStep(of: alertCase, after: now)
            notification.nextReaders = nextReaders(of: alertCase, after: now)
        }
        notification.ways = lostWays(with: alertCase)
        if let ways = notification.ways {
            notification.incident?.atRiskSites = (alertCase.incident.atRiskSites + ways.sites).sorted()
        }
        return notification
    }

    /// What its readers know from now on.
    func noteTold(_ alertCase: inout AlertCase) {
        let ways = lostWays(with: alertCase)?.sites ?? alertCase.told?.ways
        alertCase.noteTold(at: now)
        alertCase.told?.ways = ways
        alertCase.opensAt = opening(for: alertCase)
    }

    /// Tells the readers what is no longer as they were told, or waits for the gap, or finds that nothing changed for them.
    mutating func update(_ id: String) -> [AlertDecision] {
        guard var alertCase = cases[id], let told = alertCase.told, alertCase.partOf == nil, alertCase.isOpen else { return [] }
        guard let reason = change(from: told, to: alertCase.incident) ?? newWays(of: alertCase) else {
            if alertCase.updateDue != nil || alertCase.shrinking != nil {
                (alertCase.updateDue, alertCase.shrinking) = (nil, nil)
                keep(alertCase)
            }
            return []
        }
        if case .impactShrank = reason { return shrunk(alertCase, from: told, reason) }
        alertCase.shrinking = nil
        let severe = isSevereGrowth(reason)
        if let taken = alertCase.acknowledgement, taken.holds(at: now), !severe {
            alertCase.holdBack(reason, at: now)
            let isNew = alertCase.updateDue == nil
            alertCase.updateDue = taken.until ?? .distantFuture
            keep(alertCase)
            return isNew ? [note(alertCase, .suppress, .acknowledged(by: taken.by, reason: taken.reason))] : []
        }
        // Readers who look for a cause that is none of those they were told look in the wrong place: they are not left waiting, as long
        // as it does not go on like that.
        let isElsewhere = !told.candidates.contains(alertCase.incident.best) && alertCase.mails.count < 5
        let due = told.at + (isElsewhere ? min(policy.calm.updateGap, .seconds(15)) : policy.calm.updateGap)
        guard severe || due <= now else {
            let isNew = alertCase.updateDue != due
            alertCase.updateDue = due
            keep(alertCase)
            return isNew ? [note(alertCase, .hold(until: due), .updateGap(span: policy.calm.updateGap))] : []
        }
        return notify(id, .update, reason)
    }

    /// What a reader of the last mail would be wrong about: another cause, another kind, a fifth more sites than told, or half of them.
    private func change(from told: Told, to incident: Incident) -> AlertReason? {
        if incident.best != told.best { return .causeChanged(from: told.best) }
        if incident.kind != told.kind { return .kindChanged(from: told.kind) }
        let (before, after) = (told.impactedSites.count, incident.sitesHitNow.count)
        return after - before >= max(1, before / 5)
            ? .impactChanged(before: before, now: after) : shrink(from: told, to: incident)
    }

    func remindDue(_ alertCase: AlertCase) -> Timestamp? {
        guard alertCase.isOpen, !alertCase.isLessUrgent, escalation(of: alertCase) == nil, let span = policy.calm.reminder,
            alertCase.urgency == .page,
            alertCase.acknowledgement?.holds(at: now) != true,
            let last = alertCase.mails.last
        else { return nil }
        return last.decided + span
    }

    mutating func remind(_ alertCase: AlertCase) -> [AlertDecision] {
        guard let due = remindDue(alertCase), due <= now, let first = alertCase.mails.first else { return [] }
        return notify(alertCase.incident.id, .reminder, .notAcknowledged(since: first.decided))
    }
}
