import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

/// `maintenance import` as the built program, with files that another program wrote.
struct MaintenanceNoticeTests {
    private let folder: TemporaryFolder
    private let database: String

    init() throws {
        folder = try TemporaryFolder()
        database = folder.path("state.db")
        try Store.open(database, mode: .readWrite).close()
    }

    private func run(_ words: String...) throws -> ProgramResult {
        let topology = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path
        return try Program.run([ProgramUnderTest.path] + words + ["--database", database, "--topology", topology])
    }

    private func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: folder.url.appendingPathComponent(name))
        return folder.path(name)
    }

    /// Written by Python's icalendar, as an owner's desk would: two hours from tomorrow.
    private func calendar(_ changes: String = "") throws -> String {
        let script = """
            import datetime, zoneinfo
            from icalendar import Calendar, Event
            calendar = Calendar()
            calendar.add('prodid', '-//rail//EN'); calendar.add('version', '2.0'); calendar.add('method', 'PUBLISH')
            event = Event()
            begin = datetime.datetime.now(zoneinfo.ZoneInfo('Europe/Belgrade')).replace(microsecond=0) + datetime.timedelta(days=1)
            event.add('uid', 'w-17@rail'); event.add('sequence', 0); event.add('dtstamp', begin)
            event.add('dtstart', begin); event.add('dtend', begin + datetime.timedelta(hours=2))
            event.add('summary', 'Zamena kabla, KO-14; čišćenje'); event.add('location', 'duct:novi-sad-indija')
            event.add('description', 'Radovi na trasi. ' * 12)
            \(changes)
            calendar.add_component(event)
            import sys; sys.stdout.buffer.write(calendar.to_ical())
            """
        let written = try Program.run(["/usr/bin/python3", "-c", script])
        #expect(written.status == 0, "\(written.errors)")
        return try file("work.ics", written.output)
    }

    private static let hasCalendars = FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/icalendar")

    // Python's icalendar writes the files: it is no code of ours.
    @Test(.enabled(if: hasCalendars, "skipped: python3-icalendar is not installed"))
    func `a notice is taken, changed and called off by its uid, and each step is audited`() throws {
        let work = try calendar()
        let trial = try run("maintenance", "import", work, "--dry-run")
        #expect(trial.status == 0 && trial.output.contains("add") && trial.errors.contains("nothing was changed"), "\(trial)")
        let first = try run("maintenance", "import", work)
        #expect(first.status == 0 && first.output.contains("m1") && first.output.contains("čišćenje"), "\(first)")
        #expect(try run("maintenance", "import", work).output.contains("same"))
        let later = try calendar("event['DTEND'].dt += datetime.timedelta(hours=3); event['SEQUENCE'] = 1")
        let second = try run("maintenance", "import", later)
        #expect(second.status == 0 && second.output.contains("change"), "\(second)")
        #expect(try run("maintenance", "list", "--json").output.contains("\"id\" : \"m1\""))
        let called = try calendar("event['SEQUENCE'] = 2; event.add('status', 'CANCELLED')")
        #expect(try run("maintenance", "import", called).output.contains("cancelled by its owner"))
        #expect(try run("maintenance", "list", "--json").output == "[\n\n]\n")
        let verbs = try Store.open(database, mode: .readOnly).auditEntries().map(\.verb)
        #expect(verbs == ["maintenance add", "maintenance change", "maintenance end"])
    }

    @Test func `what a list in CSV cannot mean is named with its line, and the rest is taken`() throws {
        let list = try file(
            "work.csv",
            """
            uid,object,from,to,summary,status
            1,duct:novi-sad-indija,2099-01-05 01:00,2099-01-05 04:00,splicing,
            2,duct:novi-sad-indja,2099-01-05 01:00,2099-01-05 04:00,typo,
            3,duct:novi-sad-indija,2099-01-05 01:00,,no end,
            4,duct:novi-sad-indija,2099-01-05T01:00:00+01:00,2099-01-05T04:00:00Z,offsets,tentative
            ,duct:novi-sad-indija,2099-01-05 01:00,2099-01-05 04:00,no uid,
            """)
        let result = try run("maintenance", "import", list, "--json")
        #expect(result.status == 1)
        #expect(result.output.components(separatedBy: "\"step\" : \"add\"").count == 3, "\(result.output)")
        for place in ["work.csv:3:", "work.csv:4:", "work.csv:6:"] { #expect(result.errors.contains(place), "\(result.errors)") }
        #expect(result.output.contains("2099-01-05T00:00:00Z") && result.output.contains("\"to\" : \"2099-01-05T03:00:00Z\""))
    }

    @Test func `a notice that takes somebody's last way is warned of with the sites`() throws {
        let redundancy = try run("redundancy", "--json").output
        let form = try #require(try JSONSerialization.jsonObject(with: Data(redundancy.utf8)) as? [String: [String: [String]]])
        let (duct, sites) = try #require(form["ducts"]?.sorted { $0.key < $1.key }.first)
        let list = try file("last.csv", "uid,object,from,to\n1,\(duct),2099-01-05 01:00,2099-01-05 04:00\n")
        let result = try run("maintenance", "import", list)
        #expect(result.errors.contains("takes the last way of \(sites.count) site"), "\(result.errors)")
        #expect(try run("maintenance", "list").errors.contains("takes the last way of \(sites.count) site"))
    }
}
