import Alerting
import Diagnosis
import Foundation
import NetworkModel

/// One alert of `POST /api/v2/alerts` of an Alertmanager (its openapi.yaml, `postableAlert`), as far as its readers may know things.
package struct AlertmanagerForm: Encodable, Sendable {
    /// Who it is: the same while it lasts, but for the severity.
    var labels: [String: String]
    /// What is known of it now.
    var annotations: [String: String]
    var startsAt: String
    var endsAt: String

    /// - Parameter now: when it is told; one that fires ends by itself `AlertmanagerSchedule.lifetime` later unless it is told again.
    package init(_ row: FiringAlerts.Row, level: Level, at now: Timestamp, in context: MailContext) {
        let notification = Self.notification(row, level, at: now)
        let objects = MailObjects(
            network: context.network, level: level, limits: MailLimits(), words: context.words(notification))
        let name = { (id: ObjectID) in objects.isCleared(id) ? MailText.line(id.rawValue) : objects.name(id) }
        labels = [
            "alertname": row.identity.rule.map { MailText.line($0) } ?? Self.alertName, "source": Self.source,
            "incident": row.identity.incident, "object": name(row.identity.object), "severity": row.identity.severity,
        ]
        let incident = row.alertCase.incident
        annotations = [
            "summary": MailMessage.subject(notification, in: context), "description": MailMessage.text(notification, in: context),
            "incident": incident.id, "cause": name(incident.best), "kind": incident.kind.rawValue,
            "urgency": row.alertCase.urgency.rawValue, "sites": "\(incident.sitesHitNow.count)",
        ]
        startsAt = row.began.rfc3339Text
        endsAt = (row.ended ?? now + AlertmanagerSchedule.lifetime).rfc3339Text
    }

    /// An alert that shows the way: nothing is broken, and it ends after a minute.
    package init(testAt now: Timestamp) {
        labels = ["alertname": "FibrewatchTest", "source": Self.source, "severity": "info"]
        annotations = [
            "summary": "TEST fibrewatch: somebody asked for it", "description": "Nothing is broken. This ends after a minute.",
        ]
        (startsAt, endsAt) = (now.rfc3339Text, (now + .seconds(60)).rfc3339Text)
    }

    /// Of all that no rule found.
    static let alertName = "FibrewatchIncident"
    static let source = "fibrewatch"

    /// The body of the request.
    package static func body(_ alerts: [AlertmanagerForm]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(alerts)).map { Array($0) } ?? []
    }

    /// A mail that says the same.
    private static func notification(_ row: FiringAlerts.Row, _ level: Level, at now: Timestamp) -> AlertNotification {
        let (alertCase, incident) = (row.alertCase, row.alertCase.incident)
        var notification = AlertNotification(
            id: incident.id, kind: row.ended != nil && incident.closed != nil ? .recovery : .problem, urgency: alertCase.urgency,
            decided: now, recipients: [], level: level, messageID: "", references: [], incident: incident, object: incident.best,
            reason: .newRootCause)
        notification.told = alertCase.readers.isEmpty ? ["Alertmanager"] : alertCase.readers.map { String($0.name) }
        return notification
    }
}
