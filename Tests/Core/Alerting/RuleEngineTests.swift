import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

struct RuleEngineTests {
    /// Verdicts with the minute at which they came, of values one a minute; nil is no sample.
    private func verdicts(_ rule: AlertRule, _ values: [Double?], object: ObjectID = "dev:p1", step: Int64 = 60) -> [String] {
        var engine = RuleEngine(rules: [rule], network: F.network)
        var events: [RuleEngine.Event] = []
        for (minute, value) in values.enumerated() {
            let now = F.at(Int64(minute) * step)
            if let value {
                engine.receive(Sample(time: now, object: object, metric: rule.metric ?? .loss, value: value), into: &events)
            }
            engine.advance(to: now, isSeen: { _ in true }, into: &events)
        }
        return events.map { "\($0.verdict)@\(($0.time - F.at(0)).milliseconds / 1000 / step)" }
    }

    private func rule(_ condition: AlertRule.Condition, _ metric: Sample.Metric = .temperature, hold: Int64 = 0, clear: Int64 = 0)
        -> AlertRule
    {
        var rule = AlertRule(name: "r", metric: metric, condition)
        (rule.hold, rule.clearHold) = (.seconds(hold * 60), .seconds(clear * 60))
        return rule
    }

    @Test func `between the limit and the clear value nothing changes`() {
        let hot = rule(.above(limit: 60, clear: 50))
        #expect(verdicts(hot, [55, 61, 59, 55, 51, 50, 55, 61]) == ["fires@1", "clears@5", "fires@7"])
        #expect(verdicts(rule(.below(limit: 15, clear: 25)), [20, 14, 20, 24, 25, 20]) == ["fires@1", "clears@4"])
    }

    @Test func `a value has to last before it fires, and to be gone for long before it clears`() {
        let hot = rule(.above(limit: 60, clear: 50), hold: 3, clear: 2)
        #expect(verdicts(hot, [61, 61, 55, 61, 40, 61, 61, 61, 61, 40, 61, 40, 40, 40]) == ["fires@8", "clears@13"])
        #expect(verdicts(hot, [61, 61, 40, 61, 61, 61, 61]) == ["fires@6"], "one good value begins the wait anew")
    }

    @Test func `a gap neither fires nor clears, and its end begins the wait anew`() {
        let hot = rule(.above(limit: 60, clear: 50), hold: 10)
        #expect(verdicts(hot, [61] + Array(repeating: nil, count: 30) + [61, 61]) == [])
        #expect(verdicts(rule(.above(limit: 60, clear: 50)), [61] + Array(repeating: nil, count: 3000)) == ["fires@0"])
        #expect(verdicts(hot, [.nan, .infinity, 61]) == [])
    }

    @Test func `two values with a long pause between them are not all that lies between`() {
        let hot = rule(.above(limit: 60, clear: 50), hold: 10)
        let pause = [Double?](repeating: nil, count: 13)
        #expect(verdicts(hot, [66] + pause + [66]) == [])
        #expect(verdicts(hot, [40, 40, 40, 66] + pause + [66, 66]) == [])
        #expect(verdicts(hot, [66, 66, nil, nil, 66, 66, 66, 66, 66, 66, 66]) == ["fires@10"], "two lost answers are no gap")
        let slow = Array(repeating: [66] + pause, count: 4).flatMap { $0 }
        #expect(verdicts(hot, slow) == ["fires@28"], "values that always come so far apart are not gaps")
    }

    @Test func `after a gap the wait to clear begins anew`() {
        let hot = rule(.above(limit: 60, clear: 50), clear: 30)
        let gap = [Double?](repeating: nil, count: 120)
        #expect(verdicts(hot, [61, 40, 40] + gap + [40, 61] + gap) == ["fires@0"])
        #expect(verdicts(hot, [61, 40, 40] + gap + Array(repeating: 40, count: 40)) == ["fires@0", "clears@153"])
    }

    @Test func `a state that is unknown for a while is not over, and the wait to clear begins anew`() {
        var rule = AlertRule(name: "link", metric: nil, .state(.down))
        rule.clearHold = .seconds(60)
        var engine = RuleEngine(rules: [rule], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ state: ObjectState, _ second: Int64) {
            engine.receive(StateChange(time: F.at(second), object: "link:l1", state: state), into: &events)
        }
        func pass(to second: Int64) { engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events) }
        see(.down, 0)
        see(.up, 300)
        see(.unknown, 330)
        pass(to: 500)
        #expect(events.map(\.verdict) == [.fires])
        see(.up, 510)
        pass(to: 569)
        #expect(events.map(\.verdict) == [.fires])
        pass(to: 570)
        #expect(events.map(\.verdict) == [.fires, .clears])
    }

    @Test func `a forecast that came true is not over`() {
        let falling = rule(.forecast(limit: -28, within: .seconds(86_400), over: .seconds(7200)), .receivedLight)
        // 3 dB an hour, then it stays below the limit, then it is mended.
        let values =
            (0..<180).map { -20 - Double($0) / 20 } + Array(repeating: -28.9, count: 600) + Array(repeating: -20, count: 200)
        let told = verdicts(falling, values)
        // The first good value might be an odd one.
        #expect(told.count == 2 && told[0].hasPrefix("fires@4") && told[1] == "clears@781", "\(told)")
        // A rule that waits long is over the limit before it fires.
        var slow = falling
        slow.hold = .seconds(5 * 3600)
        #expect(verdicts(slow, values).first?.hasPrefix("fires@34") == true, "\(verdicts(slow, values))")
        // What rises to a limit is the same the other way round.
        let rising = rule(.forecast(limit: 60, within: .seconds(86_400), over: .seconds(7200)))
        let hot = verdicts(rising, (0..<180).map { 20 + Double($0) / 4 } + Array(repeating: 66, count: 300))
        #expect(hot.count == 1 && hot[0].hasPrefix("fires"), "\(hot)")
    }

    @Test func `what falls or rises within its span fires, what drifts slowly does not`() {
        let falling = rule(.falls(by: 3, within: .seconds(3600)), .receivedLight)
        // Two values later than by the bare numbers: each is the middle one of three.
        #expect(verdicts(falling, (0..<40).map { -20 - Double($0) * 0.1 }) == ["fires@32"])
        #expect(verdicts(falling, (0..<400).map { -20 - Double($0) * 0.01 }) == [])
        #expect(verdicts(rule(.rises(by: 10, within: .seconds(600))), [20, 21, 31, 31]) == ["fires@3"])
    }

    /// Values, and what follows from them: a rise or fall of 3 within an hour.
    @Test(
        arguments: [
            ("one reading far off", [-18, -18, -18, -40, -18, -18, -18], []),
            ("one far up", [-18, -18, -18, -4, -18, -18, -18], []),
            ("the first is odd", [-9, -18, -18, -18, -18], []),
            ("so is every fourth", [-18, -18, -18, -30, -18, -18, -18, -30, -18], []),
            ("two bear it out", [-18, -18, -18, -22, -22, -22], ["fires@4"]),
            ("and two that it is over", [-18, -18, -22, -22, -18, -18, -18], ["fires@3", "clears@5"]),
            ("a lost answer between them", [-18, -18, nil, -22, nil, -22], ["fires@5"]), ("too few to say", [-18, -22], []),
        ] as [(String, [Double?], [String])])
    func `a single odd reading is no fall`(name: String, values: [Double?], expected: [String]) {
        #expect(verdicts(rule(.falls(by: 3, within: .seconds(3600)), .receivedLight), values) == expected, "\(name)")
        let up = verdicts(rule(.rises(by: 3, within: .seconds(3600)), .receivedLight), values.map { $0.map { -$0 } })
        #expect(up == expected, "\(name), upwards")
    }

    @Test func `one odd reading turns no forecast, and one reading that comes twice is one`() {
        let falling = rule(.forecast(limit: -28, within: .seconds(86_400), over: .seconds(7200)), .receivedLight)
        var values = [Double?](repeating: -20, count: 120)
        values[119] = -27
        #expect(verdicts(falling, values) == [])
        let falls = rule(.falls(by: 3, within: .seconds(3600)), .receivedLight)
        var engine = RuleEngine(rules: [falls], network: F.network)
        var events: [RuleEngine.Event] = []
        for (minute, value) in [-18.0, -18, -18, -40, -18, -18].enumerated() {
            let sample = Sample(time: F.at(Int64(minute) * 60), object: "dev:p1", metric: .receivedLight, value: value)
            // Read with all sensors and with the whole device.
            for _ in 0..<2 { engine.receive(sample, into: &events) }
        }
        #expect(events.isEmpty, "\(events)")
    }

    @Test func `a forecast says when a limit will be reached, and says nothing on too little`() {
        let falling = rule(.forecast(limit: -28, within: .seconds(86_400), over: .seconds(7200)), .receivedLight)
        // 0.1 dB an hour reaches -28 in 80 hours, 0.5 dB an hour in 16.
        #expect(verdicts(falling, (0..<180).map { -20 - Double($0) / 600 }) == [])
        let fast = verdicts(falling, (0..<180).map { -20 - Double($0) / 120 })
        #expect(fast.count == 1 && fast[0].hasPrefix("fires@4"), "\(fast): a third of two hours")
        #expect(verdicts(falling, [-20, -27]) == [])
    }

    @Test func `absence is told where the device is seen, and not where it is hidden`() {
        let absent = rule(.absent(.seconds(600)), .loss)
        #expect(verdicts(absent, [1] + Array(repeating: nil, count: 15) + [1]) == ["fires@11", "clears@16"])
        var engine = RuleEngine(rules: [absent], network: F.network)
        var events: [RuleEngine.Event] = []
        engine.receive(Sample(time: F.at(0), object: "dev:p1", metric: .loss, value: 1), into: &events)
        for minute in 1...60 { engine.advance(to: F.at(Int64(minute) * 60), isSeen: { _ in minute > 55 }, into: &events) }
        #expect(events.isEmpty)
    }

    @Test func `a state that lasts fires, and unknown neither fires nor clears`() {
        var rule = AlertRule(name: "link", metric: nil, .state(.down))
        rule.hold = .seconds(120)
        rule.selector.objects = ["link:*"]
        var engine = RuleEngine(rules: [rule], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ state: ObjectState, _ second: Int64, _ object: ObjectID = "link:l1") {
            engine.receive(StateChange(time: F.at(second), object: object, state: state), into: &events)
            engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events)
        }
        func pass(to second: Int64) { engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events) }
        see(.down, 0)
        see(.down, 0, "dev:p1")
        see(.unknown, 100)
        pass(to: 130)
        #expect(events.isEmpty, "what became unknown while it was waited for does not go on by time alone")
        see(.down, 200)
        pass(to: 310)
        #expect(events.isEmpty, "the wait began anew")
        pass(to: 320)
        #expect(events.map(\.verdict) == [.fires] && events[0].object == "link:l1")
        see(.unobserved, 400)
        pass(to: 900)
        #expect(events.count == 1)
        see(.up, 1000)
        #expect(events.map(\.verdict) == [.fires, .clears])
    }

    @Test func `a share of a group is one incident for the group`() {
        var refused = rule(.above(limit: 0.5, clear: 0.5), .refused)
        refused.share = .init(fraction: 0.5, group: .all, least: 2)
        var engine = RuleEngine(rules: [refused], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ values: [Double], at second: Int64) {
            for (name, value) in zip(["hub", "p1", "p2"], values) {
                engine.receive(
                    Sample(time: F.at(second), object: ObjectID("dev:\(name)"), metric: .refused, value: value), into: &events)
            }
        }
        see([0, 0, 0], at: 0)
        see([1, 0, 0], at: 60)
        #expect(events.isEmpty)
        see([1, 1, 0], at: 120)
        see([1, 1, 1], at: 180)
        #expect(events.map(\.object) == ["network:all"] && events[0].text.hasPrefix("2 of 3"))
        see([0, 0, 0], at: 240)
        #expect(events.map(\.verdict) == [.fires, .clears])
    }

    @Test func `a share of a group that was told stays told over a restart, and ends when its members say so`() throws {
        var refused = rule(.above(limit: 0.5, clear: 0.5), .refused)
        refused.share = .init(fraction: 0.5, group: .all, least: 2)
        let text = RuleFact(rule: "r", severity: .warning, text: "2 of 3")
        var incident = F.incident("i1", best: "network:all")
        incident.alert = text
        var engine = RuleEngine(rules: [refused], network: F.network, open: [incident])
        var events: [RuleEngine.Event] = []
        func see(_ values: [Double], at second: Int64) {
            for (name, value) in zip(["hub", "p1", "p2"], values) {
                engine.receive(
                    Sample(time: F.at(second), object: ObjectID("dev:\(name)"), metric: .refused, value: value), into: &events)
            }
            engine.advance(to: F.at(second), isSeen: { _ in true }, into: &events)
        }
        // The first word of a member is no word of the group.
        see([1], at: 0)
        see([1, 1, 1], at: 60)
        #expect(events.isEmpty, "\(events)")
        see([0, 0, 0], at: 120)
        #expect(events.map(\.verdict) == [.clears] && events[0].object == "network:all")
    }

    /// Selector, object, does it match. Devices are `cpe` at posts and the hub; the link is not owned.
    @Test(
        arguments: [
            (["dev:p*"], [], [], "dev:p1", true), (["dev:p*"], [], [], "dev:hub", false), (["dev:p1"], [], [], "dev:p1", true),
            (["*:p1"], [], [], "dev:p1", true), ([], ["post"], [], "dev:p1", true), ([], ["post"], [], "dev:hub", false),
            ([], ["post"], ["core"], "dev:p1", false), ([], ["post"], ["cpe"], "if:p1#1", true), ([], [], [], "dev:nobody", true),
        ] as [([String], [String], [String], String, Bool)])
    func `a selector takes the objects that it names`(
        objects: [String], kinds: [String], roles: [String], object: String, expected: Bool
    ) {
        var rule = rule(.above(limit: 1, clear: 1))
        (rule.selector.objects, rule.selector.kinds, rule.selector.roles) = (objects, kinds, roles)
        #expect(verdicts(rule, [2], object: ObjectID(object)).isEmpty != expected)
    }

    @Test func `a rule that held when the monitor stopped holds when it starts, and is told once`() {
        var hot = rule(.above(limit: 60, clear: 50))
        hot.urgency = .page
        var ledger = IncidentLedger(next: 1, open: [])
        var (engine, book) = (RuleEngine(rules: [hot], network: F.network), RuleBook())
        var alerting = AlertingEngine(policy: F.policy, network: F.network)
        var (mails, open): ([AlertNotification], [String: Incident]) = ([], [:])
        func see(_ value: Double, _ second: Int64) {
            var events: [RuleEngine.Event] = []
            engine.receive(Sample(time: F.at(second), object: "dev:p1", metric: .temperature, value: value), into: &events)
            for action in events.flatMap({ book.actions($0, of: hot) }).map({ ledger.translate($0) }) {
                if case .opened(let incident) = action { open[incident.id] = incident }
                if case .closed(let incident) = action { open[incident.id] = nil }
                mails += alerting.receive(action, at: F.at(second)).mails
            }
            mails += alerting.advance(to: F.at(second)).mails
        }
        see(70, 0)
        #expect(mails.map(\.kind) == [.problem] && open.keys.sorted() == ["i1"])
        #expect(mails[0].incident?.alert?.text == "temperature 70 °C, limit 60 °C")
        let stored = Array(open.values)
        ledger = IncidentLedger(next: 2, open: stored)
        (engine, book) = (RuleEngine(rules: [hot], network: F.network, open: stored), RuleBook(open: stored))
        see(71, 60)
        #expect(mails.count == 1)
        see(40, 120)
        #expect(mails.map(\.kind) == [.problem, .recovery] && open.isEmpty)
        see(80, 180)
        #expect(open.keys.sorted() == ["i2"], "a new outbreak is a new incident")
    }

    @Test func `what is wrong with the monitor itself is an incident, and ends with it`() {
        var book = RuleBook()
        let first = book.actions(troubles: ["address ana@noc.example": "r1 refuses it: 550"], at: F.at(0))
        guard case .opened(let incident)? = first.first else {
            Issue.record("nothing opened")
            return
        }
        #expect(
            incident.alert?.rule == "monitor.address" && incident.best == "monitor:ana@noc.example"
                && incident.kind == .monitoring)
        #expect(book.actions(troubles: ["address ana@noc.example": "again"], at: F.at(1)).isEmpty)
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let mails = first.flatMap { engine.receive($0, at: F.at(0)) }.mails
        #expect(mails.flatMap { $0.recipients.map(\.address) } == ["boris@noc.example"], "not to the address that is refused")
        #expect(book.actions(troubles: [:], at: F.at(2)).count == 1)
    }
}
