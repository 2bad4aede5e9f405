import Diagnosis
import Foundation
import NetworkModel

// What becomes one mail for one person: too many incidents at once, the morning list, the week.

extension AlertingEngine {
    /// What the mails of a person are counted by: what ends is counted apart, so that mails about what healed hold up none about what broke.
    struct MailCount: Hashable, Sendable {
        var person: ObjectID
        var isOver: Bool
    }

    /// Those of `people` who got so many mails like this that the next are collected, and until when. A severe incident never is.
    func overrun(_ people: [ObjectID], _ alertCase: AlertCase, isOver: Bool) -> [ObjectID: Timestamp] {
        let calm = policy.calm
        let incident = alertCase.incident
        guard calm.personBurst > 0, incident.kind != .monitoring, incident.reach < calm.severeSites else {
            return [:]
        }
        var result: [ObjectID: Timestamp] = [:]
        for person in people {
            let count = MailCount(person: person, isOver: isOver)
            let recent = (personBursts[count] ?? []).filter { $0 + calm.personWindow > now }
            if recent.count >= calm.personBurst, let oldest = recent.first { result[person] = oldest + calm.personWindow }
        }
        return result
    }

    mutating func countMails(to people: [ObjectID], isOver: Bool) {
        guard policy.calm.personBurst > 0 else { return }
        for person in people {
            let count = MailCount(person: person, isOver: isOver)
            personBursts[count] = ((personBursts[count] ?? []) + [now]).suffix(policy.calm.personBurst)
        }
    }

    /// What was collected for a person goes out in one mail when the first of it is due, with what has ended meanwhile: nobody learns of
    /// it by another way. What is alone goes out as its own mail.
    mutating func collectForPersons() -> [AlertDecision] {
        let waiting = order.filter { cases[$0]?.collectedFor?.isEmpty == false }
        let people = Set(waiting.flatMap { cases[$0]?.collectedFor?.keys.map { $0 } ?? [] }).sorted()
        return people.flatMap { person -> [AlertDecision] in
            let mine = waiting.filter { cases[$0]?.collectedFor?[person] != nil }
            guard mine.contains(where: { cases[$0]?.collectedFor?[person].map { $0 <= now } ?? false }) else { return [] }
            return collect(mine, for: person)
        }
    }

    private mutating func collect(_ ids: [String], for person: ObjectID) -> [AlertDecision] {
        let incidents = ids.compactMap { cases[$0]?.incident }
        let reason = AlertReason.personBurst(count: incidents.count, within: policy.calm.personWindow)
        let isAlone = incidents.count == 1 && incidents[0].closed == nil
        var decisions = isAlone ? [] : collected(incidents, reason, for: person)
        let messageID = decisions.first?.notification?.messageID
        let greatest = incidents.filter { $0.closed == nil }.min(by: Self.isGreater)?.id
        for id in ids {
            guard var alertCase = cases[id] else { continue }
            let wasTold = alertCase.readers.contains(person)
            alertCase.collectedFor?[person] = nil
            if alertCase.isOpen, !alertCase.readers.contains(person) { alertCase.readers.append(person) }
            if let messageID {
                var mails = alertCase.toldWith ?? CollectedMails()
                mails.add(messageID, to: person)
                alertCase.toldWith = mails
            }
            if id == greatest, alertCase.escalation?.isSpent == true, let rule = escalation(of: alertCase) {
                alertCase.escalation = EscalationState(name: rule.name, began: now)
            }
            if !alertCase.isOpen, alertCase.collectedFor?.isEmpty != false { alertCase.stage = .ended }
            keep(alertCase)
            if let messageID { decisions.append(note(alertCase, .suppress, .toldTogether(mail: messageID))) }
            if isAlone { decisions += notify(id, wasTold ? .update : .problem, reason, to: [person]) }
        }
        return decisions
    }

    private func collected(_ incidents: [Incident], _ reason: AlertReason, for person: ObjectID) -> [AlertDecision] {
        recipients([person]).map { group in
            let id = "collected.\(String(now.milliseconds.magnitude, radix: 36)).\(person.name).\(group.tag)"
            var notification = AlertNotification(
                id: id, kind: .digest, urgency: .page, decided: now, recipients: group.recipients, level: group.level,
                messageID: "\(MessageID.atom(id))@\(MessageID.atom(policy.mail.domain))", references: [], incident: nil,
                object: nil,
                reason: reason)
            notification.language = group.ownLanguage
            notification.collected = incidents.sorted(by: Self.isGreater)
            notification.facts = ["\(incidents.count) incidents at once"]
            return note(nil, nil, .notify(notification), reason)
        }
    }

    /// Whom most miss first; then what opened first.
    static func isGreater(_ a: Incident, _ b: Incident) -> Bool {
        // What is over comes last: nobody has to act on it.
        (a.closed != nil ? 1 : 0, b.reach, a.opened, a.id) < (b.closed != nil ? 1 : 0, a.reach, b.opened, b.id)
    }

    /// The morning list and the weekly report at their local times, each once.
    mutating func regular() -> [AlertDecision] {
        guard now > .distantPast, let zone = WallZone(policy.mail.zone) else { return [] }
        let wall = zone.wall(now)
        var decisions: [AlertDecision] = []
        if let rule = policy.morning, isDue(rule.minute, wall), morningDay != wall.day {
            morningDay = wall.day
            decisions += regular("morning", rule.to, wall, .morning)
        }
        if let rule = policy.weekly, rule.weekday == wall.weekday, isDue(rule.minute, wall), weeklyDay != wall.day {
            weeklyDay = wall.day
            decisions += regular("weekly", rule.to, wall, .weekly)
        }
        return decisions
    }

    private func isDue(_ minute: Int, _ wall: WallTime) -> Bool { (minute..<minute + 60).contains(Int(wall.secondOfDay / 60)) }

    private func regular(_ name: String, _ to: [ObjectID], _ wall: WallTime, _ reason: AlertReason) -> [AlertDecision] {
        recipients(roster.people(to, at: now)).map { group in
            let id = "\(name).\(wall.text.prefix(10)).\(group.tag)"
            var notification = AlertNotification(
                id: id, kind: .digest, urgency: .digest, decided: now, recipients: group.recipients, level: group.level,
                messageID: "\(id)@\(MessageID.atom(policy.mail.domain))", references: [], incident: nil, object: nil,
                reason: reason)
            notification.language = group.ownLanguage
            if reason == .morning {
                notification.collected = order.compactMap { cases[$0] }.filter(\.isOpen).map(\.incident).sorted(
                    by: Self.isGreater)
            }
            return note(nil, nil, .notify(notification), reason)
        }
    }
}

extension AlertPolicy {
    /// The weekly report: to whom, on which day of the week (Monday is 0), how many minutes after local midnight.
    package struct Weekly: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case to, on, at }
        package var to: [ObjectID]
        package var weekday: Int
        package var minute: Int
        package init(to: [ObjectID], weekday: Int = 0, minute: Int = 420) {
            (self.to, self.weekday, self.minute) = (to, weekday, minute)
        }

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            self.init(to: try c.decode([ObjectID].self, forKey: .to))
            let (day, time) = (
                try c.decodeIfPresent(String.self, forKey: .on) ?? "mon",
                try c.decodeIfPresent(String.self, forKey: .at) ?? "07:00"
            )
            guard let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].firstIndex(of: day) else {
                throw DecodingError.dataCorruptedError(forKey: .on, in: c, debugDescription: "\"\(day)\" is no day such as mon")
            }
            guard let minute = minuteOfDay(time) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .at, in: c, debugDescription: "\"\(time)\" is no time of day such as 07:00")
            }
            (self.weekday, self.minute) = (weekday, minute)
        }
    }
}
