import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import NetworkModel
import ScenarioGenerator
import TestSupport
import Testing

@testable import MonitorService

/// Tests of rules that play a recorded episode through diagnosis and alerting.
struct RuleTestEpisodeTests {
    private static func episode(_ scenario: GeneratedScenario) throws -> ScenarioFiles {
        let folder = try TemporaryFolder()
        try scenario.write(into: folder.url)
        return try ScenarioFiles(folder: folder.url.appendingPathComponent(scenario.id))
    }

    private static func test(_ rows: String = "") throws -> AlertTest {
        let text = #"{"name":"one","scenario":"x","incidents":[]\#(rows.isEmpty ? "" : ",")\#(rows)}"#
        return try JSONDecoder().decode(AlertTest.self, from: Data(text.utf8))
    }

    private static let policy: AlertPolicy = {
        var policy = AlertPolicy()
        policy.people = [.init(id: "person:noc", name: "NOC", mail: "noc@network.example")]
        policy.routes = [.init(name: "all", to: ["person:noc"])]
        policy.calm.settle = .zero
        return policy
    }()

    private static func story(_ run: AlertTestRun) -> [String] {
        run.record.lines.map { "\(($0.at - run.record.start).text) \($0.text)" }
    }

    /// All but those in which causes come back, which alerting tells as new ones; a debug build takes minutes for some.
    private static let classes =
        SharedData.soak
        ? ["duct_cut", "site_power", "device_death", "two_faults", "closing", "opening", "carrier"] : ["duct_cut"]

    /// What diagnosis alone makes of an episode, second by second, times counted from its beginning.
    private static func diagnosed(_ episode: ScenarioFiles) -> [String] {
        var context = episode.context
        (context.maintenance, context.hold, context.tellsRedundancy) = ([], nil, true)
        var engine = DiagnosisEngine(network: episode.network, context: context)
        var rows: [Observation] = []
        episode.forEachRow {
            rows.append($0)
        } rejected: { _, _ in
        }
        var left = rows[...]
        var document = ResultDocument(scenario: episode.id)
        for second in 0...Int64(episode.horizon.seconds) {
            let now = Timestamp(milliseconds: second * 1000)
            let come = left.prefix { $0.time <= now }
            left = left.dropFirst(come.count)
            for row in come { document.add(engine.receive(row, at: row.time)) }
            document.add(engine.advance(to: now))
        }
        return document.incidents.map { "\($0.kind) \($0.opened.milliseconds) \($0.candidates) \($0.impactedSites)" }
    }

    @Test(arguments: classes)
    func `an episode in a test is diagnosed as by itself, at whatever moment it begins`(className: String) throws {
        for seed in UInt64(40)..<(SharedData.soak ? 60 : 41) {
            let episode = try Self.episode(ScenarioGenerator.scenario(className, seed: seed, size: 0))
            let run = AlertTestRun(try Self.test(), policy: Self.policy, episode: episode)
            let found = run.record.incidents.map {
                "\($0.kind) \(($0.opened - run.record.start).milliseconds) \($0.candidates) \($0.impactedSites)"
            }
            #expect(found == Self.diagnosed(episode), "seed \(seed)")
            if episode.context.epochOffset != nil { continue }
            let later = AlertTestRun(try Self.test(#""start":"2028-02-29 23:59""#), policy: Self.policy, episode: episode)
            #expect(Self.story(later) == Self.story(run), "seed \(seed)")
        }
    }

    @Test func `a test of an episode names the cause, its times and who is told, and fails where one is otherwise`() throws {
        let scenario = ScenarioGenerator.scenario("duct_cut", seed: 40, size: 0)
        let (episode, root) = (try Self.episode(scenario), try #require(scenario.truth.roots.first))
        let seen = AlertTestRun(try Self.test(), policy: Self.policy, episode: episode)
        let mail = try #require(seen.mails.first { $0.kind == .problem }, "\(Self.story(seen))")
        let incident = try #require(mail.incident)
        #expect(try root.equivalent.contains(incident.best) && seen.record.start == Self.test().start)
        let rows = { (after: Int64) in
            let mails = seen.mails.map { one in
                let span = one.id == mail.id ? after : (one.decided - seen.record.start).milliseconds / 1000
                return #"{"kind":"\#(one.kind)","object":"\#(one.object ?? "")","at":"\#(span)s","to":["person:noc"]}"#
            }
            let incidents = seen.record.incidents.filter { !$0.withdrawn }.map { one in
                let opened = (one.opened - seen.record.start).milliseconds / 1000
                return #"{"object":"\#(one.best)","kind":"\#(one.kind)","opened":"\#(opened)s"}"#
            }
            return #""mails":[\#(mails.joined(separator: ","))],"incidents":[\#(incidents.joined(separator: ","))]"#
        }
        let come = (mail.decided - seen.record.start).milliseconds / 1000
        let runs = try [come, come + 60].map { after in
            let json = #"{"name":"one","scenario":"x","tolerance":"5s",\#(rows(after))}"#
            let test = try JSONDecoder().decode(AlertTest.self, from: Data(json.utf8))
            return AlertTestRun(test, policy: Self.policy, episode: episode)
        }
        #expect(runs[0].failures == [], "\(Self.story(seen))")
        #expect(runs[1].failures.count == 1, "\(runs[1].failures)")
        #expect(runs[1].failures.first?.contains("is due after \(TimeSpan.seconds(come + 60).text)") == true)
    }

    @Test func `planned work of an episode is a window`() throws {
        let scenario = ScenarioGenerator.scenario("maintenance", seed: 41, size: 0)
        let planned = try #require(scenario.facts.maintenance.first)
        let run = AlertTestRun(try Self.test(), policy: Self.policy, episode: try Self.episode(scenario))
        let held = run.record.decisions.filter { $0.reason.silence == .window }
        #expect(held.allSatisfy { $0.time <= run.record.start + (planned.to - Timestamp(milliseconds: 0)) })
        #expect(
            !run.mails.contains { $0.object == planned.object && $0.decided < run.record.start + .seconds(780) },
            "\(Self.story(run))")
    }

    @Test func `the shipped tests pass in the whole monitor, and those of episodes fail without their mails`() throws {
        let root = SharedData.packageRoot
        let network = try DeclaredNetwork.load(path: root.appendingPathComponent("Topology").path).network
        let policy = try DeclaredAlerts.load(path: root.appendingPathComponent("Alerts").path, network: network).policy
        let tests = try AlertTestFiles.load(
            path: root.appendingPathComponent("Alerts/tests").path, policy: policy, network: network)
        #expect(tests.contains { $0.episode != nil })
        for declared in tests where declared.episode != nil {
            let run = AlertTestRun(declared, policy: policy, network: network)
            #expect(run.failures == [], "\(declared.test.name): \(Self.story(run))")
            var wrong = declared
            wrong.test.mails.removeLast()
            #expect(!AlertTestRun(wrong, policy: policy, network: network).failures.isEmpty, "\(declared.test.name)")
        }
    }

    @Test func `the shipped episode is what the generator makes`() throws {
        let folder = try TemporaryFolder()
        let scenario = ScenarioGenerator.scenario("recovery", seed: 27, size: 0)
        try scenario.write(into: folder.url)
        let shipped = SharedData.packageRoot.appendingPathComponent("Alerts/tests/scenarios/\(scenario.id)")
        for name in ["network.json", "scenario.json", "observations.jsonl"] {
            let made = try Data(contentsOf: folder.url.appendingPathComponent("\(scenario.id)/\(name)"))
            #expect(try Data(contentsOf: shipped.appendingPathComponent(name)) == made, "\(name)")
        }
    }
}
