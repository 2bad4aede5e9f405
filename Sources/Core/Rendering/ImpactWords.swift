import Alerting
import Diagnosis
import Foundation
import NetworkModel

/// What is behind the number of sites that an incident cut off, in words: `1 municipality, 4 municipal counters, 14 post offices, 9 with
/// eID counters; 11 open now; radio (LTE) backup holds for 3`.
///
/// Counters are the tags `eid` and `counters` of the sites, opening hours those of their calendars at `time`; of a site without a calendar
/// nothing is said. After the end it is told how it was while it lasted.
struct ImpactWords {
    let incident: Incident
    let objects: MailObjects
    let zone: TimeZone
    let time: Timestamp
    /// Sites at risk that hang on one way and on no standby link; they are told by themselves.
    var hanging: [ObjectID] = []

    private var words: MailWords { objects.words }
    private var network: Network { objects.network }
    private var end: Timestamp? { incident.closed }
    private var isOne: Bool { incident.sitesHitNow.count == 1 }

    /// Kinds with their counters, then hours, then backups; empty where there is nothing to say.
    var sentence: String { [counts, rest].filter { !$0.isEmpty }.joined(separator: "; ") }

    /// Hours and backups alone.
    var rest: String { [hours, backup].compactMap { $0 }.joined(separator: "; ") }

    /// `14 with eID counters, 4 municipal counters`, without the kinds of site: for a line in a list.
    var counters: String { counters(of: sites, all: "").joined(separator: ", ") }

    private var sites: [NetworkDocument.Site] { incident.sitesHitNow.compactMap(objects.site) }

    /// `1 municipality, 4 municipal counters, 9 post offices, 3 with eID counters`, the most important kinds first.
    private var counts: String {
        if isOne { return counters(of: sites, all: sites.first?.kind ?? "").joined(separator: ", ") }
        let rank = ["dc": 0, "hub": 1, "municipality": 2, "post": 3, "egov": 4]
        var kinds: [String: [NetworkDocument.Site]] = [:]
        for site in sites { kinds[site.kind, default: []].append(site) }
        var parts = kinds.sorted { (rank[$0.key] ?? 5, $0.key) < (rank[$1.key] ?? 5, $1.key) }.flatMap { kind, members in
            [objects.kindWords(objects.cut(kind), members.count)] + counters(of: members, all: kind)
        }
        let unknown = incident.sitesHitNow.count - sites.count
        if unknown > 0 { parts.append(objects.kindWords("", unknown)) }
        return parts.joined(separator: ", ")
    }

    /// - Parameter all: the kind of all of `sites`, empty where they are of several.
    private func counters(of sites: [NetworkDocument.Site], all kind: String) -> [String] {
        var parts: [String] = []
        let eid = sites.count { Self.number($0.tags["eid"]) > 0 }
        if eid > 0 { parts.append(words(eid == sites.count && !kind.isEmpty ? "impact.eid_all" : "impact.eid", n: eid)) }
        let counted = { (isMunicipal: Bool) in
            sites.filter { ($0.kind == "municipality") == isMunicipal }.reduce(0) { $0 + Self.number($1.tags["counters"]) }
        }
        if counted(true) > 0 { parts.append(words("impact.counters", n: counted(true))) }
        if counted(false) > 0 { parts.append(words("impact.counters_other", n: counted(false))) }
        return parts
    }

    /// What a tag counts: its number, 1 for a mere `yes`. What people write is bounded, so that sums are.
    private static func number(_ tag: String?) -> Int {
        guard let text = tag?.lowercased().filter({ $0 != " " }), !text.isEmpty else { return 0 }
        if let number = Int(text) { return min(max(number, 0), 100_000) }
        return ["yes", "true", "y", "da"].contains(text) ? 1 : 0
    }

    /// `11 open now`, `all closed until Mon 08:00`; nil where no calendar says.
    private var hours: String? {
        var members: [ObjectID: Int] = [:]
        for site in sites { if let calendar = site.calendar { members[calendar, default: 0] += 1 } }
        var (known, open) = (0, 0)
        var next: Timestamp?
        for (id, count) in members {
            guard case .calendar(let row)? = network[id],
                let hours = OpeningHours(network.document.calendars[Int(row)])
            else { continue }
            known += count
            if isOpen(hours) { open += count }
            if let opening = hours.nextOpening(after: time) { next = min(opening, next ?? opening) }
        }
        guard known > 0 else { return nil }
        if end != nil { return hoursBefore(known, open) }
        if open > 0 { return words(isOne ? "impact.open_one" : "impact.open", n: open) }
        guard let next else { return nil }
        let isAll = known == incident.sitesHitNow.count
        return words(
            isOne ? "impact.closed_one" : isAll ? "impact.closed" : "impact.closed_some", n: known, ["time": clock(next)])
    }

    private func hoursBefore(_ known: Int, _ open: Int) -> String? {
        if open > 0 { return words(isOne ? "impact.was_open_one" : "impact.was_open", n: open) }
        guard known == incident.sitesHitNow.count else { return nil }
        return words(isOne ? "impact.was_closed_one" : "impact.was_closed")
    }

    private func isOpen(_ hours: OpeningHours) -> Bool {
        guard let end else { return hours.isOpen(at: time) }
        return hours.isOpen(at: incident.opened) || !hours.occurrences(from: incident.opened, to: end).isEmpty
    }

    /// `08:00` on the day of the mail, `Mon 08:00` within the week, `23 Nov 08:00` later.
    private func clock(_ moment: Timestamp) -> String {
        let (then, today) = (LocalTime(moment, zone), LocalTime(time, zone))
        let clock = String(then.clock.prefix(5))
        if (then.year, then.month, then.day) == (today.year, today.month, today.day) { return clock }
        if moment - time < .seconds(6 * 86_400) { return "\(words.weekday(then)) \(clock)" }
        return words("date.short", ["day": "\(then.day)", "month": words.month(then), "clock": clock])
    }

    /// `radio (LTE) backup holds for 3`; nil where no declared standby link carries a site.
    private var backup: String? {
        let kinds = standby.values.reduce(into: Set<String>()) { $0.formUnion($1) }.sorted()
        guard !kinds.isEmpty else { return nil }
        let names = kinds.map { words.known("backup.\($0)") ?? objects.cut($0) }.joined(separator: ", ")
        return words(end == nil ? "impact.backup" : "impact.backup_over", n: standby.count, ["kinds": names])
    }

    /// Of the sites at risk those that a standby link carries, with the kinds of their links.
    private var standby: [ObjectID: Set<String>] {
        let sites = Set(incident.atRiskSites).subtracting(hanging)
        if sites.isEmpty { return [:] }
        var result: [ObjectID: Set<String>] = [:]
        for (row, link) in network.document.links.enumerated() where link.standbySeconds != nil {
            let site = network.document.sites[Int(network.siteOfDevice[Int(network.deviceA[row])])].id
            if sites.contains(site) { result[site, default: []].insert(link.kind) }
        }
        return result
    }

    /// Sites at risk of which neither a backup nor a last way was told.
    var otherwiseAtRisk: Int { Set(incident.atRiskSites).subtracting(hanging).subtracting(standby.keys).count }
}

extension MailMessage {
    /// The impact of an incident in one line, as a mail at `time` would say it to who may know everything: for a command. Empty where it
    /// hits no site.
    package static func impact(of incident: Incident, in context: MailContext, at time: Timestamp) -> String {
        let objects = MailObjects(network: context.network, level: .restricted, limits: MailLimits())
        if incident.sitesHitNow.isEmpty, incident.atRiskSites.isEmpty { return "" }
        let more = ImpactWords(incident: incident, objects: objects, zone: context.zone, time: time).sentence
        return MailText.line(MailSubject.impact(incident, objects) + (more.isEmpty ? "" : ": " + more))
    }
}
