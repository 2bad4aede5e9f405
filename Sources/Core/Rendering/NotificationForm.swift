import Alerting
import Diagnosis
import Foundation
import NetworkModel

/// A notification for other programs: the documents of webhooks and files, as far as their reader may know things.
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
    /// Those that it hits now; absent where that is all of them.
    var still_hit_sites: [String]?
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
        decided = notification.decided.rfc3339Text
        reason = notification.reason.code
        guard let incident = notification.incident else { return }
        self.incident = incident.id
        incident_kind = incident.kind
        object = name(incident.best)
        candidates = incident.candidates.prefix(50).map(name)
        opened = incident.opened.rfc3339Text
        closed = incident.closed?.rfc3339Text
        impacted_sites = incident.impactedSites.prefix(200).map(name)
        if incident.sitesHitNow != incident.impactedSites { still_hit_sites = incident.sitesHitNow.prefix(200).map(name) }
        at_risk_sites = incident.atRiskSites.prefix(200).map(name)
        rule = incident.alert?.rule
    }

    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { Array($0) } ?? []
    }
}

extension Timestamp {
    /// `2026-11-21T03:04:05Z`
    var rfc3339Text: String {
        let words = clock.split(separator: " ")
        return words.count == 3 ? "\(words[0])T\(words[1])Z" : clock
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
