import ArgumentParser
import Foundation
import NetworkModel

/// `demo`: the whole way, from a poll to a mail, on a simulated network on loopback.
struct DemoCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Watch a simulated network, cut a duct, read the mail, see the map.",
        discussion: """
            The declared network answers SNMP on 127.0.0.0/8; the monitor polls it; a duct is cut and mended. What is left \
            behind stands in --output: the state file, the mails and the map.
            """)

    static let forms: [OutputFormat] = []

    @OptionGroup var global: GlobalOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder for what the demo leaves behind; made anew.", valueName: "dir"))
    var output = "demo"

    @Option(help: ArgumentHelp("What to cut (default: the duct that isolates most sites).", valueName: "object"))
    var cut: String?

    @Option(help: ArgumentHelp("UDP port of the agents; 0 lets the kernel choose.", valueName: "port"))
    var port: UInt16 = 0

    func run() async throws {
        let terminal = Output(global)
        let network = try global.declaredNetwork().network
        let object = try cut.map { try network.object(named: $0) } ?? Demo.worstDuct(of: network)
        guard let object else {
            terminal.complain("no duct of \(global.topology) isolates any site; say what to cut with --cut")
            throw ExitCode.brokenConfiguration
        }
        do {
            var demo = Demo(
                network: network, object: object, folder: output, port: port, alerts: global.alerts, output: terminal)
            try await demo.run()
        } catch let problem as Demo.Problem {
            terminal.complain(problem.description)
            throw ExitCode.problemFound
        }
    }
}
