import Alerting
import DeclaredFiles
import Diagnosis
import MonitorService
import NetworkModel
import SimulatedNetwork
import TestSupport
import Testing

extension FaultCount {
    /// As `count`, of a run in which all is mended at its end: each root is told once and ended once, and nothing else is told but
    /// what became of it.
    fileprivate mutating func count(_ run: TownRun, _ roots: [Set<ObjectID>], seed: UInt64) {
        count(run.problems, roots, seed: seed, story: run.story)
        let ends = run.mails.filter { $0.kind == .recovery }.compactMap { $0.incident?.id }
        #expect(ends.sorted() == run.problems.compactMap { $0.incident?.id }.sorted(), "\(fault), seed \(seed): \(run.story)")
        #expect(
            run.mails.allSatisfy { [.problem, .update, .recovery].contains($0.kind) }, "\(fault), seed \(seed): \(run.story)")
        #expect(run.cases.isEmpty, "\(fault), seed \(seed): \(run.cases.keys.sorted()) of \(run.story)")
    }
}

/// C6 to C11: what is out of reach is told once, by its cause.
struct ReachabilityFaultTests {
    @Test func `a collector that loses its uplink is one mail, and no device is called down`() throws {
        var count = FaultCount("C6")
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            try run.fail("link:nms-core")
            run.pass(240)
            let others = run.network.document.devices.map(\.id).filter { $0 != "dev:nms" }
            let states = Set(others.map { run.state($0) })
            #expect(!states.contains(.down) && !states.contains(.up), "seed \(seed): \(states)")
            #expect(run.problems.allSatisfy { $0.incident?.kind == .monitoring }, "seed \(seed)")
            // What was first taken for the uplink is no earlier opening that lengthens the hold.
            let holds = run.decisions.compactMap { if case .hold(_, _, let span) = $0.reason { span } else { nil as TimeSpan? } }
            #expect(holds.allSatisfy { $0 <= .seconds(45) }, "seed \(seed): \(holds)")
            try run.mend("link:nms-core")
            run.pass(120)
            #expect(
                others.allSatisfy { run.state($0) == (run.lost.contains($0) ? .unknown : .up) }, "seed \(seed): \(run.story)")
            count.count(run, [["collector:c", "dev:nms", "link:nms-core", "duct:d0"]], seed: seed)
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `a dead parent is one mail that counts what stands behind it, whatever the order of the polls`() throws {
        var count = FaultCount("C7")
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            try run.fail("dev:hub2")
            run.pass(240)
            #expect(run.mails.last?.incident?.impactedSites.count == 5, "seed \(seed): \(run.mails.map(\.kind))")
            for office in ["o1", "o2", "o3", "o4"] {
                #expect(run.state(ObjectID("dev:\(office)")) == .unobserved, "seed \(seed)")
            }
            try run.mend("dev:hub2")
            run.pass(120)
            count.count(run, [["dev:hub2", "site:hub2"]], seed: seed)
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `one way of a ring lost cuts nobody off, both lost are told with those who are`() throws {
        var count = FaultCount("C8")
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            try run.fail("duct:d2")
            run.pass(180)
            #expect(run.problems.allSatisfy { $0.incident?.impactedSites.isEmpty == true }, "seed \(seed)")
            // Two polls in a thousand are lost: where its last one was, nothing is known of it for the moment, and it is not called down.
            #expect(run.state("dev:hub2") == (run.lost.contains("dev:hub2") ? .unknown : .up), "seed \(seed)")
            let before = run.problems.count
            #expect(before == 1, "seed \(seed): \(run.story)")
            try run.fail("duct:d3")
            run.pass(400)
            // Both cut, or the hub between them dead: no poll can tell. It is told once, with all that it cuts off.
            let after = Array(run.problems.dropFirst(before))
            #expect(run.mails.contains { ($0.incident?.impactedSites.count ?? 0) >= 5 }, "seed \(seed): \(run.story)")
            count.count(
                after, [["duct:d3", "seg:g3", "link:hub1-hub2", "dev:hub2", "site:hub2"]], seed: seed, story: run.story)
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    /// Each device and each duct of the town with gaps and loops in its records: what the mail may name.
    private static let gaps: [(fails: ObjectID, isolates: Int, names: Set<ObjectID>)] = [
        ("dev:o1", 1, ["dev:o1", "site:o1", "link:hub2-o1", "seg:g4"]), ("dev:o4", 1, ["dev:o4", "site:o4"]),
        ("dev:o5", 1, ["dev:o5", "site:o5", "link:hub1-o5", "duct:road", "seg:g8"]),
        ("dev:hub1", 3, ["dev:hub1", "site:hub1"]), ("duct:street", 3, ["duct:street"]),
    ]

    @Test func `a loop in the declarations, or a link that nobody declared, hides no outage`() throws {
        var count = FaultCount("C9")
        var document = TownRun.document()
        TownRun.add("hub1", "hub1", "loop", to: &document)
        document.links.removeAll { $0.id == "link:hub2-o4" }
        for seed in 1...UInt64(count.seeds) {
            for gap in Self.gaps {
                var run = TownRun(seed: seed, document, real: TownRun.document())
                try run.fail(gap.fails)
                run.pass(200)
                try run.mend(gap.fails)
                run.pass(200)
                let most = run.mails.compactMap { $0.incident?.impactedSites.count }.max()
                #expect(most == gap.isolates, "seed \(seed): \(gap.fails): \(run.story)")
                count.count(run, [gap.names], seed: seed)
            }
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `a part of the network to which no declared way leads is told once, by the device on which most of it hangs`()
        throws
    {
        var count = FaultCount("C9, an island")
        var document = TownRun.document()
        document.links.removeAll { ["link:core-hub2", "link:hub1-hub2"].contains($0.id) }
        let cases: [(fails: [ObjectID], isolates: Int, names: Set<ObjectID>)] = [
            (["dev:hub2"], 5, ["dev:hub2"]), (["duct:d2", "duct:d3"], 5, ["dev:hub2"]),
            (["dev:o4"], 1, ["dev:o4", "site:o4", "link:hub2-o4", "duct:lane", "seg:g7"]),
        ]
        for seed in 1...UInt64(count.seeds) {
            for (fails, isolates, names) in cases {
                var run = TownRun(seed: seed, document, real: TownRun.document())
                for object in fails { try run.fail(object) }
                run.pass(200)
                for object in fails { try run.mend(object) }
                run.pass(200)
                let most = run.mails.compactMap { $0.incident?.impactedSites.count }.max()
                #expect(most == isolates, "seed \(seed): \(fails): \(run.story)")
                count.count(run, [names], seed: seed)
            }
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `what failed beside its parent is told within two rounds when the parent is back`() throws {
        var count = FaultCount("C10")
        var latest = TimeSpan.zero
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            try run.fail("dev:hub2", "dev:o4")
            run.pass(240)
            try run.mend("dev:hub2")
            let back = run.now
            run.pass(180)
            count.count(
                run.causes, [["dev:hub2", "site:hub2"], ["dev:o4", "site:o4", "link:hub2-o4", "duct:lane", "seg:g7"]], seed: seed,
                story: run.story)
            if let child = run.causes.last { latest = max(latest, child.decided - back) }
        }
        print(count.description + "; latest \(latest.words) after the parent")
        #expect(latest <= .seconds(3 * TownRun.interval), "the round that finds the parent back, and two more")
        #expect(count.isClean, "\(count.description)")
    }

    /// What an outage hid and gave back must not wear out the watch on the collector.
    @Test func `a collector cut off after many outages is blind, and no device is told`() throws {
        var count = FaultCount("C6 after outages", few: 1)
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            for _ in 0..<24 {
                try run.fail("dev:hub2")
                run.pass(60)
                try run.mend("dev:hub2")
                run.pass(90)
            }
            // Links that still count as flapping are another matter.
            run.pass(900)
            run.mails = []
            try run.fail("link:nms-core")
            run.pass(240)
            #expect(run.problems.allSatisfy { $0.incident?.kind == .monitoring }, "seed \(seed): \(run.story)")
            count.count(run.problems, [["collector:c", "dev:nms", "link:nms-core", "duct:d0"]], seed: seed, story: run.story)
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test(arguments: [false, true])
    func `a dead agent is its own incident and does not block the mail about the dead box`(byShippedRules: Bool) throws {
        var policy = TownRun.policy()
        if byShippedRules {
            let shipped = try DeclaredAlerts.load(path: SharedData.packageRoot.appendingPathComponent("Alerts").path).policy
            (policy.holds, policy.rules, policy.calm) = (shipped.holds, shipped.rules, shipped.calm)
        }
        var count = FaultCount(byShippedRules ? "C11 shipped" : "C11")
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed, policy: policy)
            run.muted = ["dev:o5"]
            run.pass(200)
            let agents = run.incidents.values.filter { $0.kind == .management && $0.candidates.contains("dev:o5") }
            #expect(agents.count == 1 && run.incidents.count == 1, "seed \(seed): \(run.incidents)")
            #expect(run.problems.allSatisfy { $0.incident?.kind == .management }, "seed \(seed)")
            let before = run.problems.count
            try run.fail("dev:o5")
            run.pass(400)
            count.count(
                Array(run.problems.dropFirst(before)), [["dev:o5", "site:o5", "link:hub1-o5", "duct:road", "seg:g8"]], seed: seed,
                story: run.story)
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }
}
