import ArgumentParser
import DeclaredFiles
import InventoryStore
import NetworkModel
import Rendering

/// `topology import FILE -o DIR`: a map of another tool becomes a declared network.
struct TopologyImportCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turn a map of another tool into a declared network.",
        discussion: """
            Reads GML and GraphML of the Internet Topology Zoo, GeoJSON, NetJSON, tables and JSON of NetBox, and GeoPackages of FiberQ and \
            others. Every node becomes a site with one device, every edge a link; FiberQ's routes become ducts. What was left out or changed \
            is listed with its place; then the exit code is 1.
            """)

    @Argument(help: ArgumentHelp("The map.", valueName: "file"))
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the declared files.", valueName: "dir"))
    var output: String?

    @Flag(help: "Only show what would be written.")
    var dryRun = false

    @Flag(help: "Write into a folder that holds other files.")
    var force = false

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if output == nil && !dryRun { throw ValidationError("name a folder with -o DIR, or ask for --dry-run") }
    }

    func run() async throws {
        let out = Output(global)
        let plan = try read(out)
        for problem in plan.problems { out.say(TerminalText.escaped(problem.description)) }
        try show(plan, out)
        if let output, !dryRun { try write(plan, to: output, out) }
        if plan.problems.contains(where: { $0.severity > .note }) { throw ExitCode.problemFound }
    }

    private func read(_ out: Output) throws -> MapImport {
        do throws(DeclaredErrors) {
            return try file.lowercased().hasSuffix(".gpkg") ? readPackage() : MapImport.read(path: file)
        } catch {
            for problem in error.problems { out.complain(TerminalText.escaped(problem.description)) }
            throw ExitCode.brokenConfiguration
        }
    }

    private func readPackage() throws(DeclaredErrors) -> MapImport {
        var content = GeoPackageContent()
        do { content = try GeoPackageFile.read(file) } catch {
            throw DeclaredErrors([
                DeclaredProblem(SourcePlace(path: file), "this file cannot be read as a GeoPackage: \(error)")
            ])
        }
        return try MapImport.read(content, path: file)
    }

    private func write(_ plan: MapImport, to folder: String, _ out: Output) throws {
        if !force, MapImport.wouldMix(into: folder) {
            out.complain("\(folder) holds other files; name a new folder, or give --force to write among them")
            throw ExitCode.brokenConfiguration
        }
        do throws(DeclaredErrors) {
            try plan.write(to: folder)
        } catch {
            for problem in error.problems { out.complain(TerminalText.escaped(problem.description)) }
            throw ExitCode.unknown
        }
        out.say("wrote \(plan.files.count) files to \(folder); look at them with: fibrewatch check --topology \(folder)")
    }

    private func show(_ plan: MapImport, _ out: Output) throws {
        let form = ImportForm(plan)
        if global.wantsDocument { return try out.print(document: form) }
        let verb = dryRun ? "would write" : "writes"
        var text = "\(plan.format) map \"\(TerminalText.escaped(plan.document.name))\": \(form.sites) sites "
        text += "(\(form.withoutPlace) without a place), \(form.devices) devices, \(form.links) links "
        text += "(\(form.parallelLinks) parallel, \(form.selfLoops) to themselves, \(form.linksWithSpeed) with a speed)"
        if form.ducts > 0 { text += ", \(form.ducts) ducts, \(form.segments) segments" }
        text += "; \(verb) "
        out.print(text + form.files.joined(separator: ", ") + "\n")
    }
}

/// `topology import --json`.
private struct ImportForm: Encodable {
    struct Problem: Encodable {
        var place: String
        var severity: String
        var message: String
    }

    enum CodingKeys: String, CodingKey {
        case name, format, sites, devices, links, ducts, segments, files, problems
        case withoutPlace = "sites_without_place"
        case parallelLinks = "parallel_links"
        case selfLoops = "self_loops"
        case linksWithSpeed = "links_with_speed"
    }

    var name: String
    var format: String
    var sites: Int
    var devices: Int
    var links: Int
    var ducts: Int
    var segments: Int
    var withoutPlace: Int
    var parallelLinks: Int
    var selfLoops: Int
    var linksWithSpeed: Int
    var files: [String]
    var problems: [Problem]

    init(_ plan: MapImport) {
        let document = plan.document
        name = document.name
        format = plan.format
        (sites, devices, links) = (document.sites.count, document.devices.count, document.links.count)
        (ducts, segments) = (document.ducts.count, document.segments.count)
        withoutPlace = document.sites.count { $0.lat == nil }
        selfLoops = document.links.count { $0.a.device == $0.b.device }
        let pairs = Set(document.links.map { [min($0.a.device, $0.b.device), max($0.a.device, $0.b.device)] })
        parallelLinks = links - pairs.count
        linksWithSpeed = document.links.count { $0.mbps != nil }
        files = plan.files.map(\.path)
        problems = plan.problems.map { Problem(place: $0.place.description, severity: $0.severity.rawValue, message: $0.message) }
    }
}
