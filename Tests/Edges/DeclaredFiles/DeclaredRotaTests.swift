import Alerting
import NetworkModel
import TestSupport
import Testing

@testable import DeclaredFiles

struct DeclaredRotaTests {
    private static let rota = """
        people:
          - {id: person:ana, mail: ana@x.example}
          - {id: person:bo, mail: bo@x.example, language: sr-Cyrl, quiet: "22:00-07:00", quiet_lets: [page, critical]}
        teams: [{id: team:noc, members: [person:ana, person:bo], lead: person:bo}]
        rota:
          - team: team:noc
            zone: Europe/Belgrade
            fallback: [person:bo]
            holidays: [2027-01-01]
            shifts:
              - name: day
                start: 2026-11-02 08:00
                for: 12h
                repeat: FREQ=DAILY
                people: [person:ana]
              - {name: night, start: "2026-11-02 19:00", for: 13h, repeat: "FREQ=DAILY", people: [person:ana, person:bo], each: 7}
            overrides: [{from: 2026-12-31 18:00, to: 2027-01-01 08:00, person: person:bo}]
        routes: [{to: [team:noc, "team:noc#lead"]}]
        """

    private static func file(_ text: String) -> SourceFile { SourceFile(path: "A/rota.yaml", text: text) }

    @Test func `a rota is read as it is written`() throws {
        let policy = try DeclaredAlerts.load(files: [Self.file(Self.rota)]).policy
        let rota = try #require(policy.rotas.first)
        #expect(rota.shifts.map(\.length) == [43_200, 46_800] && rota.shifts[1].each == 7 && rota.overrides.count == 1)
        #expect(rota.holidays == Set([WallTime.day(2027, 1, 1)]) && policy.people[1].language == .serbianCyrillic)
        #expect(policy.people[1].quiet == QuietHours(from: 1320, to: 420, zone: "Europe/Belgrade", lets: ["page", "critical"]))
        let roster = DutyRoster(policy)
        let noon = rota.zone.moment(try #require(WallTime(text: "2026-11-20 12:00")))
        #expect(
            roster.duty("team:noc", at: noon).people == ["person:ana"]
                && roster.duty("team:noc#lead", at: noon).people == ["person:bo"])
    }

    @Test func `gaps, overlaps and hours that do not exist are found 30 days ahead, each at its place`() throws {
        let now = Timestamp(milliseconds: 1_795_000_000_000)
        let found = DeclaredAlerts.dutyFindings(files: [Self.file(Self.rota)], from: now).map(\.description)
        #expect(
            found.count == 10
                && found[0].hasPrefix("A/rota.yaml:16:9: warning: shifts \"day\" and \"night\" of team:noc overlap"), "\(found)")
        let short = Self.file(Self.rota.replacing("for: 13h", with: "for: 11h"))
        let gaps = DeclaredAlerts.dutyFindings(files: [short], from: now).map(\.description)
        #expect(gaps.contains { $0.hasPrefix("A/rota.yaml:11:7: warning: nobody of team:noc is on duty from") }, "\(gaps)")
        let hole = Self.file(Self.rota.replacing("08:00\n        for: 12h", with: "02:30\n        for: 24h"))
        let march = try #require(WallZone("Europe/Belgrade")).moment(try #require(WallTime(text: "2027-03-20 00:00")))
        let holes = DeclaredAlerts.dutyFindings(files: [hole], from: march).map(\.description)
        #expect(
            holes.contains {
                $0.hasPrefix("A/rota.yaml:12:16: warning: shift \"day\" of team:noc changes hands at 2027-03-28 02:30")
            }, "\(holes)")
    }

    /// One slip each: what is written instead, where it is reported, and words of the message.
    @Test(arguments: [
        ("zone: Europe/Belgrade", "zone: Europe/Beograd", "A/rota.yaml:7:11", "is no IANA zone"),
        ("fallback: [person:bo]", "fallback: []", "A/rota.yaml:8:15", "nobody is named"),
        ("    fallback: [person:bo]\n", "", "A/rota.yaml:6:5", "has no \"fallback\""),
        ("people: [person:ana]", "people: [person:anna]", "A/rota.yaml:15:18", "did you mean \"person:ana\"?"),
        ("repeat: FREQ=DAILY", "repeat: FREQ=DAYLY", "A/rota.yaml:14:17", "FREQ DAYLY"),
        ("for: 12h", "for: 12 hours", "A/rota.yaml:13:14", "no time span"),
        ("start: 2026-11-02 08:00", "start: 2026-02-30 08:00", "A/rota.yaml:12:16", "is no time"),
        (
            "members: [person:ana, person:bo]", "members: [person:ana, person:eve]", "A/rota.yaml:4:46",
            "\"person:eve\", who is not declared"
        ),
        ("person: person:bo}]", "person: person:b}]", "A/rota.yaml:17:72", "an override names \"person:b\""),
        ("\"team:noc#lead\"", "\"team:noc#leed\"", "A/rota.yaml:18:26", "did you mean \"lead\"?"),
        ("[team:noc, \"", "[team:nok, \"", "A/rota.yaml:18:16", "did you mean \"team:noc\"?"),
        ("quiet: \"22:00-07:00\"", "quiet: \"22-07\"", "A/rota.yaml:3:67", "are no hours such as 22:00-07:00"),
        ("language: sr-Cyrl", "language: sr", "A/rota.yaml:3:51", "\"sr\" is not en, sr-Latn or sr-Cyrl"),
        ("each: 7", "eech: 7", "A/rota.yaml:16:115", "did you mean \"each\"?"),
        ("quiet_lets: [page, critical]", "quiet_lets: [pages]", "A/rota.yaml:3:95", "did you mean \"page\"?"),
        ("holidays: [2027-01-01]", "holidays: [2027-13-01]", "A/rota.yaml:9:16", "is no day"),
        ("team: team:noc\n", "team: team:noc2\n", "A/rota.yaml:6:11", "is for a team that is not declared"),
    ])
    func `what is wrong with a rota is told with its place`(find: String, replace: String, place: String, words: String) {
        #expect(Self.rota.contains(find))
        let text = Self.rota.replacing(find, with: replace, maxReplacements: 1)
        let errors = DeclaredAlertsTests.errors([Self.file(text)])
        #expect(errors.contains { $0.hasPrefix(place + ":") && $0.contains(words) }, "\(errors)")
    }
}
