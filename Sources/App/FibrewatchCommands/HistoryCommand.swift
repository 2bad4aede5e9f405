import ArgumentParser
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// `history --since 12h [OBJECT]`: what changed, what was told, what people did, in time order.
struct HistoryCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "What changed since a time: states, incidents, mails, people.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Only about this object.") var object: String?
    @Option(help: ArgumentHelp("From when (an age such as 12h, or a time).", valueName: "time")) var since: TimeArgument?

    private struct Row: Encodable {
        var t: String
        var kind: String
        var object: String
        var text: String
    }

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).requiredStore()
        let until = global.at ?? .now
        let from = since?.timestamp ?? until - .seconds(43_200)
        let id = object.map { name in
            (try? global.declaredNetwork().network.object(named: name)) ?? ObjectID(name)
        }
        let rows = try events(store, from, until, id).sorted { ($0.0, $0.1.text) < ($1.0, $1.1.text) }
        if global.wantsDocument { return try output.print(rows: rows.map(\.1)) }
        var table = TextTable("TIME", "WHAT", "OBJECT", "CHANGE")
        for (time, row) in rows {
            let shown = global.csv ? time.rfc3339(utc: global.utc) : time.clock(utc: global.utc, now: until)
            table.add(.init(shown), .init(row.kind), .init(row.object), .init(row.text))
        }
        if rows.isEmpty, !global.csv { return output.say("nothing changed since \(from.rfc3339(utc: global.utc))") }
        global.csv ? output.print(table.csv) : output.print(table)
    }

    private func events(_ store: Store, _ from: Timestamp, _ until: Timestamp, _ id: ObjectID?) throws -> [(Timestamp, Row)] {
        let make = { (time: Timestamp, kind: String, object: String, text: String) in
            (time, Row(t: time.rfc3339(), kind: kind, object: object, text: text))
        }
        var rows = try store.stateChanges(of: id, since: from, until: until, limit: .max).map {
            make($0.time, "state", $0.object.rawValue, $0.state.rawValue + ($0.incident.map { " (\($0))" } ?? ""))
        }
        for incident in try store.incidents(at: until, limit: .max) where id.map({ incident.candidates.contains($0) }) ?? true {
            if incident.opened >= from {
                rows.append(
                    make(incident.opened, "incident", incident.best.rawValue, "\(incident.id) opened: \(incident.kind.rawValue)"))
            }
            if let closed = incident.closed, closed >= from, closed <= until {
                rows.append(make(closed, "incident", incident.best.rawValue, "\(incident.id) closed"))
            }
        }
        for mail in try store.notifications(since: from, until: until) {
            let object = mail.notification.object?.rawValue ?? ""
            if let id, object != id.rawValue { continue }
            let people = mail.recipients.map(\.address).joined(separator: ", ")
            rows.append(
                make(
                    mail.notification.decided, "mail", object,
                    "\(mail.notification.kind.rawValue) to \(people): \(mail.state.rawValue)"))
        }
        for entry in try store.auditEntries(since: from, until: until) where id == nil || entry.object == id?.rawValue {
            rows.append(make(entry.at, "audit", entry.object ?? "", "\(entry.verb) by \(entry.actor): \(entry.reason)"))
        }
        return rows
    }
}
