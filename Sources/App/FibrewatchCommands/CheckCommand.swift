import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `check`: every error and finding of the declared files in one run.
struct CheckCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check Topology/ and Alerts/ and list all errors with their places.",
        discussion: """
            Ends with 0 when nothing is wrong, 1 when the files can be used but a warning stands, 2 when they cannot be used. \
            Notes are shown and change nothing.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let report = CheckReport(topology: global.topology, alerts: global.alerts, database: global.database)
        if global.json {
            try print(report.json)
        } else if global.jsonl {
            try Output(global).print(rows: report.rows)
        } else if global.csv {
            Output(global).print(report.table.csv)
        } else {
            for problem in report.problems { print(problem) }
            if !global.quiet { print(report.summary) }
        }
        if report.worst == .error { throw ExitCode(2) }
        if report.worst == .warning { throw ExitCode(1) }
    }
}

/// What `check` found.
struct CheckReport {
    private(set) var problems: [DeclaredProblem] = []
    /// Rows of each list; empty when the network cannot be used.
    private(set) var counts: [(list: String, count: Int)] = []

    /// Records that the monitor found to be wrong by what it saw, the newest last.
    private(set) var suspects: [RecordSuspects.Row] = []

    /// - Parameter database: the monitor's state file; there need not be one.
    init(topology: String, alerts: String, database: String? = nil, now: Timestamp = .now) {
        var network: Network?
        do throws(DeclaredErrors) {
            let declared = try DeclaredNetwork.load(path: topology)
            network = declared.network
            counts = declared.counts
            problems = declared.findings + declared.secretFindings
            if let database { addSuspects(from: database, in: declared, now) }
        } catch {
            problems = error.problems
        }
        checkAlerts(alerts, network, now)
        problems = problems.inOrderOfPlace
    }

    private mutating func addSuspects(from database: String, in declared: DeclaredNetwork, _ now: Timestamp) {
        do throws(StoreError) {
            suspects = try RecordSuspects.rows(of: database, in: declared.network, at: now)
            problems += suspects.map { row in
                DeclaredProblem(
                    declared.place(of: row.object) ?? SourcePlace(path: database),
                    TerminalText.escaped(row.words), severity: .note)
            }
        } catch {
            let words = "records that the monitor suspects cannot be listed: \(error)"
            problems.append(DeclaredProblem(SourcePlace(path: database), words, severity: .note))
        }
    }

    private mutating func checkAlerts(_ path: String, _ network: Network?, _ now: Timestamp) {
        // A folder that was not asked for may be absent: who only keeps a map has no alerts.
        if path == GlobalOptions.defaultAlerts, !FileManager.default.fileExists(atPath: path) {
            problems.append(
                DeclaredProblem(SourcePlace(path: path), "there is no such folder, so nobody is told", severity: .note))
            return
        }
        var policy: AlertPolicy?
        do throws(DeclaredErrors) {
            let alerts = try DeclaredAlerts.load(path: path, network: network)
            policy = alerts.policy
            problems +=
                alerts.findings + DeclaredAlerts.diskFindings(path: path) + DeclaredAlerts.dutyFindings(path: path, from: now)
        } catch {
            problems += error.problems
        }
        guard FileManager.default.fileExists(atPath: path + "/tests") else { return }
        do throws(DeclaredErrors) {
            _ = try AlertTestFiles.load(path: path + "/tests", policy: policy, network: network)
        } catch {
            problems += error.problems
        }
    }

    var worst: DeclaredProblem.Severity? { problems.map(\.severity).max() }

    /// `10 errors, 1 warning; 48 sites, 96 devices, …`
    var summary: String {
        let found = DeclaredProblem.Severity.allCases.reversed().compactMap { severity -> String? in
            let count = problems.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }
        let lists = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.count == 1 ? String($0.list.dropLast()) : $0.list)" }
        let network = lists.isEmpty ? "" : "; " + lists.joined(separator: ", ")
        return (found.isEmpty ? "no errors" : found.joined(separator: ", ")) + network
    }

    var json: String {
        get throws {
            let document = JSONForm(
                problems: rows,
                counts: Dictionary(uniqueKeysWithValues: counts), record_suspects: suspects)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(document), as: UTF8.self)
        }
    }

    var rows: [Row] {
        problems.map {
            Row(
                path: $0.place.path, line: $0.place.line, column: $0.place.column,
                severity: $0.severity.rawValue,
                message: $0.message)
        }
    }

    var table: TextTable {
        var table = TextTable("PATH", "LINE", "COLUMN", "SEVERITY", "MESSAGE")
        for row in rows {
            table.add(
                .init(row.path), .init("\(row.line)"), .init("\(row.column)"), .init(row.severity),
                .init(row.message))
        }
        return table
    }

    /// One problem; line 0 means the file or folder as a whole.
    struct Row: Encodable {
        var path: String
        var line: Int
        var column: Int
        var severity: String
        var message: String
    }

    private struct JSONForm: Encodable {
        var problems: [Row]
        var counts: [String: Int]
        var record_suspects: [RecordSuspects.Row]
    }
}
