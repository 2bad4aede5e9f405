import Alerting
import Diagnosis
import Foundation
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// What was told at night, when counters were closed, and lasts when they open.
struct OpeningTests {
    /// 08:00 in Belgrade, the day on which the fixture's clock begins at 02:53; with the grace of the calendar 08:30.
    private static let opening: Int64 = 18_400
    private static let due: Int64 = opening + 1800

    private static let network: Network = {
        var document = F.network.document
        document.calendars = [
            .init(id: "cal:post", zone: "Europe/Belgrade", open: ["mon-sun": "08:00-20:00"], graceSeconds: 1800),
            .init(id: "cal:late", zone: "Europe/Belgrade", open: ["mon-sun": "10:00-20:00"]),
        ]
        document.sites[1].calendar = "cal:post"
        document.sites[2].calendar = "cal:late"
        return Network.compile(document).network
    }()

    private static func hold(_ hours: AlertPolicy.Hold.Hours?, to urgency: String? = nil) -> AlertPolicy.Hold {
        var hold = AlertPolicy.Hold()
        (hold.hours, hold.urgency) = (hours, urgency)
        return hold
    }

    /// Tickets go to Ana, pages to Boris.
    private static func policy(_ holds: [AlertPolicy.Hold]) -> AlertPolicy {
        var policy = F.policy
        policy.people[1].level = .internal
        var pages = AlertPolicy.Route(name: "pages", to: ["person:boris"])
        pages.urgencies = ["page"]
        policy.routes = [pages] + policy.routes
        policy.holds = holds
        return policy
    }

    /// What a person does, or what Diagnosis finds, at a second.
    private struct Deed {
        var at: Int64
        var act: (inout AlertingEngine) -> [AlertDecision]
    }

    /// One incident from second 10 on, looked at once a minute up to `end`.
    private func play(
        _ holds: [AlertPolicy.Hold], to end: Int64 = 40_000, _ deeds: [Deed] = [], asleep quiet: [QuietHours?] = [nil, nil]
    ) -> [AlertDecision] {
        var policy = Self.policy(holds)
        for (row, hours) in quiet.enumerated() { policy.people[row].quiet = hours }
        var engine = AlertingEngine(policy: policy, network: Self.network)
        let incident = F.incident(at: 10)
        var all = engine.receive(.opened(incident), at: F.at(10)) + engine.receive(F.page(incident, at: 10), at: F.at(10))
        for second in stride(from: Int64(60), through: end, by: 60) {
            for deed in deeds where second - 60 <= deed.at && deed.at < second { all += deed.act(&engine) }
            all += engine.advance(to: F.at(second))
        }
        return all
    }

    private func seconds(_ mails: [AlertNotification]) -> [Int64] { mails.map { ($0.decided - F.at(0)).milliseconds / 1000 } }

    private static let nightly = [hold(.closed, to: "ticket"), hold(.open)]
    /// The first look after opening and grace.
    private static let look = (due + 59) / 60 * 60

    private static func ends(_ second: Int64) -> Deed {
        Deed(at: second) { $0.receive(.closed(F.closed(F.incident(at: 10), at: second)), at: F.at(second)) }
    }

    @Test func `a ticket of the night that lasts is one update at opening and grace, as a page and to those whom pages go to`()
        throws
    {
        let mails = play(Self.nightly, [Self.ends(30_000)]).mails
        #expect(mails.map(\.kind) == [.problem, .update, .recovery], "\(mails.map(\.reason))")
        #expect(mails.map(\.urgency) == [.ticket, .page, .page])
        try #require(mails.count == 3)
        #expect(seconds(mails)[1] == Self.look && mails[1].reason == .opened(sites: 1))
        #expect(mails[0].recipients.map(\.person) == ["person:ana"])
        #expect(mails[1].told == ["Ana", "Борис"])
        #expect(mails[1].references.first == mails[0].messageID)
    }

    @Test func `a page has said all, and so has what healed before the opening`() {
        #expect(play([Self.hold(nil)]).mails.map(\.kind) == [.problem])
        #expect(play(Self.nightly, [Self.ends(Self.due - 600)]).mails.map(\.kind) == [.problem, .recovery])
    }

    @Test func `where open places are a ticket as well the update is one, and where all came back in time there is none`() {
        let mails = play([Self.hold(nil, to: "ticket")]).mails
        #expect(mails.map(\.kind) == [.problem, .update] && mails.map(\.urgency) == [.ticket, .ticket])
        // The office that opens first is back, the other one opens at ten and has no grace.
        let back = Deed(at: Self.opening) { engine in
            var incident = F.incident(at: 10)
            incident.stillHit = ["site:p2"]
            return engine.receive(.revised(incident), at: F.at(Self.opening))
        }
        let late = play(Self.nightly, [back]).mails.filter { $0.reason == .opened(sites: 1) }
        #expect(seconds(late) == [(Self.opening + 7200 + 59) / 60 * 60])
    }

    @Test func `what waits for the morning mail is told at the opening as open places are`() {
        let all = play([Self.hold(.closed, to: "digest"), Self.hold(.open)])
        #expect(all.mails.map(\.kind) == [.problem] && all.mails.map(\.urgency) == [.page])
        #expect(seconds(all.mails) == [Self.look] && all.codes.contains("in-digest"))
        #expect(play([Self.hold(nil, to: "digest")]).mails.isEmpty)
    }

    @Test func `planned work and whoever took it hold the opening back, and one mail follows their end`() throws {
        let until = Self.due + 3600
        let ack = Deed(at: 600) { engine in
            engine.receive(
                Acknowledgement(incident: "i1", at: F.at(600), by: "ana", reason: "mine", until: F.at(until)), at: F.at(600))
        }
        let window = Deed(at: 600) { engine in
            engine.receive(
                [.init(id: "m1", object: "duct:d", from: F.at(600), to: F.at(until), owner: "ana", reason: "splicing")],
                at: F.at(600))
        }
        for deed in [ack, window] {
            let all = play(Self.nightly, [deed])
            #expect(all.mails.map(\.kind) == [.problem, .update], "\(all.mails.map(\.reason))")
            try #require(all.mails.count == 2)
            #expect(seconds(all.mails)[1] == (until + 59) / 60 * 60 && all.mails[1].urgency == .page)
            #expect(all.mails[1].held?.isEmpty == false)
        }
        let forGood = Deed(at: 600) { engine in
            engine.receive(Acknowledgement(incident: "i1", at: F.at(600), by: "ana", reason: "mine"), at: F.at(600))
        }
        #expect(play(Self.nightly, [forGood]).mails.map(\.kind) == [.problem])
    }

    /// From three to half past nine, after the mail of the night.
    private static let sleep = QuietHours(from: 3 * 60, to: 9 * 60 + 30, zone: "Europe/Belgrade")
    private static let wake: Int64 = (opening + 5400 + 59) / 60 * 60

    @Test
    func `who sleeps over the opening hears of it when the quiet hours end, once, also where an acknowledgement ends meanwhile`()
    {
        let ack = Deed(at: 600) { engine in
            engine.receive(
                Acknowledgement(incident: "i1", at: F.at(600), by: "ana", reason: "mine", until: F.at(Self.due + 600)),
                at: F.at(600))
        }
        for deeds in [[], [ack]] {
            let all = play([Self.hold(nil, to: "ticket")], deeds, asleep: [Self.sleep, nil])
            #expect(all.mails.map(\.kind) == [.problem, .reminder], "\(all.codes)")
            #expect(seconds(all.mails).last == Self.wake && all.mails.last?.recipients.map(\.name) == ["Ana"])
            #expect(all.codes.contains("quiet-hours") && !all.codes.contains("in-digest"), "\(all.codes)")
        }
    }

    @Test func `who sleeps when a ticket becomes a page at the opening hears of it at the end of the quiet hours`() {
        var sleep = Self.sleep
        sleep.lets = []
        let mails = play(Self.nightly, asleep: [sleep, nil]).mails
        #expect(mails.map(\.kind) == [.problem, .update, .reminder], "\(mails.map(\.reason))")
        #expect(mails.map { $0.recipients.map(\.name) } == [["Ana"], ["Борис"], ["Ana"]])
        #expect(seconds(mails).last == Self.wake)
    }

    @Test func `who sleeps when an incident is told as more urgent hears of it at the end of the quiet hours`() {
        var sleep = Self.sleep
        sleep.lets = []
        // Sites are added until it is a page by its size.
        var many = Self.hold(nil)
        many.isolatesAtLeast = 10
        let growth = Deed(at: 3600) { engine in
            var incident = F.incident(at: 10)
            incident.impactedSites = (1...14).map { ObjectID("site:o\($0)") }
            return engine.receive(.revised(incident), at: F.at(3600))
        }
        let mails = play([many, Self.hold(nil, to: "ticket")], [growth], asleep: [sleep, nil]).mails
        #expect(mails.map(\.kind) == [.problem, .escalation, .reminder], "\(mails.map(\.reason))")
        #expect(mails.map { $0.recipients.map(\.name) } == [["Ana"], ["Борис"], ["Ana"]])
        #expect(seconds(mails).last == Self.wake)
    }

    @Test func `a monitor that starts again in the night tells the opening all the same, once`() throws {
        var engine = AlertingEngine(policy: Self.policy(Self.nightly), network: Self.network)
        let incident = F.incident(at: 10)
        _ = engine.receive(.opened(incident), at: F.at(10)) + engine.receive(F.page(incident, at: 10), at: F.at(10))
        var mails: [AlertNotification] = []
        for second in stride(from: Int64(60), through: 40_000, by: 60) {
            if second % 6000 == 0 {
                let kept = try JSONEncoder().encode(Array(engine.cases.values))
                engine = AlertingEngine(
                    policy: Self.policy(Self.nightly), network: Self.network,
                    cases: try JSONDecoder().decode([AlertCase].self, from: kept))
            }
            mails += engine.advance(to: F.at(second)).mails
        }
        #expect(mails.map(\.kind) == [.update] && seconds(mails) == [Self.look])
    }

    @Test func `what turns from a ticket into a page while it waits is told as a page`() {
        var ticket = Self.hold(nil, to: "ticket")
        (ticket.kinds, ticket.proven) = (["degraded"], .seconds(300))
        var engine = AlertingEngine(policy: Self.policy([ticket, Self.hold(nil)]), network: Self.network)
        let incident = F.incident(at: 10, kind: .degraded)
        _ = engine.receive(.opened(incident), at: F.at(10)) + engine.receive(F.page(incident, at: 10), at: F.at(10))
        let mails = engine.receive(.revised(F.incident(at: 10)), at: F.at(70)).mails
        #expect(mails.map(\.urgency) == [.page])
    }
}
