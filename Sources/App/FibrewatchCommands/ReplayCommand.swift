import ArgumentParser
import DeclaredFiles
import Diagnosis
import Foundation
import NetworkModel

/// `replay DIR`: folds a recorded episode and prints the result document of SCENARIOS.md.
struct ReplayCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Replay a recorded episode and print what would have been found and told.",
        discussion:
            "Reads scenario.json, its network and observations.jsonl; never truth.json. The same input gives the same bytes.")

    /// The result document, always.
    static let forms: [OutputFormat] = [.json]

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("Folder of one scenario.", valueName: "dir"))
    var folder: String

    @Flag(help: "Say on standard error why each incident opened, changed and closed.")
    var trace = false

    func run() async throws {
        let files: ScenarioFiles
        do {
            files = try ScenarioFiles(folder: URL(fileURLWithPath: folder, isDirectory: true))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(2)
        }
        let replay = Replay(files, trace: trace ? { FileHandle.standardError.write(Data(($0 + "\n").utf8)) } : nil)
        for message in replay.messages { FileHandle.standardError.write(Data((message + "\n").utf8)) }
        FileHandle.standardOutput.write(Data(replay.document.json.utf8))
    }
}
