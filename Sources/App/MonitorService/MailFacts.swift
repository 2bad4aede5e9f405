import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// What a mail tells beside its incident, from the state file: what changed around the cause in the last day, how the monitor is.
/// What cannot be read is left out: a mail never waits for its adornments.
struct MailFacts {
    let store: Store
    let network: Network
    let zone: TimeZone

    /// Newest first, at most 12; before the incident, for what came with it stands in the mail anyway.
    func recentChanges(before notification: AlertNotification) -> [MailChange] {
        guard let incident = notification.incident, notification.kind == .problem || notification.kind == .update else {
            return []
        }
        let (from, to) = (incident.opened - .seconds(86_400), incident.opened - .seconds(30))
        let objects = related(to: incident)
        var changes: [MailChange] = []
        let seen = (try? store.stateChanges(ofAny: objects, since: .distantPast, until: to, limit: 400)) ?? []
        for change in Self.news(of: seen) where change.time >= from {
            changes.append(MailChange(time: change.time, object: change.object, text: "seen \(change.state.rawValue)"))
        }
        let before = (try? store.incidents(overlapping: objects, since: from, limit: 10)) ?? []
        for other in before where other.id != incident.id && other.opened < incident.opened {
            let end = other.closed.map { ", for \(($0 - other.opened).words)" } ?? ", still open"
            changes.append(MailChange(time: other.opened, object: other.best, text: "\(other.id), \(other.kind.rawValue)\(end)"))
        }
        for entry in (try? store.auditEntries(limit: 200)) ?? [] {
            guard entry.at >= from, entry.at < to, let object = entry.object, objects.contains(ObjectID(object)) else { continue }
            changes.append(
                MailChange(time: entry.at, object: ObjectID(object), text: "\(entry.verb) by \(entry.actor): \(entry.reason)"))
        }
        return Array(changes.sorted { ($1.time, $0.text) < ($0.time, $1.text) }.prefix(12))
    }

    /// What happened to objects: that one went down, or came back. How the monitor met it first is nothing that happened, nor that it looked
    /// away: `changes` in time order.
    static func news(of changes: [StateChange]) -> [StateChange] {
        var last: [ObjectID: ObjectState] = [:]
        return changes.filter { change in
            guard change.state == .up || change.state == .down else { return false }
            let before = last.updateValue(change.state, forKey: change.object)
            return before != nil && before != change.state
        }
    }

    /// What people entered about the incident, oldest first.
    func remarks(on notification: AlertNotification) -> [MailRemark] {
        guard let incident = notification.incident else { return [] }
        return ((try? store.notes(incident: incident.id)) ?? []).compactMap { note in
            MailRemark.Kind(rawValue: note.kind.rawValue).map { MailRemark($0, time: note.at, by: note.by, text: note.text) }
        }
    }

    /// The causes and what they consist of: links of a duct with both ends, devices of a site.
    private func related(to incident: Incident) -> Set<ObjectID> {
        var result = Set(incident.candidates.prefix(20)).union([incident.best])
        for id in result {
            switch network[id] {
            case .duct(let row): for link in network.linksOfDuct[row].prefix(40) { result.formUnion(parts(ofLink: link)) }
            case .segment(let row): for link in network.linksOfSegment[row] { result.formUnion(parts(ofLink: link)) }
            case .link(let row), .interface(let row, _): result.formUnion(parts(ofLink: row))
            case .site(let row): result.formUnion(network.devicesOfSite[row].map { network.document.devices[Int($0)].id })
            case .device(let row): for link in network.linksOfDevice[row].prefix(20) { result.formUnion(parts(ofLink: link)) }
            default: break
            }
        }
        return result
    }

    private func parts(ofLink row: Int32) -> [ObjectID] {
        let link = network.document.links[Int(row)]
        return [link.id, link.a.interface, link.b.interface]
    }

    private func clock(_ time: Timestamp) -> String {
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: time.seconds))
        return String((time + .seconds(Int64(offset))).clock.dropFirst(5).prefix(11))
    }

    /// The end of the audit chain, so that a chain that somebody wrote anew does not fit the mails that have left; a mismatch first.
    private var auditFacts: [String] {
        guard let head = try? store.auditHead(), let faults = try? store.auditFaults() else { return [] }
        return faults.prefix(5).map { "AUDIT BROKEN: \($0.message)" } + ["audit chain of \(head.rows) rows, head \(head.hash)"]
    }

    /// The monitor's own health, for the heartbeat.
    func health(_ health: MonitorHealth, at now: Timestamp) -> [String] {
        var lines = health.troubles.isEmpty ? ["the monitor is well"] : health.troubles.map { "TROUBLE \($0)" }
        if let beat = try? store.lastHeartbeat() {
            lines.append("running since \(clock(beat.started)), process \(beat.pid)")
            let counts = beat.counts
            if let sent = counts["snmp_sent"], let lost = counts["snmp_timeouts"] {
                lines.append("\(sent) requests sent, \(lost) not answered")
            }
        }
        if let states = try? store.states().filter({ $0.object.kind == .device }) {
            let words = ObjectState.allCases.map { state in "\(states.count { $0.state == state }) \(state.rawValue)" }
            lines.append("devices: " + words.joined(separator: ", "))
        }
        if let backlog = try? store.outboxBacklog() {
            if backlog.people.count > 0 { lines.append("\(backlog.people.count) mails wait in the outbox") }
            lines += backlog.targets.map { "\($0.part.count) notifications wait for target \($0.name)" }
        }
        if let day = try? store.mailCounts(since: now - .seconds(86_400)) {
            lines.append("last 24 h: \(day.sent) mails sent, \(day.suppressed) decisions not to send")
        }
        lines += auditFacts
        let asleep = ((try? store.auditEntries(limit: 50)) ?? []).filter { $0.verb == "asleep" && now - $0.at < .seconds(86_400) }
        return lines + asleep.map(\.reason)
    }
}
