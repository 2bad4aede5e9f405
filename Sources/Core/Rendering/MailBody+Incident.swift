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
        let isOver = notification.kind == .recovery
        add("what", title: isOver ? "what_over" : nil, words, writer.what)
        add("since", words, writer.since)
        add("impact", title: isOver ? "impact_over" : nil, words, writer.impact)
        add("cause", title: isOver ? (writer.remarks.cause == nil ? "cause_over" : "cause_said") : nil, words, writer.cause)
        add("where", words, MailPlaces(objects: objects).lines(of: incident.best))
        add("others", words, writer.others)
        add("changes", words, writer.changes)
        add("commands", words, writer.commands)
        add("held_back", words, writer.heldBack.lines(limits.others, words) { .item(writer.held($0)) })
        add("next", words, writer.next)
        let chain = ["why": writer.why, "command": "fibrewatch incident why \(incident.id)"]
        add("why", words, [.text(words("why.chain", chain))])
        add("sites", title: isOver ? "sites_over" : nil, words, writer.sites)
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
        if isOver {
            let values = ["state": state, "object": objects.name(incident.best), "span": lasted, "cause": remarks.cause ?? ""]
            return words(remarks.cause == nil ? "summary.over" : "summary.over_said", values)
        }
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
                words(incident.isUndeclared == true ? "head.ended" : "head.well", ["object": objects.name(incident.best)]),
                words(incident.sitesHitNow.isEmpty ? "head.after" : "head.meanwhile", values)
            )
        }
        if let alert = incident.alert { return (objects.name(incident.best), objects.cut(words.fact(alert.text))) }
        return (MailSubject.impact(incident, objects), words("head.likely", ["failure": objects.failure(incident.best)]))
    }

    var remarks: MailRemarks { MailRemarks(objects: objects, context: context, isOver: isOver) }

    /// What was not sent meanwhile. That a mail waited for its own hold is no news of the incident.
    var heldBack: [HeldBack] {
        (notification.held ?? []).filter { held in
            if case .hold = held.reason { return false }
            return true
        }
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
        if incident.alert != nil, incident.sitesHitNow.isEmpty { return [] }
        let now = MailSubject.impact(incident, objects)
        let hit = isOver ? words("impact.lasted", ["impact": now]) : now
        let impact = ImpactWords(
            incident: incident, objects: objects, zone: context.zone, time: notification.decided,
            hanging: lostWays?.sites ?? [])
        var lines: [MailBody.Line] = [.text(impact.sentence.isEmpty ? hit : "\(hit): \(impact.sentence)")]
        if let services { lines.append(.text(services)) }
        // On a phone the cause must not be pages below: a few names here, the others at the end.
        if incident.sitesHitNow.count > 1 { lines.append(.text(names(important, listed: true))) }
        if let lostWays { lines.append(.text(words(of: lostWays))) }
        // Where nobody misses anything, that is what was said first.
        let (risk, isHit) = (impact.otherwiseAtRisk, incident.reach > 0)
        if risk > 0, isHit {
            lines.append(.text(words(isOver ? "impact.risk_over" : "impact.risk_more", n: risk)))
        }
        return lines
    }

    /// Five names, and how many more there are.
    /// - Parameter listed: they stand at the end of the mail, as far as there is room.
    private func names(_ sites: [ObjectID], listed: Bool) -> String {
        let first = sites.prefix(5).map(objects.shortName).joined(separator: ", ")
        guard sites.count > 5 else { return first }
        let counts = ["m": "\(limits.sites)", "k": "\(sites.count)"]
        let key = !listed ? "list.more" : sites.count > limits.sites ? "list.part_at_end" : "list.at_end"
        return first + " " + words(key, n: sites.count - 5, counts)
    }

    /// What hangs on one way because of it; that is all that an incident of lost redundancy says.
    private var lostWays: LostWays? {
        guard incident.kind == .redundancy, !incident.atRiskSites.isEmpty else { return notification.ways }
        return LostWays(
            sites: incident.atRiskSites, last: [incident.best] + incident.candidates.filter { $0 != incident.best })
    }

    /// `5 sites hang on one way now: A, B; the last way: duct:x`.
    private func words(of ways: LostWays) -> String {
        let list = ["list": names(ways.sites, listed: false)]
        if isOver { return words("impact.ways_over", n: ways.sites.count, list) }
        let last = ways.last.prefix(3).map(objects.name).joined(separator: ", ")
        let more = ways.last.count > 3 ? " " + words("list.more", n: ways.last.count - 3) : ""
        return words("impact.ways", n: ways.sites.count, list)
            + (ways.last.isEmpty ? "" : "; " + words("impact.last_ways", ["list": last + more]))
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
        return words(isOver ? "impact.services_over" : "impact.services", ["list": names.joined(separator: ", ") + more])
    }

    /// Data centres before hubs before municipalities before post offices.
    private var important: [ObjectID] {
        let rank = ["dc": 0, "hub": 1, "municipality": 2, "post": 3, "egov": 4]
        return incident.sitesHitNow.map { (rank[objects.site($0)?.kind ?? ""] ?? 5, $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// All sites, as far as there is room, and the command for all of them.
    var sites: [MailBody.Line] {
        let count = incident.sitesHitNow.count
        guard count > 1, limits.sites > 0 else { return [] }
        let lines = important.prefix(limits.sites).map { MailBody.Line.item(siteLine($0)) }
        guard count > limits.sites else { return lines }
        return lines + [
            .text(words("list.part", ["m": "\(limits.sites)", "k": "\(count)"])),
            .command("fibrewatch incident show \(incident.id)"),
        ]
    }

    private func siteLine(_ id: ObjectID) -> String {
        guard let site = objects.site(id), objects.isCleared(id) else { return objects.name(id) }
        let place = site.municipality.map { site.name.contains($0) ? "" : ", " + objects.cut($0) } ?? ""
        return objects.name(id) + place
            + (notification.level > .public ? site.contact.map { ", " + objects.cut($0) } ?? "" : "")
    }

    var cause: [MailBody.Line] {
        supposed + remarks.lines
            + groups.map { group in
                var seen = Set<ObjectID>()
                let members = group.map(\.object).filter { seen.insert($0).inserted }
                let names = members.prefix(4).map { objects.name($0) }.joined(separator: ", ")
                let more = members.count > 4 ? " + \(members.count - 4)" : ""
                return .item("\(context.clock(group[0].time)) \(names)\(more): \(fact(group[0].fact))")
            }
    }

    /// What people say that it was, and what was supposed.
    private var supposed: [MailBody.Line] {
        let failure = incident.alert == nil ? [MailBody.Line.text(objects.failure(incident.best))] : []
        guard let cause = remarks.cause else { return failure }
        if !isOver { return [.text(words("cause.known", ["cause": cause]))] + failure }
        let told = incident.alert == nil ? [words("cause.told", ["failure": objects.failure(incident.best)])] : []
        return [.text(cause)] + told.map { .text($0) }
    }

    /// Of a rule the last values; of a fault what was seen down rather than what was merely silent, the earliest of each; in time order.
    private var groups: [[Evidence]] {
        if incident.alert != nil { return together(incident.evidence.suffix(limits.evidence)) }
        let groups = together(incident.evidence[...])
        let proofs = groups.filter { $0[0].object.kind == .interface }
        let shown = (proofs + groups.filter { $0[0].object.kind != .interface }).prefix(limits.evidence)
        return shown.sorted { ($0[0].time, $0[0].object) < ($1[0].time, $1[0].object) }
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
        return [.text(words("next.sent", sent))] + (isOver ? [] : step) + [
            .text(words(isOver ? "next.last" : "next.follow"))
        ]
    }

    /// `If nobody takes it by 22 Nov 01:30, Борис Ћирић (second on call) is told.`
    private var step: [MailBody.Line] {
        guard let time = notification.nextStep else { return [] }
        let values = ["time": context.dayAndClock(time, words)]
        guard let readers = notification.nextReaders else { return [.text(words("next.escalates", values))] }
        if readers.isEmpty { return [.text(words("next.reminder", values))] }
        let more = readers.count > 4 ? " " + words("list.more", n: readers.count - 4) : ""
        let list = ["list": readers.prefix(4).map(named).joined(separator: ", ") + more]
        return [.text(words("next.names", n: readers.count, values.merging(list) { first, _ in first }))]
    }

    private func named(_ reader: NextReader) -> String {
        guard let role = reader.role else { return objects.cut(reader.name) }
        let values = ["name": objects.cut(reader.name), "role": objects.cut(role), "team": objects.cut(reader.team ?? "")]
        return words(["second", "duty", "lead"].contains(role) ? "next.\(role)" : "next.role", values)
    }
}
