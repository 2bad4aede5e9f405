import Alerting
import Diagnosis
import Foundation
import InventoryStore
import MonitorService
import NetworkModel
import Rendering
import SimulatedNetwork
import Synchronization
import TestSupport
import Testing

/// F1 and F3, E11: clocks that jump, a process that stands still, files that are read again.
struct TimeFaultTests {
    /// Two clocks that a test moves.
    private final class Clocks: Sendable {
        let wall = Mutex(Timestamp(milliseconds: 1_763_777_565_000))
        let steady = Mutex(Int64(4_294_960_000))
        func pass(_ span: TimeSpan) {
            wall.withLock { $0 = $0 + span }
            steady.withLock { $0 += span.milliseconds }
        }
        func steadyClock() -> SteadyClock {
            SteadyClock(wall: { self.wall.withLock { $0 } }, steady: { self.steady.withLock { $0 } })
        }
    }

    @Test(arguments: [TimeSpan.seconds(3600), .seconds(-3600), .seconds(31_536_000), .seconds(-1_763_777_000)])
    func `a system clock that is set changes no mail, and the mails say that it was`(jump: TimeSpan) throws {
        let seeds = SharedData.soak ? UInt64(250) : 1
        var (told, expected) = (0, 0)
        // A thousand seeds over the four jumps, each its own.
        let first = jump.milliseconds.magnitude % 1_000_003
        for seed in first..<(first + seeds) {
            let runs = try Self.runs(jump, seed: seed)
            expected += 1
            told += runs[0].problems.count
            #expect(runs[0].mails == runs[1].mails && runs[0].problems.count == 1, "seed \(seed): \(runs[0].story)")
        }
        print("F1: jump \(jump.milliseconds / 1000) s, seeds \(seeds), mails expected \(expected), seen \(told)")
    }

    /// The same outage under a clock that is set a little after it began, and under one that is not: the monitor's time is theirs.
    private static func runs(_ jump: TimeSpan, seed: UInt64) throws -> [TownRun] {
        let clocks = [Clocks(), Clocks()]
        let steady = clocks.map { $0.steadyClock() }
        let began = steady.map(\.now)
        var runs = [TownRun(seed: seed), TownRun(seed: seed)]
        let base = runs[0].now
        for second in 0..<300 {
            if second == 60 { for n in runs.indices { try runs[n].fail("dev:hub2") } }
            if second == 100 { clocks[0].wall.withLock { $0 = $0 + jump } }
            for n in runs.indices {
                clocks[n].pass(.seconds(1))
                // One second of polls, at the time that the monitor takes it for.
                runs[n].now = base + (steady[n].now - began[n]) - .seconds(1)
                runs[n].pass(1)
            }
            #expect(runs[0].now == base + .seconds(Int64(second + 1)) && runs[1].now == runs[0].now, "seed \(seed), \(second) s")
        }
        #expect(steady[0].suspicion == jump && steady[1].suspicion == nil)
        var context = MailContext(network: runs[0].network, identity: AlertPolicy.MailIdentity())
        context.clockSuspicion = steady[0].suspicion
        let text = String(decoding: MailMessage.render(runs[0].mails[0], in: context), as: UTF8.self)
        #expect(text.contains("X-Fibrewatch-Clock: suspect") && text.contains("system's clock was set"))
        return runs
    }

    // F1 through the state file: what is stamped by the wrong clock is read by a run that has the right one, and the other way round.
    @Test(arguments: [TimeSpan.seconds(3600), .seconds(-3600), .seconds(31_536_000), .seconds(-1_763_777_000)])
    func `a monitor that starts under a wrong clock, and again under the right one, tells each outage and its end once`(
        jump: TimeSpan
    ) throws {
        let seeds = SharedData.soak ? UInt64(250) : 3
        let first = jump.milliseconds.magnitude % 1_000_003
        let roots: [Set<ObjectID>] = [["dev:hub2", "site:hub2"], ["dev:o5", "site:o5", "link:hub1-o5", "duct:road", "seg:g8"]]
        var (expected, seen, doubled, wrong) = (0, 0, 0, 0)
        for seed in first..<(first + seeds) {
            var random = SplitMix64(seed: seed &+ 77)
            var run = try StoredTown(seed: seed)
            // The first is told or still held, or its mail waits for a relay that is away, when the clock is set and the monitor killed.
            run.isRelayAway = Bool.random(using: &random)
            try run.pass(30)
            try run.town.fail("dev:hub2")
            try run.pass(Int.random(in: 1...150, using: &random))
            try run.restart(ahead: jump)
            try run.pass(Int.random(in: 120...200, using: &random))
            try run.town.mend("dev:hub2")
            try run.pass(150)
            // The second begins under the wrong clock and ends under the right one.
            try run.town.fail("dev:o5")
            try run.pass(Int.random(in: 1...200, using: &random))
            if Bool.random(using: &random) { run.isRelayAway.toggle() }
            try run.pass(Int.random(in: 1...60, using: &random))
            try run.restart(ahead: .zero)
            run.isRelayAway = false
            // Within the longest hold, and its five seconds, after everything was seen again.
            try run.pass(180)
            let problems = try run.mails().filter { $0.kind == .problem }
            try run.town.mend("dev:o5")
            try run.pass(240)
            let mails = try run.mails()
            let story =
                "seed \(seed): \(mails.map { "\($0.id) \($0.reason.code) \($0.object?.rawValue ?? "")" }); \(run.town.story)"
            for kind in [AlertNotification.Kind.problem, .recovery] {
                let found = kind == .problem ? problems : mails.filter { $0.kind == kind }
                let answers = roots.map { root in found.count { !root.isDisjoint(with: $0.incident?.candidates ?? []) } }
                #expect(answers == [1, 1], "\(kind) \(story)")
                expected += 2
                seen += answers.count { $0 > 0 }
                wrong += found.count - answers.reduce(0, +)
                doubled += answers.reduce(0) { $0 + max(0, $1 - 1) }
            }
            #expect(
                run.delivered.count == Set(run.delivered).count
                    && mails.allSatisfy { $0.kind == .problem || $0.kind == .recovery || $0.kind == .update }, "\(story)")
            #expect(try run.store.integrityProblems().isEmpty)
        }
        print(
            "F1, restarted under it: jump \(jump.milliseconds / 1000) s, seeds \(seeds), mails expected \(expected), seen \(seen), doubled \(doubled), false \(wrong)"
        )
        #expect(seen == expected && doubled == 0 && wrong == 0)
    }

    @Test func `a restart that knows only the state file goes on with each of two outages, and tells neither again`() throws {
        let roots: [Set<ObjectID>] = [["dev:hub2", "site:hub2"], ["dev:o5", "site:o5", "link:hub1-o5", "duct:road", "seg:g8"]]
        var (expected, seen, wrong) = (0, 0, 0)
        for seed in 1...UInt64(SharedData.soak ? 1000 : 8) {
            var random = SplitMix64(seed: seed &+ 5)
            var run = try StoredTown(seed: seed)
            try run.town.fail(Bool.random(using: &random) ? "dev:hub2" : "dev:o5")
            try run.pass(Int.random(in: 90...150, using: &random))
            try run.town.fail("dev:hub2")
            try run.town.fail("dev:o5")
            try run.pass(150)
            try run.restart(ahead: .zero)
            try run.pass(Int.random(in: 150...250, using: &random))
            try run.town.mend("dev:hub2")
            try run.pass(Int.random(in: 30...120, using: &random))
            try run.town.mend("dev:o5")
            try run.pass(150)
            let mails = try run.mails()
            let story = mails.map { "\($0.id) \($0.incident?.id ?? "") \($0.reason.code) \($0.object?.rawValue ?? "")" }
            for kind in [AlertNotification.Kind.problem, .recovery] {
                let found = mails.filter { $0.kind == kind }
                let answers = roots.map { root in found.count { !root.isDisjoint(with: $0.incident?.candidates ?? []) } }
                #expect(answers == [1, 1], "\(kind), seed \(seed): \(story)")
                (expected, seen) = (expected + 2, seen + answers.count { $0 > 0 })
                wrong += found.count - answers.count { $0 > 0 }
            }
        }
        print("F1, two outages over a restart: mails expected \(expected), seen \(seen), doubled or false \(wrong)")
        #expect(seen == expected && wrong == 0)
    }

    // F3: CLOCK_MONOTONIC stands still while the machine is suspended.
    @Test func `the monitor's time goes on while the machine is suspended`() {
        #expect(SteadyClock.steadyClock == CLOCK_BOOTTIME)
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        #expect(abs(SteadyClock.steadyMilliseconds() - Int64(time.tv_sec) * 1000) < 5000)
        // The clock of the machine and the wall went on by twenty minutes together: it was asleep, and no clock is wrong.
        let clocks = Clocks()
        let clock = clocks.steadyClock()
        let before = clock.now
        clocks.pass(.seconds(1200))
        #expect(clock.now - before == .seconds(1200) && clock.suspicion == nil)
    }

    @Test func `after twenty minutes of sleep there is one note and no mass of outages`() async throws {
        var count = FaultCount("F3")
        for seed in 1...UInt64(count.seeds) {
            var town = TownRun(seed: seed)
            let monitor = Monitor(fold: town.fold, context: TownRun.context(at: town.now))
            try town.fail("dev:o6")
            var (mails, notes, open): ([AlertNotification], [String], Set<String>) = ([], [], [])
            func live(_ seconds: Int) async {
                for _ in 0..<seconds {
                    town.now = town.now + .seconds(1)
                    let due = town.network.document.devices.indices.filter { Int64($0) % 10 == town.now.milliseconds / 1000 % 10 }
                    var harvest = Collector.Harvest()
                    harvest.observations = due.flatMap { town.observations(of: $0) }
                    let record = await monitor.tick(harvest, at: town.now)
                    mails += record.step.decisions.compactMap(\.notification)
                    notes += record.notes
                    for action in record.step.actions {
                        if case .opened(let incident) = action { open.insert(incident.id) }
                        if case .closed(let incident) = action { open.remove(incident.id) }
                    }
                }
            }
            await live(150)
            let told = mails
            town.now = town.now + .seconds(1200)
            await live(150)
            #expect(mails == told && notes.count == 1, "seed \(seed): \(mails.map(\.id)) \(notes)")
            count.count(
                mails.filter { $0.kind == .problem }, [["dev:o6", "site:o6", "link:hub1-o6", "duct:yard", "seg:g9"]], seed: seed)
            // The outage that lasted over the sleep ends like any other.
            try town.mend("dev:o6")
            await live(150)
            #expect(mails.last?.kind == .recovery && open.isEmpty, "seed \(seed): \(mails.map(\.id)) \(open)")
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `a hundred reloads in the middle of an outage repeat no mail and forget none`() throws {
        var count = FaultCount("E11", few: 2)
        for seed in 1...UInt64(count.seeds) {
            var run = TownRun(seed: seed)
            try run.fail("dev:hub2")
            run.pass(120)
            for _ in 0..<100 {
                run.fold.reload(
                    network: run.network, context: TownRun.context(at: run.now), policy: TownRun.policy(), at: run.now)
                run.pass(1)
            }
            run.pass(90)
            count.count(run.problems, [["dev:hub2", "site:hub2"]], seed: seed)
            #expect(run.mails.allSatisfy { $0.kind != .recovery }, "seed \(seed)")
            try run.mend("dev:hub2")
            run.pass(180)
            #expect(run.mails.last?.kind == .recovery && run.mails.count { $0.kind == .recovery } == 1, "seed \(seed)")
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }
}
