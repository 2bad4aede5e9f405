import Foundation
import TestSupport
import Testing

/// `fibrewatch oncall` as people run it, on the shipped rota.
struct OnCallVerbTests {
    private let alerts = SharedData.packageRoot.appendingPathComponent("Alerts").path

    private func run(_ words: String...) throws -> ProgramResult {
        try Program.run(
            [ProgramUnderTest.path, "oncall"] + words + ["--alerts", alerts], environment: ["TZ": "Europe/Belgrade"])
    }

    private struct Row: Decodable { var team: String, from: String, to: String, hours: Double, people: [String], source: String }

    private func rows(_ words: String...) throws -> [Row] {
        let result = try Program.run([ProgramUnderTest.path, "oncall"] + words + ["--json", "--alerts", alerts])
        return try JSONDecoder().decode([Row].self, from: Data(result.output.utf8))
    }

    @Test func `the weeks of March and October are 167 and 169 hours long and change hands at eight`() throws {
        let march = try rows("show", "--team", "team:noc", "--at", "2027-03-22T09:00:00+01:00", "--next", "14d").filter {
            $0.team == "team:noc"
        }
        #expect(march.map(\.to) == ["2027-03-29T08:00:00+02:00", "2027-04-05T08:00:00+02:00", "2027-04-05T10:00:00+02:00"])
        let october = try rows("show", "--team", "team:noc", "--at", "2027-10-25T09:00:00+02:00", "--next", "14d").filter {
            $0.team == "team:noc"
        }
        #expect(october.map(\.from) == ["2027-10-25T09:00:00+02:00", "2027-11-01T08:00:00+01:00"])
        #expect(march[0].hours == 166 && october[0].hours == 168 && march[1].hours == 168)
    }

    @Test func `who, check, export and import answer and end as they should`() throws {
        let new = try rows("who", "--at", "2026-12-31T23:00:00+01:00")
        #expect(new.map(\.people) == [["person:chief"], ["person:ana"]] || new.first?.people == ["person:chief"], "\(new)")
        #expect(new.first?.source == "override")
        let check = try run("check", "--at", "2027-03-20")
        #expect(check.status == 0 && check.errors.contains("somebody is always on duty"), "\(check)")
        let calendar = try run("export", "--team", "team:noc#second", "--at", "2027-01-01", "--next", "60d")
        #expect(calendar.status == 0 && calendar.output.hasPrefix("BEGIN:VCALENDAR\r\n"), "\(calendar)")
        // The name of a team that has two roles is that of the rota without one.
        #expect(
            try run("export", "--team", "team:noc", "--at", "2027-01-01", "--next", "60d").output.hasPrefix("BEGIN:VCALENDAR"))
        let file = try TemporaryFolder()
        try Data(calendar.output.utf8).write(to: URL(fileURLWithPath: file.path("a.ics")))
        let back = try run("import", file.path("a.ics"), "--team", "noc")
        #expect(back.status == 0 && back.output.contains("for: 7d, people: [person:"), "\(back)")
        try Data(calendar.output.replacing("TRANSP:OPAQUE", with: "RDATE:20270101T000000Z").utf8).write(
            to: URL(fileURLWithPath: file.path("b.ics")))
        let broken = try run("import", file.path("b.ics"), "--team", "noc")
        #expect(
            broken.status == 2 && broken.output.isEmpty && broken.errors.contains("b.ics:13:1: RDATE is not understood here"),
            "\(broken)")
        #expect(try run("show", "--team", "nok").status == 2)
        #expect(try run("show", "--next", "soon").status == 2)
    }
}
