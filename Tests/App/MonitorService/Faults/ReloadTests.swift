import Alerting
import Diagnosis
import MonitorService
import NetworkModel
import TestSupport
import Testing

/// Changed files taken over while the network is watched.
@Suite struct ReloadTests {
    @Test func `what was up and is not asked again becomes unknown, and is never shown as up`() {
        var run = TownRun(seed: 11)
        run.pass(60)
        // A poll may have been lost just now.
        let up = run.network.document.devices.map(\.id).filter { run.state($0) == .up }
        #expect(up.count >= 9)
        run.fold.reload(network: run.network, context: TownRun.context(at: run.now), policy: TownRun.policy(), at: run.now)
        let step = run.fold.receive([], at: run.now + .seconds(5))
        var shown: [ObjectID: ObjectState] = [:]
        for action in step.actions { if case .state(let change) = action { shown[change.object] = change.state } }
        for device in up { #expect(shown[device] == .unknown, "\(device): \(String(describing: shown[device]))") }
        // The first answer shows it again.
        run.pass(20)
        #expect(run.state("dev:o1") == .up && run.mails.isEmpty)
    }

    @Test func `an outage that lasts over a reload ends with its one recovery`() throws {
        for seed in 1...UInt64(SharedData.soak ? 200 : 2) {
            var run = TownRun(seed: seed)
            try run.fail("dev:hub2")
            run.pass(120)
            #expect(run.problems.count == 1, "seed \(seed): \(run.story)")
            run.fold.reload(network: run.network, context: TownRun.context(at: run.now), policy: TownRun.policy(), at: run.now)
            // It is mended before anything was seen anew.
            try run.mend("dev:hub2")
            run.pass(300)
            #expect(run.mails.map(\.kind) == [.problem, .recovery], "seed \(seed): \(run.story)")
        }
    }

    @Test func `E11: a hundred reloads of changed files in the middle of an outage repeat no mail and forget none`() throws {
        var count = FaultCount("E11 files", few: 2)
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            try run.fail("dev:hub2")
            run.pass(120)
            for turn in 0..<100 {
                // Something else changes each time: an office comes and goes, a name, a limit.
                var document = turn % 2 == 0 ? TownRun.document(without: "o6", site: turn % 4 == 0) : TownRun.document()
                document.name = "town \(turn)"
                var policy = TownRun.policy()
                policy.calm.burst = 5 + turn % 40
                try run.redeclare(document, policy: policy)
                run.pass(1)
            }
            run.pass(90)
            try run.mend("dev:hub2")
            run.pass(300)
            count.account(run.mails, [["dev:hub2", "site:hub2"]], ends: true, seed: seed, story: run.story)
            #expect(run.cases.isEmpty, "seed \(seed): \(run.story)")
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    /// E11, O4: what nobody declares any more cannot come back, and is not called recovered.
    @Test(arguments: [true, false])
    func `a dead device that is taken out of the files is over, told once and not as recovered`(withSite: Bool) throws {
        var count = FaultCount("E11 gone", few: 3)
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            try run.fail("dev:o4")
            run.pass(300)
            let gone = TownRun.document(without: "o4", site: withSite)
            for _ in 0..<3 {
                try run.redeclare(gone)
                run.pass(20)
            }
            run.pass(400)
            let roots: [Set<ObjectID>] = [["dev:o4", "site:o4", "link:hub2-o4", "duct:lane", "seg:g7"]]
            count.account(run.mails, roots, ends: true, seed: seed, story: run.story)
            let end = run.mails.last
            #expect(end?.kind == .recovery && end?.reason.code == "not-declared", "seed \(seed): \(run.story)")
            #expect(run.cases.isEmpty && run.incidents.isEmpty, "seed \(seed): \(run.story)")
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `a dead device that was taken out of the files while the monitor was away is over at its start`() throws {
        for seed in 1...UInt64(SharedData.soak ? 200 : 2) {
            var run = TownRun(seed: seed)
            try run.fail("dev:o4")
            run.pass(300)
            let network = Network.compile(TownRun.document(without: "o4")).network
            var again = MonitorFold(
                network: network, context: TownRun.context(at: run.now), policy: TownRun.policy(),
                open: Array(run.incidents.values), next: 50, cases: Array(run.cases.values))
            var mails: [AlertNotification] = []
            for second in 1...60 as ClosedRange<Int64> {
                mails += again.advance(to: run.now + .seconds(second)).decisions.compactMap(\.notification)
            }
            let told = mails.filter { $0.incident?.kind != .monitoring }.map { "\($0.kind) \($0.reason.code)" }
            #expect(told == ["recovery not-declared"], "seed \(seed): \(run.story)")
        }
    }

    @Test func `an outage that loses some of its objects to the files goes on with the others`() throws {
        var count = FaultCount("E11 part", few: 3)
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            try run.fail("duct:street")
            run.pass(300)
            try run.redeclare(TownRun.document(without: "o1", site: true))
            run.pass(300)
            #expect(!run.mails.contains { $0.kind == .recovery } && run.cases.count == 1, "seed \(seed): \(run.story)")
            try run.mend("duct:street")
            run.pass(300)
            let roots: [Set<ObjectID>] = [["duct:street"]]
            count.account(run.mails, roots, ends: true, updates: 1, seed: seed, story: run.story)
            #expect(run.mails.last?.reason.code == "recovered" && run.cases.isEmpty, "seed \(seed): \(run.story)")
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `what is taken out of the files while nothing is wrong, or before it was told, is no mail`() throws {
        for seed in 1...UInt64(SharedData.soak ? 200 : 2) {
            var policy = TownRun.policy()
            (policy.holds[0].proven, policy.holds[0].inferred) = (.seconds(90), .seconds(180))
            var run = TownRun(seed: seed, policy: policy)
            try run.redeclare(TownRun.document(without: "o5", site: true), policy: policy)
            run.pass(100)
            try run.redeclare(TownRun.document(), policy: policy)
            run.pass(100)
            try run.fail("dev:o4")
            run.pass(60)
            #expect(run.incidents.count == 1, "seed \(seed)")
            try run.redeclare(TownRun.document(without: "o4", site: true), policy: policy)
            run.pass(400)
            #expect(run.mails.isEmpty && run.cases.isEmpty && run.incidents.isEmpty, "seed \(seed): \(run.story)")
        }
    }
}
