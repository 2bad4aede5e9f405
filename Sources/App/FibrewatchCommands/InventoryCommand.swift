import ArgumentParser
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `inventory [SITE|DEVICE]`: what devices were seen to be and to have, with the first and the last time.
struct InventoryCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "Show devices, interfaces, modules, sensors and neighbours as they were seen.",
        discussion: """
            Without an argument one row a device, for a site its devices with their modules, for a device everything. \
            Rows that are no longer seen stay, with the time when they last were. Ends with 3 when nothing was seen yet.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A site or a device; all devices where left out.")
    var object: String?

    @Option(help: ArgumentHelp("Only device, interface, module, sensor or neighbour; may be repeated.", valueName: "kind"))
    var kind: [SeenRow.Kind] = []

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).requiredStore()
        let scope = try Scope(object, global)
        let kinds = kind.isEmpty ? scope.kinds : Set(kind)
        let rows: [SeenRow]
        do throws(StoreError) {
            rows = try SeenRow.rows(in: store, of: scope.devices, kinds: kinds)
        } catch {
            output.complain("\(error)")
            throw ExitCode.unknown
        }
        try output.print(rows, utc: global.utc)
        guard rows.isEmpty else { return }
        output.complain(
            "nothing was seen of \(object.map { "\"\($0)\"" } ?? "any device") yet; `fibrewatch run` asks devices for their inventory, "
                + "`fibrewatch probe HOST` asks one now")
        throw ExitCode.unknown
    }

    /// Which devices are meant, and what of them is shown unless told otherwise.
    private struct Scope {
        /// nil for all.
        var devices: Set<ObjectID>?
        var kinds: Set<SeenRow.Kind>

        init(_ object: String?, _ global: GlobalOptions) throws {
            guard let object else {
                (devices, kinds) = (nil, [.device])
                return
            }
            let network = try global.declaredNetwork().network
            let id = try network.object(named: object)
            switch id.kind {
            case .device: (devices, kinds) = ([id], Set(SeenRow.Kind.allCases))
            case .site:
                let there = network.document.devices.filter { $0.site == id }.map(\.id)
                (devices, kinds) = (Set(there), [.device, .module])
            default: throw ValidationError("\"\(object)\" is neither a site nor a device")
            }
        }
    }
}
