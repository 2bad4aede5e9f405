import Alerting
import Diagnosis
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
}
