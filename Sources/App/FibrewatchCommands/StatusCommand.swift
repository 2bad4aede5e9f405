import Alerting
import ArgumentParser
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `status`: what is broken now, since when, who has it; how old the data is; is the monitor itself well.
struct StatusCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What is broken now, since when, who has it, and whether the monitor is well.",
        discussion: "Ends with 0 also when something is broken; with --nagios with 0, 1, 2 or 3 as monitoring plugins do.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Flag(help: "One line with performance data, and the exit code of a monitoring plugin.")
    var nagios = false

    @Flag(help: "Show it anew every two seconds, until Ctrl-C.")
    var watch = false

    func validate() throws { if nagios { try global.refuseForms(beside: "--nagios") } }

    func run() async throws {
        let output = Output(global)
        guard !nagios else { return try nagiosLine(output) }
        guard watch else { return try show(output) }
        while !Task.isCancelled {
            // Home and clear only where somebody looks: a pipe gets one report after the other.
            if output.width != nil { output.print("\u{1B}[H\u{1B}[2J") }
            try show(output)
            try await Task.sleep(for: .seconds(2))
        }
    }

    private func show(_ output: Output) throws {
        let report = try report(output)
        guard report.wasWatched else {
            output.complain(
                "nothing was watched at \((global.at ?? .now).rfc3339(utc: global.utc)): nobody can say what was broken then")
            throw ExitCode.unknown
        }
        if global.wantsDocument { return try output.print(document: report) }
        if global.csv { return output.print(csv(report)) }
        output.print(Self.headline(report, output: output) + "\n")
        output.print(incidentTable(report))
        if report.monitor.collectors.count > 1 {
            let ages = report.monitor.collectors.map { collector in
                "\(collector.id.rawValue) \(collector.age_s.map { "\(Age(.seconds(Int64($0))).description) ago" } ?? "not heard yet")"
            }
            output.print("rows last came from: \(TerminalText.escaped(ages.joined(separator: ", ")))\n")
        }
        for line in waitingLines(report.monitor) { output.print(TerminalText.escaped(line) + "\n") }
        for trouble in report.monitor.troubles { output.print("monitor: \(TerminalText.escaped(trouble))\n") }
    }

    /// What waits for people, then what waits for programs: since when, and what was said about it last.
    private func waitingLines(_ health: StatusReport.Health) -> [String] {
        let count = health.waiting_mails
        let people =
            count == 0
            ? []
            : [
                waitingLine(
                    "for people: \(count) mail\(count == 1 ? "" : "s") waiting", health.oldest_waiting_mail_age_s,
                    health.last_mail_answer)
            ]
        return people
            + health.waiting_targets.map { target in
                waitingLine(
                    "for programs: \(target.waiting) waiting for target \(target.target)", target.oldest_age_s,
                    target.last_answer)
            }
    }

    private func waitingLine(_ what: String, _ oldest: Int64?, _ answer: StatusReport.Answer?) -> String {
        let now = Timestamp.now
        let since = oldest.map { " since \((now - .seconds($0)).clock(utc: global.utc, now: now))" } ?? ""
        guard let answer else { return "\(what)\(since); not tried yet" }
        let from = answer.from.hasPrefix(AlertPolicy.Target.prefix) ? "" : "\(answer.from): "
        return "\(what)\(since); last answer \(Age(.seconds(answer.age_s))) ago: \(from)\(answer.reply)"
    }

    private func report(_ output: Output) throws -> StatusReport {
        let store = try StateSource(global).requiredStore()
        do {
            return try StatusReport(store, at: global.at, now: store.monitorNow())
        } catch {
            output.complain("\(error)")
            throw ExitCode.unknown
        }
    }

    /// `2 incidents open · devices: 41 up, 1 down, 7 unobserved, 12 silent as expected, 0 unknown · monitor well, data 3 s old`
    static func headline(_ report: StatusReport, output: Output) -> String {
        let count = report.problems.count
        let broken = count == 0 ? "nothing is broken" : "\(count) incident\(count == 1 ? "" : "s") open"
        let open = report.planned.isEmpty ? broken : "\(broken), \(report.planned.count) planned"
        let devices = ["up", "down", "unobserved", StatusReport.expected, "unknown"].compactMap { state in
            report.devices[state].map { "\($0) \(state == StatusReport.expected ? "silent as expected" : state)" }
        }.joined(separator: ", ")
        return "\(open) · devices: \(devices) · \(monitorWords(report.monitor))"
    }

    private static func monitorWords(_ health: StatusReport.Health) -> String {
        let age = health.data_age_s.map { Age(.seconds($0)).description } ?? ""
        let count = health.waiting_mails
        let mails = count == 0 ? "" : ", \(count) mail\(count == 1 ? " waits" : "s wait") for people"
        switch health.state {
        case "well": return "monitor well, data \(age) old\(mails)"
        case "troubled": return "monitor troubled, data \(age) old\(mails)"
        case "unknown": return "as it was then"
        case "silent": return "the monitor does not run: data \(age) old\(mails)"
        default: return "the monitor never ran on this state file"
        }
    }

    private func incidentTable(_ report: StatusReport) -> TextTable {
        var table = TextTable("ID", "SINCE", "AGE", "KIND", "CAUSE", "HITS", "TAKEN BY", "RULE")
        let now = global.at ?? .now
        for incident in report.worstFirst {
            let others = incident.candidates.count - 1
            let hits =
                incident.impacted_sites.isEmpty
                ? incident.at_risk_sites.isEmpty ? "no site" : "\(incident.at_risk_sites.count) at risk"
                : "\(incident.impacted_sites.count) site\(incident.impacted_sites.count == 1 ? "" : "s")"
            table.add([
                .init(incident.id), .init(incident.since.clock(utc: global.utc, now: now)),
                .init(Age(.seconds(incident.age_s)).description),
                .init(incident.kind.rawValue, color: incident.kind == .fault ? .red : .yellow),
                .init(incident.best.rawValue + (others > 0 ? " or \(others) other\(others == 1 ? "" : "s")" : "")), .init(hits),
                .init(incident.takenWords), .init(incident.ruleWords ?? ""),
            ])
        }
        return table
    }

    /// The open incidents for a spreadsheet, worst first.
    private func csv(_ report: StatusReport) -> String {
        var table = TextTable(
            "ID", "OPENED", "AGE_S", "KIND", "BEST", "CANDIDATES", "IMPACTED_SITES", "AT_RISK_SITES", "ACKNOWLEDGED_BY",
            "ACKNOWLEDGED_UNTIL", "ASSIGNED_TO", "PART_OF", "RULE", "RULE_TEXT", "PLANNED")
        for incident in report.worstFirst {
            let texts: [String?] = [
                incident.id, incident.since.rfc3339(utc: global.utc), String(incident.age_s), incident.kind.rawValue,
                incident.best.rawValue, incident.candidates.map(\.rawValue).joined(separator: " "),
                String(incident.impacted_sites.count), String(incident.at_risk_sites.count), incident.acknowledged_by,
                incident.acknowledged_until, incident.assigned_to, incident.part_of, incident.rule, incident.rule_text,
                incident.planned ? "yes" : "no",
            ]
            table.add(texts.map { TextTable.Cell($0 ?? "") })
        }
        return table.csv
    }

    /// One line: what a plugin prints after `|` is data, and a second line is not shown.
    private static func warning(_ report: StatusReport) -> String {
        let count = report.problems.count
        let incidents = count == 0 ? [] : ["\(count) incident\(count == 1 ? "" : "s"), all taken or without impact"]
        let troubles = report.monitor.troubles.map { "monitor: \(TerminalText.escaped($0).replacing("|", with: "/"))" }
        return (incidents + troubles).joined(separator: "; ")
    }

    private static func wellWords(_ report: StatusReport) -> String {
        let count = report.planned.count
        return "nothing is broken" + (count == 0 ? "" : ", \(count) incident\(count == 1 ? "" : "s") of planned work")
    }

    /// Planned work, and silence that may be, is no problem. Monitoring-plugins: OK 0, WARNING 1 (only at risk or taken), CRITICAL 2 (a fault that nobody took), UNKNOWN 3 (no fresh data).
    private func nagiosLine(_ output: Output) throws {
        guard let report = try? report(output), report.wasWatched, report.monitor.state != "silent",
            report.monitor.state != "never"
        else {
            output.print("FIBREWATCH UNKNOWN - no fresh data from the monitor\n")
            throw ExitCode(3)
        }
        let open = report.faults.filter { $0.acknowledged_by == nil }
        let performance =
            "|"
            + ["up", "down", "unobserved", StatusReport.expected, "unknown"].map { "\($0)=\(report.devices[$0] ?? 0)" }.joined(
                separator: " ")
            + " incidents=\(report.problems.count) planned=\(report.planned.count) waiting_mails=\(report.monitor.waiting_mails) waiting_for_programs=\(report.monitor.waiting_targets.reduce(0) { $0 + $1.waiting }) data_age=\(report.monitor.data_age_s ?? 0)s"
        if let worst = open.max(by: { $0.impacted_sites.count < $1.impacted_sites.count }) {
            output.print(
                "FIBREWATCH CRITICAL - \(worst.best) hits \(worst.impacted_sites.count) sites (\(open.count) open)\(performance)\n"
            )
            throw ExitCode(2)
        }
        guard report.problems.isEmpty, report.monitor.state == "well" || report.monitor.state == "unknown" else {
            output.print("FIBREWATCH WARNING - \(Self.warning(report))\(performance)\n")
            throw ExitCode(1)
        }
        output.print("FIBREWATCH OK - \(Self.wellWords(report))\(performance)\n")
    }
}
