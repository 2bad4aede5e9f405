import Alerting
import Diagnosis
import Foundation
import NetworkModel
import Testing

/// Severity and urgency of rules by what hangs on their object and by whether that is open.
struct RuleGradeTests {
    /// A data centre and a hub, both ways to a town with two post offices; a third post office at the hub. Offices have hours.
    private static let network: Network = {
        var document = NetworkDocument(name: "graded")
        document.calendars = [
            .init(id: "cal:office", zone: "Europe/Belgrade", open: ["mon-fri": "07:30-15:30"]),
            .init(id: "cal:post", zone: "Europe/Belgrade", open: ["mon-fri": "08:00-19:00"]),
        ]
        let kinds = [("dc", "dc"), ("hub", "hub"), ("town", "municipality"), ("p1", "post"), ("p2", "post"), ("p3", "post")]
        for (name, kind) in kinds {
            var site = NetworkDocument.Site(id: ObjectID("site:\(name)"), name: name, kind: kind)
            site.calendar = kind == "post" ? "cal:post" : kind == "municipality" ? "cal:office" : nil
            document.sites.append(site)
            document.devices.append(.init(id: ObjectID("dev:\(name)"), site: site.id, role: kind))
        }
        // A supply that reports for itself, with nothing behind it.
        document.devices.append(.init(id: "dev:town-ups", site: "site:town", role: "ups"))
        let ends = [
            ("dc", "hub"), ("dc", "town"), ("hub", "town"), ("town", "p1"), ("town", "p2"), ("hub", "p3"), ("town", "town-ups"),
        ]
        document.links = ends.map { a, b in
            .init(
                id: ObjectID("link:\(a)-\(b)"), a: .init(device: ObjectID("dev:\(a)"), interface: ObjectID("if:\(a)#\(b)")),
                b: .init(device: ObjectID("dev:\(b)"), interface: ObjectID("if:\(b)#\(a)")), kind: "fibre")
        }
        document.services = [.init(id: "svc:pos", hosts: ["dev:dc"], clients: ["post"])]
        return Network.compile(document).network
    }()

    private static var policy: AlertPolicy {
        var policy = AlertPolicy()
        policy.people = ["desk", "night", "chief"].map {
            .init(id: ObjectID("person:\($0)"), name: $0, mail: "\($0)@noc.example")
        }
        var tickets = AlertPolicy.Route(name: "tickets", to: ["person:desk"])
        tickets.urgencies = ["ticket", "digest"]
        policy.routes = [tickets, .init(name: "pages", to: ["person:night"])]
        policy.fallback = ["person:chief"]
        policy.escalations = [.init(name: "default", steps: [.init(after: .seconds(900), to: ["person:chief"])])]
        return policy
    }

    /// Short of battery: a ticket, and a page while something behind it is open.
    private static func rule(_ whens: [AlertRule.When]? = nil) -> AlertRule {
        var rule = AlertRule(name: "battery", metric: .upsRuntime, .below(limit: 15, clear: 25))
        (rule.hold, rule.clearHold) = (.seconds(60), .seconds(300))
        rule.when = whens ?? [when { ($0.hours, $0.severity, $0.urgency) = (.open, .critical, .page) }]
        return rule
    }

    private static func when(_ fill: (inout AlertRule.When) -> Void) -> AlertRule.When {
        var when = AlertRule.When()
        fill(&when)
        return when
    }

    private static func at(_ text: String) throws -> Timestamp { try #require(Timestamp(civil: "2026-11-23 " + text)) }

    /// Rules, book, ledger and alerting as in the monitor, a value a minute.
    private struct Run {
        let rules: [AlertRule]
        var engine: RuleEngine
        var book = RuleBook()
        var ledger = IncidentLedger(next: 1, open: [])
        var alerting: AlertingEngine
        var now: Timestamp
        var values: [ObjectID: Double] = [:]
        var told: [String] = []
        var codes: [String] = []
        var open: [String: Incident] = [:]
        var cases: [String: AlertCase] = [:]

        init(_ rule: AlertRule, policy: AlertPolicy = RuleGradeTests.policy, from start: Timestamp) {
            (rules, now) = ([rule], start)
            engine = RuleEngine(rules: [rule], network: RuleGradeTests.network)
            alerting = AlertingEngine(policy: policy, network: RuleGradeTests.network)
        }

        /// As after a crash: only what was written is known.
        mutating func restart() throws {
            let stored = try JSONDecoder().decode([Incident].self, from: JSONEncoder().encode(Array(open.values)))
            engine = RuleEngine(rules: rules, network: RuleGradeTests.network, open: stored)
            (book, ledger) = (RuleBook(open: stored), IncidentLedger(next: 9, open: stored))
            let kept = try JSONDecoder().decode([AlertCase].self, from: JSONEncoder().encode(cases.values.filter { !$0.isEnded }))
            alerting = AlertingEngine(policy: RuleGradeTests.policy, network: RuleGradeTests.network, cases: kept)
        }

        mutating func pass(to end: Timestamp) {
            while now < end {
                now = now + .seconds(10)
                var events: [RuleEngine.Event] = []
                if now.milliseconds % 60_000 == 0 {
                    for (object, value) in values.sorted(by: { $0.key < $1.key }) {
                        let sample = Sample(time: now, object: object, metric: rules[0].metric ?? .loss, value: value)
                        engine.receive(sample, into: &events)
                    }
                }
                engine.advance(to: now, isSeen: { _ in true }, into: &events)
                engine.grade(&events, at: now)
                for action in events.flatMap({ book.actions($0, of: rules[$0.rule]) }) { take(ledger.translate(action)) }
                take(alerting.advance(to: now))
            }
        }

        private mutating func take(_ action: DiagnosisAction) {
            switch action {
            case .opened(let incident), .revised(let incident): open[incident.id] = incident
            case .closed(let incident): open[incident.id] = nil
            default: break
            }
            take(alerting.receive(action, at: now))
        }

        mutating func take(_ decisions: [AlertDecision]) {
            for decision in decisions {
                codes.append(decision.reason.code)
                guard let mail = decision.notification else { continue }
                let clock = now.clock.split(separator: " ")[1].prefix(5)
                let people = mail.recipients.map { String($0.person.name) }.joined(separator: "+")
                let severity = mail.incident?.alert?.severity.rawValue ?? ""
                told.append("\(clock) \(mail.kind) \(mail.urgency) \(severity) \(people)")
            }
            for alertCase in alerting.takeChangedCases() { cases[alertCase.incident.id] = alertCase }
        }

        mutating func mark(_ link: ObjectID, _ state: ObjectState) {
            var events: [RuleEngine.Event] = []
            engine.receive(StateChange(time: now, object: link, state: state), into: &events)
        }
    }

    @Test func `a ticket of the night is a page when the first counter behind it opens, told once, and its end to all`() throws {
        var run = Run(Self.rule(), from: try Self.at("05:00"))
        run.values = ["dev:town": 12]
        run.pass(to: try Self.at("06:25"))
        #expect(run.told == ["05:02 problem ticket warning desk"])
        #expect(run.open.values.first?.evidence.map(\.fact).last == "3 sites hang on it, 0 open now")
        // The town hall opens at 07:30 in Belgrade; that has to last as long as the rule's own value.
        run.pass(to: try Self.at("06:40"))
        #expect(run.told.last == "06:31 escalation page critical desk+night", "\(run.told)")
        #expect(run.open.values.first?.evidence.map(\.fact).last == "3 sites hang on it, 1 open now")
        run.pass(to: try Self.at("06:50"))
        #expect(run.told.last == "06:46 escalation page critical chief", "the steps count from the page")
        // It closes and opens again: nobody is told a second time.
        run.pass(to: try Self.at("23:59"))
        #expect(run.told.count == 3 && run.open.values.first?.alert?.urgency == .ticket)
        run.values = ["dev:town": 60]
        run.pass(to: run.now + .seconds(600))
        #expect(run.told.last?.hasSuffix("recovery page warning desk+night+chief") == true, "\(run.told)")
        #expect(run.open.isEmpty)
    }

    @Test func `what is a page at once is one mail, and what gets less urgent is neither told nor escalated`() throws {
        var run = Run(Self.rule(), from: try Self.at("17:50"))
        run.values = ["dev:p1": 12]
        run.pass(to: try Self.at("18:00"))
        #expect(run.told == ["17:52 problem page critical night"])
        // The post office closes at 19:00 in Belgrade, before the first step.
        run.pass(to: try Self.at("23:00"))
        #expect(run.told.count == 1 && run.codes.contains("less-urgent"), "\(run.told) \(run.codes)")
        // Open again, and still nobody has taken it.
        run.now = run.now + .seconds(8 * 3600)
        run.pass(to: run.now + .seconds(1800))
        #expect(run.told.count == 2 && run.told.last?.contains("escalation page critical chief") == true, "\(run.told)")
    }

    @Test func `a second way that is lost makes a rule graver after its hold, and one that blinks does not`() throws {
        let many = Self.when { ($0.isolatesAtLeast, $0.urgency) = (4, .page) }
        var rule = Self.rule([many])
        rule.metric = .temperature
        (rule.hold, rule.name) = (.seconds(120), "hot")
        var run = Run(rule, from: try Self.at("09:00"))
        run.values = ["dev:hub": 5]
        run.pass(to: try Self.at("09:10"))
        #expect(run.told == ["09:03 problem ticket warning desk"])
        run.mark("link:dc-town", .down)
        run.pass(to: run.now + .seconds(60))
        run.mark("link:dc-town", .up)
        run.pass(to: run.now + .seconds(300))
        #expect(run.told.count == 1)
        run.mark("link:dc-town", .down)
        run.pass(to: run.now + .seconds(30))
        // Out of sight is not mended.
        run.mark("link:dc-town", .unknown)
        run.pass(to: run.now + .seconds(150))
        #expect(run.told.count == 2 && run.told[1].contains("escalation page warning desk+night"), "\(run.told)")
        #expect(run.open.values.first?.evidence.map(\.fact).last == "5 sites hang on it, 5 open now")
    }

    @Test func `what is out by itself takes nothing from what hangs on it`() throws {
        let many = Self.when { ($0.isolatesAtLeast, $0.urgency) = (2, .page) }
        var rule = Self.rule([many])
        (rule.metric, rule.condition, rule.name) = (nil, .state(.down), "down")
        var engine = RuleEngine(rules: [rule], network: Self.network)
        var events: [RuleEngine.Event] = []
        let start = try Self.at("09:00")
        for object in ["dev:hub", "link:hub-p3", "link:hub-town", "link:dc-hub"] as [ObjectID] {
            engine.receive(StateChange(time: start, object: object, state: .down), into: &events)
        }
        engine.advance(to: start + .seconds(60), isSeen: { _ in true }, into: &events)
        engine.grade(&events, at: start + .seconds(60))
        #expect(events.first { $0.object == "dev:hub" }?.impact == "2 sites hang on it, 2 open now", "\(events)")
        #expect(events.first { $0.object == "dev:hub" }?.grade == .init(.warning, .page))
    }

    @Test func `planned work holds the page back until its end, an acknowledgement of the ticket does not`() throws {
        let (night, end) = (try Self.at("05:00"), try Self.at("08:00"))
        for isPlanned in [true, false] {
            var run = Run(Self.rule(), from: night)
            run.values = ["dev:town": 12]
            run.pass(to: try Self.at("05:10"))
            if isPlanned {
                let window = MaintenanceWindow(
                    id: "m1", object: "site:town", from: run.now, to: end, owner: "ana", reason: "batteries")
                run.take(run.alerting.receive([window], at: run.now))
            } else {
                run.take(
                    run.alerting.receive(
                        Acknowledgement(incident: "i1", at: run.now, by: "desk", reason: "in the morning"), at: run.now))
            }
            run.pass(to: try Self.at("07:50"))
            let raised = run.told.filter { $0.contains("page") }
            #expect(raised == (isPlanned ? [] : ["06:31 escalation page critical desk+night"]), "\(run.told)")
            run.pass(to: try Self.at("08:01"))
            #expect(run.told.filter { $0.contains("critical desk+night") }.count == 1, "\(run.told)")
        }
    }

    @Test func `what waits in the morning list is told as a problem as soon as it is more`() throws {
        var rule = Self.rule()
        rule.urgency = .digest
        var run = Run(rule, from: try Self.at("05:00"))
        run.values = ["dev:town": 12]
        run.pass(to: try Self.at("06:29"))
        #expect(run.told.isEmpty && run.codes.contains("in-digest"))
        run.pass(to: try Self.at("06:40"))
        #expect(run.told == ["06:31 problem page critical night"] && run.codes.contains("more-urgent"))
    }

    @Test func `a restart neither repeats nor forgets how urgent it was told to be`() throws {
        var run = Run(Self.rule(), from: try Self.at("05:00"))
        run.values = ["dev:town": 12]
        run.pass(to: try Self.at("06:40"))
        try run.restart()
        run.pass(to: try Self.at("06:44"))
        #expect(run.told.count == 2, "\(run.told)")
        let facts = run.open.values.first?.evidence.map(\.fact) ?? []
        #expect(facts.count == Set(facts).count && facts.count == 3, "\(facts)")
        // It closes while the monitor lives, opens while it does not.
        run.pass(to: try Self.at("22:00"))
        try run.restart()
        #expect(run.open.values.first?.alert?.urgency == .ticket)
        run.now = run.now + .seconds(9 * 3600)
        run.pass(to: run.now + .seconds(300))
        #expect(run.told.filter { $0.contains("critical desk+night") }.count == 1, "\(run.told)")
        #expect(run.open.values.first?.alert?.urgency == .page)
    }

    @Test func `an incident that was written before rules had other urgencies is read`() throws {
        let fact = try JSONDecoder().decode(
            RuleFact.self, from: Data(#"{"rule": "battery", "severity": "warning", "text": "short"}"#.utf8))
        #expect(fact.urgency == nil && fact == RuleFact(rule: "battery", severity: .warning, text: "short"))
    }

    @Test func `of a group the members for which the rule holds count, and a supply stands for its place`() throws {
        var rule = Self.rule([Self.when { ($0.isolatesAtLeast, $0.severity) = (4, .critical) }])
        rule.share = .init(fraction: 0.3, group: .all, least: 2)
        rule.hold = .zero
        var engine = RuleEngine(rules: [rule], network: Self.network, objects: ["dev:town-ups", "dev:p2", "dev:p3"])
        var events: [RuleEngine.Event] = []
        let start = try Self.at("09:00")
        for (object, value) in [("dev:p2", 60), ("dev:town-ups", 12), ("dev:p3", 12)] as [(ObjectID, Double)] {
            engine.receive(Sample(time: start, object: object, metric: .upsRuntime, value: value), into: &events)
        }
        engine.grade(&events, at: start)
        #expect(events.map(\.impact) == ["4 sites hang on it, 4 open now"] && events[0].grade?.severity == .critical, "\(events)")
    }

    /// What is asked (only, site kinds, hours, how many), the time, and whether the rule is a page for a battery in the town, on which
    /// two post offices hang.
    @Test(
        arguments: [
            ("only post", "post", [], nil, nil, "09:00", false),
            ("only one kind of two", "municipality", [], nil, nil, "09:00", false),
            ("a post among them", nil, ["hub", "post"], nil, nil, "09:00", true),
            ("no hub", nil, ["hub"], nil, nil, "09:00", false),
            ("of the posts alone", nil, ["post"], nil, 2, "09:00", true),
            ("too few of them", nil, ["post"], nil, 3, "09:00", false),
            ("their hours alone", nil, ["post"], .open, nil, "06:40", false),
            ("closed themselves", nil, ["post"], .closed, nil, "06:40", true), ("three", nil, [], nil, 3, "09:00", true),
            ("four", nil, [], nil, 4, "09:00", false), ("open", nil, [], .open, nil, "07:20", true),
            ("the town only", nil, [], .open, nil, "06:40", true), ("nobody yet", nil, [], .open, nil, "06:20", false),
            ("closed", nil, [], .closed, nil, "06:20", true), ("not closed", nil, [], .closed, nil, "06:40", false),
            ("sunday", nil, [], .closed, nil, "sunday", true), ("both", nil, [], .open, 3, "09:00", true),
            ("not both", nil, [], .closed, 3, "09:00", false),
        ] as [(String, String?, [String], AlertPolicy.Hold.Hours?, Int?, String, Bool)])
    func `a when matches what it asks for`(
        name: String, only: String?, kinds: [String], hours: AlertPolicy.Hold.Hours?, least: Int?, clock: String, expected: Bool
    ) throws {
        var when = AlertRule.When()
        (when.only, when.siteKinds, when.hours, when.isolatesAtLeast) = (only, kinds, hours, least)
        when.urgency = .page
        var rule = Self.rule([when])
        rule.hold = .zero
        var engine = RuleEngine(rules: [rule], network: Self.network)
        var events: [RuleEngine.Event] = []
        let now = try clock == "sunday" ? #require(Timestamp(civil: "2026-11-22 09:00")) : Self.at(clock)
        engine.receive(Sample(time: now, object: "dev:town", metric: .upsRuntime, value: 3), into: &events)
        engine.grade(&events, at: now)
        #expect(events.map { $0.grade?.urgency } == [expected ? .page : .ticket], "\(name): \(events)")
    }

    @Test func `the first when that matches decides, and what it does not say is as the rule says`() throws {
        let first = Self.when { ($0.siteKinds, $0.severity) = (["post"], .critical) }
        let second = Self.when { ($0.isolatesAtLeast, $0.urgency) = (1, .page) }
        for (whens, expected) in [
            ([first, second], AlertRule.Grade(.critical, .ticket)), ([second, first], .init(.warning, .page)),
        ] {
            var rule = Self.rule(whens)
            rule.hold = .zero
            var engine = RuleEngine(rules: [rule], network: Self.network)
            var events: [RuleEngine.Event] = []
            let now = try Self.at("09:00")
            engine.receive(Sample(time: now, object: "dev:town", metric: .upsRuntime, value: 3), into: &events)
            engine.grade(&events, at: now)
            #expect(events.map(\.grade) == [expected])
        }
    }
}
