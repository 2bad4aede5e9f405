import Alerting
import Diagnosis
import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import Rendering

struct WeeklyReportTests {
    private static let network: Network = {
        var document = NetworkDocument(name: "report")
        document.calendars = [.init(id: "cal:post", zone: "Europe/Belgrade", open: ["mon-fri": "08:00-16:00"], graceSeconds: 0)]
        document.sites = [("p1", "Niš", 4.0), ("p2", "Niš", 1.0), ("p3", "Užice <&>", 2.0)].map { id, place, count in
            var site = NetworkDocument.Site(id: ObjectID("site:\(id)"), name: "Pošta \(id)", kind: "post")
            (site.municipality, site.calendar, site.tags) = (place, "cal:post", ["counters": "\(Int(count))"])
            return site
        }
        document.sites[2].level = .restricted
        document.devices = ["p1", "p2", "p3"].map { .init(id: ObjectID("dev:\($0)"), site: ObjectID("site:\($0)"), role: "cpe") }
        document.ducts = [.init(id: "duct:secret-way", owner: "owner:x", km: 3)]
        document.feeds = [.init(id: "feed:f1")]
        return Network.compile(document).network
    }()

    private static func moment(_ text: String) -> Timestamp {
        (WallZone("Europe/Belgrade") ?? .utc).moment(WallTime(text: text) ?? WallTime(seconds: 0))
    }

    private static func incident(_ id: String, _ best: ObjectID, _ from: String, _ to: String?, _ sites: [ObjectID]) -> Incident {
        var incident = Incident(id: id, kind: .fault, opened: moment(from), candidates: [best], best: best)
        (incident.closed, incident.impactedSites) = (to.map(moment), sites)
        return incident
    }

    /// The week of the change of the clocks, 22 to 28 March 2027.
    private static let report = WeeklyReport(
        network,
        [
            // Two open hours of five counters; one more hour lies before the opening.
            incident("i1", "duct:secret-way", "2027-03-22 07:00", "2027-03-22 10:00", ["site:p1", "site:p2"]),
            // Within the first for p1: counted once. Then one hour alone.
            incident("i2", "feed:f1", "2027-03-22 09:00", "2027-03-22 11:00", ["site:p1"]),
            // A whole night and weekend: nothing was open but Friday from 15:00.
            incident("i3", "feed:f1", "2027-03-26 15:00", nil, ["site:p3"]),
            // A week before.
            incident("i4", "duct:secret-way", "2027-03-17 08:00", "2027-03-17 09:00", ["site:p2"]),
        ], watched: moment("2027-03-10 12:00"), from: moment("2027-03-22 00:00"), to: moment("2027-03-29 00:00"),
        now: moment("2027-03-29 07:00"))

    @Test func `lost counter-hours are those of open counters, each moment once`() {
        let report = Self.report
        // i1: 2 h × 5; i2: 1 h more × 4; i3: 1 h × 2.
        #expect(report.lost == 16 && report.possible == 7 * 5 * 8)
        #expect(report.municipalities == [.init(name: "Niš", counterHours: 14), .init(name: "Užice <&>", counterHours: 2)])
        #expect(
            report.worst == [
                .init(name: "Pošta p1", counterHours: 12), .init(name: "–", counterHours: 2),
                .init(name: "Pošta p2", counterHours: 2),
            ]
                || report.worst.map(\.counterHours) == [12, 2, 2])
        #expect(report.causes.map(\.kind) == [.power, .fibre] && report.causes.map(\.incidents) == [2, 1])
        #expect(report.trend == [nil, nil, 0, 1, 16], "nobody watched before 10 March")
    }

    @Test func `what nobody watched is said to be unknown, never to be kept`() {
        let week = { (watched: Timestamp?) in
            WeeklyReport(
                Self.network, [], watched: watched, from: Self.moment("2027-03-22 00:00"), to: Self.moment("2027-03-29 00:00"),
                now: Self.moment("2027-03-29 07:00"))
        }
        for never in [week(nil), week(Self.moment("2027-03-29 06:00"))] {
            let text = never.text(in: .english, zone: "Europe/Belgrade")
            #expect(text.contains("nothing is known of it") && !text.contains("%") && never.possible == 0)
            #expect(never.trend == [nil, nil, nil, nil, nil])
        }
        // From Wednesday noon: 4 h of that day and two whole days.
        let part = week(Self.moment("2027-03-24 12:00"))
        #expect(part.possible == 7 * (4 + 16) && part.trend == [nil, nil, nil, nil, 0])
        #expect(part.html(in: .english, zone: "Europe/Belgrade").contains("Watched only since"))
    }

    @Test(arguments: Language.allCases)
    func `the page names no cable and no device, and is well-formed in every language`(language: Language) throws {
        let (page, text) = (
            Self.report.html(in: language, zone: "Europe/Belgrade"), Self.report.text(in: language, zone: "Europe/Belgrade")
        )
        for word in ["secret", "duct:", "feed:", "dev:", "site:", "Pošta p3"] {
            #expect(!page.contains(word) && !text.contains(word), "\(word)")
        }
        #expect(page.contains("Užice &lt;&amp;&gt;") && page.contains("lang=\"\(language.rawValue)\""))
        #expect(
            text.contains(
                [
                    "en": "16.0 counter-hours lost", "sr-Latn": "izgubljeno 16,0 šalter-sati",
                    "sr-Cyrl": "изгубљено 16,0 шалтер-сати",
                ][language.rawValue] ?? "-"))
        let parsed = try Program.run(
            ["/usr/bin/python3", "-c", "import sys,html.parser\np=html.parser.HTMLParser()\np.feed(sys.stdin.read())"],
            input: page)
        #expect(parsed.status == 0)
        try Golden.check(page, "Core/Rendering/Golden/weekly.\(language.rawValue).html")
    }
}
