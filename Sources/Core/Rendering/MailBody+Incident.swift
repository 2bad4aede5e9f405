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
        (headline, subline) = writer.head
        add("what", "What", writer.what)
        add("since", "Since", writer.since)
        add("impact", "Whom it hits", writer.impact)
        add("cause", "Likely cause", writer.cause)
        add("where", "Where", MailPlaces(objects: objects).lines(of: incident.best))
        add("others", "What else it could be", writer.others)
        add("changes", "Changed in the last 24 h", writer.changes)
        add("commands", "What to do", writer.commands)
        add("held_back", "Held back meanwhile", notification.heldBack.lines(limits.others) { .item($0) })
        add("next", "Who knows, and what comes next", writer.next)
        add(
            "why", "Why this mail",
            [.text(notification.reason.words + "; the whole chain: fibrewatch incident why \(incident.id)")])
        add("sites", "All that it hits", writer.sites)
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
        if incident.alert != nil, !isOver { return "\(state) since \(context.clock(incident.opened)): \(failure)." }
        return isOver
            ? "\(state): \(objects.name(incident.best)), after \(lasted)."
            : "\(state) since \(context.clock(incident.opened)): \(MailSubject.impact(incident, objects)). Likely \(objects.failure(incident.best))."
    }

    /// For the coloured head: whom it hits, then the likely cause.
    var head: (String, String) {
        if isOver {
            let words = incident.impactedSites.isEmpty ? "" : ", \(MailSubject.impact(incident, objects)) meanwhile"
            return ("\(objects.name(incident.best)) is well again", "after \(lasted)\(words)")
        }
        if let alert = incident.alert { return (objects.name(incident.best), objects.cut(alert.text)) }
        return (MailSubject.impact(incident, objects), "Likely \(objects.failure(incident.best))")
    }

    var changes: [MailBody.Line] {
        context.recentChanges.filter { objects.isCleared($0.object) }.lines(limits.others) { change in
            .item("\(context.dayAndClock(change.time)) \(objects.name(change.object)): \(objects.cut(change.text))")
        }
    }

    private var lasted: String { ((incident.closed ?? notification.decided) - incident.opened).words }

    /// What a rule found, or what is assumed to have failed.
    private var failure: String {
        incident.alert.map { "\(objects.name(incident.best)): \(objects.cut($0.text))" } ?? objects.failure(incident.best)
    }

    var what: [MailBody.Line] {
        var lines: [MailBody.Line] = [.text(failure)]
        if let alert = incident.alert { lines.append(.text("Found by rule \(objects.cut(alert.rule)).")) }
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
        if let difference = context.clockSuspicion {
            let words = TimeSpan(milliseconds: abs(difference.milliseconds)).words
            lines.append(
                .text(
                    "The system's clock was set while the monitor ran: it now shows \(words) \(difference > .zero ? "more" : "less")."
                ))
        }
        if let closed = incident.closed { lines.append(.text("until \(context.moment(closed)), \(lasted)")) }
        return lines
    }

    var impact: [MailBody.Line] {
        if incident.alert != nil, incident.impactedSites.isEmpty { return [] }
        let counts = incident.impactedSites.count > 1 ? ": " + objects.siteCounts(incident.impactedSites) : ""
        var lines: [MailBody.Line] = [.text(MailSubject.impact(incident, objects) + (isOver ? " while it lasted" : "") + counts)]
        if let services { lines.append(.text(services)) }
        // On a phone the cause must not be pages below: a few names here, all of them at the end.
        let first = important.prefix(5).map(objects.shortName).joined(separator: ", ")
        let more = incident.impactedSites.count > 5 ? " and \(incident.impactedSites.count - 5) more, listed at the end" : ""
        if incident.impactedSites.count > 1 { lines.append(.text(first + more)) }
        if !incident.atRiskSites.isEmpty { lines.append(.text("\(incident.atRiskSites.count) more without a second way")) }
        return lines
    }

    /// `Without service: eDelivery (50 sites), eID (29)`, those that most sites miss first.
    private var services: String? {
        let lost = incident.impactedServices.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let most = lost.first else { return nil }
        let words = lost.prefix(limits.others).enumerated().map { number, service in
            "\(objects.shortName(service.key)) (\(service.value)\(number == 0 ? most.value == 1 ? " site" : " sites" : ""))"
        }
        return "Without service: " + words.joined(separator: ", ")
            + (lost.count > limits.others ? " and \(lost.count - limits.others) more" : "")
    }

    /// Data centres before hubs before municipalities before post offices.
    private var important: [ObjectID] {
        let rank = ["dc": 0, "hub": 1, "municipality": 2, "post": 3, "egov": 4]
        return incident.impactedSites.map { (rank[objects.site($0)?.kind ?? ""] ?? 5, $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// All sites, as far as there is room.
    var sites: [MailBody.Line] {
        incident.impactedSites.count < 2 ? [] : important.lines(limits.sites) { .item(siteLine($0)) }
    }

    private func siteLine(_ id: ObjectID) -> String {
        guard let site = objects.site(id), objects.isCleared(id) else { return objects.name(id) }
        let place = site.municipality.map { site.name.contains($0) ? "" : ", " + objects.cut($0) } ?? ""
        return objects.name(id) + place
            + (notification.level > .public ? site.contact.map { ", " + objects.cut($0) } ?? "" : "")
    }

    var cause: [MailBody.Line] {
        let facts = incident.evidence.count > limits.evidence ? incident.evidence.suffix(limits.evidence) : incident.evidence[...]
        return (incident.alert == nil ? [.text(objects.failure(incident.best))] : [])
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
            .text("See it, ask again, find whom to call:"),
            .command("fibrewatch incident show \(incident.id)"),
            .command("fibrewatch recheck \(objects.argument(incident.best))"),
            .command("fibrewatch contact \(objects.argument(incident.best))"),
        ]
    }

    var next: [MailBody.Line] {
        [
            .text(
                "Sent to \(notification.told.map(objects.cut).joined(separator: ", ")). This copy holds what level \(notification.level.rawValue) may read."
            ),
            .text(
                isOver
                    ? "This was the last mail about it."
                    : "A mail follows in this thread when cause or impact change, and when it is over."),
        ]
    }
}
