import Diagnosis
import NetworkModel

// Who is told, and what people say back: acknowledgements and maintenance windows.

/// People of one level and language, who get one text.
struct Audience {
    var level: Level
    var language = Language.english
    var recipients: [Recipient]
    /// Its readers have quiet hours until then; nil: they have none.
    var notBefore: Timestamp?

    /// In the identifiers of its mails: the level, and the language where it is not English.
    var tag: String {
        level.rawValue + (language == .english ? "" : "." + language.rawValue)
    }

    /// nil for English.
    var ownLanguage: Language? { language == .english ? nil : language }

    /// The tag under which these readers, or in the root at least somebody, got an earlier mail; nil: that mail went to others.
    func tag(of mail: AlertCase.Mail, isRoot: Bool) -> String? {
        guard let tags = mail.tags else { return tag }
        return [ownTag, tag].first(where: tags.contains) ?? (isRoot ? tags.first : nil)
    }

    /// Who sleeps gets a mail of their own.
    var ownTag: String { notBefore == nil ? tag : "\(tag).late.\(recipients.first.map { String($0.person.name) } ?? "")" }
}

extension AlertingEngine {
    /// The people of the first route that matches, of a team those on duty now; those of `fallback` where none does or it names nobody known.
    func readers(of alertCase: AlertCase) -> [ObjectID] {
        let route = policy.routes.first { matches($0, alertCase) }
        let people = roster.people(route?.to ?? [], at: now).filter {
            policy.person($0).map { isReachable($0, alertCase) } ?? false
        }
        let others = {
            roster.people(policy.fallback, at: now).filter {
                !people.contains($0) && (policy.person($0).map { isReachable($0, alertCase) } ?? true)
            }
        }
        if people.isEmpty { return others() }
        // The relays refuse all of them: they are tried again, and somebody else is told as well.
        return people.allSatisfy(isRefused) ? people + others() : people
    }

    /// Whether relays refuse the person's address just now.
    private func isRefused(_ person: ObjectID) -> Bool {
        guard !addresses.isEmpty, let mail = policy.person(person)?.mail else { return false }
        return addresses.contains { id in
            cases[id].map { $0.isOpen && String($0.incident.best.name) == mail } ?? false
        }
    }

    /// Who gets a mail of its thread: those who got the first, and who has come on duty since.
    func readers(of alertCase: AlertCase, for kind: AlertNotification.Kind) -> [ObjectID] {
        let collected = alertCase.collectedFor ?? [:]
        // Who gets it with others, or has not yet, is not told how it went on.
        guard !alertCase.readers.isEmpty else { return alertCase.mails.isEmpty ? readers(of: alertCase) : [] }
        guard hasTeam(alertCase) else { return alertCase.readers }
        let onDuty = readers(of: alertCase).filter { collected[$0] == nil }
        // Who went home is not woken to be reminded, but learns how it ended.
        return kind == .reminder || kind == .escalation
            ? onDuty : alertCase.readers + onDuty.filter { !alertCase.readers.contains($0) }
    }

    private func hasTeam(_ alertCase: AlertCase) -> Bool {
        (policy.routes.first { matches($0, alertCase) }?.to ?? policy.fallback).contains(where: \.isTeam)
    }

    /// An address that a relay refuses is not told that it is refused.
    private func isReachable(_ person: AlertPolicy.Person, _ alertCase: AlertCase) -> Bool {
        alertCase.incident.alert?.rule != "monitor.address" || String(alertCase.incident.best.name) != person.mail
    }

    /// By level, public first, in the order of `people`; each address once.
    func recipients(_ people: [ObjectID]) -> [Audience] {
        var seen: Set<String> = []
        let known = people.compactMap(policy.person).filter { !$0.mail.isEmpty && seen.insert($0.mail.lowercased()).inserted }
        return Level.allCases.flatMap { level in
            Language.allCases.compactMap { language in
                let members = known.filter { $0.level == level && $0.language == language }
                    .map { Recipient(person: $0.id, name: $0.name, address: $0.mail) }
                return members.isEmpty ? nil : Audience(level: level, language: language, recipients: members)
            }
        }
    }

    /// Those of `people` who may be told now; the others are told when their quiet hours end, or at the end of the incident.
    func leaveAsleep(_ people: [ObjectID], _ alertCase: inout AlertCase, _ kind: AlertNotification.Kind) -> [ObjectID] {
        if people.isEmpty { return [] }
        let reachable = awake(people, alertCase)
        for person in people where !reachable.contains(person) && kind != .recovery {
            alertCase.asleep = (alertCase.asleep ?? [:]).merging([person: quietEnd(of: person, alertCase) ?? now]) { $1 }
        }
        return reachable
    }

    /// Readers who were told before and sleep now: the mail leaves when their quiet hours end.
    func lateAudiences(_ people: [ObjectID], _ alertCase: AlertCase) -> [Audience] {
        people.filter { alertCase.readers.contains($0) }.flatMap { person in
            recipients([person]).map { audience in
                var audience = audience
                audience.notBefore = quietEnd(of: person, alertCase)
                return audience
            }
        }
    }

    func matches(_ route: AlertPolicy.Route, _ alertCase: AlertCase) -> Bool {
        let incident = alertCase.incident
        let touched = [incident.best] + incident.impactedSites
        return (route.kinds.isEmpty || route.kinds.contains(incident.kind.rawValue))
            && (route.urgencies.isEmpty || route.urgencies.contains(alertCase.urgency.rawValue))
            && (route.objects.isEmpty || route.objects.contains { glob in touched.contains { Glob.matches(glob, $0.rawValue) } })
            && (route.siteKinds.isEmpty
                || incident.impactedSites.contains { route.siteKinds.contains(network.site($0)?.kind ?? "") })
            && (route.owners.isEmpty
                || network.owner(of: incident.best).map { route.owners.contains($0) || route.owners.contains("owner:\($0)") }
                    ?? false)
    }

    /// Takes an acknowledgement that somebody wrote; one that was taken before is ignored: no reminder and no update follows while it holds; the recovery does.
    package mutating func receive(_ acknowledgement: Acknowledgement, at time: Timestamp) -> [AlertDecision] {
        now = max(now, time)
        guard var alertCase = cases[acknowledgement.incident] else { return [] }
        if alertCase.hasTaken(acknowledgement) { return [] }
        alertCase.acknowledgement = acknowledgement
        (alertCase.lastAcknowledged, alertCase.lastAcknowledgedRow) = (acknowledgement.at, acknowledgement.row)
        alertCase.reachTaken = alertCase.incident.reach
        if case .held = alertCase.stage { alertCase.stage = .quiet }
        alertCase.escalation = nil
        keep(alertCase)
        return [note(alertCase, .suppress, .acknowledged(by: acknowledgement.by, reason: acknowledgement.reason))]
    }

    /// The windows that are known from now on, past ones too while their end is to be noticed.
    package mutating func receive(_ windows: [MaintenanceWindow], at time: Timestamp) -> [AlertDecision] {
        now = max(now, time)
        self.windows = windows
        // A window that was ended early lets its cases go at the next step.
        return order.flatMap { id -> [AlertDecision] in
            guard case .held = cases[id]?.stage else { return [] }
            return decide(id, after: nil)
        }
    }

    /// An acknowledgement that ran out while the fault lasts: its readers are told again, at once.
    mutating func acknowledgementEnd(_ alertCase: AlertCase) -> [AlertDecision] {
        guard let taken = alertCase.acknowledgement, let until = taken.until, until <= now, alertCase.isOpen,
            alertCase.partOf == nil
        else { return [] }
        var alertCase = alertCase
        alertCase.acknowledgement = nil
        // It comes back from the beginning: who took it may be the one who cannot be reached.
        if let rule = escalation(of: alertCase) { alertCase.escalation = EscalationState(name: rule.name, began: now) }
        keep(alertCase)
        // Sites opened meanwhile: that mail says that it lasts as well, and what was held back.
        let opened = sitesOpened(alertCase.incident.id)
        if !opened.isEmpty { return opened }
        let reason = AlertReason.acknowledgementEnded(by: taken.by)
        let raised = raise(alertCase.incident.id)
        if raised.contains(where: { $0.notification != nil }) { return raised }
        return alertCase.told == nil
            ? decide(alertCase.incident.id, after: reason) : notify(alertCase.incident.id, .reminder, reason)
    }

    /// The planned work that accounts for a case now, and until when; nil: there is none.
    func plannedWork(on alertCase: AlertCase) -> (until: Timestamp, reason: AlertReason)? {
        windows.first { $0.holds(at: now) && covers($0.object, alertCase) }
            .map { ($0.to, .maintenance(object: $0.object, owner: $0.owner, reason: $0.reason)) }
    }

    /// True if planned work on `object` accounts for a case or for the incident that it follows from.
    func covers(_ object: ObjectID, _ alertCase: AlertCase) -> Bool {
        let cause = alertCase.incident.joins.flatMap { cases[$0]?.incident }
        return covers(object, alertCase.incident) || cause.map { covers(object, $0) } ?? false
    }

    /// True if planned work on `object` accounts for the cause of `incident`: the object itself, or a part of the site, duct, device, rack
    /// or owner.
    private func covers(_ object: ObjectID, _ incident: Incident) -> Bool {
        // Neither an owner nor a rack is a cause by itself: what of theirs is among the equals stands for it.
        let isGroup = object.isOf(.owner) || object.isOf(.rack)
        return incident.candidates.contains { isGroup ? network.contains(object, $0) : $0 == object }
            || network.contains(object, incident.best)
    }
}
