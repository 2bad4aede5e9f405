import Alerting
import ArgumentParser
import DeclaredFiles
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `incident show ID`: cause, impact, evidence, who was told.
struct IncidentShowCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Everything about one incident.")

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The incident, such as i47 or 47.")
    var id: String

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).requiredStore()
        guard let incident = try store.incident(id, at: global.at) else { throw IncidentArgument.unknown(id, output) }
        let suspects = try suspects(incident, store)
        let followUp = try IncidentFollowUp(incident.id, store, at: global.at, wholes: store.wholes(at: global.at))
        if global.wantsDocument {
            var document = IncidentDocument(incident)
            document.record_suspects = suspects.map { .init(t: $0.time.rfc3339(), object: $0.object, fact: $0.detail) }
            return try output.print(document: IncidentSheetDocument(incident: document, followUp: FollowUpDocument(followUp)))
        }
        output.print(summary(incident, followUp).rendered(color: output.usesColor))
        printBelow(evidence(incident, suspects), output)
        printBelow(notes(followUp.notes), output)
        printBelow(mails(followUp.mails), output)
        let isFree = incident.closed == nil && followUp.acknowledgement == nil
        output.say(
            "\n`fibrewatch incident why \(incident.id)` tells how it was found"
                + (isFree ? "; `fibrewatch incident ack \(incident.id) -m REASON` takes it" : ""))
    }

    private func notes(_ notes: [IncidentNote]) -> TextTable {
        var table = TextTable("NOTE", "BY", "AT", "TEXT")
        for note in notes {
            table.add(
                .init(note.kind.rawValue), .init(note.by), .init(note.at.clock(utc: global.utc, now: global.at ?? .now)),
                .init(note.text))
        }
        return table
    }

    private func mails(_ mails: [StoredNotification]) -> TextTable {
        var table = TextTable("MAIL", "DECIDED", "TO", "STATE", "RELAY'S ANSWER")
        for mail in mails {
            let decided = mail.notification.decided.clock(utc: global.utc, now: global.at ?? .now)
            table.add([
                .init(mail.notification.kind.rawValue), .init(decided),
                .init(mail.recipients.map(\.address).joined(separator: ", ")), .init(mail.state.rawValue),
                .init(mail.attempts.last?.reply ?? "not tried yet"),
            ])
        }
        return table
    }

    /// Who has it and until when, and how it belongs together with others.
    private func add(_ followUp: IncidentFollowUp, to table: inout TextTable) {
        let now = global.at ?? .now
        if let whole = followUp.whole { table.add("part of", .init(whole)) }
        if !followUp.parts.isEmpty { table.add("with it", .init(followUp.parts.joined(separator: ", "))) }
        if let taken = followUp.acknowledgement {
            let end = taken.until.map { "until " + $0.clock(utc: global.utc, now: now) } ?? "until it closes"
            table.add(
                "taken by", .init("\(taken.by) at \(taken.at.clock(utc: global.utc, now: now)), \(end): \(taken.reason)"))
        } else {
            table.add("taken by", "nobody")
        }
        if let person = followUp.assignee { table.add("assigned to", .init(person)) }
        if let ticket = followUp.ticket { table.add("carrier's ticket", .init(ticket)) }
        if let cause = followUp.cause { table.add("it really was", .init(cause)) }
    }

    private func printBelow(_ table: TextTable, _ output: Output) {
        guard !table.rows.isEmpty else { return }
        output.print("\n")
        output.print(table)
    }

    private func summary(_ incident: Incident, _ followUp: IncidentFollowUp) -> TextTable {
        let now = global.at ?? .now
        var table = TextTable(incident.id, incident.withdrawn ? "withdrawn" : incident.closed == nil ? "open" : "closed")
        table.add("kind", .init(incident.kind.rawValue))
        if let cause = incident.joins { table.add("follows from", .init(cause)) }
        table.add(
            "since",
            "\(incident.opened.clock(utc: global.utc, now: now)), \(Age((incident.closed ?? now) - incident.opened).description)")
        add(followUp, to: &table)
        table.add(incident.kind == .redundancy ? "last way" : "likely cause", .init(incident.best.rawValue))
        let others = incident.candidates.filter { $0 != incident.best }
        if !others.isEmpty {
            table.add(
                incident.kind == .redundancy ? "and" : "as well possible", .init(others.map(\.rawValue).joined(separator: ", ")))
        }
        let network = try? DeclaredNetwork.load(path: global.topology).network
        if incident.kind != .redundancy, let network,
            let question = network.splittingQuestion(incident.best, incident.candidates)
        {
            table.add("to tell them apart", .init(MailMessage.question(question, in: network)))
        }
        if let network { addImpact(of: incident, network, &table) }
        table.add("isolated sites", .init(Self.list(incident.impactedSites)))
        let services = incident.impactedServices.sorted { $0.key < $1.key }.map {
            "\($0.key) at \($0.value) site\($0.value == 1 ? "" : "s")"
        }
        table.add("lost services", .init(services.isEmpty ? "none" : services.joined(separator: ", ")))
        if !incident.atRiskSites.isEmpty { table.add("without a second way", .init(Self.list(incident.atRiskSites))) }
        table.add("hidden behind it", .init(Self.list(incident.suppressed)))
        return table
    }

    /// Whom it hits, as its mails say it.
    private func addImpact(of incident: Incident, _ network: Network, _ table: inout TextTable) {
        var identity = AlertPolicy.MailIdentity()
        identity.zone = global.utc ? "UTC" : TimeZone.current.identifier
        let impact = MailMessage.impact(
            of: incident, in: MailContext(network: network, identity: identity), at: global.at ?? .now)
        if !impact.isEmpty { table.add("impact", .init(impact)) }
    }

    private static func list(_ ids: [ObjectID]) -> String { ids.isEmpty ? "none" : ids.map(\.rawValue).joined(separator: ", ") }

    private func evidence(_ incident: Incident, _ suspects: [Finding]) -> TextTable {
        var table = TextTable("TIME", "OBJECT", "FACT")
        for fact in incident.evidence {
            table.add(.init(fact.time.clock(utc: global.utc, now: .now)), .init(fact.object.rawValue), .init(fact.fact))
        }
        for suspect in suspects {
            table.add(
                .init(suspect.time.clock(utc: global.utc, now: .now)), .init(suspect.object.rawValue),
                .init("record suspect: \(suspect.detail)", color: .yellow))
        }
        return table
    }

    /// Records that what was seen while it lasted shows to be wrong, about its objects; each once.
    private func suspects(_ incident: Incident, _ store: Store) throws -> [Finding] {
        let end = min(incident.closed ?? .distantFuture, global.at ?? .distantFuture)
        var seen: Set<String> = []
        return try store.findings(since: incident.opened, until: end).filter { finding in
            finding.kind == .recordSuspect && finding.concerns(incident)
                && seen.insert("\(finding.object) \(finding.detail)").inserted
        }
    }
}

/// An incident named on the command line.
enum IncidentArgument {
    static func unknown(_ id: String, _ output: Output) -> ExitCode {
        output.complain("there is no incident \"\(id)\"; `fibrewatch incident list --all` lists them")
        return .brokenConfiguration
    }
}
