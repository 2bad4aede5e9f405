import Alerting
import Diagnosis
import NetworkModel

// Mails about no single incident.

extension MailBody {
    init(_ notification: AlertNotification, in context: MailContext, limits: MailLimits) {
        let words = context.words(notification)
        let objects = MailObjects(network: context.network, level: notification.level, limits: limits, words: words)
        self.init(summary: MailSubject.text(notification, objects))
        headline = Self.headline(notification, words)
        subline = notification.facts.first.map { objects.cut(words.fact($0)) } ?? ""
        let facts = Array(notification.facts.dropFirst()) + context.monitorFacts
        if case .backlog = notification.reason {
            // Subjects of mails that were not sent: each of them has to stand here.
            add("facts", words, facts.lines(limits.sites * 8, words) { .item(objects.cut($0)) })
        } else {
            add("facts", words, facts.lines(limits.sites * 2, words) { .item(words.fact($0)) })
        }
        if let morning = context.morning {
            add("not_opened", words, morning.notOpened.lines(limits.sites, words) { .item(words.fact($0)) })
            add("runs_out", words, morning.runsOut.lines(limits.sites, words) { .item(words.fact($0)) })
            add("healed", words, morning.healed.lines(limits.sites, words) { .item(words.fact($0)) })
        }
        add(
            "incidents", words,
            notification.collected.lines(limits.sites, words) { incident in
                .item(Self.line(incident, objects, context, at: notification.decided))
            })
        add("when", words, [.text(context.moment(notification.decided, words))])
        add("why", words, [.text(words.fact(notification.reason.words))])
    }

    /// One incident among others: when, what, and whom it hits or how long it lasted.
    private static func line(_ incident: Incident, _ objects: MailObjects, _ context: MailContext, at now: Timestamp)
        -> String
    {
        let words = objects.words
        let impact = ImpactWords(
            incident: incident, objects: objects, zone: context.zone, time: now)
        let hit = [MailSubject.impact(incident, objects), impact.counters].filter { !$0.isEmpty }.joined(separator: ", ")
        var values = ["id": incident.id, "clock": context.clock(incident.opened), "impact": hit]
        let rest = impact.rest.isEmpty ? "" : "; " + impact.rest
        values["failure"] =
            incident.alert.map { "\(objects.name(incident.best)): \(objects.cut(words.fact($0.text)))" }
            ?? objects.failure(incident.best)
        guard let closed = incident.closed else { return words("incident.line", values) + rest }
        values["span"] = (closed - incident.opened).words
        return words("incident.over", values) + rest
    }

    private static func headline(_ notification: AlertNotification, _ words: MailWords) -> String {
        switch (notification.kind, notification.reason) {
        case (.heartbeat, _): words("head.alive")
        case (.digest, .morning): words("head.morning")
        case (.digest, .backlog): words("head.backlog")
        case (.digest, _): words("head.digest", n: notification.collected.count)
        default: words("head.test")
        }
    }
}
