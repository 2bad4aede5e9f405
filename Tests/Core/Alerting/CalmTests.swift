import Alerting
import Diagnosis
import Foundation
import NetworkModel
import Testing

private typealias F = AlertingFixture

@Suite struct CalmTests {
    /// 03:00 UTC of a day; post offices open at 08:00 and have half an hour.
    private let night = Timestamp(milliseconds: (20412 * 24 + 3) * 3_600_000)
    private var opening: Timestamp { night + .seconds(5 * 3600 + 1800) }

    /// So many post offices with hours, told of at their opening where they are hit while they are closed.
    private static func closedOffices(_ count: Int) -> AlertingEngine {
        var document = F.network.document
        document.calendars = [.init(id: "cal:post", zone: "UTC", open: ["mon-sun": "08:00-19:00"], graceSeconds: 1800)]
        for n in (1...count).dropFirst(2) {
            document.sites.append(.init(id: ObjectID("site:p\(n)"), name: "Pošta \(n)", kind: "post"))
        }
        for n in document.sites.indices where document.sites[n].kind == "post" { document.sites[n].calendar = "cal:post" }
        var policy = F.policy
        var closed = AlertPolicy.Hold()
        (closed.only, closed.hours, closed.until) = ("post", .closed, .opening)
        policy.holds = [closed]
        return AlertingEngine(policy: policy, network: Network.compile(document).network)
    }

    @Test func `only closed post offices wait for their opening, and are told if they do not come back`() throws {
        var engine = Self.closedOffices(2)
        var incident = F.incident()
        incident.opened = night
        _ = engine.receive(.opened(incident), at: night)
        let held = engine.receive(.page(Page(time: night, object: incident.best, incident: "i1")), at: night)
        #expect(held.codes == ["closed-until-opening"] && held.map(\.verdict) == [.hold(until: opening)])
        #expect(engine.advance(to: opening - .seconds(1)).isEmpty)
        #expect(engine.advance(to: opening).codes == ["hold-ended"])
    }

    @Test func `offices that do not come back at their opening are one list, and what many miss is its own mail`() throws {
        var engine = Self.closedOffices(17)
        for n in 1...16 {
            var incident = F.incident("i\(n)", best: ObjectID("dev:p\(n)"))
            (incident.opened, incident.impactedSites) = (night + .seconds(Int64(n)), [ObjectID("site:p\(n)")])
            if n == 16 { incident.impactedSites = (1...15).map { ObjectID("site:p\($0)") } }
            _ = engine.receive(.opened(incident), at: incident.opened)
            _ = engine.receive(
                .page(Page(time: incident.opened, object: incident.best, incident: incident.id)), at: incident.opened)
        }
        // One is taken before, one comes back.
        _ = engine.receive(
            Acknowledgement(incident: "i2", at: opening - .seconds(60), by: "ana", reason: "key lost"), at: opening - .seconds(60)
        )
        var back = F.incident("i3", best: "dev:p3")
        (back.opened, back.closed) = (night, opening - .seconds(30))
        _ = engine.receive(.closed(back), at: opening - .seconds(30))
        #expect(engine.advance(to: opening - .seconds(1)).mails.isEmpty)
        let mails = engine.advance(to: opening).mails
        #expect(mails.map(\.kind) == [.digest, .problem] && mails.last?.incident?.id == "i16", "\(mails.map(\.reason.code))")
        let list = try #require(mails.first)
        #expect(list.facts == ["13 places did not open"] && list.collected.count == 13)
        #expect(Set(list.collected.map(\.id)).isDisjoint(with: ["i2", "i3", "i16"]))
        // Each ends by itself, in the thread of the list.
        var over = F.incident("i5", best: "dev:p5")
        (over.opened, over.closed) = (night, opening + .seconds(600))
        let end = engine.receive(.closed(over), at: opening + .seconds(600)).mails
        #expect(end.map(\.kind) == [.recovery] && end.first?.references.first == list.messageID)
    }

    @Test func `a storm is twenty mails and one that collects the rest, but the severe one goes out at once`() throws {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        var mails: [AlertNotification] = []
        for n in 1...50 {
            let incident = F.incident("i\(n)", at: Int64(n), best: ObjectID("dev:x\(n)"))
            mails += engine.receive(.opened(incident), at: F.at(Int64(n))).mails
            mails += engine.receive(F.page(incident, at: Int64(n)), at: F.at(Int64(n))).mails
        }
        #expect(mails.count == 20)
        var severe = F.incident("i99", at: 60, best: "dev:core")
        severe.impactedSites = (0..<30).map { ObjectID("site:s\($0)") }
        _ = engine.receive(.opened(severe), at: F.at(60))
        #expect(engine.receive(F.page(severe, at: 60), at: F.at(60)).mails.map(\.incident?.id) == ["i99"])
        let later = engine.advance(to: F.at(700)).mails
        #expect(later.map(\.kind) == [.digest] && later.first?.collected.count == 30)
        let closed = engine.receive(.closed(F.closed(F.incident("i50", at: 50, best: "dev:x50"), at: 800)), at: F.at(800)).mails
        #expect(closed.map(\.kind) == [.recovery] && closed.first?.references == [later[0].messageID])
        #expect(engine.advance(to: F.at(9000)).mails.isEmpty)
    }

    /// Twenty mails, and after them so many incidents that wait for the one that collects them.
    private static func storm(_ policy: AlertPolicy = F.policy, collects count: Int) -> AlertingEngine {
        var engine = AlertingEngine(policy: policy, network: F.network)
        for n in 1...20 + count {
            let incident = F.incident("i\(n)", at: Int64(n), best: ObjectID("dev:x\(n)"))
            _ = engine.receive(.opened(incident), at: F.at(Int64(n)))
            _ = engine.receive(F.page(incident, at: Int64(n)), at: F.at(Int64(n)))
        }
        return engine
    }

    @Test
    func `planned work that began since, and a cause that was told since, keep what a storm held out of the collected mail`()
        throws
    {
        var engine = Self.storm(collects: 4)
        // Announced in the storm, begun before the mail.
        _ = engine.receive(
            [.init(id: "m1", object: "dev:x21", from: F.at(300), to: F.at(3000), owner: "ana", reason: "splicing")], at: F.at(50))
        var severe = F.incident("i99", at: 60, best: "dev:core")
        severe.impactedSites = (0..<30).map { ObjectID("site:s\($0)") }
        _ = engine.receive(.opened(severe), at: F.at(60))
        var part = F.incident("i22", at: 22, best: "dev:x22")
        part.joins = "i99"
        _ = engine.receive(.revised(part), at: F.at(61))
        _ = engine.receive(F.page(severe, at: 62), at: F.at(62))
        let later = engine.advance(to: F.at(700))
        #expect(later.mails.map { Set($0.collected.map(\.id)) } == [["i23", "i24"]], "\(later.codes)")
        #expect(later.codes.contains("maintenance") && later.codes.contains("part-of-cause"), "\(later.codes)")
        #expect(engine.advance(to: F.at(3000)).mails.map(\.incident?.id) == ["i21"])
    }

    @Test func `the end of what was told in a collected mail answers to the mail that its reader got`() throws {
        var policy = F.policy
        policy.routes[0].to = ["person:ana", "person:boris"]
        var engine = Self.storm(policy, collects: 3)
        let lists = engine.advance(to: F.at(700)).mails
        #expect(lists.map { $0.recipients.map(\.name) } == [["Ana"], ["Борис"]])
        let end = { (engine: inout AlertingEngine) in
            engine.receive(.closed(F.closed(F.incident("i23", at: 23, best: "dev:x23"), at: 800)), at: F.at(800)).mails
        }
        var again = try Self.restarted(engine, policy) { $0 }
        for ends in [end(&engine), end(&again)] {
            #expect(ends.map { $0.recipients.map(\.name) } == [["Ana"], ["Борис"]])
            #expect(ends.map(\.references) == lists.map { [$0.messageID] })
        }
        // Written down before it was known who got which.
        var old = try Self.restarted(engine, policy) { alertCase in
            var alertCase = alertCase
            if alertCase["toldWith"] != nil { alertCase["toldWith"] = lists[0].messageID }
            return alertCase
        }
        let over = old.receive(.closed(F.closed(F.incident("i22", at: 22, best: "dev:x22"), at: 900)), at: F.at(900)).mails
        #expect(over.map(\.references) == [[lists[0].messageID], [lists[0].messageID]])
    }

    @Test func `who got a collected mail of their own has its end in that thread, and others have theirs`() throws {
        var policy = F.policy
        (policy.calm.burst, policy.calm.personBurst) = (0, 1)
        policy.routes = [.init(name: "all", to: ["person:ana", "person:boris"])]
        var engine = AlertingEngine(policy: policy, network: F.network)
        for n in 1...3 {
            let incident = F.incident("i\(n)", at: Int64(n), best: ObjectID("dev:x\(n)"))
            _ = engine.receive(.opened(incident), at: F.at(Int64(n)))
            _ = engine.receive(F.page(incident, at: Int64(n)), at: F.at(Int64(n)))
        }
        let lists = engine.advance(to: F.at(700)).mails.filter { $0.kind == .digest }
        #expect(lists.map { $0.recipients.map(\.name) } == [["Ana"], ["Борис"]])
        let ends = engine.receive(.closed(F.closed(F.incident("i3", at: 3, best: "dev:x3"), at: 2000)), at: F.at(2000)).mails
        #expect(ends.map { $0.recipients.map(\.name) } == [["Ana"], ["Борис"]])
        for (end, list) in zip(ends, lists) {
            #expect(Set(end.references).intersection(lists.map(\.messageID)) == [list.messageID])
        }
    }

    /// An engine made from what `engine` keeps, each case as `change` leaves its JSON.
    private static func restarted(_ engine: AlertingEngine, _ policy: AlertPolicy, change: ([String: Any]) -> [String: Any])
        throws
        -> AlertingEngine
    {
        let kept = try engine.cases.values.sorted { $0.root < $1.root }.map { alertCase in
            let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(alertCase)) as? [String: Any]
            let changed = try JSONSerialization.data(withJSONObject: change(try #require(json)))
            return try JSONDecoder().decode(AlertCase.self, from: changed)
        }
        return AlertingEngine(policy: policy, network: F.network, cases: kept)
    }

    @Test(arguments: [Incident.Kind.identity, .management, .degraded, .redundancy])
    func `an outage is no flapping of another matter with the same device that ended just before, and is told`(
        kind: Incident.Kind
    ) {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let (before, outage) = (F.incident("i1", best: "dev:p1", kind: kind), F.incident("i2", at: 40, best: "dev:p1"))
        _ = engine.receive(.opened(before), at: F.at(0))
        #expect(engine.receive(F.page(before, at: 0, urgency: .ticket), at: F.at(0)).mails.count == 1)
        _ = engine.receive(.closed(F.closed(before, at: 32)), at: F.at(32))
        _ = engine.receive(.opened(outage), at: F.at(40))
        #expect(engine.receive(F.page(outage, at: 40), at: F.at(40)).mails.map(\.urgency) == [.page])
    }

    @Test func `the heartbeat comes once a day at its local time, and says what is open`() throws {
        var policy = F.policy
        policy.mail.zone = "Europe/Belgrade"
        policy.heartbeat = .init(to: ["person:ana"], minute: 450)
        var engine = AlertingEngine(policy: policy, network: F.network)
        _ = engine.receive(.opened(F.incident()), at: F.at(0))
        let midnight: Int64 = 20413 * 86_400
        var beats: [(Int64, AlertNotification)] = []
        for second in stride(from: midnight, to: midnight + 3 * 86_400, by: 60) {
            for mail in engine.advance(to: Timestamp(milliseconds: second * 1000)).mails where mail.kind == .heartbeat {
                beats.append((second, mail))
            }
        }
        #expect(beats.map { ($0.0 - midnight) % 86_400 } == [23_400, 23_400, 23_400], "06:30 UTC is 07:30 in Belgrade in winter")
        #expect(Set(beats.map(\.1.messageID)).count == 3 && beats[0].1.id == "heartbeat.2025-11-21.internal")
        #expect(beats[0].1.collected.map(\.id) == ["i1"])
    }

    @Test func `what a rule makes a ticket goes the tickets' way, and what can wait stands in the daily mail`() {
        var policy = F.policy
        var ticket = AlertPolicy.Hold()
        (ticket.kinds, ticket.urgency) = (["degraded"], "ticket")
        var digest = AlertPolicy.Hold()
        (digest.kinds, digest.urgency) = (["management"], "digest")
        policy.holds = [ticket, digest]
        var route = AlertPolicy.Route(name: "tickets", to: ["person:boris"])
        route.urgencies = ["ticket"]
        policy.routes.insert(route, at: 0)
        var engine = AlertingEngine(policy: policy, network: F.network)
        let degraded = F.incident(kind: .degraded)
        _ = engine.receive(.opened(degraded), at: F.at(0))
        #expect(engine.receive(F.page(degraded, at: 0), at: F.at(0)).mails.map { $0.recipients.map(\.name) } == [["Борис"]])
        let management = F.incident("i2", best: "dev:p1", kind: .management)
        _ = engine.receive(.opened(management), at: F.at(0))
        #expect(engine.receive(F.page(management, at: 0), at: F.at(0)).codes == ["in-digest"])
    }

    @Test func `an acknowledgement that is read again after a restart changes nothing, a newer one does`() {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let incident = F.incident()
        _ = engine.receive(.opened(incident), at: F.at(0))
        _ = engine.receive(F.page(incident, at: 0), at: F.at(0))
        let first = Acknowledgement(incident: "i1", at: F.at(10), by: "ana", reason: "mine", until: F.at(100))
        #expect(engine.receive(first, at: F.at(10)).count == 1)
        #expect(engine.advance(to: F.at(100)).codes == ["acknowledgement-ended"])
        var again = AlertingEngine(policy: F.policy, network: F.network, cases: engine.takeChangedCases())
        #expect(again.receive(first, at: F.at(110)).isEmpty && again.advance(to: F.at(120)).isEmpty)
        let given = Acknowledgement(incident: "i1", at: F.at(130), by: "ana", reason: "given back", until: F.at(130))
        _ = again.receive(given, at: F.at(130))
        #expect(again.advance(to: F.at(130)).codes == ["acknowledgement-ended"])
    }

    @Test func `a cause that came and went waits longer each time, and never beyond the most of its hold`() {
        var policy = F.policy
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred, hold.max) = (.seconds(60), .seconds(60), .seconds(300))
        policy.holds = [hold]
        var engine = AlertingEngine(policy: policy, network: F.network)
        var waits: [Int64] = []
        for n in 0..<5 as Range<Int64> {
            var incident = F.incident("i\(n)", at: n * 100)
            // At first it looks now like the one, now like the other of two that fit equally well.
            incident.candidates = ["duct:d1", "link:l1"]
            incident.best = incident.candidates[Int(n % 2)]
            _ = engine.receive(.opened(incident), at: F.at(n * 100))
            for decision in engine.receive(F.page(incident, at: n * 100), at: F.at(n * 100)) {
                if case .hold(let until) = decision.verdict { waits.append((until - F.at(n * 100)).milliseconds / 1000) }
            }
            _ = engine.receive(.closed(F.closed(incident, at: n * 100 + 30)), at: F.at(n * 100 + 30))
            _ = engine.takeChangedCases()
        }
        #expect(waits == [60, 120, 240, 300, 300])
    }

    @Test func `a service that many miss weighs as much as sites cut off`() {
        var policy = F.policy
        var many = AlertPolicy.Hold()
        (many.isolatesAtLeast, many.proven) = (10, .zero)
        var other = AlertPolicy.Hold()
        other.proven = .seconds(60)
        policy.holds = [many, other]
        var incident = F.incident("i1", best: "dev:hub")
        (incident.impactedSites, incident.impactedServices) = ([], ["svc:eid": 50])
        var engine = AlertingEngine(policy: policy, network: F.network)
        _ = engine.receive(.opened(incident), at: F.at(0))
        #expect(engine.receive(F.page(incident, at: 0), at: F.at(0)).mails.map(\.kind) == [.problem])
    }

    @Test func `a page whose only reader's address is refused goes to the fallback as well, while it is`() {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        var refused = F.incident("i1", best: "monitor:ana@noc.example", kind: .monitoring)
        refused.alert = RuleFact(rule: "monitor.address", severity: .critical, text: "550 5.1.1 no such user")
        _ = engine.receive(.opened(refused), at: F.at(0))
        _ = engine.receive(F.page(refused, at: 0), at: F.at(0))
        func told(_ id: String, at second: Int64) -> [String] {
            let incident = F.incident(id, at: second, best: second == 10 ? "duct:d" : "link:l1")
            _ = engine.receive(.opened(incident), at: F.at(second))
            return engine.receive(F.page(incident, at: second), at: F.at(second)).mails.flatMap { $0.recipients.map(\.name) }
                .sorted()
        }
        #expect(told("i2", at: 10) == ["Ana", "Борис"])
        _ = engine.receive(.closed(F.closed(refused, at: 20)), at: F.at(20))
        #expect(told("i3", at: 30) == ["Ana"])
    }

    @Test func `what planned work explained and outlasts it is told with the work that held it back`() throws {
        var engine = AlertingEngine(policy: F.policy, network: F.network)
        let window = MaintenanceWindow(id: "m1", object: "duct:d", from: F.at(0), to: F.at(100), owner: "ana", reason: "splicing")
        _ = engine.receive([window], at: F.at(0))
        var incident = F.incident(kind: .planned)
        #expect(engine.receive(.opened(incident), at: F.at(10)).codes == ["maintenance"])
        // The work is over, the monitor knows no window any more, and Diagnosis counts it as a fault.
        _ = engine.receive([MaintenanceWindow](), at: F.at(101))
        incident.kind = .fault
        _ = engine.receive(.revised(incident), at: F.at(102))
        let mails = engine.receive(F.page(incident, at: 102), at: F.at(102)).mails + engine.advance(to: F.at(200)).mails
        let mail = try #require(mails.first)
        #expect(mails.count == 1 && mail.reason.code == "maintenance-ended", "\(mail.reason.code)")
        let held = engine.cases["i1"]?.held ?? mail.held ?? []
        #expect(held.contains { $0.reason.code == "maintenance" })
    }
}
