import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import ScenarioGenerator

/// The generator against the recorded scenarios, and its own promises.
struct GeneratorTests {
    /// A root of a recorded truth file.
    struct RecordedRoot {
        var id: ObjectID
        var equivalent: [ObjectID]
        var role: String
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absent))
    func `causes that look alike are those of the recorded truths`() throws {
        var compared = 0
        for folder in try Self.recordedScenarios() {
            let className = try #require(Self.json(folder, "truth.json")["class"] as? String)
            // Elsewhere power traps, wrong records or roles of their own narrow the truth.
            guard ["link_cut", "duct_cut", "device_death", "two_faults", "recovery", "maintenance"].contains(className) else {
                continue
            }
            // The national network takes its time in a debug build; the maps say the same.
            if folder.lastPathComponent.contains("-nat-"), !SharedData.soak { continue }
            let scenario = try Self.json(folder, "scenario.json")
            let path = try #require(scenario["network"] as? String)
            let bytes = try [UInt8](Data(contentsOf: folder.appendingPathComponent(path)))
            let graph = NetworkGraph(Network.compile(try NetworkDocument(json: bytes)).network)
            let roots = try Self.roots(folder)
            let known = (scenario["known_down"] as? [String] ?? []).map { ObjectID($0) }
            for root in roots where root.role == "fault" {
                let standing = (known + roots.map(\.id).filter { $0 != root.id })
                    .compactMap { graph.network.failure(of: $0) }.reduce(Failure.nothing) { $0.union($1) }
                let breaks = try Self.breaks(folder, graph.network, on: root.id)
                let alike = Lookalikes(graph).causes(like: root.id, beside: standing, breaks: breaks)
                #expect(alike == root.equivalent.sorted(), "\(folder.lastPathComponent) \(root.id)")
                compared += 1
            }
        }
        #expect(compared >= 6)
    }

    @Test func `the same seed gives the same episode, another seed another`() {
        for className in SharedData.soak ? ["two_faults", "hard", "opening", "degraded"] : ["two_faults", "degraded"] {
            let first = ScenarioGenerator.scenario(className, seed: 5, size: 0).observations
            #expect(first == ScenarioGenerator.scenario(className, seed: 5, size: 0).observations)
            #expect(first != ScenarioGenerator.scenario(className, seed: 6, size: 0).observations)
        }
    }

    @Test func `every generated network compiles without a problem, and every root shows`() {
        for (number, className) in ScenarioGenerator.allClasses.enumerated() {
            // The largest networks take their time in a debug build.
            if !SharedData.soak, ScenarioGenerator.lifeClasses.contains(className), number % 3 > 0 { continue }
            for size in 0...(SharedData.soak ? 2 : number % 4 == 0 ? 1 : 0) {
                let scenario = ScenarioGenerator.scenario(className, seed: UInt64(100 + number), size: size)
                #expect(Network.compile(scenario.record).problems.isEmpty, "\(scenario.id)")
                #expect(className == "quiet" || !scenario.truth.roots.isEmpty, "\(scenario.id) has no root")
                for root in scenario.truth.roots { #expect(root.equivalent.contains(root.id), "\(scenario.id) \(root.id)") }
                let times = scenario.observations.map(\.time)
                #expect(times == times.sorted(), "\(scenario.id)")
            }
        }
    }

    @Test func `noise is as described`() {
        let scenario = ScenarioGenerator.scenario("quiet", seed: 9, size: 2)
        let polls = scenario.observations.filter { if case .ping = $0.kind { true } else { false } }
        let known = Set(scenario.facts.knownDown)
        let managed = scenario.record.devices.reduce(0) { $0 + $1.collectors.count }
        #expect(Double(polls.count) > 0.985 * Double(managed * 13) && polls.count < managed * 13)
        let failed = polls.filter { $0.kind == .ping(.timeout) && !known.contains($0.device) }
        #expect(Double(failed.count) < 0.006 * Double(polls.count))
    }

    static func recordedScenarios() throws -> [URL] {
        let folders =
            [SharedData.url.appendingPathComponent("scenarios")]
            + ["national", "life"].compactMap { SharedData.unpackedScenarios($0) }
        return try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                .map { folder.appendingPathComponent($0) }
                .filter { FileManager.default.fileExists(atPath: $0.appendingPathComponent("truth.json").path) }
        }
    }

    static func roots(_ folder: URL) throws -> [RecordedRoot] {
        let rows = try json(folder, "truth.json")["roots"] as? [[String: Any]] ?? []
        return rows.map { row in
            RecordedRoot(
                id: ObjectID(row["id"] as? String ?? ""), equivalent: (row["equivalent"] as? [String] ?? []).map { ObjectID($0) },
                role: row["role"] as? String ?? "")
        }
    }

    /// Measured distances to the break on links that `root` cuts.
    static func breaks(_ folder: URL, _ network: Network, on root: ObjectID) throws -> [Int32: Double] {
        let cut = Set(network.failure(of: root)?.links ?? [])
        let lines = try String(contentsOf: folder.appendingPathComponent("observations.jsonl"), encoding: .utf8).split(
            separator: "\n")
        return try lines.filter { $0.contains("\"otdr\"") }.reduce(into: [:]) { breaks, line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let id = row?["link"] as? String, case .link(let link)? = network[ObjectID(id)], cut.contains(link) else {
                return
            }
            breaks[link] = row?["value"] as? Double
        }
    }

    static func json(_ folder: URL, _ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appendingPathComponent(name))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
