import Alerting
import ArgumentParser
import DeclaredFiles
import NetworkModel
import Rendering

/// `oncall show|who|check|export|import`: the rota.
struct OnCallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oncall", abstract: "Who is on duty: now, at a time, in the weeks to come; and whether somebody always is.",
        subcommands: [
            OnCallShowCommand.self, OnCallWhoCommand.self, OnCallCheckCommand.self, OnCallExportCommand.self,
            OnCallImportCommand.self,
        ],
        defaultSubcommand: OnCallWhoCommand.self)
}

/// Rotas of `--alerts`, all or those of one team.
struct RotaSelection: ParsableArguments {
    @Option(help: ArgumentHelp("Only this team, such as team:noc.", valueName: "team")) var team: String?

    /// Whether `--team` is the identifier of this very rota, not only of its team.
    func means(_ rota: Rota) -> Bool { team.map { rota.id == ObjectID($0.contains(":") ? $0 : "team:" + $0) } ?? false }

    func rotas(of policy: AlertPolicy, _ global: GlobalOptions) throws -> [Rota] {
        let id = team.map { ObjectID($0.contains(":") ? $0 : "team:" + $0) }
        let rotas = policy.rotas.filter { rota in id.map { rota.team == $0 || rota.id == $0 } ?? true }
        guard !rotas.isEmpty else {
            let output = Output(global)
            let advice = team.map { Wording.nearest(to: $0, among: policy.teams.map(\.id.rawValue)) ?? "" } ?? ""
            output.complain(
                team.map { "\(global.alerts) has no rota of \"\($0)\"\(advice.isEmpty ? "" : "; did you mean \"\(advice)\"?")" }
                    ?? "\(global.alerts) declares no rota; write Alerts/rota.yaml")
            throw ExitCode.brokenConfiguration
        }
        return rotas
    }
}

extension RotaTimetable.Source {
    /// For the column WHY.
    var words: String {
        switch self {
        case .shift(let name): name
        case .swap(let name, let instead): "\(name), swapped with \(instead)"
        case .override(let reason): "override\(reason.map { ": " + $0 } ?? "")"
        case .fallback: "nobody is on duty: fallback"
        }
    }

    var code: String {
        switch self {
        case .shift: "shift"
        case .swap: "swap"
        case .override: "override"
        case .fallback: "fallback"
        }
    }
}

/// A span of duty as commands print it.
struct DutyRow: Encodable {
    var team: String
    var from: String
    var to: String
    var hours: Double
    var people: [String]
    var names: [String]
    var source: String
    var reason: String

    init(_ span: RotaTimetable.Span, of rota: Rota, in policy: AlertPolicy, utc: Bool) {
        let zone = utc ? WallZone.utc : rota.zone
        let time = { (time: Timestamp) in
            let wall = zone.wall(time).text.replacing(" ", with: "T")
            // RFC 3339, section 5.6: the seconds are not left out.
            return wall + (wall.count == 16 ? ":00" : "") + (utc ? "Z" : zone.offsetText(time))
        }
        team = rota.id.rawValue
        (from, to) = (time(span.from), time(span.to))
        hours = (span.to - span.from).seconds / 3600
        people = span.people.map(\.rawValue)
        names = span.people.map { policy.person($0)?.name ?? $0.rawValue }
        (source, reason) = (span.source.code, span.source.words)
    }
}

/// `oncall show --next 30d`: the duties to come, each with its beginning, end and reason, on the wall of the rota's zone.
struct OnCallShowCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Duties from now on, in the rota's own zone.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: RotaSelection
    @Option(help: ArgumentHelp("How far ahead: 30d, 12h.", valueName: "span")) var next = "30d"

    func run() async throws {
        let output = Output(global)
        let policy = try global.alertsAlone().policy
        guard let span = TimeSpan(text: next), span > .zero, span <= .seconds(3660 * 86_400) else {
            output.complain("--next \"\(next)\" is no span of time up to ten years: write 30d or 12h")
            throw ExitCode.brokenConfiguration
        }
        let now = global.at ?? .now
        let rows = try selection.rotas(of: policy, global).flatMap { rota in
            RotaTimetable(rota, from: now, to: now + span).spans.map { DutyRow($0, of: rota, in: policy, utc: global.utc) }
        }
        if global.wantsDocument { return try output.print(rows: rows) }
        var table = TextTable("TEAM", "FROM", "TO", ">HOURS", "WHO", "WHY")
        for row in rows {
            let isGap = row.source == "fallback"
            table.add(
                .init(row.team), .init(row.from), .init(row.to),
                .init(row.hours.formatted(.number.precision(.fractionLength(0...1)))),
                .init(row.names.joined(separator: ", "), color: isGap ? .red : nil), .init(row.reason))
        }
        global.csv ? output.print(table.csv) : output.print(table)
    }
}

/// `oncall who --at TIME`: who is told by each team at a moment.
struct OnCallWhoCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "who", abstract: "Who is on duty now, or --at another time.",
        discussion: "Ends with 1 where nobody is and the fallback is told instead.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: RotaSelection

    func run() async throws {
        let output = Output(global)
        let policy = try global.alertsAlone().policy
        let now = global.at ?? .now
        let rows = try selection.rotas(of: policy, global).flatMap { rota in
            let table = RotaTimetable(rota, from: now - .seconds(40 * 86_400), to: now + .seconds(40 * 86_400))
            return table.span(at: now).map { [DutyRow($0, of: rota, in: policy, utc: global.utc)] } ?? []
        }
        if global.wantsDocument {
            try output.print(rows: rows)
        } else {
            var table = TextTable("TEAM", "WHO", "MAIL", "UNTIL", "WHY")
            for row in rows {
                let mails = row.people.map { policy.person(ObjectID($0))?.mail ?? "" }.joined(separator: ", ")
                table.add(
                    .init(row.team), .init(row.names.joined(separator: ", ")), .init(mails), .init(row.to), .init(row.reason))
            }
            global.csv ? output.print(table.csv) : output.print(table)
        }
        if rows.contains(where: { $0.source == "fallback" }) { throw ExitCode.problemFound }
    }
}

/// `oncall check`: gaps, overlaps, unknown people and hours that do not exist, in the next 30 days.
struct OnCallCheckCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Gaps, overlaps, unknown people and hours that the clocks skip, for 30 days from now or --at.",
        discussion:
            "Ends with 0 when somebody is always on duty and nothing is doubtful, 1 otherwise, 2 where the files are broken.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("How far ahead (default 30d).", valueName: "span")) var next = "30d"

    func run() async throws {
        let output = Output(global)
        guard let span = TimeSpan(text: next), span > .zero, span <= .seconds(3660 * 86_400) else {
            output.complain("--next \"\(next)\" is no span of time up to ten years: write 30d or 90d")
            throw ExitCode.brokenConfiguration
        }
        _ = try global.alertsAlone()
        let problems = DeclaredAlerts.dutyFindings(path: global.alerts, from: global.at ?? .now, for: span)
        if global.wantsDocument {
            try output.print(rows: problems.map { Row($0) })
        } else if global.csv {
            var table = TextTable("PATH", "LINE", "COLUMN", "SEVERITY", "MESSAGE")
            for row in problems.map({ Row($0) }) {
                table.add(
                    .init(row.path), .init("\(row.line)"), .init("\(row.column)"), .init(row.severity),
                    .init(row.message))
            }
            output.print(table.csv)
        } else {
            for problem in problems { output.print("\(problem)\n") }
            output.say(problems.isEmpty ? "somebody is always on duty" : "\(problems.count) findings")
        }
        if problems.contains(where: { $0.severity == .error }) { throw ExitCode.brokenConfiguration }
        if !problems.isEmpty { throw ExitCode.problemFound }
    }

    private struct Row: Encodable {
        var path: String, line: Int, column: Int, severity: String, message: String
        init(_ problem: DeclaredProblem) {
            (path, line, column) = (problem.place.path, problem.place.line, problem.place.column)
            (severity, message) = (problem.severity.rawValue, problem.message)
        }
    }
}

extension GlobalOptions {
    /// The policy of `--alerts` without a network to compare it with; its errors go to standard error and end the command with 2.
    func alertsAlone() throws -> DeclaredAlerts {
        do throws(DeclaredErrors) {
            return try DeclaredAlerts.load(path: alerts)
        } catch {
            Output(self).complain("\(error)")
            throw ExitCode.brokenConfiguration
        }
    }
}
