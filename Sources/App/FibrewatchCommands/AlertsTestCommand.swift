import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import MonitorService
import NetworkModel
import Rendering

/// `alerts test`: the tests of `Alerts/tests/` against the rules, holds and routes of `Alerts/`.
struct AlertsTestCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests of Alerts/tests/ against the rules, holds and routes.",
        discussion: """
            A test plays what is measured, what breaks and what people do, or a recorded scenario, and compares the incidents and mails that \
            follow. Ends with 0 where all pass, with 1 where one fails, with 2 where one cannot be read.
            fibrewatch alerts test --only "after ten minutes" --trace
            """)

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A file or folder of tests (default: tests/ of --alerts).") var path: String?
    @Option(help: ArgumentHelp("Only tests with this in their name, whatever its case.", valueName: "text")) var only: String?
    @Flag(help: "Say what happened and was decided when.") var trace = false

    private struct Row: Encodable {
        struct Line: Encodable {
            /// Seconds from the beginning of the test.
            var after_s: Double
            var t: String
            var text: String
        }

        var file: String, name: String, passed: Bool, incidents: Int, mails: Int, failures: [String]
        /// With `--trace`.
        @OrNull var trace: [Line]? = nil
    }

    func validate() throws {
        if trace, global.csv {
            throw ValidationError("--trace has no row in --csv; there is --json and --jsonl")
        }
    }

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let policy = try global.declaredAlerts(for: network).policy
        var rows: [Row] = []
        for declared in try tests(policy, network, output) {
            let run = AlertTestRun(declared, policy: policy, network: network)
            let row = report(declared, run)
            rows.append(row)
            if global.forms.isEmpty { show(row, run, policy, output) }
            for note in run.notes { output.say(TerminalText.escaped("\(row.file): \(row.name): \(note)")) }
        }
        let failed = rows.count { !$0.passed }
        if global.wantsDocument {
            try output.print(rows: rows)
        } else if global.csv {
            output.print(table(rows).csv)
        } else {
            output.say("\(rows.count) \(rows.count == 1 ? "test" : "tests"), \(failed) failed")
        }
        if failed > 0 { throw ExitCode.problemFound }
    }

    private func table(_ rows: [Row]) -> TextTable {
        var table = TextTable("FILE", "NAME", "PASSED", "INCIDENTS", "MAILS", "FAILURES")
        for row in rows {
            table.add(
                .init(row.file), .init(row.name), .init("\(row.passed)"), .init("\(row.incidents)"),
                .init("\(row.mails)"),
                .init(row.failures.joined(separator: "; ")))
        }
        return table
    }

    private func tests(_ policy: AlertPolicy, _ network: Network, _ output: Output) throws -> [DeclaredAlertTest] {
        let all: [DeclaredAlertTest]
        do throws(DeclaredErrors) {
            all = try AlertTestFiles.load(path: path ?? global.alerts + "/tests", policy: policy, network: network)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode.brokenConfiguration
        }
        guard let only else { return all }
        let chosen = all.filter { $0.test.name.range(of: only, options: .caseInsensitive) != nil }
        if chosen.isEmpty {
            output.complain("no test has \"\(TerminalText.escaped(only))\" in its name; there are \(all.count) tests")
            throw ExitCode.brokenConfiguration
        }
        return chosen
    }

    private func report(_ declared: DeclaredAlertTest, _ run: AlertTestRun) -> Row {
        let record = run.record
        var row = Row(
            file: declared.file, name: declared.test.name, passed: run.failures.isEmpty,
            incidents: record.incidents.count { !$0.withdrawn }, mails: run.mails.count, failures: run.failures)
        if trace {
            row.trace = record.lines.map {
                Row.Line(after_s: ($0.at - record.start).seconds, t: $0.at.rfc3339(), text: $0.text)
            }
        }
        return row
    }

    /// One line, and under it what is not as expected; with `--trace` what led there.
    private func show(_ row: Row, _ run: AlertTestRun, _ policy: AlertPolicy, _ output: Output) {
        let mails = "\(row.mails) \(row.mails == 1 ? "mail" : "mails")"
        output.print(
            "\(row.passed ? "ok    " : "FAILED") \(TerminalText.escaped("\(row.file): \(row.name)")) (\(mails))\n")
        for failure in row.failures { output.print("       \(TerminalText.escaped(failure))\n") }
        guard trace else { return }
        // Whole sentences: nothing is cut to the width of a terminal.
        let wall = global.utc ? WallZone.utc : WallZone(policy.mail.zone) ?? .utc
        for line in run.record.lines {
            let after = AlertTestRecord.whole(line.at - run.record.start)
            let head = after + String(repeating: " ", count: max(1, 10 - after.count)) + wall.wall(line.at).text
            output.print("       \(head)  \(TerminalText.escaped(line.text))\n")
        }
    }
}
