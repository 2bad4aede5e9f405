import Alerting
import Diagnosis
import NetworkModel
import TestSupport
import Testing

/// A cause that comes back within minutes: one incident to Diagnosis, news to people who were told that it is over.
@Suite struct ReturnTests {
    /// Seconds between the repair and the second failure: within the time for which a recovery waits, and after it.
    @Test(arguments: [10, 40, 90, 200, 400])
    func `what fails again is never left as recovered`(_ gap: Int) throws {
        for seed in 1...UInt64(SharedData.soak ? 200 : 2) {
            var run = TownRun(seed: seed)
            for pause in [gap, 0] {
                try run.fail("dev:hub2")
                run.pass(240)
                #expect(run.mails.last.map { $0.kind != .recovery } == true, "seed \(seed): \(run.story)")
                let open = run.cases.values.filter { $0.isOpen }
                #expect(open.contains { ["dev:hub2", "site:hub2"].contains($0.object) }, "seed \(seed): \(run.story)")
                try run.mend("dev:hub2")
                run.pass(pause)
            }
            run.pass(400)
            #expect(run.mails.last?.kind == .recovery && run.cases.values.allSatisfy { !$0.isOpen }, "seed \(seed): \(run.story)")
            let (problems, recoveries) = (run.problems.count, run.mails.count { $0.kind == .recovery })
            #expect(problems == recoveries && (1...2).contains(problems), "seed \(seed): \(run.story)")
        }
    }
}
