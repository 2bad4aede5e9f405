import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `find TEXT`: objects by name, identifier, address, owner or contact, and what was seen by alias, MAC address or serial number.
struct FindCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find objects by name, identifier, address, owner or contact, things seen also by alias, MAC or serial number.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Part of a name, in any case, with or without diacritics; a MAC address in any writing.")
    var text: String

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let states = try StateSource(global).states()
        let needle = Self.folded(text)
        let rows =
            ObjectKinds.listed.flatMap { ObjectKinds.objects(of: $0.kind, in: network) }
            .filter { Self.texts(of: $0, in: network).contains { Self.folded($0).contains(needle) } }
            .map { ObjectRow($0, network, states) } + people(needle) + (try seen(output))
        try output.print(rows)
        guard rows.isEmpty else { return }
        output.complain(
            "nothing declared in \(global.topology) or seen so far has \"\(text)\" in its name, identifier, address, owner, alias or serial number"
        )
        throw ExitCode.problemFound
    }

    /// People and teams of `--alerts` by name, identifier or mail. Where it cannot be read nobody is found; `check` says why.
    private func people(_ needle: String) -> [ObjectRow] {
        guard let policy = try? DeclaredAlerts.load(path: global.alerts).policy else { return [] }
        return PersonSheet.all(in: policy, at: global.at ?? .now).filter { sheet in
            let texts = [sheet.id.rawValue, sheet.name] + sheet.facts.filter { $0.label == "mail" }.map(\.text)
            return texts.contains { Self.folded($0).contains(needle) }
        }.map(ObjectRow.init)
    }

    /// What devices were seen to have. A state file that is missing or cannot be searched takes nothing away from what is declared.
    private func seen(_ output: Output) throws -> [ObjectRow] {
        guard let store = try StateSource(global).store() else { return [] }
        do throws(StoreError) {
            return try store.search(text).map { ObjectRow($0, utc: global.utc) }
        } catch {
            output.say("what was seen is left out: \(error)")
            return []
        }
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
