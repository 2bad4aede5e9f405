import Alerting
import Diagnosis
import Foundation
import NetworkModel

/// A notification for other programs: the documents of webhooks, files and an Alertmanager, as far as their reader may know things.
package struct NotificationForm: Encodable, Sendable {
    var id: String
    var kind: AlertNotification.Kind
    /// `DOWN`, `UP`, …: as in the subject.
    var state: String
    var urgency: Page.Urgency
    var subject: String
    var text: String
    var message_id: String
    var decided: String
    var incident: String?
    var incident_kind: Incident.Kind?
    var object: String?
    var candidates: [String]?
    var opened: String?
    var closed: String?
    var impacted_sites: [String]?
    var at_risk_sites: [String]?
    var rule: String?
    var reason: String

    package init(_ notification: AlertNotification, in context: MailContext) {
        let objects = MailObjects(
            network: context.network, level: notification.level, limits: MailLimits(), words: context.words(notification))
        let name = { (id: ObjectID) in objects.isCleared(id) ? MailText.line(id.rawValue) : objects.name(id) }
        id = notification.id
        kind = notification.kind
        state = MailSubject.stateWord(notification)
        urgency = notification.urgency
        subject = MailMessage.subject(notification, in: context)
        text = MailMessage.text(notification, in: context)
        message_id = notification.messageID
        decided = Self.rfc3339(notification.decided)
        reason = notification.reason.code
        guard let incident = notification.incident else { return }
        self.incident = incident.id
        incident_kind = incident.kind
        object = name(incident.best)
        candidates = incident.candidates.prefix(50).map(name)
        opened = Self.rfc3339(incident.opened)
        closed = incident.closed.map(Self.rfc3339)
        impacted_sites = incident.impactedSites.prefix(200).map(name)
        at_risk_sites = incident.atRiskSites.prefix(200).map(name)
        rule = incident.alert?.rule
    }

    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { Array($0) } ?? []
    }

    /// The body of `POST /api/v2/alerts`: one alert whose labels stay the same from its problem to its recovery. Empty for what is no
    /// incident.
    /// - Parameter decided: when it was decided to tell it.
    package func alertmanager(decided: Timestamp) -> [UInt8] {
        guard let incident, let opened else { return [] }
        struct Alert: Encodable {
            var labels: [String: String]
            var annotations: [String: String]
            var startsAt: String
            var endsAt: String?
        }
        let alert = Alert(
            labels: [
                "alertname": rule ?? "fibrewatch-\(incident_kind?.rawValue ?? "fault")", "incident": incident,
                "urgency": urgency.rawValue,
                "severity": urgency == .page ? "critical" : "warning",
            ],
            annotations: ["summary": subject, "description": text, "object": object ?? ""], startsAt: opened,
            // Without an end the Alertmanager takes it for over after minutes; the recovery sets the real one.
            endsAt: closed ?? Self.rfc3339(decided + .seconds(7 * 86_400)))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode([alert])).map { Array($0) } ?? []
    }

    private static func rfc3339(_ time: Timestamp) -> String {
        let words = time.clock.split(separator: " ")
        return words.count == 3 ? "\(words[0])T\(words[1])Z" : time.clock
    }
}

extension MailMessage {
    /// The text part alone, as a person reads it.
    package static func text(_ notification: AlertNotification, in context: MailContext) -> String {
        let limits = MailLimits()
        let objects = MailObjects(
            network: context.network, level: notification.level, limits: limits, words: context.words(notification))
        let subject = MailText.line(MailSubject.text(notification, objects), limit: 200)
        return bodies(notification, body(notification, context, limits), subject, context).text
    }
}
