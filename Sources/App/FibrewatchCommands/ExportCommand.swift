import ArgumentParser
import Diagnosis
import Foundation
import GraphLayout
import InventoryStore
import NetworkModel
import Rendering

extension ExportFormat: ExpressibleByArgument {}
extension MapOptions.Layer: ExpressibleByArgument {}
extension Level: ExpressibleByArgument {}

/// `export FORMAT`: the network as a graph, a map or a table, for other tools and for people.
struct ExportCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the network as a graph, a map or a table.",
        discussion: """
            The same network gives the same bytes. States and marked causes come from the state file where there is one. Restricted \
            objects and fields leave only with --level restricted, and then marked with who asked and when.
            """)

    @Argument(help: ArgumentHelp("One of: \(ExportFormat.allCases.map(\.rawValue).joined(separator: " ")).", valueName: "format"))
    var format: ExportFormat

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
    var output: String?

    @Option(help: "What becomes nodes and edges: site, ip (devices), optical or duct.")
    var layer: MapOptions.Layer?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Only these sites and what lies between them.", valueName: "site"))
    var only: [String] = []

    @Option(help: "Leave out what is above this level: public, internal or restricted.")
    var level = Level.internal

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Draw as if these objects had failed, instead of the known states.", valueName: "object"))
    var failed: [String] = []

    @Option(help: "Heading of the drawing.")
    var title: String?

    @OptionGroup var source: NetworkOptions
    static let forms: [OutputFormat] = []
    static let advice: String? = "the format is an argument, as in: fibrewatch export json"
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let out = Output(global)
        let whole = try source.load(global)
        let network = Network.compile(try limited(whole, out)).network
        let state = try state(whole, out)
        let request = MapRequest(format: format, network: network, state: state, options: options(whole))
        audit(out)
        guard let output else {
            if format.isBinary, isatty(STDOUT_FILENO) == 1 {
                throw ValidationError("\(format.rawValue) is no text; name a file with -o FILE")
            }
            return out.write(try bytes(of: request, out))
        }
        do {
            try request.write(to: output)
        } catch {
            out.complain("\(output): \(error)")
            throw ExitCode.unknown
        }
        out.say("wrote \(output): \(network.document.sites.count) sites, \(network.document.links.count) links")
    }

    /// Who takes a restricted map out is kept, where there is a state file to keep it in.
    private func audit(_ out: Output) {
        guard level == .restricted, FileManager.default.fileExists(atPath: global.database) else { return }
        let entry = AuditEntry(
            at: .now, actor: StateSource.person, verb: "export", object: output, reason: "level restricted",
            detail: format.rawValue)
        do {
            try Store.open(global.database, mode: .readWrite).audit(entry)
        } catch {
            out.complain("the export is not in the audit: \(error)")
        }
    }

    private func bytes(of request: MapRequest, _ out: Output) throws -> Data {
        do {
            return try request.bytes()
        } catch {
            out.complain("\(error)")
            throw ExitCode.unknown
        }
    }

    private func limited(_ whole: Network, _ out: Output) throws -> NetworkDocument {
        var document = whole.document.limited(to: level)
        let hidden = whole.document.sites.count - document.sites.count + whole.document.links.count - document.links.count
        if hidden > 0 { out.say("\(hidden) sites and links are above level \(level.rawValue) and were left out") }
        if !only.isEmpty { document = document.limited(toSites: try sites(whole)) }
        return document
    }

    private func sites(_ network: Network) throws -> Set<ObjectID> {
        try only.reduce(into: []) { wanted, name in
            let id = try network.object(named: name)
            switch network[id] {
            case .site: wanted.insert(id)
            case .device(let device): wanted.insert(network.siteID(network.siteOfDevice[Int(device)]))
            default: throw ValidationError("\(id) is no site; --only takes sites")
            }
        }
    }

    private func state(_ network: Network, _ out: Output) throws -> MapState {
        if !failed.isEmpty { return MapState.whatIf(network, failed: try failed.map { try network.object(named: $0) }) }
        return source.network == nil ? try StateSource(global).mapState(out) : .declared
    }

    private func options(_ network: Network) -> MapOptions {
        var options = MapOptions(layer: layer, title: title, mark: level.rawValue)
        guard level == .restricted else { return options }
        let reader = ProcessInfo.processInfo.userName
        options.mark += ", for \(reader), \(MapAge.utc(.now))"
        options.sitesLostAlone = network.sitesLostAlone
        return options
    }
}

extension StateSource {
    /// States and open causes of the state file at `--at`; as declared where there is no state file.
    func mapState(_ out: Output) throws -> MapState {
        guard let store = try store() else { return .declared }
        do {
            let states = try store.states(at: options.at).map { ($0.object, $0.state) }
            let causes = MapState.causes(of: try store.incidents(open: true, at: options.at))
            let asOf = try options.at ?? store.lastHeartbeat()?.at
            return MapState(
                states: Dictionary(states, uniquingKeysWith: { $1 }), causes: causes, asOf: states.isEmpty ? nil : asOf)
        } catch {
            out.complain("\(error)")
            throw ExitCode.unknown
        }
    }
}

extension Network {
    /// How many sites each object isolates when it fails alone.
    fileprivate var sitesLostAlone: [ObjectID: Int] {
        let redundancy = Redundancy(NetworkGraph(self))
        var lost: [ObjectID: Int] = [:]
        for (index, sites) in redundancy.ducts { lost[document.ducts[Int(index)].id] = sites.count }
        for (index, sites) in redundancy.links { lost[document.links[Int(index)].id] = sites.count }
        for (index, sites) in redundancy.devices { lost[document.devices[Int(index)].id] = sites.count }
        for (index, sites) in redundancy.sites { lost[document.sites[Int(index)].id] = sites.count }
        return lost
    }
}
