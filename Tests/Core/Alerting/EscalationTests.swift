import Alerting
import Diagnosis
import NetworkModel
import TestSupport
import Testing

private typealias F = AlertingFixture

struct EscalationTests {
    static var policy: AlertPolicy {
        var policy = F.policy
        policy.people += ["second", "lead"].map { .init(id: ObjectID("person:\($0)"), name: $0, mail: "\($0)@noc.example") }
        var standard = AlertPolicy.Escalation(
            name: "standard",
            steps: [.init(after: .seconds(900), to: ["person:second"]), .init(after: .seconds(1800), to: ["person:lead"])])
        (standard.remind, standard.reminders, standard.repeats, standard.pause) = (.seconds(600), 2, 1, .seconds(3600))
        policy.escalations = [standard]
        policy.routes[0].escalation = "standard"
        return policy
    }

    /// Lets time pass in steps of ten seconds; `at 900 escalation second`.
    private static func play(_ engine: inout AlertingEngine, from: Int64 = 0, to: Int64) -> [String] {
        stride(from: from, through: to, by: 10).flatMap { second in
            engine.advance(to: F.at(second)).mails.map { mail in
                "\(second) \(mail.kind) \(mail.recipients.map { String($0.person.name) }.sorted().joined(separator: "+"))"
            }
        }
    }

    private static func told(_ policy: AlertPolicy, urgency: Page.Urgency = .page) -> (AlertingEngine, [AlertNotification]) {
        var engine = AlertingEngine(policy: policy, network: F.network)
        let incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        let mails = engine.receive(F.page(incident, at: 0, urgency: urgency), at: F.at(0)).mails
        return (engine, mails)
    }

    private static let ladder = [
        "900 escalation second", "1800 escalation lead", "2400 reminder ana+lead", "3000 reminder ana+lead", "6600 reminder ana",
        "7500 escalation second", "8400 escalation lead", "9000 reminder ana+lead", "9600 reminder ana+lead",
    ]

    /// Opens and pages `id` at a second.
    private static func open(_ id: String, at second: Int64, _ engine: inout AlertingEngine) -> [AlertNotification] {
        let incident = F.incident(id, at: second)
        return engine.receive(.opened(incident), at: F.at(second)).mails
            + engine.receive(F.page(incident, at: second), at: F.at(second)).mails
    }

    private static func close(_ id: String, from opened: Int64, at second: Int64, _ engine: inout AlertingEngine)
        -> [AlertNotification]
    {
        engine.receive(.closed(F.closed(F.incident(id, at: opened), at: second)), at: F.at(second)).mails
    }

    @Test func `what came back before its end was told, and stays, is escalated and ended as one outage in one thread`() {
        var (engine, first) = Self.told(Self.policy)
        let blip = Self.close("i1", from: 0, at: 20, &engine) + Self.open("i2", at: 30, &engine)
        #expect(blip.isEmpty)
        #expect(Self.play(&engine, from: 40, to: 1800) == ["900 escalation second", "1800 escalation lead"])
        // A restart in between knows what was told.
        engine = AlertingEngine(policy: Self.policy, network: F.network, cases: engine.takeChangedCases())
        let over = Self.close("i2", from: 30, at: 2000, &engine)
        #expect(over.map(\.kind) == [.recovery] && over.first?.references.first == first.first?.messageID)
        #expect(over.flatMap { $0.recipients.map { String($0.person.name) } }.sorted() == ["ana", "lead", "second"])
        #expect(Self.play(&engine, from: 2010, to: 20_000).isEmpty)
    }

    @Test func `an acknowledgement of the outage that stayed stops its escalation, and so does one of the blip before`() {
        for id in ["i1", "i2"] {
            var (engine, _) = Self.told(Self.policy)
            _ = Self.close("i1", from: 0, at: 20, &engine) + Self.open("i2", at: 30, &engine)
            _ = engine.receive(Acknowledgement(incident: id, at: F.at(40), by: "ana", reason: "mine", until: nil), at: F.at(40))
            #expect(Self.play(&engine, from: 50, to: 20_000).isEmpty, "\(id)")
            #expect(Self.close("i2", from: 30, at: 20_010, &engine).map(\.kind) == [.recovery])
        }
    }

    @Test func `what flaps and then stays down is told so, and ends once`() {
        var policy = F.policy
        policy.calm.flapCount = 4
        var (engine, mails) = Self.told(policy)
        mails += Self.close("i1", from: 0, at: 10, &engine)
        for n in 2...6 as ClosedRange<Int64> {
            mails += Self.open("i\(n)", at: n * 20, &engine)
            if n < 6 { mails += Self.close("i\(n)", from: n * 20, at: n * 20 + 10, &engine) }
        }
        for second in stride(from: Int64(121), to: 5000, by: 1) { mails += engine.advance(to: F.at(second)).mails }
        #expect(mails.map(\.reason.code) == ["new-root-cause", "flapping", "stayed-down"], "\(mails.map(\.reason.code))")
        #expect(mails.last?.incident?.id == "i6" && mails.last?.decided == F.at(240))
        mails += Self.close("i6", from: 120, at: 5000, &engine)
        #expect(mails.last?.kind == .recovery && mails.count == 4)
        #expect(mails.dropFirst().allSatisfy { $0.references.first == mails[0].messageID })
        #expect(Set(mails.map(\.messageID)).count == 4)
    }

    @Test func `nobody takes it: the next are told, then reminded, once more from the beginning, and then it stops`() {
        var (engine, first) = Self.told(Self.policy)
        #expect(first.map(\.nextStep) == [F.at(900)])
        var second = engine
        #expect(second.advance(to: F.at(900)).mails.map(\.nextStep) == [F.at(1800)])
        #expect(Self.play(&engine, to: 50_000) == Self.ladder)
    }

    @Test func `a mail knows who is told next, by which role, or that only a reminder follows`() {
        var (engine, first) = Self.told(Self.policy)
        #expect(first.map(\.nextReaders) == [[NextReader(name: "second")]])
        #expect(engine.advance(to: F.at(900)).mails.map(\.nextReaders) == [[NextReader(name: "lead")]])
        #expect(engine.advance(to: F.at(1800)).mails.map(\.nextReaders) == [[]])
        var policy = Self.policy
        policy.teams = [.init(id: "team:noc", name: "NOC", members: ["person:ana", "person:boris"], lead: "person:lead")]
        policy.escalations[0].steps = [.init(after: .seconds(900), to: ["team:noc#lead", "person:boris"])]
        #expect(
            Self.told(policy).1.map(\.nextReaders) == [
                [NextReader(name: "lead", role: "lead", team: "NOC"), NextReader(name: "Борис")]
            ])
        policy.escalations = []
        policy.routes[0].escalation = nil
        #expect(Self.told(policy).1.map(\.nextReaders) == [nil])
    }

    @Test func `an acknowledgement stops it, and when it runs out the steps begin anew`() {
        var (engine, _) = Self.told(Self.policy)
        #expect(Self.play(&engine, to: 1000) == ["900 escalation second"])
        _ = engine.receive(
            Acknowledgement(incident: "i1", at: F.at(1000), by: "ana", reason: "mine", until: F.at(5000)), at: F.at(1000))
        #expect(Self.play(&engine, from: 1010, to: 4990).isEmpty)
        #expect(
            Self.play(&engine, from: 5000, to: 7000) == [
                "5000 reminder ana+second", "5900 escalation second", "6800 escalation lead",
            ])
        let end = F.closed(F.incident(), at: 7005)
        #expect(
            Set(engine.receive(.closed(end), at: F.at(7005)).mails.flatMap { $0.recipients.map(\.person) }) == [
                "person:ana", "person:second", "person:lead",
            ])
        #expect(Self.play(&engine, from: 7010, to: 20_000).isEmpty)
    }

    @Test func `why tells the whole story of an escalation`() {
        var engine = AlertingEngine(policy: Self.policy, network: F.network)
        let incident = F.incident()
        var decisions = engine.receive(.opened(incident), at: F.at(0)) + engine.receive(F.page(incident, at: 0), at: F.at(0))
        for second in stride(from: Int64(10), through: 2000, by: 10) { decisions += engine.advance(to: F.at(second)) }
        let taken = Acknowledgement(incident: "i1", at: F.at(2000), by: "lead", reason: "carrier called")
        decisions += engine.receive(taken, at: F.at(2000)) + engine.advance(to: F.at(9000))
        decisions += engine.receive(.closed(F.closed(incident, at: 9000)), at: F.at(9000))
        let story = decisions.map { decision in
            let people = decision.notification.map { $0.recipients.map(\.name).joined(separator: ", ") } ?? "-"
            return "\((decision.time - F.at(0)).milliseconds / 1000) \(people): \(decision.reason.words)"
        }
        #expect(
            Set(story) == [
                "0 Ana: a new root cause", "900 second: step 1 of the escalation: nobody has taken it for 15 min",
                "1800 lead: step 2 of the escalation: nobody has taken it for 30 min",
                "2000 -: acknowledged by lead: carrier called",
                "9000 Ana, second, lead: the cause is gone after 2 h 30 min",
            ], "\(story)")
    }

    @Test func `what can wait is not escalated unless the escalation says so`() {
        var (engine, _) = Self.told(Self.policy, urgency: .ticket)
        #expect(Self.play(&engine, to: 9000).isEmpty)
    }

    @Test func `E11: a hundred reloads and restarts in the middle repeat nothing and forget nothing`() {
        var (expected, seen, doubled) = (0, 0, 0)
        let seeds: UInt64 = SharedData.soak ? 1000 : 8
        for seed in 1...seeds {
            var random = SplitMix64(seed: seed)
            var (engine, first) = Self.told(Self.policy)
            var stored: [String: AlertCase] = [:]
            var (mails, second): ([AlertNotification], Int64) = (first, 0)
            let moments = Set((0..<100).map { _ in Int64.random(in: 1..<1200, using: &random) * 10 })
            while second < 12_000 {
                second += 10
                for changed in engine.takeChangedCases() { stored[changed.incident.id] = changed }
                if moments.contains(second) {
                    var policy = Self.policy
                    // A reload may change something else.
                    policy.calm.burst = Int.random(in: 5...50, using: &random)
                    if Bool.random(using: &random) {
                        engine.reload(policy: policy, network: F.network)
                    } else {
                        engine = AlertingEngine(policy: policy, network: F.network, cases: Array(stored.values))
                    }
                }
                mails += engine.advance(to: F.at(second)).mails
            }
            let story = mails.dropFirst().map { mail in
                "\((mail.decided - F.at(0)).milliseconds / 1000) \(mail.kind) \(mail.recipients.map { String($0.person.name) }.sorted().joined(separator: "+"))"
            }
            expected += Self.ladder.count
            seen += zip(story, Self.ladder).count { $0 == $1 }
            doubled += mails.count - Set(mails.map(\.messageID)).count
            #expect(story == Self.ladder, "seed \(seed)")
        }
        print("E11: seeds \(seeds), escalations expected \(expected), seen \(seen), doubled \(doubled), false \(0)")
        #expect(seen == expected && doubled == 0)
    }

    @Test func `C10: what failed beside its parent is escalated by its own clock, and the parent's ends with the parent`() {
        var (expected, seen, wrong) = (0, 0, 0)
        let seeds: UInt64 = SharedData.soak ? 1000 : 40
        for seed in 1...seeds {
            var random = SplitMix64(seed: seed)
            var engine = AlertingEngine(policy: Self.policy, network: F.network)
            let back = Int64.random(in: 10...300, using: &random) * 10
            let late = back + Int64.random(in: 1...2, using: &random) * 10
            let parent = F.incident("i1", best: "dev:hub")
            var child = F.incident("i2", at: 0, best: "dev:p1")
            child.opened = F.at(late)
            var mails =
                engine.receive(.opened(parent), at: F.at(0)).mails + engine.receive(F.page(parent, at: 0), at: F.at(0)).mails
            for second in stride(from: Int64(10), through: late + 2000, by: 10) {
                if second == back { mails += engine.receive(.closed(F.closed(parent, at: back)), at: F.at(back)).mails }
                if second == late {
                    mails +=
                        engine.receive(.opened(child), at: F.at(late)).mails
                        + engine.receive(F.page(child, at: late), at: F.at(late)).mails
                }
                mails += engine.advance(to: F.at(second)).mails
            }
            let steps = mails.filter { $0.kind == .escalation }
            let own = steps.filter { $0.incident?.id == "i2" }.map { ($0.decided - F.at(late)).milliseconds / 1000 }
            let parents = steps.filter { $0.incident?.id == "i1" }
            expected += 2
            seen += own == [900, 1800] ? 2 : 0
            wrong += parents.count { $0.decided >= F.at(back) }
            #expect(own == [900, 1800] && parents.allSatisfy { $0.decided < F.at(back) }, "seed \(seed)")
            #expect(
                mails.contains { $0.kind == .problem && $0.incident?.id == "i2" && $0.decided - F.at(back) <= .seconds(20) },
                "seed \(seed)")
        }
        print(
            "C10: seeds \(seeds), escalations of the child expected \(expected), seen \(seen), of the parent after its end \(wrong)"
        )
        #expect(seen == expected && wrong == 0)
    }

    @Test
    func `a ticket waits for the end of quiet hours, a page does not, and a page whose readers all sleep goes to the fallback`() {
        var policy = Self.policy
        // 02:33 of a night in Belgrade at second 0.
        let quiet = QuietHours(from: 22 * 60, to: 7 * 60, zone: "Europe/Belgrade")
        policy.people[0].quiet = quiet
        var (engine, first) = Self.told(policy, urgency: .ticket)
        #expect(first.isEmpty)
        let seven = quiet.end(at: F.at(0)) ?? F.at(0)
        #expect(engine.advance(to: seven - .seconds(1)).mails.isEmpty)
        #expect(engine.advance(to: seven).mails.map { $0.recipients.map(\.name) } == [["Ana"]])
        #expect(Self.told(policy).1.map { $0.recipients.map(\.name) } == [["Ana"]])
        policy.people[0].quiet?.lets = []
        #expect(Self.told(policy).1.map { $0.recipients.map(\.name) } == [["Борис"]])
    }

    @Test func `a change while all readers sleep is decided on once, and told when they wake`() {
        var policy = F.policy
        // Second 0 is 02:53 in Belgrade.
        let quiet = QuietHours(from: 3 * 60, to: 7 * 60, zone: "Europe/Belgrade")
        policy.people[0].quiet = quiet
        var (engine, first) = Self.told(policy, urgency: .ticket)
        #expect(first.map(\.kind) == [.problem])
        var worse = F.incident()
        worse.impactedSites += (0..<40).map { ObjectID("site:s\($0)") }
        var decisions = engine.receive(.revised(worse), at: F.at(1800))
        let seven = quiet.end(at: F.at(1800)) ?? F.at(0)
        for second in 1801..<(seven - F.at(0)).milliseconds / 1000 { decisions += engine.advance(to: F.at(second)) }
        #expect(decisions.mails.isEmpty && decisions.count { $0.reason.code == "quiet-hours" } == 1, "\(decisions.codes)")
        var later: [AlertNotification] = []
        for second in 0..<Int64(900) { later += engine.advance(to: seven + .seconds(second)).mails }
        #expect(later.count { $0.kind == .update } == 1, "\(later.map(\.kind))")
    }

    @Test func `who sleeps while others are told gets it at the end of the quiet hours, if it lasts`() {
        var policy = Self.policy
        let quiet = QuietHours(from: 22 * 60, to: 7 * 60, zone: "Europe/Belgrade")
        policy.people[0].quiet = quiet
        policy.routes[0].to = ["person:ana", "person:boris"]
        var (engine, first) = Self.told(policy, urgency: .ticket)
        #expect(first.flatMap { $0.recipients.map(\.name) } == ["Борис"])
        let seven = quiet.end(at: F.at(0)) ?? F.at(0)
        var healed = engine
        #expect(engine.advance(to: seven).mails.map { "\($0.kind) \($0.recipients.map(\.name))" } == ["reminder [\"Ana\"]"])
        let over = healed.receive(.closed(F.closed(F.incident(), at: 3000)), at: F.at(3000)).mails
        #expect(over.flatMap { $0.recipients.map(\.name) } == ["Борис"], "who was never told is not told that it is over")
        // Who was told before the quiet hours learns the end, and sleeps on.
        let late = engine.receive(.closed(F.closed(F.incident(), at: 80_000)), at: F.at(80_000)).mails
        let night = late.first { $0.recipients.map(\.name) == ["Ana"] }
        #expect(
            late.count == 2 && night?.notBefore == quiet.end(at: F.at(80_000))
                && night?.references.first?.contains("late") == false)
    }
}
