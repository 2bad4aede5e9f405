import ArgumentParser
import Foundation
import NetworkModel
import Rendering

/// `find TEXT`: objects by name, identifier, address, owner or contact.
struct FindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find objects by name, identifier, address, owner or contact.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Part of a name, in any case, with or without diacritics.")
    var text: String

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let states = try StateSource(global).states()
        let needle = Self.folded(text)
        let rows = ObjectKinds.listed.flatMap { ObjectKinds.objects(of: $0.kind, in: network) }
            .filter { Self.texts(of: $0, in: network).contains { Self.folded($0).contains(needle) } }
            .map { ObjectRow($0, network, states) }
        try output.print(rows)
        guard rows.isEmpty else { return }
        output.complain("nothing declared in \(global.topology) has \"\(text)\" in its name, identifier, address or owner")
        throw ExitCode.problemFound
    }

    private static func texts(of id: ObjectID, in network: Network) -> [String] {
        let sheet = ObjectSheet(of: id, in: network)
        let telling = ["name", "address", "aliases", "owner", "contact", "contract", "municipality", "ifName"]
        return [id.rawValue] + (sheet?.lines.filter { telling.contains($0.label) }.map(\.text) ?? [])
    }

    /// `Niš`, `nis` and `NIŠ` are one.
    private static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
