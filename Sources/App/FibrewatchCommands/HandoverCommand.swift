import ArgumentParser
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// `handover`: what the next shift must know: what is open and who has it, what was over, what is planned, how the monitor is.
struct HandoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover", abstract: "What the next shift must know, on one page.")

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("How far back (default 12h).", valueName: "time")) var since: TimeArgument?

    private struct Document: Encodable {
        struct Item: Encodable {
            var incident: IncidentDocument
            var taken_by: String?
            var notes: [String]
        }
        struct Window: Encodable { var id: String, object: String, from: String, to: String, owner: String, reason: String }
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
        if global.json { return try output.print(json: document) }
        var text = "Handover at \(now.rfc3339(utc: global.utc))\n"
        text += section("OPEN", document.open, empty: "nothing is broken")
        text += section("OVER", document.over, empty: "nothing ended")
        text += "\nPLANNED\n" + (document.planned.isEmpty ? "  no work in the next 24 h\n" : "")
        for window in document.planned {
            text +=
                "  \(window.id) \(window.object) \(window.from) to \(window.to), \(window.owner): \(TerminalText.escaped(window.reason))\n"
        }
        text +=
            "\nMONITOR\n  "
            + (document.troubles.isEmpty ? "well" : document.troubles.map(TerminalText.escaped).joined(separator: "\n  "))
        text += "\n  \(document.waiting_mails) mails wait in the outbox\n"
        output.print(text)
    }

    private func document(_ store: Store, _ now: Timestamp, since: Timestamp) throws -> Document {
        let all = try store.incidents(at: global.at).filter { !$0.withdrawn }
        let item = { (incident: Incident) in
            Document.Item(
                incident: IncidentDocument(incident),
                taken_by: try store.acknowledgements(incident: incident.id).last { $0.holds(at: now) }?.by,
                notes: try store.notes(incident: incident.id).map { "\($0.kind.rawValue) by \($0.by): \($0.text)" })
        }
        let windows = try store.maintenance(endingAfter: now).filter { $0.from < now + .seconds(86_400) }
        return Document(
            at: now.rfc3339(), open: try all.filter { $0.closed == nil }.map(item),
            over: try all.filter { ($0.closed.map { $0 >= since && $0 <= now }) ?? false }.map(item),
            planned: windows.map {
                .init(
                    id: $0.id, object: $0.object.rawValue, from: $0.from.rfc3339(utc: global.utc),
                    to: $0.to.rfc3339(utc: global.utc),
                    owner: $0.owner, reason: $0.reason)
            }, troubles: try store.lastHeartbeat()?.troubles ?? ["it never ran on this state file"],
            waiting_mails: try store.outboxBacklog().count)
    }

    private func section(_ title: String, _ items: [Document.Item], empty: String) -> String {
        var text = "\n\(title)\n"
        if items.isEmpty { text += "  \(empty)\n" }
        for item in items.prefix(100) {
            let incident = item.incident
            text += "  \(incident.summary), \(item.taken_by.map { "taken by \(TerminalText.escaped($0))" } ?? "nobody has it")\n"
            for note in item.notes { text += "      \(TerminalText.escaped(note))\n" }
        }
        return text
    }
}
