import Alerting
import NetworkModel

// Mails about no single incident.

extension MailBody {
    init(_ notification: AlertNotification, in context: MailContext, limits: MailLimits) {
        let objects = MailObjects(network: context.network, level: notification.level, limits: limits)
        self.init(summary: MailSubject.text(notification, objects))
        add("Facts", (notification.facts + context.monitorFacts).lines(limits.sites * 2) { .item($0) })
        add(
            "Incidents",
            notification.collected.lines(limits.sites) { incident in
                .item(
                    "\(incident.id) since \(context.clock(incident.opened)): \(objects.failure(incident.best)); \(MailSubject.impact(incident, objects))"
                )
            })
        add("When", [.text(context.moment(notification.decided))])
        add("Why this mail", [.text(notification.reason.words)])
    }
}
