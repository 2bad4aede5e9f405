import ArgumentParser
import Foundation
import GraphLayout
import NetworkModel
import Rendering

extension ExportFormat: ExpressibleByArgument {}
extension MapOptions.Layer: ExpressibleByArgument {}

/// `export FORMAT`: the network as a graph, a map or a list, for other tools and for people.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the network as a graph, a map or a table.",
        discussion: "The same network gives the same bytes. States and the marked cause come with what the monitor knows.")

    @Argument(help: ArgumentHelp("One of: \(ExportFormat.allCases.map(\.rawValue).joined(separator: " ")).", valueName: "format"))
    var format: ExportFormat

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
    var output: String?

    @Option(help: "What becomes nodes and edges: site, ip (devices), optical or duct.")
    var layer: MapOptions.Layer?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Only these sites and what lies between them.", valueName: "site"))
    var only: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Draw as if these objects had failed.", valueName: "object"))
    var failed: [String] = []

    @Option(help: "Heading of the drawing.")
    var title: String?

    @OptionGroup var source: NetworkOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let out = Output(global)
        let network = try source.load(global)
        var state = MapState.declared
        if !failed.isEmpty { state = MapState.whatIf(network, failed: try failed.map { try network.object(named: $0) }) }
        let text = try MapExport.text(format, of: network, state: state, options: MapOptions(layer: layer, title: title))
        guard let output else { return out.print(text) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
        out.say("wrote \(output): \(network.document.sites.count) sites, \(network.document.links.count) links")
    }
}

/// Renders with the help of Graphviz where a drawing has no coordinates to go by.
enum MapExport {
    static func text(_ format: ExportFormat, of network: Network, state: MapState, options: MapOptions) throws -> String {
        var options = options
        let map = NetworkMap(network, state: state, options: options, layer: format.usualLayer)
        if format.isDrawing, map.lacksPlaces {
            let points = try GraphLayout.positions(nodeCount: map.nodes.count, edges: map.edges.map { (a: $0.a, b: $0.b) })
            options.positions = Dictionary(zip(map.nodes.map(\.id), points)) { first, _ in first }
        }
        return try format.text(of: network, state: state, options: options)
    }
}
