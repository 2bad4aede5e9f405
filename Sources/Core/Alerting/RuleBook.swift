import Diagnosis
import NetworkModel

/// Turns what rules came to, and what is wrong with the monitor itself, into incidents: one for each rule and object.
package struct RuleBook: Sendable {
    private var open: [String: Incident] = [:]

    /// - Parameter open: open incidents of the last run; those of rules go on.
    package init(open incidents: [Incident] = []) {
        for incident in incidents where incident.closed == nil && !incident.withdrawn {
            guard let alert = incident.alert else { continue }
            var incident = incident
            incident.id = IncidentLedger.run(ofRule: alert.rule, for: incident.best)
            open[incident.id] = incident
        }
    }

    /// Open incidents, under the identifiers of the run.
    package var incidents: [Incident] { open.values.sorted { $0.id < $1.id } }

    /// What follows from an event: an incident that opens with its page, gets another grade, or closes.
    package mutating func actions(_ event: RuleEngine.Event, of rule: AlertRule) -> [DiagnosisAction] {
        let grade = event.grade ?? rule.grade
        let fact = RuleFact(rule: rule.name, severity: grade.severity, text: event.text, urgency: grade.urgency)
        switch event.verdict {
        case .fires: return open(fact, event.object, grade.urgency, .degraded, at: event.time, event.impact)
        case .regraded: return regrade(fact, event.object, at: event.time)
        case .clears: return close(rule.name, event.object, event.text, at: event.time)
        }
    }

    /// The incident with another severity or urgency, and a page where it is another urgency.
    private mutating func regrade(_ fact: RuleFact, _ object: ObjectID, at now: Timestamp) -> [DiagnosisAction] {
        let run = IncidentLedger.run(ofRule: fact.rule, for: object)
        guard var incident = open[run], let before = incident.alert else { return [] }
        incident.alert?.severity = fact.severity
        incident.alert?.urgency = fact.urgency
        // The first says what was found; of what came and went the newest are enough.
        if incident.evidence.count >= Self.mostEvidence { incident.evidence.remove(at: 1) }
        incident.evidence.append(Evidence(time: now, object: object, fact: fact.text))
        open[run] = incident
        let revised = DiagnosisAction.revised(incident)
        guard let urgency = fact.urgency, urgency != before.urgency else { return [revised] }
        return [revised, .page(Page(time: now, object: object, incident: run, urgency: urgency))]
    }

    private static let mostEvidence = 20

    /// What is wrong with the monitor itself now, by part; what is no longer among it is over.
    /// - Parameter began: when each part's trouble did, where that was before people are told of it.
    package mutating func actions(
        troubles: [String: String], since began: [String: Timestamp] = [:], at now: Timestamp
    ) -> [DiagnosisAction] {
        var actions: [DiagnosisAction] = []
        var current: Set<String> = []
        for (part, text) in troubles.sorted(by: { $0.key < $1.key }) {
            let object = Self.object(ofPart: part)
            let rule = "monitor.\(part.prefix { $0 != " " })"
            current.insert(IncidentLedger.run(ofRule: rule, for: object))
            let urgency = Self.urgency(ofPart: part)
            let fact = RuleFact(
                rule: rule, severity: urgency == .page ? .critical : .warning, text: text, urgency: urgency)
            actions += open(fact, object, urgency, .monitoring, since: began[part], at: now)
        }
        for (run, incident) in open.sorted(by: { $0.key < $1.key }) where incident.alert?.isOwn == true && !current.contains(run)
        {
            actions += close(incident.alert?.rule ?? "", incident.best, "it is well again", at: now)
        }
        return actions
    }

    /// Closes what belongs to rules that are no longer there, or that are no longer about the object or group.
    package mutating func retain(_ rules: [AlertRule], in network: Network, at now: Timestamp) -> [DiagnosisAction] {
        let byName = Dictionary(rules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return open.values.sorted { $0.id < $1.id }.flatMap { incident -> [DiagnosisAction] in
            guard let alert = incident.alert, !alert.isOwn else { return [] }
            guard let rule = byName[alert.rule] else {
                return close(alert.rule, incident.best, "the rule is no longer in force", at: now)
            }
            if rule.covers(incident.best, in: network) { return [] }
            return close(alert.rule, incident.best, "no longer covered by the rule", at: now)
        }
    }

    /// How the part begins that is the clock of another collector; its name follows.
    package static let clockPart = "clock of "

    /// A clock that is off robs nobody of anything, for rows count in the order in which they come: somebody sets it by day. Whatever else
    /// is wrong with the monitor may cost a mail.
    private static func urgency(ofPart part: String) -> Page.Urgency { part.hasPrefix(clockPart) ? .ticket : .page }

    /// `monitor:configuration`, `monitor:incidents-and-mails`; for an address `monitor:ana@noc.example`.
    static func object(ofPart part: String) -> ObjectID {
        let kind = ["address ", "rota-gap "].first { part.hasPrefix($0) } ?? ""
        let name = part.dropFirst(kind.count)
        return ObjectID("monitor:" + name.split(separator: " ").joined(separator: "-"))
    }

    private mutating func open(
        _ fact: RuleFact, _ object: ObjectID, _ urgency: Page.Urgency, _ kind: Incident.Kind, since began: Timestamp? = nil,
        at now: Timestamp, _ impact: String? = nil
    ) -> [DiagnosisAction] {
        let run = IncidentLedger.run(ofRule: fact.rule, for: object)
        guard open[run] == nil else { return [] }
        let began = min(began ?? now, now)
        var incident = Incident(id: run, kind: kind, opened: began, candidates: [object], best: object)
        incident.alert = fact
        incident.proven = true
        incident.evidence = [fact.text, impact].compactMap(\.self).map { Evidence(time: began, object: object, fact: $0) }
        open[run] = incident
        return [.opened(incident), .page(Page(time: now, object: object, incident: run, urgency: urgency))]
    }

    private mutating func close(_ rule: String, _ object: ObjectID, _ text: String, at now: Timestamp) -> [DiagnosisAction] {
        let run = IncidentLedger.run(ofRule: rule, for: object)
        guard var incident = open.removeValue(forKey: run) else { return [] }
        incident.closed = now
        incident.evidence.append(Evidence(time: now, object: object, fact: text))
        return [.closed(incident)]
    }
}
