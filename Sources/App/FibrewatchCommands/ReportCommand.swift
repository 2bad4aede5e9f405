import Alerting
import ArgumentParser
import Foundation
import GraphLayout
import InventoryStore
import NetworkModel
import Rendering

/// `report weekly`: the week at the counters, for post and ministry people.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Reports for people who do not run the network.", subcommands: [ReportWeeklyCommand.self]
    )
}

extension Language: ExpressibleByArgument {}

struct ReportWeeklyCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "weekly",
        abstract: "Open counter-hours lost in the seven days before today (or --at), by municipality and cause; no cable detail.",
        discussion:
            "Text on standard output; -o FILE.html a page, -o FILE.pdf the same as PDF, by weasyprint or chromium where installed."
    )

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("en, sr-Latn or sr-Cyrl.", valueName: "language")) var language = Language.english
    @Option(name: .shortAndLong, help: ArgumentHelp("Write a page to this file.", valueName: "file")) var output: String?

    func validate() throws { if let output { try global.refuseForms(beside: "-o \(output)") } }

    private struct Document: Encodable {
        struct Row: Encodable { var name: String, counter_hours: Double }
        struct Cause: Encodable { var `class`: String, incidents: Int, counter_hours: Double }
        var from: String, to: String
        /// Since when anything is known; null: nothing is.
        @OrNull var watched: String? = nil
        var lost_counter_hours: Double, possible_counter_hours: Double
        var municipalities: [Row], worst: [Row], causes: [Cause], trend: [Double?]
    }

    func run() async throws {
        let out = Output(global)
        let network = try global.declaredNetwork().network
        let alerts = try global.declaredAlerts(for: network)
        let store = try StateSource(global).requiredStore()
        let incidents = try store.incidents(limit: 100_000)
        let zone = WallZone(alerts.policy.mail.zone) ?? .utc
        let now = global.at ?? .now
        let today = zone.wall(now).day
        let report = WeeklyReport(
            network, incidents, watched: try store.firstStateChange(), from: zone.moment(WallTime(day: today - 7)),
            to: zone.moment(WallTime(day: today)), now: now)
        if global.wantsDocument { return try out.print(document: document(report)) }
        if global.csv { return out.print(table(report).csv) }
        guard let output else {
            return out.print(report.text(in: language, zone: zone.name, catalogue: alerts.templates.catalogue))
        }
        let page = report.html(in: language, zone: zone.name, catalogue: alerts.templates.catalogue)
        do {
            let data = output.hasSuffix(".pdf") ? try PageConverter.pdf(fromHTML: page) : Data(page.utf8)
            try data.write(to: URL(fileURLWithPath: output))
        } catch {
            out.complain("\(output): \((error as? PageConverter.Problem)?.description ?? error.localizedDescription)")
            throw ExitCode.unknown
        }
    }

    /// One row for each place and cause.
    private func table(_ report: WeeklyReport) -> TextTable {
        var table = TextTable("LIST", "NAME", "INCIDENTS", "COUNTER_HOURS")
        for row in report.municipalities {
            table.add("municipality", .init(row.name), "", .init("\(row.counterHours)"))
        }
        for row in report.worst {
            table.add("worst", .init(row.name), "", .init("\(row.counterHours)"))
        }
        for cause in report.causes {
            table.add(
                "cause", .init(cause.kind.rawValue), .init("\(cause.incidents)"),
                .init("\(cause.counterHours)"))
        }
        return table
    }

    private func document(_ report: WeeklyReport) -> Document {
        let row = { (row: WeeklyReport.Row) in Document.Row(name: row.name, counter_hours: row.counterHours) }
        return Document(
            from: report.from.rfc3339(), to: report.to.rfc3339(), watched: report.watched?.rfc3339(),
            lost_counter_hours: report.lost,
            possible_counter_hours: report.possible,
            municipalities: report.municipalities.map(row), worst: report.worst.map(row),
            causes: report.causes.map { .init(class: $0.kind.rawValue, incidents: $0.incidents, counter_hours: $0.counterHours) },
            trend: report.trend)
    }
}
