import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import NetworkModel

/// `alerts test`: the tests of `Alerts/tests/` against the rules, holds and routes of `Alerts/`.
struct AlertsTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests of Alerts/tests/ against the rules, holds and routes.",
        discussion: "Ends with 0 where all pass, with 1 where one fails, with 2 where one cannot be read.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: ArgumentHelp("A file or folder of tests (default: tests/ of --alerts).", valueName: "path")) var path: String?

    private struct Row: Encodable {
        var file: String, name: String, passed: Bool, mails: Int, failures: [String]
    }

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let policy = try global.declaredAlerts(for: network).policy
        let tests: [(file: String, test: AlertTest)]
        do throws(DeclaredErrors) {
            tests = try AlertTestFiles.load(path: path ?? global.alerts + "/tests", policy: policy, network: network)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode.brokenConfiguration
        }
        let rows = tests.map { file, test in
            let run = AlertTestRun(test, policy: policy, network: network)
            return Row(file: file, name: test.name, passed: run.failures.isEmpty, mails: run.mails.count, failures: run.failures)
        }
        if global.json {
            try output.print(json: rows)
        } else {
            for row in rows {
                output.print("\(row.passed ? "ok  " : "FAIL") \(row.file): \(row.name) (\(row.mails) mails)\n")
                for failure in row.failures { output.print("       \(failure)\n") }
            }
            output.say("\(rows.count) tests, \(rows.count { !$0.passed }) failed")
        }
        if rows.contains(where: { !$0.passed }) { throw ExitCode.problemFound }
    }
}
