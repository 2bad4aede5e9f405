import Alerting
import Diagnosis
import NetworkModel

/// The subject: the state first, then the object, so that the list of mails on a phone tells the story.
enum MailSubject {
    static func text(_ notification: AlertNotification, _ objects: MailObjects) -> String {
        let words = objects.words
        let state = marked(state(notification, words), notification, words)
        guard let incident = notification.incident else {
            let text = words.fact(notification.facts.first ?? notification.reason.words)
            return words("subject.own", ["state": state, "text": objects.cut(text)])
        }
        var values = ["state": state, "object": objects.name(incident.best), "id": incident.id]
        if notification.kind == .recovery {
            values["span"] = ((incident.closed ?? notification.decided) - incident.opened).words
            return words("subject.over", values)
        }
        values["text"] = incident.alert.map { objects.cut(words.fact($0.text)) } ?? impact(incident, objects)
        return words("subject.open", values)
    }

    /// `DOWN (update)`: a later mail of a thread is no second outage. The recovery's word says enough.
    private static func marked(_ state: String, _ notification: AlertNotification, _ words: MailWords) -> String {
        switch (notification.kind, notification.reason) {
        case (.update, _): words("subject.update", ["state": state])
        case (.escalation, .moreUrgent): words("subject.urgent", ["state": state])
        case (.escalation, _): words("subject.escalated", ["state": state])
        case (.reminder, .notAcknowledged): words("subject.nobody", ["state": state])
        case (.reminder, _): words("subject.still", ["state": state])
        default: state
        }
    }

    /// The state word in the language of the readers.
    static func state(_ notification: AlertNotification, _ words: MailWords) -> String {
        words("state.\(stateWord(notification).lowercased())")
    }

    /// `DOWN`, `UP`, …: one word for filters, the same in header `X-Fibrewatch-State`.
    static func stateWord(_ notification: AlertNotification) -> String {
        switch notification.kind {
        case .recovery: return notification.incident?.isUndeclared == true ? "ENDED" : "UP"
        case .heartbeat: return "ALIVE"
        case .digest: return "DIGEST"
        case .test: return "TEST"
        case .problem, .update, .reminder, .escalation: break
        }
        if case .flapping = notification.reason { return "FLAPPING" }
        if let alert = notification.incident?.alert { return alert.isOwn ? "MONITOR" : alert.severity.rawValue.uppercased() }
        switch notification.incident?.kind {
        case .flapping: return "FLAPPING"
        case .degraded: return "DEGRADED"
        case .redundancy: return "AT-RISK"
        case .monitoring: return "BLIND"
        case .management: return "NO-ACCESS"
        case .identity: return "CHANGED"
        case .planned: return "PLANNED"
        case .expected: return "EXPECTED"
        case .transient: return "TRANSIENT"
        case .fault, nil: return "DOWN"
        }
    }

    /// `14 sites cut off`; what it means where no site is.
    static func impact(_ incident: Incident, _ objects: MailObjects) -> String {
        let sites = incident.sitesHitNow
        let (cut, risk) = (sites.count, incident.atRiskSites.count)
        let words = objects.words
        if cut == 1 { return words("impact.one", ["site": objects.name(sites[0])]) }
        if cut > 1 { return words("impact.many", n: cut) }
        let services = incident.impactedServices.filter { $0.value > 0 }
        if let (service, sites) = services.min(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            let name = ["service": objects.shortName(service), "more": "\(services.count - 1)"]
            return words(services.count > 1 ? "impact.without_more" : "impact.without", n: sites, name)
        }
        if risk > 0 { return words("impact.risk", n: risk) }
        if incident.kind == .identity { return words("impact.box") }
        return words(incident.kind == .monitoring ? "impact.blind" : "impact.none")
    }
}
