import Diagnosis
import NetworkModel

// What follows while nobody takes it: steps, reminders, rounds; and who sleeps.

extension AlertingEngine {
    /// The escalation that governs a case; nil where none does.
    func escalation(of alertCase: AlertCase) -> AlertPolicy.Escalation? {
        if alertCase.isLessUrgent { return nil }
        let route = policy.routes.first { matches($0, alertCase) }
        guard let escalation = policy.escalation(route?.escalation), escalation.urgencies.contains(alertCase.urgency.rawValue)
        else {
            return nil
        }
        return escalation
    }

    /// Steps and reminders that are due for a told case. An acknowledgement that holds stops them; when it has run out, they begin anew.
    mutating func escalate(_ id: String) -> [AlertDecision] {
        guard var alertCase = cases[id], alertCase.isOpen, alertCase.acknowledgement?.holds(at: now) != true,
            let rule = escalation(of: alertCase), let first = alertCase.mails.first
        else { return [] }
        var state = alertCase.escalation ?? EscalationState(name: rule.name, began: first.decided)
        // Another rule after a reload goes on from the same beginning: what was sent stays sent.
        if state.name != rule.name {
            (state.name, state.step) = (rule.name, rule.steps.count { state.began + $0.after <= state.last })
        }
        defer {
            if cases[id]?.escalation != state, var changed = cases[id] {
                changed.escalation = state
                keep(changed)
            }
        }
        guard let (due, action) = next(of: rule, state), due <= now else { return [] }
        // The mail says what comes after it: it is made with the state that follows.
        func settled(_ state: EscalationState) {
            alertCase.escalation = state
            keep(alertCase)
        }
        switch action {
        case .step(let row):
            (state.step, state.last) = (row + 1, now)
            settled(state)
            let people = awake(roster.people(rule.steps[row].to, at: now), alertCase)
            return notify(id, .escalation, .escalated(step: row + 1, after: now - first.decided), to: people)
        case .reminder:
            state.reminders += 1
            state.last = now
            settled(state)
            let last = roster.people(rule.steps.last?.to ?? [], at: now)
            return notify(
                id, .reminder, .notAcknowledged(since: first.decided), to: awake(readers(of: alertCase) + last, alertCase))
        case .round:
            state = EscalationState(name: rule.name, began: now)
            state.round = (alertCase.escalation?.round ?? 0) + 1
            settled(state)
            return notify(id, .reminder, .notAcknowledged(since: first.decided), to: awake(readers(of: alertCase), alertCase))
        case .spent:
            state.isSpent = true
            alertCase.holdBack(.escalationSpent(rounds: state.round + 1), at: now)
            keep(alertCase)
            return [note(alertCase, .suppress, .escalationSpent(rounds: state.round + 1))]
        }
    }

    private enum Next { case step(Int), reminder, round, spent }

    /// What comes next in a round, and when; nil: nothing more.
    private func next(of rule: AlertPolicy.Escalation, _ state: EscalationState) -> (Timestamp, Next)? {
        if state.isSpent { return nil }
        if state.step < rule.steps.count { return (state.began + rule.steps[state.step].after, .step(state.step)) }
        if let remind = rule.remind, state.reminders < rule.reminders { return (state.last + remind, .reminder) }
        if state.round < rule.repeats {
            return (state.last + (rule.pause ?? rule.steps.last?.after ?? rule.remind ?? .seconds(3600)), .round)
        }
        return (state.last, .spent)
    }

    /// When something of the escalation is due next; for the mail, which says what comes.
    func nextStep(of alertCase: AlertCase, after sent: Timestamp) -> Timestamp? {
        guard let rule = escalation(of: alertCase) else { return nil }
        let state = alertCase.escalation ?? EscalationState(name: rule.name, began: sent)
        guard let (due, action) = next(of: rule, state) else { return nil }
        if case .spent = action { return nil }
        return due
    }

    /// Who is told by what is due next: the people of a step with their roles, nobody where those on duty are reminded; nil where nothing
    /// follows.
    func nextReaders(of alertCase: AlertCase, after sent: Timestamp) -> [NextReader]? {
        guard let rule = escalation(of: alertCase) else { return nil }
        let state = alertCase.escalation ?? EscalationState(name: rule.name, began: sent)
        switch next(of: rule, state) {
        case (let due, .step(let row))?: return rule.steps[row].to.flatMap { readers(named: $0, at: due) }
        case (_, .reminder)?, (_, .round)?: return []
        case (_, .spent)?, nil: return nil
        }
    }

    private func readers(named name: ObjectID, at time: Timestamp) -> [NextReader] {
        let duty = roster.duty(name, at: time)
        let team = policy.teams.first { $0.id == name.teamID }?.name
        let isByName = !name.isTeam || duty.isGap || name.teamRole == "all"
        return duty.people.map { person in
            NextReader(
                name: policy.person(person)?.name ?? person.rawValue, role: isByName ? nil : name.teamRole ?? "duty",
                team: isByName ? nil : team)
        }
    }

    /// Until when a person sleeps through what has this urgency; nil: may be told now.
    func quietEnd(of person: ObjectID, _ alertCase: AlertCase) -> Timestamp? {
        guard let quiet = policy.quietHours(of: person), !quiet.lets.contains(alertCase.urgency.rawValue) else { return nil }
        if let severity = alertCase.incident.alert?.severity.rawValue, quiet.lets.contains(severity) { return nil }
        return quiet.end(at: now)
    }

    /// Those of `people` who may be disturbed. A page never goes to nobody: where all sleep, the fallback is told, and where that sleeps
    /// too, all are.
    func awake(_ people: [ObjectID], _ alertCase: AlertCase) -> [ObjectID] {
        let reachable = people.filter { quietEnd(of: $0, alertCase) == nil }
        if !reachable.isEmpty || alertCase.urgency != .page { return reachable }
        let others = roster.people(policy.fallback, at: now).filter { quietEnd(of: $0, alertCase) == nil }
        return others.isEmpty ? (people.isEmpty ? roster.people(policy.fallback, at: now) : people) : others
    }

    /// Tells a mail of the thread of `id` to its readers and whom its route names now. Who sleeps gets it when their quiet hours end.
    mutating func notifyAll(_ id: String, _ kind: AlertNotification.Kind, _ reason: AlertReason) -> [AlertDecision] {
        guard var alertCase = cases[id] else { return [] }
        let people = alertCase.readers + readers(of: alertCase).filter { !alertCase.readers.contains($0) }
        let reachable = leaveAsleep(people, &alertCase, kind)
        keep(alertCase)
        return notify(id, kind, reason, to: reachable)
    }

    /// Until when the first mail waits because all who would get it have quiet hours; nil: somebody may be told.
    func quietWait(_ alertCase: AlertCase) -> (until: Timestamp, reason: AlertReason)? {
        guard alertCase.urgency != .page else { return nil }
        let people = readers(of: alertCase)
        let ends = people.compactMap { quietEnd(of: $0, alertCase) }
        guard let first = ends.min(), ends.count == people.count else { return nil }
        return (first, .quietHours(people: people.count))
    }

    /// Tells those who slept when it was told to others, as soon as they may be disturbed.
    mutating func wake(_ id: String) -> [AlertDecision] {
        guard var alertCase = cases[id], let asleep = alertCase.asleep, !asleep.isEmpty else { return [] }
        let woken = asleep.filter { $0.value <= now }.keys.sorted()
        guard !woken.isEmpty else { return [] }
        for person in woken { alertCase.asleep?[person] = nil }
        keep(alertCase)
        guard alertCase.isOpen, alertCase.acknowledgement?.holds(at: now) != true else { return [] }
        return notify(id, .reminder, .quietHoursEnded, to: woken)
    }
}
