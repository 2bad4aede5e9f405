import Diagnosis
import Foundation
import NetworkModel
import ScenarioGenerator
import TestSupport
import Testing

/// A monitor that is stopped anywhere and goes on from what it wrote down tells what it would have told anyway.
struct SnapshotTests {
    @Test func `restarting from a snapshot equals running on`() throws {
        let plain = ["hard", "recovery", "maintenance", "monitor_stall", "flapping", "mgmt_hang"]
        // Everyday networks are large: they come with the soak.
        let classes = SharedData.soak ? plain + ["area_power", "closing", "degraded", "carrier"] : plain
        var failed: Error?
        EpisodeSeeds.each(classes, count: 6, soak: 1000) { scenario in
            var dice = Dice(seed: 17)
            let cut = dice.number(1...max(1, scenario.observations.count - 1))
            do {
                let (run, other) = try (told(scenario, restartingAt: nil), told(scenario, restartingAt: cut))
                #expect(run == other, "\(scenario.id), stopped before row \(cut)")
            } catch { failed = error }
        }
        if let failed { throw failed }
    }

    @Test func `a snapshot of another network is refused`() throws {
        let (one, other) = (
            ScenarioGenerator.scenario("quiet", seed: 1, size: 0), ScenarioGenerator.scenario("quiet", seed: 2, size: 0)
        )
        let engine = DiagnosisEngine(network: Network.compile(one.record).network, context: one.facts.context)
        let elsewhere = Network.compile(other.record).network
        #expect(DiagnosisEngine(network: elsewhere, context: other.facts.context, snapshot: engine.snapshot) == nil)
    }

    @Test func `a snapshot is refused where a site went live, may be off, or opens at other hours, or a collector came`() throws {
        let scenario = ScenarioGenerator.scenario("quiet", seed: 1, size: 0)
        var before = scenario.record
        before.sites[0].lifecycle = .planned
        let context = scenario.facts.context
        let snapshot = DiagnosisEngine(network: Network.compile(before).network, context: context).snapshot
        let changes: [(String, (inout NetworkDocument) -> Void)] = [
            ("live", { $0.sites[0].lifecycle = .active }), ("off", { $0.sites[0].offHours = .allowed }),
            ("hours", { $0.calendars.append(.init(id: "cal:new", zone: "UTC", open: ["mon": "08:00-12:00"])) }),
            ("collector", { $0.collectors.append(.init(id: "collector:new", device: before.devices[0].id)) }),
        ]
        #expect(DiagnosisEngine(network: Network.compile(before).network, context: context, snapshot: snapshot) != nil)
        for (name, change) in changes {
            var after = before
            change(&after)
            let engine = DiagnosisEngine(network: Network.compile(after).network, context: context, snapshot: snapshot)
            #expect(engine == nil, "\(name)")
        }
    }

    private func told(_ scenario: GeneratedScenario, restartingAt cut: Int?) throws -> [DiagnosisAction] {
        let network = Network.compile(scenario.record).network
        var engine = DiagnosisEngine(network: network, context: scenario.facts.context)
        var told: [DiagnosisAction] = []
        for (number, row) in scenario.observations.enumerated() {
            if number == cut {
                let bytes = try JSONEncoder().encode(engine.snapshot)
                let snapshot = try JSONDecoder().decode(DiagnosisSnapshot.self, from: bytes)
                engine = try #require(DiagnosisEngine(network: network, context: scenario.facts.context, snapshot: snapshot))
            }
            told += engine.receive(row, at: row.time)
        }
        return told + engine.advance(to: scenario.facts.horizon)
    }
}
