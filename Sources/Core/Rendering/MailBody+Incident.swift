import Alerting
import Diagnosis
import NetworkModel

// The mail about an incident, in the order in which a person at three in the morning needs it.

extension MailBody {
    init(_ notification: AlertNotification, of incident: Incident, in context: MailContext, limits: MailLimits) {
        let words = context.words(notification)
        let objects = MailObjects(network: context.network, level: notification.level, limits: limits, words: words)
        let writer = IncidentWriter(
            notification: notification, incident: incident, context: context, objects: objects, limits: limits)
        self.init(summary: writer.summary)
        (headline, subline) = writer.head
        add("what", words, writer.what)
        add("since", words, writer.since)
        add("impact", words, writer.impact)
        add("cause", words, writer.cause)
        add("where", words, MailPlaces(objects: objects).lines(of: incident.best))
        add("others", words, writer.others)
        add("changes", words, writer.changes)
        add("commands", words, writer.commands)
        add("held_back", words, (notification.held ?? []).lines(limits.others, words) { .item(writer.held($0)) })
        add("next", words, writer.next)
        let chain = ["why": writer.why, "command": "fibrewatch incident why \(incident.id)"]
        add("why", words, [.text(words("why.chain", chain))])
        add("sites", words, writer.sites)
    }
}

private struct IncidentWriter {
    let notification: AlertNotification
    let incident: Incident
    let context: MailContext
    let objects: MailObjects
    let limits: MailLimits

    private var words: MailWords { objects.words }
    private var isOver: Bool { notification.kind == .recovery }

    var summary: String {
        let state = MailSubject.state(notification, words)
        if isOver { return words("summary.over", ["state": state, "object": objects.name(incident.best), "span": lasted]) }
        var values = ["state": state, "clock": context.clock(incident.opened), "failure": failure]
        if incident.alert != nil { return words("summary.alert", values) }
        values["impact"] = MailSubject.impact(incident, objects)
        return words("summary.fault", values)
    }

    /// For the coloured head: whom it hits, then the likely cause.
    var head: (String, String) {
        if isOver {
            let values = ["span": lasted, "impact": MailSubject.impact(incident, objects)]
            return (
                words("head.well", ["object": objects.name(incident.best)]),
                words(incident.impactedSites.isEmpty ? "head.after" : "head.meanwhile", values)
            )
        }
        if let alert = incident.alert { return (objects.name(incident.best), objects.cut(words.fact(alert.text))) }
        return (MailSubject.impact(incident, objects), words("head.likely", ["failure": objects.failure(incident.best)]))
    }

    var changes: [MailBody.Line] {
        context.recentChanges.filter { objects.isCleared($0.object) }.lines(limits.others, words) { change in
            .item("\(context.dayAndClock(change.time, words)) \(objects.name(change.object)): \(fact(change.text))")
        }
    }

    /// Why this mail is sent.
    var why: String { objects.reason(notification.reason) { context.dayAndClock($0, words) } }

    /// `21 Nov 03:12: the last mail of this incident is younger than 5 min`
    func held(_ held: HeldBack) -> String {
        "\(context.dayAndClock(held.time, words)): \(objects.reason(held.reason) { context.dayAndClock($0, words) })"
    }

    /// What another part says, in the reader's language.
    private func fact(_ text: String) -> String { objects.cut(words.fact(MailText.line(text))) }

    private var lasted: String { ((incident.closed ?? notification.decided) - incident.opened).words }

    /// What a rule found, or what is assumed to have failed.
    private var failure: String {
        incident.alert.map { "\(objects.name(incident.best)): \(fact($0.text))" } ?? objects.failure(incident.best)
    }

    var what: [MailBody.Line] {
        var lines: [MailBody.Line] = [.text(failure)]
        if let alert = incident.alert { lines.append(.text(words("what.rule", ["rule": objects.cut(alert.rule)]))) }
        if let previous = notification.previous, notification.kind == .update, previous.best != incident.best {
            lines.append(.text(words("what.told", ["failure": objects.failure(previous.best)])))
        }
        if notification.kind == .update || notification.kind == .reminder || notification.kind == .escalation {
            lines.append(.text(words("what.new", ["why": why])))
        }
        if !incident.proven, !isOver { lines.append(.text(words("what.inferred"))) }
        return lines
    }

    var since: [MailBody.Line] {
        var lines: [MailBody.Line] = [.text(context.moment(incident.opened, words))]
        if let difference = context.clockSuspicion {
            let span = TimeSpan(milliseconds: abs(difference.milliseconds)).words
            lines.append(.text(words(difference > .zero ? "since.clock_more" : "since.clock_less", ["span": span])))
        }
        if let closed = incident.closed {
            lines.append(.text(words("since.until", ["moment": context.moment(closed, words), "span": lasted])))
        }
        return lines
    }

    var impact: [MailBody.Line] {
        if incident.alert != nil, incident.impactedSites.isEmpty { return [] }
        let now = MailSubject.impact(incident, objects)
        let hit = isOver ? words("impact.lasted", ["impact": now]) : now
        let counts = incident.impactedSites.count > 1 ? ": " + objects.siteCounts(incident.impactedSites) : ""
        var lines: [MailBody.Line] = [.text(hit + counts)]
        if let services { lines.append(.text(services)) }
        // On a phone the cause must not be pages below: a few names here, all of them at the end.
        let first = important.prefix(5).map(objects.shortName).joined(separator: ", ")
        let more = incident.impactedSites.count > 5 ? " " + words("list.at_end", n: incident.impactedSites.count - 5) : ""
        if incident.impactedSites.count > 1 { lines.append(.text(first + more)) }
        if !incident.atRiskSites.isEmpty { lines.append(.text(words("impact.risk_more", n: incident.atRiskSites.count))) }
        return lines
    }

    /// `Without service: eDelivery (50 sites), eID (29)`, those that most sites miss first.
    private var services: String? {
        let lost = incident.impactedServices.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !lost.isEmpty else { return nil }
        let names = lost.prefix(limits.others).enumerated().map { number, service in
            // What is counted is said once.
            number == 0
                ? words("impact.service", n: service.value, ["name": objects.shortName(service.key)])
                : "\(objects.shortName(service.key)) (\(service.value))"
        }
        let more = lost.count > limits.others ? " " + words("list.more", n: lost.count - limits.others) : ""
        return words("impact.services", ["list": names.joined(separator: ", ") + more])
    }

    /// Data centres before hubs before municipalities before post offices.
    private var important: [ObjectID] {
        let rank = ["dc": 0, "hub": 1, "municipality": 2, "post": 3, "egov": 4]
        return incident.impactedSites.map { (rank[objects.site($0)?.kind ?? ""] ?? 5, $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// All sites, as far as there is room.
    var sites: [MailBody.Line] {
        incident.impactedSites.count < 2 ? [] : important.lines(limits.sites, words) { .item(siteLine($0)) }
    }

    private func siteLine(_ id: ObjectID) -> String {
        guard let site = objects.site(id), objects.isCleared(id) else { return objects.name(id) }
        let place = site.municipality.map { site.name.contains($0) ? "" : ", " + objects.cut($0) } ?? ""
        return objects.name(id) + place
            + (notification.level > .public ? site.contact.map { ", " + objects.cut($0) } ?? "" : "")
    }

    var cause: [MailBody.Line] {
        (incident.alert == nil ? [.text(objects.failure(incident.best))] : [])
            + groups.map { group in
                var seen = Set<ObjectID>()
                let members = group.map(\.object).filter { seen.insert($0).inserted }
                let names = members.prefix(4).map { objects.name($0) }.joined(separator: ", ")
                let more = members.count > 4 ? " + \(members.count - 4)" : ""
                return .item("\(context.clock(group[0].time)) \(names)\(more): \(fact(group[0].fact))")
            }
    }

    /// Of a rule the last values; of a fault what was seen down before what was merely silent, the earliest of each.
    private var groups: [[Evidence]] {
        if incident.alert != nil { return together(incident.evidence.suffix(limits.evidence)) }
        let groups = together(incident.evidence[...])
        let proofs = groups.filter { $0[0].object.kind == .interface }
        return Array((proofs + groups.filter { $0[0].object.kind != .interface }).prefix(limits.evidence))
    }

    /// What is said of three objects or more within half a minute is one line: on a phone eight ports that went down are a page.
    private func together(_ facts: ArraySlice<Evidence>) -> [[Evidence]] {
        var groups: [[Evidence]] = []
        for fact in facts {
            let same = groups.firstIndex { $0[0].fact == fact.fact && fact.time - $0[0].time < .seconds(30) }
            if let same { groups[same].append(fact) } else { groups.append([fact]) }
        }
        return groups.flatMap { group in group.count < 3 ? group.map { [$0] } : [group] }
    }

    var others: [MailBody.Line] {
        if isOver { return [] }
        let rest = incident.candidates.filter { $0 != incident.best }
        let lines = rest.lines(limits.candidates, words) { .item(objects.failure($0)) }
        guard let question = context.network.splittingQuestion(incident.best, incident.candidates) else { return lines }
        return lines + [.text(words("others.split", ["question": objects.question(question)]))]
    }

    var commands: [MailBody.Line] {
        if isOver { return [] }
        return [
            .text(words("commands.take")),
            .command("fibrewatch incident ack \(incident.id) -m \"\(words("commands.reason"))\""),
            .text(words("commands.see")),
            .command("fibrewatch incident show \(incident.id)"),
        ] + about(incident.best)
    }

    private func about(_ object: ObjectID) -> [MailBody.Line] {
        let verbs = [("recheck", context.network.canBeAsked(object)), ("contact", context.network.canBeCalledAbout(object))]
        return verbs.filter(\.1).map { .command("fibrewatch \($0.0) \(objects.argument(object))") }
    }

    var next: [MailBody.Line] {
        let sent = [
            "people": notification.told.map(objects.cut).joined(separator: ", "),
            "level": words("level.\(notification.level.rawValue)"),
        ]
        let step = notification.nextStep.map {
            [MailBody.Line.text(words("next.escalates", ["time": context.dayAndClock($0, words)]))]
        }
        return [.text(words("next.sent", sent))] + (isOver ? [] : step ?? []) + [
            .text(words(isOver ? "next.last" : "next.follow"))
        ]
    }
}
