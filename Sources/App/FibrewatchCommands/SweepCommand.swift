import ArgumentParser
import DeclaredFiles
import Foundation
import MonitorService
import NetworkModel
import Rendering
import SNMPCollector
import Synchronization

/// `sweep`: one pass over all devices.
struct SweepCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Ask every device once: who answers, which declared ports are down.",
        discussion: "Ends with 0 if all answered and all ports are up, with 1 if not, with 3 if nobody answered.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Which declared collector this is (default: the first).", valueName: "id"))
    var collector: String?

    @Option(help: ArgumentHelp("Seconds to wait for the last try.", valueName: "s"))
    var timeout = 2.0

    @Option(help: ArgumentHelp("Tries after the first.", valueName: "n"))
    var retries = 2

    func run() async throws {
        let output = Output(global)
        let rows = try await sweep(output)
        try print(rows, output)
        let silent = rows.count { $0.failure != nil }
        if silent == rows.count { throw ExitCode.unknown }
        if silent > 0 || rows.contains(where: { !$0.portsDown.isEmpty }) { throw ExitCode.problemFound }
    }

    private func sweep(_ output: Output) async throws -> [Sweep.Row] {
        var settings = MonitorSettings(topology: global.topology, alerts: global.alerts, database: global.database)
        settings.collector = collector.map { ObjectID(collector: $0) }
        settings.timeout = .milliseconds(Int64(max(0.05, min(timeout, 60)) * 1000))
        settings.retries = retries
        do {
            let declared = try Declared.loadNetwork(settings)
            for problem in declared.problems { output.say(problem) }
            let sweep = try Sweep(declared, settings: settings)
            let bar = Mutex(ProgressBar(total: sweep.devices.count, output))
            let rows = await sweep.rows { done in bar.withLock { $0.show(done) } }
            bar.withLock { $0.clear() }
            return rows
        } catch let errors as DeclaredErrors {
            for problem in errors.problems { output.complain(problem.description) }
            throw ExitCode.brokenConfiguration
        } catch let error as WatchedNetwork.UnknownCollector {
            output.complain("\(error)")
            throw ExitCode.brokenConfiguration
        } catch let error as SNMPEngineError {
            output.complain("\(error)")
            throw ExitCode.unknown
        }
    }

    private func print(_ rows: [Sweep.Row], _ output: Output) throws {
        if global.json { return try output.print(json: rows.map(Document.init)) }
        if global.jsonl { return try rows.forEach { try output.print(json: Document($0), pretty: false) } }
        var table = TextTable("DEVICE", "ADDRESS", "ANSWER", ">MS", "UP FOR", "PORTS")
        for row in rows {
            let answer: TextTable.Cell = row.failure.map { .init($0.description, color: .red) } ?? .init("answers", color: .green)
            table.add([
                .init(row.device.rawValue), .init(row.address), answer,
                .init(row.roundTripMilliseconds.map { ObjectSheet.number($0) } ?? ""),
                .init(row.upTimeSeconds.map { Age(TimeSpan(seconds: $0)).description } ?? ""), .init(Self.ports(row)),
            ])
        }
        if global.csv { return output.print(table.csv) }
        output.print(table)
        let down = rows.reduce(0) { $0 + $1.portsDown.count }
        output.say("\(rows.count { $0.failure == nil }) of \(rows.count) devices answer, \(down) declared ports are down")
    }

    private static func ports(_ row: Sweep.Row) -> String {
        guard row.failure == nil else { return "unknown" }
        var parts = ["\(row.portsUp) up"]
        if !row.portsDown.isEmpty { parts.append("down: " + row.portsDown.map(\.rawValue).joined(separator: " ")) }
        if !row.portsUnknown.isEmpty { parts.append("not found: " + row.portsUnknown.map(\.rawValue).joined(separator: " ")) }
        return parts.joined(separator: ", ")
    }

    private struct Document: Encodable {
        var device: ObjectID
        var address: String
        var answers: Bool
        @OrNull var failure: String? = nil
        @OrNull var rtt_ms: Double? = nil
        @OrNull var uptime_s: Double? = nil
        var ports_up: Int
        var ports_down: [ObjectID]
        var ports_unknown: [ObjectID]

        init(_ row: Sweep.Row) {
            (device, address, answers) = (row.device, row.address, row.failure == nil)
            failure = row.failure?.description
            rtt_ms = row.roundTripMilliseconds
            uptime_s = row.upTimeSeconds
            (ports_up, ports_down, ports_unknown) = (row.portsUp, row.portsDown, row.portsUnknown)
        }
    }
}
