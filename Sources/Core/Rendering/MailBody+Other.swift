import Alerting
import NetworkModel

// Mails about no single incident.

extension MailBody {
    init(_ notification: AlertNotification, in context: MailContext, limits: MailLimits) {
        let objects = MailObjects(network: context.network, level: notification.level, limits: limits)
        self.init(summary: MailSubject.text(notification, objects))
        headline = Self.headline(notification)
        subline = notification.facts.first.map(objects.cut) ?? ""
        add("facts", "Facts", (notification.facts.dropFirst() + context.monitorFacts).lines(limits.sites * 2) { .item($0) })
        add(
            "incidents", "Open incidents",
            notification.collected.lines(limits.sites) { incident in
                .item(
                    "\(incident.id) since \(context.clock(incident.opened)): \(objects.failure(incident.best)); \(MailSubject.impact(incident, objects))"
                )
            })
        add("when", "When", [.text(context.moment(notification.decided))])
        add("why", "Why this mail", [.text(notification.reason.words)])
    }

    private static func headline(_ notification: AlertNotification) -> String {
        switch notification.kind {
        case .heartbeat: "fibrewatch is alive"
        case .digest: "\(notification.collected.count) incidents in one mail"
        default: "This is a test"
        }
    }
}
