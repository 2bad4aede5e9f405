import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// What is broken, since when, who has it, how old the data is, and whether the monitor itself is well.
struct StatusReport: Encodable {
    struct OpenIncident: Encodable {
        var id: String
        var kind: Incident.Kind
        var best: ObjectID
        var candidates: [ObjectID]
        var opened: String
        var age_s: Int64
        var impacted_sites: [ObjectID]
        var impacted_services: [String: Int]
        var at_risk_sites: [ObjectID]
        var suppressed: Int
        /// Announced work accounts for it: it is told to nobody as long as that lasts.
        var planned = false
        @OrNull var paged: String?
        /// Who took it; nil: nobody yet.
        @OrNull var acknowledged_by: String?
        /// When that ends; null: when the incident closes, or nobody has it.
        @OrNull var acknowledged_until: String?
        /// Who works on it, as people said.
        @OrNull var assigned_to: String?
        /// The open incident of which a person said that this one is a part: it is no fault of its own.
        @OrNull var part_of: String?
        /// The rule that holds, and its words; null where a cause was found.
        @OrNull var rule: String?
        @OrNull var rule_text: String?
        /// When it opened, exactly; not part of the document.
        let since: Timestamp
        /// A rule or the monitor says that it can wait for the day; not part of the document.
        let canWait: Bool
        /// The incident from which it follows; not part of the document.
        let joins: String?

        private enum CodingKeys: String, CodingKey {
            case id, kind, best, candidates, opened, age_s, impacted_sites, impacted_services, at_risk_sites, suppressed, planned,
                paged
            case acknowledged_by, acknowledged_until, assigned_to, part_of, rule, rule_text
        }
    }

    struct Health: Encodable {
        /// `well`, `troubled`, `silent` (its last sign of life is too old) or `never` (it never ran here); `unknown` of a past time, of which
        /// nothing about it is kept.
        var state: String
        @OrNull var last_sign_of_life: String? = nil
        @OrNull var data_age_s: Int64? = nil
        var troubles: [String]
        /// The collectors that report to the monitor.
        var collectors: [CollectorState]
        /// Mails that somebody has not got, when the oldest was decided, and what a relay said last about one of them.
        var waiting_mails: Int
        @OrNull var oldest_waiting_mail: String? = nil
        @OrNull var oldest_waiting_mail_age_s: Int64? = nil
        @OrNull var last_mail_answer: Answer? = nil
        /// Targets of `Alerts/` that have not got something; nobody waits for that.
        var waiting_targets: [WaitingTarget]
    }

    struct WaitingTarget: Encodable {
        var target: String
        var waiting: Int
        @OrNull var oldest: String? = nil
        @OrNull var oldest_age_s: Int64? = nil
        @OrNull var last_answer: Answer? = nil
    }

    /// What was said about an attempt.
    struct Answer: Encodable {
        var at: String
        var age_s: Int64
        /// A relay, or `target:` and a target.
        var from: String
        var reply: String
    }

    struct CollectorState: Encodable {
        var id: ObjectID
        /// When its last row arrived; absent: none did since the monitor started.
        @OrNull var last_row: String? = nil
        /// Between that and the monitor's last sign of life.
        @OrNull var age_s: Double? = nil
        /// How far its clock is ahead of the monitor's.
        var ahead_s: Double
    }

    var at: String
    var monitor: Health
    var incidents: [OpenIncident]
    /// Devices by state; `expected` are those that are silent and may be, and not among the `unknown`; absent where only the monitor of
    /// the time knew.
    var devices: [String: Int]

    /// False where nothing is known of that past time: the monitor did not watch yet. Not part of the document.
    let wasWatched: Bool

    private enum CodingKeys: String, CodingKey { case at, monitor, incidents, devices }

    /// Older than this, the monitor's sign of life means that it does not run.
    static let silence = TimeSpan.seconds(60)

    /// `past` answers as of an earlier time, when nothing is said about the monitor's health of today.
    init(_ store: Store, at past: Timestamp?, now: Timestamp) throws {
        at = (past ?? now).rfc3339()
        let open = try store.incidents(open: true, at: past)
        let (known, wholes) = (Set(open.map(\.id)), try store.wholes(at: past))
        incidents = try open.map { incident in
            var item = OpenIncident(incident, at: past ?? now)
            try item.add(
                store.acknowledgements(incident: incident.id).inForce(at: past, now: now),
                store.notes(incident: incident.id).filter { $0.at <= past ?? .distantFuture })
            item.part_of = wholes[incident.id].flatMap { known.contains($0) ? $0 : nil }
            return item
        }
        let all = try store.states(at: past)
        let states = all.filter { $0.object.kind == .device }
        devices = Dictionary(
            uniqueKeysWithValues: ObjectState.allCases.map { state in (state.rawValue, states.count { $0.state == state }) })
        monitor = try past == nil ? Health(store, now: now) : Health(ofPast: store)
        let held = Set(try store.heldByWindow(open.map(\.id), at: past ?? now))
        wasWatched = past == nil || !open.isEmpty || !all.isEmpty
        notePlanned(held)
        if past == nil, monitor.state != "silent" { setApart(try store.lastHeartbeat()?.counts["expected_silent"] ?? 0) }
    }

    /// Marks what announced work accounts for: what Diagnosis found to be that, what waits for the end of a window, and what follows from it.
    private mutating func notePlanned(_ held: Set<String>) {
        let causes = Set(incidents.filter { $0.kind == .planned }.map(\.id)).union(held)
        for row in incidents.indices {
            let follows = incidents[row].joins.map { causes.contains($0) } ?? false
            incidents[row].planned = causes.contains(incidents[row].id) || follows
        }
    }

    /// What is silent because it may be is no gap in what is known.
    private mutating func setApart(_ expected: Int64) {
        let unknown = devices[ObjectState.unknown.rawValue] ?? 0
        let expected = min(unknown, Int(clamping: expected))
        devices[Self.expected] = expected
        devices[ObjectState.unknown.rawValue] = unknown - expected
    }

    /// The key of devices that are silent and may be.
    static let expected = "expected"

    /// Worst first: what hits most sites, then the oldest; at the end what is no problem.
    var worstFirst: [OpenIncident] {
        incidents.sorted {
            let (a, b) = ($0.isProblem ? 0 : 1, $1.isProblem ? 0 : 1)
            return (a, $1.impacted_sites.count, $0.opened, $0.id) < (b, $0.impacted_sites.count, $1.opened, $1.id)
        }
    }

    /// Those that stand by themselves: what people merged into another open one is told with that.
    var whole: [OpenIncident] { incidents.filter { $0.part_of == nil } }

    /// Those of them that are neither announced work nor silence that may be.
    var problems: [OpenIncident] { whole.filter(\.isProblem) }

    var planned: [OpenIncident] { whole.filter(\.planned) }

    /// What somebody has to be up for.
    var faults: [OpenIncident] {
        problems.filter { !$0.canWait && ($0.kind == .fault || $0.kind == .flapping || $0.kind == .monitoring) }
    }
}

extension StatusReport.OpenIncident {
    init(_ incident: Incident, at now: Timestamp) {
        since = incident.opened
        joins = incident.joins
        canWait = incident.alert?.urgency.map { $0 != .page } ?? false
        id = incident.id
        kind = incident.kind
        best = incident.best
        candidates = incident.candidates
        opened = incident.opened.rfc3339()
        age_s = (now - incident.opened).milliseconds / 1000
        impacted_sites = incident.impactedSites
        impacted_services = Dictionary(uniqueKeysWithValues: incident.impactedServices.map { ($0.key.rawValue, $0.value) })
        at_risk_sites = incident.atRiskSites
        suppressed = incident.suppressed.count
        paged = incident.paged?.rfc3339()
        rule = incident.alert?.rule
        rule_text = incident.alert?.text
        acknowledged_by = nil
        acknowledged_until = nil
        assigned_to = nil
        part_of = nil
    }

    /// Who took it and who works on it.
    mutating func add(_ acknowledgement: Acknowledgement?, _ notes: [IncidentNote]) {
        acknowledged_by = acknowledgement?.by
        acknowledged_until = acknowledgement?.until?.rfc3339()
        let assigned = notes.last { $0.kind == .assign }?.text
        assigned_to = assigned == IncidentNote.Kind.assign.takenBack ? nil : assigned
    }

    /// Something is broken that nobody announced, and that may not be off at this hour.
    var isProblem: Bool { !planned && kind != .expected }

    /// Who has it, in a few words.
    var takenWords: String {
        if let part_of { return "with \(part_of)" }
        if planned { return "planned work" }
        let names = [acknowledged_by, assigned_to.map { "assigned to \($0)" }].compactMap { $0 }
        return names.isEmpty ? "nobody yet" : names.joined(separator: ", ")
    }

    /// `link-down: down for 40 s`; nil where no rule holds.
    var ruleWords: String? { rule.map { rule in "\(rule): \(rule_text ?? "")" } }
}

extension StatusReport.Health {
    init(ofPast store: Store) throws {
        (state, troubles, collectors, waiting_targets) = ("unknown", [], [], [])
        waiting_mails = try store.outboxBacklog().people.count
    }

    init(_ store: Store, now: Timestamp) throws {
        let heartbeat = try store.lastHeartbeat()
        let backlog = try store.outboxBacklog()
        troubles = heartbeat?.troubles ?? []
        collectors = (heartbeat?.collectors ?? []).map { sign in
            StatusReport.CollectorState(
                id: sign.collector, last_row: sign.lastRow?.rfc3339(),
                age_s: sign.lastRow.flatMap { last in heartbeat.map { max(0, ($0.at - last).seconds) } },
                ahead_s: TimeSpan(milliseconds: sign.aheadMilliseconds).seconds)
        }
        last_sign_of_life = heartbeat?.at.rfc3339()
        data_age_s = heartbeat.map { max(0, (now - $0.at).milliseconds / 1000) }
        waiting_mails = backlog.people.count
        let age = { (time: Timestamp) in max(0, (now - time).milliseconds / 1000) }
        oldest_waiting_mail = backlog.people.oldest?.rfc3339()
        oldest_waiting_mail_age_s = backlog.people.oldest.map(age)
        last_mail_answer = backlog.people.answer.map { .init($0, now: now) }
        waiting_targets = backlog.targets.map { name, part in
            .init(
                target: name, waiting: part.count, oldest: part.oldest?.rfc3339(), oldest_age_s: part.oldest.map(age),
                last_answer: part.answer.map { .init($0, now: now) })
        }
        if let heartbeat {
            state = now - heartbeat.at > StatusReport.silence ? "silent" : troubles.isEmpty ? "well" : "troubled"
        } else {
            state = "never"
        }
    }
}

extension StatusReport.Answer {
    init(_ attempt: StoredNotification.Attempt, now: Timestamp) {
        at = attempt.at.rfc3339()
        age_s = max(0, (now - attempt.at).milliseconds / 1000)
        (from, reply) = (attempt.relay, attempt.reply)
    }
}
