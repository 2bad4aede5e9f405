import Alerting
import Diagnosis
import NetworkModel
import TestSupport
import Testing

@testable import Rendering

private let four: [ObjectID] = ["site:p1", "site:p2", "site:p3", "site:p4"]

/// The impact sentence: counters, opening hours and backups of the sites that an incident hits.
@Suite struct ImpactWordsTests {
    /// Six post offices, one municipality; what their tags, calendars and standby links are.
    static let network: Network = {
        var document = NetworkDocument(name: "counters")
        document.calendars = [
            .init(id: "cal:post", zone: "Europe/Belgrade", open: ["mon-fri": "08:00-19:00"]),
            .init(id: "cal:office", zone: "Europe/Belgrade", open: ["mon-fri": "07:30-15:30"]),
        ]
        document.sites = [.init(id: "site:dc", name: "DC", kind: "dc")]
        document.devices = [.init(id: "dev:dc", site: "site:dc", role: "core")]
        for n in 1...6 {
            var post = NetworkDocument.Site(id: ObjectID("site:p\(n)"), name: "Pošta \(n)", kind: "post")
            post.calendar = n == 6 ? nil : "cal:post"
            post.tags = n <= 2 ? ["eid": "yes", "pos": "3"] : n == 3 ? ["eid": "no"] : [:]
            document.sites.append(post)
        }
        var municipality = NetworkDocument.Site(id: "site:m1", name: "Opština", kind: "municipality")
        (municipality.calendar, municipality.tags) = ("cal:office", ["counters": "4"])
        document.sites.append(municipality)
        for site in document.sites.dropFirst() {
            let device = ObjectID("dev:\(site.id.name)")
            document.devices.append(.init(id: device, site: site.id, role: "cpe"))
            document.links.append(
                .init(
                    id: ObjectID("link:\(site.id.name)"), a: .init(device: device, interface: ObjectID("if:\(site.id.name)#1")),
                    b: .init(device: "dev:dc", interface: ObjectID("if:dc#\(site.id.name)")), kind: "fibre"))
        }
        for (site, kind) in [("p1", "lte"), ("p2", "dsl")] {
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(site)-b"),
                a: .init(device: ObjectID("dev:\(site)"), interface: ObjectID("if:\(site)#b")),
                b: .init(device: "dev:dc", interface: ObjectID("if:dc#\(site)b")), kind: kind)
            link.standbySeconds = 40
            document.links.append(link)
        }
        return Network.compile(document).network
    }()

    /// Monday 23 November 2026 in Belgrade.
    private static func monday(_ hour: Int64, _ minute: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: 1_795_388_400_000 + (hour * 3600 + minute * 60) * 1000)
    }

    private static func incident(_ sites: [ObjectID], risk: [ObjectID] = [], at time: Timestamp) -> Incident {
        var incident = Incident(id: "i1", kind: .fault, opened: time, candidates: ["link:p1"], best: "link:p1")
        (incident.impactedSites, incident.atRiskSites, incident.proven) = (sites, risk, true)
        return incident
    }

    private static func sentence(_ incident: Incident, at time: Timestamp, _ language: Language = .english) -> String {
        var objects = MailObjects(network: network, level: .internal, limits: MailLimits())
        objects.words = MailWords(language)
        let context = MailContext(network: network, identity: AlertPolicy.MailIdentity())
        return ImpactWords(incident: incident, objects: objects, zone: context.zone, time: time).sentence
    }

    // sites, at risk, hour of the mail; what is said
    @Test(
        arguments: [
            // "yes" is a counter, "no" is none.
            (four, [], 10, "4 post offices, 2 with eID counters; 4 open now"),
            (four + ["site:m1"], [], 10, "1 municipality, 4 municipal counters, 4 post offices, 2 with eID counters; 5 open now"),
            // The municipality is open at 7:45, post offices are not.
            (four + ["site:m1"], [], 7, "1 municipality, 4 municipal counters, 4 post offices, 2 with eID counters; 1 open now"),
            (four, [], 3, "4 post offices, 2 with eID counters; all closed until 08:00"),
            (four, [], 22, "4 post offices, 2 with eID counters; all closed until Tue 08:00"),
            // Of the one without a calendar nothing is said, and it is not among those that are closed.
            (["site:p3", "site:p4", "site:p6"], [], 3, "3 post offices; 2 closed until 08:00"),
            (["site:p3", "site:p4", "site:p6"], [], 10, "3 post offices; 2 open now"),
            (["site:p6"], [], 10, ""),
            (["site:p1", "site:p2"], [], 10, "2 post offices, all with eID counters; 2 open now"),
            (["site:p1"], [], 10, "with eID counters; open now"),
            (["site:m1"], [], 3, "4 municipal counters; closed until 07:30"),
            (["site:p3", "site:p4"], ["site:p1"], 10, "2 post offices; 2 open now; radio (LTE) backup holds for 1"),
            (
                ["site:p3", "site:p4"], ["site:p1", "site:p2"], 10,
                "2 post offices; 2 open now; DSL, radio (LTE) backup holds for 2"
            ),
            ([], ["site:p1"], 10, "radio (LTE) backup holds for 1"),
            // At risk without any standby link: no backup holds there.
            ([], ["site:p5"], 10, ""),
        ] as [([ObjectID], [ObjectID], Int64, String)])
    func `the sentence counts counters, open places and backups`(
        sites: [ObjectID], risk: [ObjectID], hour: Int64, text: String
    ) {
        let time = Self.monday(hour, hour == 7 ? 45 : 0)
        #expect(Self.sentence(Self.incident(sites, risk: risk, at: time), at: time) == text)
    }

    @Test func `on a Friday evening closed places open on Monday`() {
        let friday = Self.monday(20) - .seconds(3 * 86_400)
        #expect(Self.sentence(Self.incident(four, at: friday), at: friday).hasSuffix("all closed until Mon 08:00"))
    }

    @Test func `it is said in Serbian, in both alphabets`() {
        let incident = Self.incident(four + ["site:m1"], risk: ["site:p5"], at: Self.monday(3))
        #expect(
            Self.sentence(incident, at: Self.monday(3), .serbianLatin)
                == "1 opština, 4 opštinska šaltera, 4 pošte, 2 sa eID šalterima; sve zatvorene do 07:30")
        #expect(
            Self.sentence(incident, at: Self.monday(10), .serbianCyrillic)
                == "1 општина, 4 општинска шалтера, 4 поште, 2 са eID шалтерима; сада отворено: 5")
        let backup = Self.incident(["site:p3", "site:p4"], risk: ["site:p1"], at: Self.monday(10))
        #expect(Self.sentence(backup, at: Self.monday(10), .serbianCyrillic).hasSuffix("резерва (радио-веза LTE) држи: 1"))
    }

    @Test func `after the end it is told how it was while it lasted`() {
        var incident = Self.incident(four, risk: ["site:p1"], at: Self.monday(3))
        incident.closed = Self.monday(5)
        #expect(Self.sentence(incident, at: Self.monday(9)).hasSuffix("all closed meanwhile; radio (LTE) backup held for 1"))
        incident.closed = Self.monday(8, 5)
        #expect(Self.sentence(incident, at: Self.monday(9)).contains("; 4 open meanwhile; "))
    }

    @Test func `numbers that people made up stop no mail`() {
        var document = Self.network.document
        for n in document.sites.indices { document.sites[n].tags = ["counters": "\(Int.max)", "eid": "-5"] }
        let network = Network.compile(document).network
        let context = MailContext(network: network, identity: AlertPolicy.MailIdentity())
        let text = MailMessage.impact(of: Self.incident(four, at: Self.monday(3)), in: context, at: Self.monday(3))
        #expect(text.contains("400000 counters") && !text.contains("eID"))
    }

    @Test func `the mails of an incident, the list of many, and the command say it`() throws {
        var policy = MailFixture.policy
        policy.calm.reminder = .seconds(600)
        let incident = Self.incident(four + ["site:m1"], risk: ["site:p5"], at: Self.monday(9))
        var engine = AlertingEngine(policy: policy, network: Self.network)
        let page = Page(time: incident.opened, object: incident.best, incident: "i1")
        var mails = engine.receive([.opened(incident), .page(page)], at: incident.opened).compactMap(\.notification)
        mails += engine.advance(to: incident.opened + .seconds(700)).compactMap(\.notification)
        let context = MailContext(network: Self.network, identity: policy.mail)
        #expect(mails.map(\.kind) == [.problem, .reminder])
        let text = "5 sites cut off: 1 municipality, 4 municipal counters, 4 post offices, 2 with eID counters; 5 open now"
        for mail in mails { #expect(try ParsedMail.read(MailMessage.render(mail, in: context)).text.contains("\n\(text)\n")) }
        #expect(MailMessage.impact(of: incident, in: context, at: incident.opened) == text)

        var digest = mails[0]
        (digest.kind, digest.incident, digest.reason, digest.collected) = (.digest, nil, .collected(count: 1), [incident])
        let list = MailMessage.text(digest, in: context)
        #expect(list.contains("; 5 sites cut off, 2 with eID counters, 4 municipal counters; 5 open now\n"), "\(list)")
    }
}
