import Alerting
import Diagnosis
import MonitorService
import NetworkModel
import TestSupport
import Testing

/// What happens while nobody looks, and what nobody was told: a monitor that slept, was away or in shadow, and a link between two falls.
struct AbsenceTests {
    /// - Parameter hold: seconds that a proven outage waits.
    private static func held(_ hold: Int64, seed: UInt64) -> TownRun {
        var policy = TownRun.policy()
        policy.holds[0].proven = .seconds(hold)
        return TownRun(seed: seed, policy: policy)
    }

    @Test func `what healed while the monitor slept through its hold is told to nobody`() throws {
        var count = FaultCount("F3 healed", few: 8)
        for seed in 1...UInt64(count.seeds) {
            var run = Self.held(60, seed: seed)
            try run.fail("dev:hub2")
            run.pass(35)
            #expect(run.mails.isEmpty && !run.incidents.isEmpty, "seed \(seed): \(run.story)")
            try run.mend("dev:hub2")
            run.now = run.now + .seconds(300)
            run.fold.wake(TownRun.context(at: run.now))
            run.pass(200)
            count.count(run.mails, [], seed: seed, story: run.story)
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `what lasted while the monitor slept through its hold is told as soon as it was asked again`() throws {
        var count = FaultCount("F3 lasting", few: 4)
        for seed in 1...UInt64(count.seeds) {
            var run = Self.held(60, seed: seed)
            try run.fail("dev:hub2")
            run.pass(35)
            run.now = run.now + .seconds(300)
            let awake = run.now
            run.fold.wake(TownRun.context(at: run.now))
            run.pass(200)
            count.count(run.problems, [["dev:hub2", "site:hub2"]], seed: seed, story: run.story)
            let late = run.problems.map { $0.decided - awake }.max() ?? .zero
            #expect(late <= .seconds(2 * TownRun.interval + 5), "seed \(seed): after \(late.words)")
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `what only a monitor in shadow told is told by the next, and what was over by then is not`() throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            var run = TownRun(seed: seed)
            run.fold.isShadow = true
            try run.fail("duct:street", "dev:o5")
            run.pass(200)
            try run.mend("dev:o5")
            run.pass(20)
            #expect(run.mails.isEmpty && run.cases.values.contains { $0.toldInShadow == true }, "seed \(seed)")
            var next = run
            next.fold = MonitorFold(
                network: run.network, context: TownRun.context(at: run.now), policy: TownRun.policy(),
                open: Array(run.incidents.values), next: 50, cases: Array(run.cases.values))
            next.fold.endShadow()
            next.fold.lookFirst(at: run.now)
            next.pass(120)
            #expect(
                next.mails.map(\.kind) == [.problem] && next.mails.first?.object == "duct:street", "seed \(seed): \(next.story)")
            try next.mend("duct:street")
            next.pass(200)
            #expect(next.mails.map(\.kind) == [.problem, .recovery], "seed \(seed): \(next.story)")
        }
    }

    @Test(arguments: [false, true])
    func `a link that came and went is said to stay down where it does, and since when, never where it is up`(stays: Bool) throws
    {
        var told = 0
        for seed in 1...6 as ClosedRange<UInt64> {
            var run = TownRun(seed: seed)
            for _ in 0..<5 {
                try run.fail("link:hub1-o6")
                run.pass(25)
                try run.mend("link:hub1-o6")
                run.pass(20)
            }
            let last = run.now
            if stays { try run.fail("link:hub1-o6") }
            run.pass(400)
            let stayed = run.mails.compactMap { mail in
                if case .stayedDown(let since) = mail.reason { since } else { nil as Timestamp? }
            }
            told += stayed.count
            #expect(stays || stayed.isEmpty, "seed \(seed): \(run.story)")
            #expect(stayed.allSatisfy { $0 >= last && $0 <= last + .seconds(2 * TownRun.interval) }, "seed \(seed): \(run.story)")
            #expect(run.mails.count <= 4, "seed \(seed): \(run.story)")
        }
        #expect(stays ? told > 0 : told == 0)
    }
}
