import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// What a maintenance window on an object keeps quiet.
@Suite struct MaintenanceCoverTests {
    /// The fixture's network with racks, a feed and owners.
    private static let network: Network = {
        var document = F.network.document
        document.owners = ["railways", "power", "carrier", "nobody"].map { .init(id: ObjectID("owner:\($0)"), name: $0) }
        document.feeds = [.init(id: "feed:f", owner: "owner:power")]
        document.sites[1].feed = "feed:f"
        document.racks = [.init(id: "rack:r1", site: "site:hub"), .init(id: "rack:empty", site: "site:hub")]
        document.devices[0].rack = "rack:r1"
        document.services = [.init(id: "svc:eid", hosts: ["dev:hub"], clients: [])]
        // A link of a carrier, in a duct of the railways.
        document.links[1].owner = "carrier"
        return Network.compile(document).network
    }()

    static let rows: [(window: ObjectID, cause: ObjectID, others: [ObjectID], isQuiet: Bool)] = [
        ("duct:d", "link:l1", [], true),
        // An owner: all that is his, or lies in what is his.
        ("owner:railways", "duct:d", [], true),
        ("owner:railways", "seg:s1", [], true),
        ("owner:railways", "link:l1", [], true),
        ("owner:railways", "if:hub#1", [], true),
        ("owner:railways", "dev:p1", [], false),
        // What stands behind his duct alone: the duct is among the equals.
        ("owner:railways", "dev:p1", ["duct:d", "link:l1"], true),
        // A bare word, as scenarios have it.
        ("owner:carrier", "link:l2", [], true),
        ("owner:carrier", "link:l1", [], false),
        ("owner:power", "feed:f", [], true),
        ("owner:power", "site:p1", [], true),
        ("owner:power", "dev:p2", [], false),
        ("owner:nobody", "duct:d", [], false),
        // A rack: its devices and their ports.
        ("rack:r1", "dev:hub", [], true),
        ("rack:r1", "if:hub#2", [], true),
        ("rack:r1", "dev:p1", [], false),
        ("rack:r1", "link:l1", ["dev:hub"], true),
        ("rack:empty", "dev:hub", [], false),
    ]

    @Test(arguments: rows)
    func `a window keeps quiet what lies in its object`(window: ObjectID, cause: ObjectID, others: [ObjectID], isQuiet: Bool) {
        var engine = AlertingEngine(policy: F.policy, network: Self.network)
        let work = MaintenanceWindow(
            id: "m1", object: window, from: F.at(-60), to: F.at(3600), owner: "Ana", reason: "planned work")
        _ = engine.receive([work], at: F.at(-60))
        var incident = F.incident(best: cause)
        incident.candidates += others
        _ = engine.receive(.opened(incident), at: F.at(0))
        let codes = engine.receive(F.page(incident, at: 5), at: F.at(5)).codes
        #expect(codes.contains("maintenance") == isQuiet, "\(codes)")
    }

    @Test func `work on what holds nothing is refused with what to do instead`() {
        for object: ObjectID in ["owner:nobody", "owner:unheard-of", "rack:empty", "svc:eid", "cal:post", "person:ana"] {
            #expect(Self.network.obstacleToWork(on: object)?.contains("plan the work on") == true, "\(object)")
        }
        for object: ObjectID in ["owner:railways", "owner:power", "owner:carrier", "rack:r1", "feed:f", "duct:d", "dev:p1"] {
            #expect(Self.network.obstacleToWork(on: object) == nil, "\(object)")
        }
    }

    @Test func `a notice whose place is an owner or a rack is about all that is in it, and a service is no place`() {
        let finder = NoticeObjects(Self.network)
        func answer(_ location: String, _ summary: String = "work") -> NoticeObjects.Answer {
            let span = MaintenanceNotice.Span(from: F.at(0), to: F.at(60))
            return finder.objects(of: MaintenanceNotice(uid: "n", spans: [span], summary: summary, location: location, line: 1))
        }
        #expect(answer("rack:r1").objects == ["rack:r1"] && answer("owner:railways").objects == ["owner:railways"])
        // Who announces is not what is worked on.
        #expect(answer("duct:d", "owner:railways splices").objects == ["duct:d"])
        #expect(answer("duct:d owner:railways").objects == ["duct:d"] && answer("", "by owner:railways").objects.isEmpty)
        let refused = answer("svc:eid; rack:empty; owner:nobody")
        #expect(refused.objects.isEmpty && refused.unknown.count == 3, "\(refused)")
    }

    @Test func `quiet hours are on the wall of the mails where the person names no zone`() {
        var policy = F.policy
        policy.people[0].quiet = QuietHours(from: 22 * 60, to: 7 * 60, zone: "Europe/Belgrade")
        func isQuiet() -> Bool { policy.quietHours(of: "person:ana")?.end(at: F.at(0)) != nil }
        // 02:53 in Belgrade, 10:53 in Tokyo.
        #expect(isQuiet())
        policy.mail.zone = "Asia/Tokyo"
        #expect(!isQuiet())
        var engine = AlertingEngine(policy: policy, network: F.network)
        _ = engine.receive(.opened(F.incident()), at: F.at(0))
        #expect(engine.receive(F.page(F.incident(), at: 1, urgency: .ticket), at: F.at(1)).mails.count == 1)
        policy.people[0].zone = "Europe/Belgrade"
        #expect(isQuiet() && policy.quietHours(of: "person:boris") == nil)
    }
}
