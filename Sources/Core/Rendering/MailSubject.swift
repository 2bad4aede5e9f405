import Alerting
import Diagnosis
import NetworkModel

/// The subject: the state first, then the object, so that the list of mails on a phone tells the story.
enum MailSubject {
    static func text(_ notification: AlertNotification, _ objects: MailObjects) -> String {
        let state = stateWord(notification)
        guard let incident = notification.incident else {
            return "\(state) fibrewatch: \(notification.facts.first.map(objects.cut) ?? notification.reason.words)"
        }
        let object = objects.name(incident.best)
        if let alert = incident.alert, notification.kind != .recovery {
            return "\(state) \(object), \(objects.cut(alert.text)) [\(incident.id)]"
        }
        if notification.kind == .recovery {
            return
                "\(state) \(object), after \(((incident.closed ?? notification.decided) - incident.opened).words) [\(incident.id)]"
        }
        return "\(state) \(object), \(impact(incident, objects)) [\(incident.id)]"
    }

    /// `DOWN`, `UP`, …: one word for filters, the same in header `X-Fibrewatch-State`.
    static func stateWord(_ notification: AlertNotification) -> String {
        switch notification.kind {
        case .recovery: return "UP"
        case .heartbeat: return "ALIVE"
        case .digest: return "DIGEST"
        case .test: return "TEST"
        case .problem, .update, .reminder: break
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
        let (cut, risk) = (incident.impactedSites.count, incident.atRiskSites.count)
        if cut == 1 { return "\(objects.name(incident.impactedSites[0])) cut off" }
        if cut > 1 { return "\(cut) sites cut off" }
        if risk > 0 { return "\(risk) \(risk == 1 ? "site" : "sites") without a second way" }
        if incident.kind == .identity { return "another box answers there" }
        return incident.kind == .monitoring ? "what it watches is unknown" : "no site cut off"
    }
}
