import NetworkModel
import ScenarioGenerator
import TestSupport
import Testing

@testable import Diagnosis

/// What the engine works out step by step is what it would work out of the same evidence at once.
struct FromScratchTests {
    @Test func `incremental equals from scratch`() {
        EpisodeSeeds.each(InvariantTests.faults, count: 5, soak: 600) { scenario in
            var engine = DiagnosisEngine(network: Network.compile(scenario.record).network, context: scenario.facts.context)
            for (number, row) in scenario.observations.enumerated() {
                _ = engine.receive(row, at: row.time)
                guard number % 307 == 0 else { continue }
                var fresh = Solver(engine.tables)
                var known = engine.solver
                let (now, then) = (
                    fresh.causes(engine.evidence, engine.input), known.causes(engine.evidence, engine.input)
                )
                #expect(now.map(Told.init) == then.map(Told.init), "\(scenario.id) at \(row.time.seconds)")
            }
        }
    }

    private struct Told: Equatable {
        var groups: [RiskGroup]
        var links: [Int32]
        var devices: [Int32]
        var explained: [Int32]
        var isSettled: Bool

        init(_ cause: Cause) {
            (groups, links, devices) = (cause.groups, cause.links, cause.devices)
            (explained, isSettled) = (cause.explained, cause.settled)
        }
    }
}
