import Alerting
import ArgumentParser
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// `handover`: what the next shift must know: what is open and who has it, what was over, what is planned, how the monitor is.
struct HandoverCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "handover", abstract: "What the next shift must know, on one page.")

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("How far back (default 12h).", valueName: "time")) var since: TimeArgument?

    private struct Document: Encodable {
        struct Item: Encodable {
            var incident: IncidentDocument
            @OrNull var taken_by: String?
            @OrNull var taken_until: String?
            @OrNull var assignee: String?
            /// The incident of which a person said that this one is a part.
            @OrNull var part_of: String?
            /// Addresses for which a relay took a mail about it, and those for which one waits or none will ever be taken; each once.
            var mailed: [String]
            var waiting_for: [String]
            var refused: [String]
            /// Why nobody was mailed, or for what the mail waits; null where somebody was.
            @OrNull var silence: String?
            /// When the next people are told if nobody takes it.
            @OrNull var next_escalation: String?
            var notes: [String]
            /// One line for people; not part of the document.
            let line: String

            private enum CodingKeys: String, CodingKey {
                case incident, taken_by, taken_until, assignee, part_of, mailed, waiting_for, refused, silence, next_escalation,
                    notes
            }
        }
        struct Window: Encodable {
            var id: String, object: String, from: String, to: String, open: Bool, owner: String, reason: String
        }
        var at: String
        var open: [Item]
        var over: [Item]
        var planned: [Window]
        var troubles: [String]
        var waiting_mails: Int
    }

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).requiredStore()
        let now = global.at ?? .now
        let document = try document(store, now, since: since?.timestamp ?? now - .seconds(43_200))
        if global.wantsDocument { return try output.print(document: document) }
        var text = "Handover at \(now.rfc3339(utc: global.utc))\n"
        text += section("OPEN", document.open, empty: "nothing is broken")
        text += section("OVER", document.over, empty: "nothing ended")
        text += "\nPLANNED\n" + (document.planned.isEmpty ? "  no work now or in the next 24 h\n" : "")
        for window in document.planned {
            let state = window.open ? "open now, " : ""
            text +=
                "  \(window.id) \(window.object) \(state)\(window.from) to \(window.to), \(TerminalText.escaped(window.owner)): \(TerminalText.escaped(window.reason))\n"
        }
        text +=
            "\nMONITOR\n  "
            + (document.troubles.isEmpty ? "well" : document.troubles.map(TerminalText.escaped).joined(separator: "\n  "))
        text += "\n  \(document.waiting_mails) mails wait in the outbox\n"
        output.print(text)
    }

    private func document(_ store: Store, _ now: Timestamp, since: Timestamp) throws -> Document {
        let all = try store.incidents(at: global.at, limit: .max).filter { !$0.withdrawn }
        let wholes = try store.wholes(at: global.at)
        let windows = try store.maintenance(endingAfter: now).filter { $0.from < now + .seconds(86_400) }
        return Document(
            at: now.rfc3339(), open: try all.filter { $0.closed == nil }.map { try item($0, store, wholes, now) },
            over: try all.filter { ($0.closed.map { $0 >= since && $0 <= now }) ?? false }.map {
                try item($0, store, wholes, now)
            },
            planned: windows.map {
                .init(
                    id: $0.id, object: $0.object.rawValue, from: $0.from.rfc3339(utc: global.utc),
                    to: $0.to.rfc3339(utc: global.utc), open: $0.holds(at: now), owner: $0.owner, reason: $0.reason)
            }, troubles: try store.lastHeartbeat()?.troubles ?? ["it never ran on this state file"],
            waiting_mails: try store.outboxBacklog().people.count)
    }

    private func item(_ incident: Incident, _ store: Store, _ wholes: [String: String], _ now: Timestamp) throws -> Document.Item
    {
        let followUp = try IncidentFollowUp(incident.id, store, at: global.at, wholes: wholes)
        let recipients = followUp.mails.flatMap(\.recipients)
        let addresses = { (states: Set<String>) in
            Set(recipients.filter { states.contains($0.state) }.map(\.address)).sorted()
        }
        let last = try store.decisions(incident: incident.id).last { $0.at <= global.at ?? .distantFuture }
        let next = followUp.mails.compactMap(\.notification.nextStep).last { $0 > now }
        let isAwaited = incident.closed == nil && followUp.acknowledgement == nil
        return Document.Item(
            incident: IncidentDocument(incident), taken_by: followUp.acknowledgement?.by,
            taken_until: followUp.acknowledgement?.until?.rfc3339(utc: global.utc), assignee: followUp.assignee,
            part_of: followUp.whole, mailed: addresses(["accepted"]), waiting_for: addresses(["waiting"]),
            refused: addresses(["permanent", "expired"]), silence: recipients.isEmpty ? last.map(waits) : nil,
            next_escalation: isAwaited ? next?.rfc3339(utc: global.utc) : nil,
            notes: followUp.notes.map { "\($0.kind.rawValue) by \($0.by): \($0.text)" }, line: line(incident))
    }

    /// `it waits until 03:20:00: …`, or why nobody is told.
    private func waits(_ decision: StoredDecision) -> String {
        let reason = decision.reason.words { $0.clock(utc: global.utc, now: global.at ?? .now) }
        guard decision.verdict == "hold" else { return reason }
        let end = decision.until.map { " until \($0.rfc3339(utc: global.utc))" } ?? ""
        return "it waits\(end): \(reason)"
    }

    /// `i1 fault duct:u7 since 2026-11-22T03:12:44+01:00, 1 site cut off`
    private func line(_ incident: Incident) -> String {
        let time = { (time: Timestamp) in time.rfc3339(utc: global.utc) }
        let end = incident.closed.map { " until \(time($0))" } ?? ""
        let count = { (number: Int) in "\(number) site\(number == 1 ? "" : "s")" }
        var text = "\(incident.id) \(incident.kind.rawValue) \(incident.best) since \(time(incident.opened))\(end)"
        if let alert = incident.alert {
            text += ": \(alert.text)"
        } else if !incident.impactedSites.isEmpty {
            text += ", \(count(incident.impactedSites.count)) cut off"
        } else if incident.kind == .redundancy {
            text += ", \(count(incident.atRiskSites.count)) with one way left"
        }
        return text
    }

    private func section(_ title: String, _ items: [Document.Item], empty: String) -> String {
        var text = "\n\(title)\n"
        if items.isEmpty { text += "  \(empty)\n" }
        for item in items {
            let until = item.taken_until.map { " until \($0)" } ?? ""
            let taken = item.taken_by.map { "taken by \($0)\(until)" } ?? "nobody has it"
            text += "  \(TerminalText.escaped(item.line)), \(TerminalText.escaped(taken))\n"
            var more: [String] = []
            if let whole = item.part_of { more.append("part of \(whole)") }
            if let assignee = item.assignee { more.append("assigned to \(assignee)") }
            if !item.mailed.isEmpty { more.append("mailed: \(item.mailed.joined(separator: ", "))") }
            if !item.waiting_for.isEmpty { more.append("a mail waits for: \(item.waiting_for.joined(separator: ", "))") }
            if !item.refused.isEmpty { more.append("no relay took the mail for: \(item.refused.joined(separator: ", "))") }
            if let silence = item.silence { more.append("nobody was mailed: \(silence)") }
            if let next = item.next_escalation { more.append("if nobody takes it, the next are told at \(next)") }
            for line in more + item.notes { text += "      \(TerminalText.escaped(line))\n" }
        }
        return text
    }
}
