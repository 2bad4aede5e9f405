import ArgumentParser
import DeviceFacts
import Foundation
import MonitorService
import SNMPCollector

/// `probe HOST`: everything that fibrewatch sees on one device.
struct ProbeCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Ask one device over SNMP and show what it is, has and hears.",
        discussion: """
            Ends with 0 when the device answered to the end, 1 when it stopped answering on the way (what was read is shown), \
            3 when it did not answer at all.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions
    @OptionGroup var snmp: SNMPOptions

    @Argument(help: ArgumentHelp("Address or name, with :PORT where it is not 161.", valueName: "host[:port]"))
    var host: String

    @Option(
        help: ArgumentHelp(
            "Write the answers as a recording (.snmprec) with names, addresses and serial numbers replaced.", valueName: "file"))
    var record: String?

    func run() async throws {
        let output = Output(global)
        let target = try snmp.target(host, output)
        let result = try await inquire(target, output)
        let facts = DeviceFacts(result.view)
        let document = ProbeDocument(
            address: "\(target.address)", snmp: snmp.version.rawValue,
            walk: .init(
                requests: result.requests, varbinds: result.view.binds.count, seconds: (result.seconds * 1000).rounded() / 1000,
                findings: result.findings + facts.findings.map(\.description)),
            facts: facts)
        if let record { try write(result.view, to: record, output) }
        if global.json || global.jsonl {
            output.print(try document.json(compact: global.jsonl) + "\n")
        } else {
            ProbeReport(document).print(to: output)
        }
        if let failure = result.failure { output.complain("\(target.address): \(failure); what was read before is shown") }
        if !result.isComplete { throw ExitCode.problemFound }
    }

    private func inquire(_ target: SNMPTarget, _ output: Output) async throws -> DeviceInquiry.Result {
        let engine: SNMPEngine
        do { engine = try SNMPEngine(window: 64) } catch {
            output.complain("\(error)")
            throw ExitCode.unknown
        }
        defer { engine.stop() }
        do throws(SNMPFailure) {
            return try await DeviceInquiry(engine, target).run()
        } catch {
            output.complain(snmp.message(error, target))
            throw ExitCode.unknown
        }
    }

    private func write(_ view: MIBView, to file: String, _ output: Output) throws {
        let text = SNMPRecording.write(PrivateValues().replaced(in: view.binds))
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            output.say("\(file): \(view.binds.count) objects, private values replaced; read it before you give it away")
        } catch {
            output.complain("\(file): \(error.localizedDescription)")
            throw ExitCode.brokenConfiguration
        }
    }
}
