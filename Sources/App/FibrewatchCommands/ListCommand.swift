import Alerting
import ArgumentParser
import Foundation
import NetworkModel
import Rendering

/// `list KIND`: all objects of a kind, with their states.
struct ListCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List all objects of a kind, with their states.",
        discussion: "Kinds: \(ObjectKinds.listed.map(\.word).joined(separator: ", ")), persons, teams.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Argument(help: "sites, devices, links, segments, ducts, feeds, owners, services …")
    var kind: String

    func run() async throws {
        let output = Output(global)
        if ["persons", "person", "people", "teams", "team"].contains(kind.lowercased()) { return try listPeople(output) }
        guard let kind = ObjectKinds.kind(kind) else {
            output.complain(
                "\"\(kind)\" is no kind of object; it is one of \(ObjectKinds.listed.map(\.word).joined(separator: ", ")), persons, teams"
            )
            throw ExitCode.brokenConfiguration
        }
        let network = try global.declaredNetwork().network
        let states = try StateSource(global).states()
        let rows = ObjectKinds.objects(of: kind, in: network).map { ObjectRow($0, network, states) }
        try output.print(rows)
        output.say("\(rows.count) \(self.kind)")
    }

    /// Of `--alerts`: those of one kind, in the order of the files.
    private func listPeople(_ output: Output) throws {
        let wantsTeams = kind.lowercased().hasPrefix("team")
        let rows = PersonSheet.all(in: try global.alertsAlone().policy, at: global.at ?? .now)
            .filter { $0.id.isTeam == wantsTeams }.map(ObjectRow.init)
        try output.print(rows)
        output.say("\(rows.count) \(kind)")
    }
}
