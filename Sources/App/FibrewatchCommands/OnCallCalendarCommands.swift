import Alerting
import ArgumentParser
import Foundation
import NetworkModel

/// `oncall export`: the duties to come as a calendar for people's own programs.
struct OnCallExportCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Duties to come as an iCalendar file (.ics).")

    static let forms: [OutputFormat] = []
    static let advice: String? =
        "it is an iCalendar file; `fibrewatch oncall show` has --json, --jsonl and --csv"

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: RotaSelection
    @Option(help: ArgumentHelp("How far ahead: 90d.", valueName: "span")) var next = "90d"
    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
    var output: String?

    func run() async throws {
        let out = Output(global)
        let policy = try global.alertsAlone().policy
        let named = try selection.rotas(of: policy, global)
        // A team with several roles has a rota for each; its name alone means that of no role.
        let rotas = named.count > 1 ? named.filter { selection.means($0) } : named
        guard let span = TimeSpan(text: next), span > .zero, span <= .seconds(3660 * 86_400), rotas.count == 1 else {
            out.complain(
                rotas.count == 1
                    ? "--next \"\(next)\" is no span of time up to ten years"
                    : "there are \(named.count) rotas; choose one with --team: \(named.map(\.id.rawValue).joined(separator: ", "))"
            )
            throw ExitCode.brokenConfiguration
        }
        let now = global.at ?? .now
        let text = DutyCalendar.text(rotas[0], from: now, to: now + span, people: policy.person, made: now)
        guard let output else { return out.print(text) }
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: output)) } catch {
            out.complain("\(output) cannot be written: \(error.localizedDescription)")
            throw ExitCode.unknown
        }
    }
}

/// `oncall import FILE.ics --team team:noc`: a calendar of duties as shifts for `rota.yaml`, on standard output.
struct OnCallImportCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read duties from an iCalendar file and print them as a rota.",
        discussion: """
            Each event is a duty of the person whom its ATTENDEE or SUMMARY names. Whatever is not understood is an error with its line, \
            and then nothing is printed.
            """)

    static let forms: [OutputFormat] = []

    @OptionGroup var global: GlobalOptions
    @Argument(help: ArgumentHelp("The calendar; - is standard input.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("The team, such as team:noc.", valueName: "team")) var team: String
    @Option(help: ArgumentHelp("The zone of the rota.", valueName: "zone")) var zone = "Europe/Belgrade"

    func run() async throws {
        let output = Output(global)
        let policy = try global.alertsAlone().policy
        guard let zone = WallZone(zone) else {
            output.complain("--zone \"\(zone)\" is no IANA zone such as Europe/Belgrade")
            throw ExitCode.brokenConfiguration
        }
        let data = file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let data, let text = String(validating: data, as: UTF8.self) else {
            output.complain("\(file) cannot be read, or is not UTF-8")
            throw ExitCode.brokenConfiguration
        }
        do throws(CalendarProblems) {
            let shifts = try DutyCalendar.shifts(text, zone: zone) { name in
                let found = policy.people.first {
                    $0.mail.lowercased() == name.lowercased() || $0.id.rawValue == name || $0.name == name
                }
                return found?.id
            }
            output.print(yaml(shifts, policy))
        } catch {
            for problem in error.list { output.complain("\(file):\(problem.line):1: \(problem.message)") }
            throw ExitCode.brokenConfiguration
        }
    }

    private func yaml(_ shifts: [Rota.Shift], _ policy: AlertPolicy) -> String {
        let id = team.contains(":") ? team : "team:" + team
        let fallback = policy.fallback.filter { !$0.isTeam }.map(\.rawValue).joined(separator: ", ")
        var text = "rota:\n  - team: \(id)\n    zone: \(zone)\n    fallback: [\(fallback)]\n    shifts:\n"
        for shift in shifts {
            let name =
                "\"" + shift.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").filter { !$0.isNewline } + "\""
            let rule = shift.rule.map { ", repeat: \"\($0.text)\"" } ?? ""
            let length = TimeSpan.seconds(shift.length).text
            let people = shift.people.map(\.rawValue).joined(separator: ", ")
            text += "      - {name: \(name), start: \"\(shift.start.text)\", for: \(length)\(rule), people: [\(people)]}\n"
        }
        return text
    }
}
