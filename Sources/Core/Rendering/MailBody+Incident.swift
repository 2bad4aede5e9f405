import Alerting
import Diagnosis
import NetworkModel

// The mail about an incident, in the order in which a person at three in the morning needs it.

extension MailBody {
    init(_ notification: AlertNotification, of incident: Incident, in context: MailContext, limits: MailLimits) {
        let objects = MailObjects(network: context.network, level: notification.level, limits: limits)
        let writer = IncidentWriter(
            notification: notification, incident: incident, context: context, objects: objects, limits: limits)
        self.init(summary: writer.summary)
        add("What", writer.what)
        add("Since", writer.since)
        add("Whom it hits", writer.impact)
        add("Likely cause", writer.cause)
        add("Where", MailPlaces(objects: objects).lines(of: incident.best))
        add("What else it could be", writer.others)
        add("Changed in the last 24 h", context.recentChanges.lines(limits.others) { .item(objects.cut($0)) })
        add("What to do", writer.commands)
        add("Held back meanwhile", notification.heldBack.lines(limits.others) { .item($0) })
        add("Who knows, and what comes next", writer.next)
        add("Why this mail", [.text(notification.reason.words + "; the whole chain: fibrewatch incident why \(incident.id)")])
    }
}

private struct IncidentWriter {
    let notification: AlertNotification
    let incident: Incident
    let context: MailContext
    let objects: MailObjects
    let limits: MailLimits

    private var isOver: Bool { notification.kind == .recovery }

    var summary: String {
        let state = MailSubject.stateWord(notification)
        return isOver
            ? "\(state): \(objects.name(incident.best)), after \(lasted)."
            : "\(state) since \(context.clock(incident.opened)): \(MailSubject.impact(incident, objects)). Likely \(objects.failure(incident.best))."
    }

    private var lasted: String { ((incident.closed ?? notification.decided) - incident.opened).words }

    var what: [MailBody.Line] {
        var lines: [MailBody.Line] = [.text(objects.failure(incident.best))]
        if let previous = notification.previous, notification.kind == .update, previous.best != incident.best {
            lines.append(.text("You were told: \(objects.failure(previous.best))"))
        }
        if notification.kind == .update || notification.kind == .reminder {
            lines.append(.text("New: \(notification.reason.words)"))
        }
        if !incident.proven, !isOver { lines.append(.text("Inferred from silence; no port was seen down.")) }
        return lines
    }

    var since: [MailBody.Line] {
        var lines: [MailBody.Line] = [.text(context.moment(incident.opened))]
        if let closed = incident.closed { lines.append(.text("until \(context.moment(closed)), \(lasted)")) }
        return lines
    }

    var impact: [MailBody.Line] {
        var lines: [MailBody.Line] = [.text(MailSubject.impact(incident, objects) + (isOver ? " while it lasted" : ""))]
        if !incident.impactedSites.isEmpty { lines.append(.text(objects.siteCounts(incident.impactedSites))) }
        for (service, count) in incident.impactedServices.sorted(by: { $0.key < $1.key }).prefix(limits.others) {
            lines.append(.item("\(objects.name(service)): \(count) \(count == 1 ? "site" : "sites") without it"))
        }
        lines += incident.impactedSites.lines(limits.sites) { .item(siteLine($0)) }
        if !incident.atRiskSites.isEmpty { lines.append(.text("\(incident.atRiskSites.count) more without a second way")) }
        return lines
    }

    private func siteLine(_ id: ObjectID) -> String {
        guard let site = objects.site(id), objects.isCleared(id) else { return objects.name(id) }
        let place = site.municipality.map { site.name.contains($0) ? "" : ", " + objects.cut($0) } ?? ""
        return objects.name(id) + place + (notification.level > .public ? site.contact.map { ", " + objects.cut($0) } ?? "" : "")
    }

    var cause: [MailBody.Line] {
        let facts = incident.evidence.count > limits.evidence ? incident.evidence.suffix(limits.evidence) : incident.evidence[...]
        return [.text(objects.failure(incident.best))]
            + facts.map { .item("\(context.clock($0.time)) \(objects.name($0.object)): \(objects.cut($0.fact))") }
    }

    var others: [MailBody.Line] {
        isOver ? [] : incident.candidates.filter { $0 != incident.best }.lines(limits.candidates) { .item(objects.failure($0)) }
    }

    var commands: [MailBody.Line] {
        if isOver { return [] }
        return [
            .text("Take it, so that nobody else does and no reminder comes:"),
            .command("fibrewatch incident ack \(incident.id) -m \"I take it\""),
            .text("See it: fibrewatch incident show \(incident.id)"),
        ]
    }

    var next: [MailBody.Line] {
        [
            .text("Sent to \(notification.told.map(objects.cut).joined(separator: ", "))."),
            .text(
                isOver
                    ? "This was the last mail about it."
                    : "A mail follows in this thread when cause or impact change, and when it is over."),
        ]
    }
}
