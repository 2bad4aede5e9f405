import NetworkModel
import ScenarioGenerator
import TestSupport
import Testing

@testable import Diagnosis

/// Nothing that is abnormal is forgotten: it belongs to an incident, waits for one that is going away, is damped, was seen by a blind
/// collector, or is so fresh that the next answer settles it.
struct AccountTests {
    private static let classes = InvariantTests.faults + InvariantTests.monitor + ["flapping", "lossy", "mgmt_hang"]

    private struct Account {
        var (explained, muted, blind, fresh) = (0, 0, 0, 0)
        var lost: [String] = []

        /// So often an item may be said to be bad before it has to be explained or given up: one lost row more than it takes to be sure.
        static let freshest: Int32 = 3

        mutating func take(_ engine: DiagnosisEngine) {
            let tables = engine.tables
            let held = engine.book.entries.filter(\.isOpen).reduce(into: Set<Int32>()) { $0.formUnion($1.items) }
            let ports = engine.evidence.downPorts.values.map { tables.firstPort + $0 }
            for item in engine.evidence.badPolls.values + ports where !engine.isExcused(item) {
                let isPoll = item < tables.firstPort
                let said = isPoll ? engine.evidence.badCount[Int(item)] : engine.evidence.portSaid[Int(item - tables.firstPort)]
                if held.contains(item) {
                    explained += 1
                } else if engine.input.isMuted[Int(item)] {
                    muted += 1
                } else if isPoll, engine.isDark(item) || !engine.solver.isEvidence(item, engine.evidence, engine.input) {
                    blind += 1
                } else if said <= Self.freshest {
                    fresh += 1
                } else {
                    lost.append(
                        "\(isPoll ? tables.name(ofDevice: tables.pollDevice[Int(item)]) : tables.interface(ofPort: item - tables.firstPort)) \(said)"
                    )
                }
            }
        }
    }

    @Test func `every bad item is explained, pending, damped, out of sight or fresh`() {
        var (all, lost, example) = (Account(), 0, "")
        EpisodeSeeds.each(Self.classes, count: 13, soak: 1300) { scenario in
            var engine = DiagnosisEngine(network: Network.compile(scenario.record).network, context: scenario.facts.context)
            for (number, row) in scenario.observations.enumerated() {
                _ = engine.receive(row, at: row.time)
                guard number % 101 == 0 else { continue }
                _ = engine.advance(to: row.time)
                all.take(engine)
                if !all.lost.isEmpty, example.isEmpty { example = "\(scenario.id) at \(row.time.seconds): \(all.lost.prefix(4))" }
                lost += all.lost.count
                all.lost = []
            }
        }
        print(
            "bad items: explained \(all.explained), pending or damped \(all.muted), out of sight \(all.blind), fresh \(all.fresh), "
                + "forgotten \(lost) \(example)")
        #expect(lost == 0 && all.explained > 100 && all.fresh > 0, "\(example)")
    }

    @Test func `everything that is out of sight is named by the incident that hides it`() {
        var (hidden, unnamed, example) = (0, 0, "")
        EpisodeSeeds.each(Self.classes, count: 13, soak: 1300) { scenario in
            let network = Network.compile(scenario.record).network
            var engine = DiagnosisEngine(network: network, context: scenario.facts.context)
            for (number, row) in scenario.observations.enumerated() {
                _ = engine.receive(row, at: row.time)
                guard number % 101 == 0 else { continue }
                _ = engine.advance(to: row.time)
                let open = engine.incidents.filter { $0.closed == nil && !$0.withdrawn }
                let named = open.reduce(into: Set<ObjectID>()) { $0.formUnion($1.suppressed + $1.impactedSites + $1.candidates) }
                for device in scenario.record.devices where engine.state(of: device.id) == .unobserved {
                    hidden += 1
                    if named.contains(device.id) || named.contains(device.site) { continue }
                    unnamed += 1
                    if example.isEmpty { example = "\(scenario.id) at \(row.time.seconds): \(device.id)" }
                }
            }
        }
        print("hidden devices \(hidden), named by no incident \(unnamed) \(example)")
        #expect(unnamed == 0 && hidden > 20, "\(example)")
    }
}
