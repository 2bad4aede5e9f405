import ArgumentParser
import DeclaredFiles
import Foundation
import NetworkModel
import Rendering

/// `topology diff A B`: what changed between two networks, as text and as a picture.
struct TopologyDiffCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What differs between two networks; ends with 1 where anything does.",
        discussion: "Each is a folder of declared files, a network.json or a map that topology import reads.")

    @Argument(help: "The network before.")
    var before: String

    @Argument(help: "The network after.")
    var after: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Also draw it: a .svg, .png or .html file.", valueName: "file"))
    var output: String?

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let out = Output(global)
        let difference = try NetworkDifference(from: load(before, out), to: load(after, out))
        if global.wantsDocument {
            try out.print(rows: difference.changes.map(ChangeForm.init))
        } else if global.csv {
            var table = TextTable("OBJECT", "CHANGE", "FIELDS")
            for change in difference.changes {
                table.add(
                    .init(change.object.rawValue), .init(change.kind.rawValue),
                    .init(change.fields.joined(separator: "; ")))
            }
            out.print(table.csv)
        } else {
            out.print(text(difference))
        }
        if let output { try draw(difference, to: output, out) }
        if !difference.changes.isEmpty { throw ExitCode.problemFound }
    }

    private func load(_ path: String, _ out: Output) throws -> NetworkDocument {
        do throws(DeclaredErrors) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if isFolder.boolValue { return try DeclaredNetwork.load(path: path).document }
            guard path.hasSuffix(".json") else { return try MapImport.read(path: path).document }
        } catch {
            for problem in error.problems { out.complain(TerminalText.escaped(problem.description)) }
            throw ExitCode.brokenConfiguration
        }
        return try NetworkOptions.parse(["--network", path]).load(global).document
    }

    private func text(_ difference: NetworkDifference) -> String {
        if difference.changes.isEmpty { return "no difference\n" }
        let signs: [NetworkDifference.Change.Kind: String] = [.added: "+", .removed: "-", .changed: "~"]
        let lines = difference.changes.map { change in
            let fields = change.fields.isEmpty ? "" : "  " + change.fields.joined(separator: "; ")
            return TerminalText.escaped("\(signs[change.kind] ?? "?") \(change.object)\(fields)") + "\n"
        }
        let counts = [NetworkDifference.Change.Kind.added, .removed, .changed].map { kind in
            "\(difference.changes.count { $0.kind == kind }) \(kind.rawValue)"
        }
        return lines.joined() + counts.joined(separator: ", ") + "\n"
    }

    private func draw(_ difference: NetworkDifference, to path: String, _ out: Output) throws {
        guard let format = [ExportFormat.svg, .png, .html].first(where: { path.hasSuffix("." + $0.rawValue) }) else {
            throw ValidationError("\(path): the picture is a .svg, .png or .html file")
        }
        let (network, state) = difference.merged
        var options = MapOptions(title: "From \(before) to \(after)")
        options.stateWords = NetworkDifference.words
        do {
            try MapRequest(format: format, network: network, state: state, options: options).write(to: path)
        } catch {
            out.complain("\(path): \(error)")
            throw ExitCode.unknown
        }
        out.say("wrote \(path)")
    }
}

private struct ChangeForm: Encodable {
    var object: ObjectID
    var change: String
    var fields: [String]

    init(_ change: NetworkDifference.Change) {
        (object, self.change, fields) = (change.object, change.kind.rawValue, change.fields)
    }
}
