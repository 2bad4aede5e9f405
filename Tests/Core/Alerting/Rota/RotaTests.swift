import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = RotaFixture

struct RotaTests {
    private func people(_ rota: Rota, _ time: Timestamp) -> [String] {
        RotaTimetable(rota, from: time, to: time + .seconds(1)).spans.flatMap { $0.people.map { String($0.name) } }
    }

    @Test func `a week over the change of the clocks is seven days on the wall, 167 or 169 hours long`() throws {
        let table = RotaTimetable(try F.weekly(), from: F.moment("2027-01-04 08:00"), to: F.moment("2028-01-03 08:00"))
        let hours = table.spans.map { ($0.to - $0.from).seconds / 3600 }
        #expect(table.spans.count == 52)
        #expect(
            hours.filter { $0 == 167 }.count == 1 && hours.filter { $0 == 169 }.count == 1
                && hours.filter { $0 == 168 }.count == 50)
        #expect(table.spans.allSatisfy { F.belgrade.wall($0.from).text.hasSuffix(" 08:00") })
    }

    @Test func `F2: a hand-over at 02:30 is at 03:30 in the night that has no 02:30, and at the first of two`() throws {
        let rota = try F.daily()
        // 28 March 2027: 01:30 UTC is 03:30 on the wall; before it the day before goes on.
        let march = F.belgrade.moment(F.wall("2027-03-28 02:30"))
        #expect(march.clock == "2027-03-28 01:30:00 UTC")
        #expect(people(rota, march - .seconds(1)) != people(rota, march))
        #expect(people(rota, march - .seconds(1)) == people(rota, F.moment("2027-03-27 12:00")))
        #expect(people(rota, march) == people(rota, F.moment("2027-03-28 12:00")))
        // 31 October 2027: 02:30 comes at 00:30 UTC and again at 01:30 UTC.
        let october = F.belgrade.moment(F.wall("2027-10-31 02:30"))
        #expect(october.clock == "2027-10-31 00:30:00 UTC")
        #expect(people(rota, october) == people(rota, october + .seconds(3600)))
        #expect(people(rota, october - .seconds(1)) != people(rota, october))
    }

    @Test func `gaps, overlaps and hours that do not exist are found with the part that says so`() throws {
        let findings = try F.daily().findings(from: F.moment("2027-03-20 00:00"), for: .seconds(30 * 86_400))
        #expect(
            findings.map(\.path) == [["shifts", "0", "start"]]
                && findings[0].message.contains("2027-03-28 02:30, which the clocks skip"))
        let twice = try F.daily().findings(from: F.moment("2027-10-20 00:00"), for: .seconds(30 * 86_400))
        #expect(twice.count == 1 && twice[0].message.contains("which the clocks show twice"))
        var rota = F.rota(
            "x",
            [
                try F.shift("day", "2027-06-01 08:00", hours: 13, "FREQ=DAILY;COUNT=2", ["ana"]),
                try F.shift("night", "2027-06-01 20:00", hours: 12, "FREQ=DAILY;COUNT=2", ["boris"]),
            ])
        let found = rota.findings(from: F.moment("2027-06-01 08:00"), for: .seconds(3 * 86_400)).map(\.message)
        #expect(
            found.count == 3 && found[0].contains("nobody of team:x is on duty from 2027-06-03 08:00 to 2027-06-04 08:00"),
            "\(found)")
        #expect(found[1].contains("\"day\" and \"night\" of team:x overlap from 2027-06-01 20:00 to 2027-06-01 21:00"))
        rota.swaps = [
            .init(between: ["person:ana", "person:boris"], at: [F.wall("2027-06-01 12:00"), F.wall("2027-06-01 13:00")])
        ]
        #expect(
            rota.findings(from: F.moment("2027-06-01 08:00"), for: .seconds(60)).contains {
                $0.isError && $0.path == ["swaps", "0", "at", "1"]
            })
    }

    @Test func `G12: in a gap, an empty team and an hour that does not exist the fallback is told, never nobody`() throws {
        var policy = AlertingFixture.policy
        policy.people += ["chief", "vesna"].map { .init(id: ObjectID("person:\($0)"), name: $0, mail: "\($0)@noc.example") }
        policy.teams = [
            .init(id: "team:noc", name: "NOC", members: ["person:ana"]), .init(id: "team:empty", name: "Empty", members: []),
            .init(id: "team:night", name: "Night", members: ["person:ana"]),
        ]
        var rota = F.rota("noc", [try F.shift("day", "2027-01-01 08:00", hours: 12, "FREQ=DAILY", ["ana"])])
        rota.team = "team:noc"
        // Its only shift lies in the hour that 28 March does not have.
        let night = Rota(
            team: "team:night", zone: F.belgrade,
            shifts: [try F.shift("hole", "2027-03-28 02:00", hours: 1, nil, ["ana"])], fallback: ["person:chief"])
        policy.rotas = [rota, night]
        func told(_ to: [ObjectID], at time: Timestamp) -> [ObjectID] {
            policy.routes = [.init(name: "x", to: to)]
            policy.fallback = ["person:boris"]
            var engine = AlertingEngine(policy: policy, network: AlertingFixture.network)
            var incident = AlertingFixture.incident()
            incident.opened = time
            let decisions =
                engine.receive(.opened(incident), at: time)
                + engine.receive(.page(Page(time: time, object: incident.best, incident: incident.id)), at: time)
            return decisions.mails.flatMap { $0.recipients.map(\.person) }
        }
        #expect(told(["team:noc"], at: F.moment("2027-06-01 12:00")) == ["person:ana"])
        #expect(told(["team:noc"], at: F.moment("2027-06-01 22:00")) == ["person:chief"])
        #expect(told(["team:empty"], at: F.moment("2027-06-01 12:00")) == ["person:boris"])
        #expect(told(["team:night"], at: F.moment("2027-03-28 01:59")) == ["person:chief"])
        #expect(told(["team:night"], at: F.moment("2027-03-28 03:00") + .seconds(3600)) == ["person:chief"])
        let engine = AlertingEngine(policy: policy, network: AlertingFixture.network)
        #expect(engine.rotaGaps(at: F.moment("2027-06-01 12:00")).keys.sorted() == ["rota-gap team:night"])
        #expect(engine.rotaGaps(at: F.moment("2027-06-01 22:00")).keys.sorted() == ["rota-gap team:night", "rota-gap team:noc"])
        var book = RuleBook()
        let actions = book.actions(troubles: engine.rotaGaps(at: F.moment("2027-06-01 22:00")), at: F.moment("2027-06-01 22:00"))
        #expect(actions.count == 4, "an incident and its page for each gap")
    }

    @Test func `who came on duty since gets the recovery too, and only they are reminded`() throws {
        var policy = AlertingFixture.policy
        policy.calm.reminder = .seconds(3600)
        policy.teams = [.init(id: "team:noc", name: "NOC", members: ["person:ana"])]
        var rota = F.rota(
            "noc",
            [
                try F.shift("day", "2027-06-01 08:00", hours: 12, "FREQ=DAILY", ["ana"]),
                try F.shift("night", "2027-06-01 20:00", hours: 12, "FREQ=DAILY", ["boris"]),
            ])
        rota.team = "team:noc"
        policy.rotas = [rota]
        policy.routes = [.init(name: "x", to: ["team:noc"])]
        var engine = AlertingEngine(policy: policy, network: AlertingFixture.network)
        let opened = F.moment("2027-06-01 19:30")
        var incident = AlertingFixture.incident()
        incident.opened = opened
        _ = engine.receive(.opened(incident), at: opened)
        let first = engine.receive(.page(Page(time: opened, object: incident.best, incident: "i1")), at: opened).mails
        #expect(first.flatMap { $0.recipients.map(\.name) } == ["Ana"])
        #expect(engine.advance(to: opened + .seconds(3600)).mails.flatMap { $0.recipients.map(\.name) } == ["Борис"])
        incident.closed = opened + .seconds(4000)
        #expect(
            Set(engine.receive(.closed(incident), at: opened + .seconds(4000)).mails.flatMap { $0.recipients.map(\.name) }) == [
                "Ana", "Борис",
            ])
    }

    @Test(arguments: [
        ("FREQ=HOURLY", "FREQ HOURLY"), ("INTERVAL=2", "no FREQ"), ("FREQ=DAILY;BYHOUR=3", "BYHOUR is not understood"),
        ("FREQ=WEEKLY;BYDAY=1MO", "numbered"), ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "exclude"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;FREQ=DAILY", "twice"), ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"), ("FREQ=DAILY;UNTIL=20270230", "UNTIL"),
        ("FREQ=DAILY;COUNT=99999999999999999999", "COUNT"), ("FREQ", "no part"), ("FREQ=YEARLY;BYSETPOS=1", "BYSETPOS needs"),
    ])
    func `a rule that is not understood is refused with the part`(text: String, words: String) {
        let error = #expect(throws: RecurrenceError.self) { try RecurrenceRule(text: text) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `quiet hours end on the wall of their person, also over midnight and the change of the clocks`() {
        let quiet = QuietHours(from: 22 * 60, to: 7 * 60, zone: "Europe/Belgrade")
        #expect(quiet.end(at: F.moment("2027-06-01 21:59")) == nil)
        #expect(quiet.end(at: F.moment("2027-06-01 22:00")) == F.moment("2027-06-02 07:00"))
        #expect(quiet.end(at: F.moment("2027-06-02 06:59")) == F.moment("2027-06-02 07:00"))
        #expect(quiet.end(at: F.moment("2027-03-28 04:00")) == F.moment("2027-03-28 07:00"))
        #expect(quiet.end(at: F.moment("2027-06-02 07:00")) == nil)
        #expect(QuietHours.minutes("22:00-22:00") == nil && QuietHours.minutes("25:00-07:00") == nil)
    }
}
