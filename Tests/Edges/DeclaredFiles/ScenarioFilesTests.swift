import DeclaredFiles
import Diagnosis
import Foundation
import NetworkModel
import TestSupport
import Testing

/// Episodes that are not as they should be: said with file and line, and never a crash.
@Suite struct ScenarioFilesTests {
    private static let network = """
        {"format":"fibrewatch-scenario/1","name":"one","sites":[{"id":"site:a","name":"A","kind":"hub"}],
         "devices":[{"id":"dev:a","site":"site:a","role":"core","collectors":["collector:c"]}],"links":[],
         "collectors":[{"id":"collector:c","device":"dev:a"}],"services":[]}
        """

    private func replay(
        header: String = #""horizon_s":600,"poll_interval_s":60"#, rows: String = "", mark: String = ""
    ) throws -> Replay {
        let folder = try TemporaryFolder()
        let scenario = #"{"format":"fibrewatch-scenario/1","id":"e1","network":"network.json","start":0,"# + header + "}"
        for (name, text) in [("network.json", Self.network), ("scenario.json", scenario), ("observations.jsonl", rows)] {
            try Data((mark + text).utf8).write(to: folder.url.appendingPathComponent(name))
        }
        return Replay(try ScenarioFiles(folder: folder.url))
    }

    private func row(_ time: String) -> String {
        #"{"t":\#(time),"collector":"collector:c","device":"dev:a","kind":"ping","value":"timeout"}"#
    }

    @Test(arguments: ["1e300", "-1e300", "9223372036854775807", "1e999"])
    func `a row from beyond all time is skipped with its line, and the rest is read`(_ time: String) throws {
        let replay = try replay(rows: [row("5"), row(time), row("65")].joined(separator: "\n"))
        #expect(replay.messages.count == 1)
        #expect(replay.messages.first?.hasPrefix("observations.jsonl:2: \"t\" is ") == true, "\(replay.messages)")
    }

    @Test(arguments: [
        (#""horizon_s":1e300,"poll_interval_s":60"#, "horizon_s"), (#""horizon_s":600,"poll_interval_s":0"#, "poll_interval_s"),
        (#""horizon_s":600,"poll_interval_s":-60"#, "poll_interval_s"),
        (#""horizon_s":600,"poll_interval_s":60,"hold_s":1e300"#, "hold_s"),
        (#""horizon_s":600,"poll_interval_s":60,"maintenance":[{"object":"dev:a","from":0,"to":1e300}]"#, "maintenance.to"),
    ])
    func `times with which nothing can be reckoned are refused with their field`(_ header: String, _ field: String) throws {
        let error = #expect(throws: ScenarioFilesError.self) { try replay(header: header) }
        #expect(error?.description.contains("scenario.json: \(field) is ") == true, "\(error.map(\.description) ?? "")")
    }

    @Test func `a byte order mark before each file changes nothing`() throws {
        let rows = [row("5"), row("65"), row("125"), row("185")].joined(separator: "\n")
        let (plain, marked) = (try replay(rows: rows), try replay(rows: rows, mark: "\u{FEFF}"))
        #expect(marked.messages.isEmpty && marked.document.json == plain.document.json)
    }

    @Test func `what was known beforehand of objects that the network does not have is said`() throws {
        let known = #","known_down":["dev:gone"],"maintenance":[{"object":"duct:gone","from":0,"to":60}]"#
        let messages = try replay(header: #""horizon_s":600,"poll_interval_s":60"# + known).messages
        #expect(messages.count == 2 && messages[0].contains("known_down names dev:gone"))
        #expect(messages.last?.contains("maintenance names duct:gone") == true, "\(messages)")
    }
}
