import DeclaredFiles
import Diagnosis
import Foundation
import TestSupport
import Testing

/// The recorded episodes beside the clone, replayed and scored with the scorer that lies with them.
@Suite(.enabled(if: SharedData.isPresent, SharedData.absent)) struct SampleScenarioTests {
    @Test func `every recorded episode is answered, exactly and in time`() throws {
        let scenarios = SharedData.url.appendingPathComponent("scenarios")
        let results = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: results, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: results) }
        let names = try FileManager.default.contentsOfDirectory(atPath: scenarios.path).sorted().filter {
            FileManager.default.fileExists(atPath: scenarios.appendingPathComponent("\($0)/scenario.json").path)
        }
        for name in names {
            let replay = Replay(try ScenarioFiles(folder: scenarios.appendingPathComponent(name)))
            try replay.document.json.write(
                to: results.appendingPathComponent("\(name).json"), atomically: false, encoding: .utf8)
        }
        let score = try scored(scenarios, results)
        #expect(score["recall"] == 1)
        #expect(score["precision"] ?? 0 >= 0.97)
        #expect(score["clean"] == 1)
        #expect(score["delay_p50"] ?? 999 <= 60 && score["delay_p95"] ?? 999 <= 130)
    }

    /// The line ALL of the scorer's table.
    private func scored(_ scenarios: URL, _ results: URL) throws -> [String: Double] {
        let out = results.appendingPathComponent("table")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", scenarios.appendingPathComponent("score.py").path, "--scenarios", scenarios.path, "--results",
            results.path,
            "--json", out.path,
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let table = try JSONSerialization.jsonObject(with: Data(contentsOf: out)) as? [String: [String: Any]]
        return (table?["ALL"] ?? [:]).compactMapValues { ($0 as? NSNumber)?.doubleValue }
    }
}
