import Alerting
import NetworkModel
import Testing

struct NoticeCalendarTests {
    private static let belgrade = WallZone("Europe/Belgrade")

    /// A calendar around `events`, with CR LF as the format has it.
    private func read(_ body: String, method: String = "PUBLISH") throws -> (
        notices: [MaintenanceNotice], problems: [CalendarProblem], notes: [CalendarProblem]
    ) {
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\nMETHOD:\(method)\n\(body)\nEND:VCALENDAR\n"
        return NoticeCalendar.read(text.replacing("\n", with: "\r\n"), zone: try #require(Self.belgrade))
    }

    private func event(_ lines: String) -> String { "BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n\(lines)\nEND:VEVENT" }

    @Test(arguments: [
        // UTC as it stands.
        ("DTSTART:20260105T010000Z\nDTEND:20260105T040000Z", "2026-01-05 01:00:00 UTC", "2026-01-05 04:00:00 UTC"),
        // An IANA zone, in winter and over the night in which the clocks go forward.
        (
            "DTSTART;TZID=Europe/Belgrade:20260105T010000\nDTEND;TZID=Europe/Belgrade:20260105T040000", "2026-01-05 00:00:00 UTC",
            "2026-01-05 03:00:00 UTC"
        ),
        (
            "DTSTART;TZID=Europe/Belgrade:20260329T010000\nDURATION:PT4H", "2026-03-29 00:00:00 UTC", "2026-03-29 04:00:00 UTC"
        ),
        // As a mail program of Windows names the zone.
        (
            "DTSTART;TZID=\"Central Europe Standard Time\":20260705T010000\nDTEND;TZID=\"Central Europe Standard Time\":20260705T020000",
            "2026-07-04 23:00:00 UTC", "2026-07-05 00:00:00 UTC"
        ),
        // Without a zone: that of the reader. A whole day is one on that wall.
        ("DTSTART:20260105T010000\nDTEND:20260105T020000", "2026-01-05 00:00:00 UTC", "2026-01-05 01:00:00 UTC"),
        ("DTSTART;VALUE=DATE:20260105", "2026-01-04 23:00:00 UTC", "2026-01-05 23:00:00 UTC"),
    ])
    func `times are read in their zones`(times: String, from: String, to: String) throws {
        let (notices, problems, _) = try read(event("UID:a\nSUMMARY:x\n\(times)"))
        #expect(problems.isEmpty, "\(problems)")
        #expect(notices.flatMap(\.spans).map { [$0.from.clock, $0.to.clock] } == [[from, to]])
    }

    @Test func `what a notice says is read, folded and escaped, whoever writes it`() throws {
        let (notices, problems, _) = try read(
            event(
                "UID:n-1@railways\nSEQUENCE:2\nDTSTART:20260105T010000Z\nDTEND:20260105T040000Z\nSUMMARY:Splicing\\, KO-14\n"
                    + "LOCATION:duct:bg-\n ns\nDESCRIPTION:Line one\\nline two\nORGANIZER;CN=Rail desk:mailto:noc@rail.example\n"
                    + "X-OWN:1\nBEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:not this\nTRIGGER:-PT1H\nEND:VALARM"))
        #expect(problems.isEmpty, "\(problems)")
        let notice = try #require(notices.first)
        #expect((notice.uid, notice.sequence, notice.organizer) == ("n-1@railways", 2, "Rail desk"))
        #expect((notice.summary, notice.location) == ("Splicing, KO-14", "duct:bg-ns"))
        #expect(notice.description == "Line one\nline two" && notice.line == 5)
    }

    @Test func `work that comes again is one span a time, without the days left out`() throws {
        let rule = "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Belgrade:20260112T010000"
        let (notices, _, notes) = try read(
            event("UID:a\nDTSTART;TZID=Europe/Belgrade:20260105T010000\nDURATION:PT1H\n\(rule)"))
        #expect(notices[0].spans.map(\.from.clock).map { $0.prefix(10) } == ["2026-01-05", "2026-01-19", "2026-01-26"])
        #expect(notes.isEmpty)
        let (endless, _, said) = try read(event("UID:a\nDTSTART:20260105T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"))
        #expect(endless[0].spans.count == 53 && said.map(\.line) == [10], "\(said)")
    }

    @Test(arguments: [("STATUS:CANCELLED", "PUBLISH"), ("STATUS:CONFIRMED", "CANCEL")])
    func `a cancelled notice needs no times`(status: String, method: String) throws {
        let (notices, problems, _) = try read(event("UID:a\n\(status)"), method: method)
        #expect(problems.isEmpty && notices.map(\.isCancelled) == [true])
    }

    @Test(arguments: [
        ("DTSTART:20260105T010000Z\nDTEND:20260105T020000Z", 5, "no UID"),
        ("UID:a\nDTEND:20260105T020000Z", 5, "no DTSTART"),
        ("UID:a\nDTSTART:20260105T010000Z", 8, "neither DTEND nor DURATION"),
        ("UID:a\nDTSTART:20260105T010000Z\nDTEND:20260105T010000Z", 8, "ends before it begins"),
        ("UID:a\nDTSTART:tomorrow\nDTEND:20260105T010000Z", 8, "is no time"),
        ("UID:a\nDTSTART;TZID=Mars/Phobos:20260105T010000\nDURATION:PT1H", 8, "no IANA zone"),
        ("UID:a\nDTSTART:20260105T010000Z\nDURATION:P1Y", 9, "no length"),
        ("UID:a\nRECURRENCE-ID:20260105T010000Z\nDTSTART:20260105T010000Z\nDURATION:PT1H", 8, "RECURRENCE-ID"),
        ("UID:a\nDTSTART:20260105T010000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY", 10, "RRULE"),
    ])
    func `what cannot be read is named with its line, and the rest is taken`(lines: String, line: Int, words: String) throws {
        let whole = event("UID:whole\nDTSTART:20260105T010000Z\nDURATION:PT1H")
        let (notices, problems, _) = try read(event(lines) + "\n" + whole)
        #expect(notices.map(\.uid) == ["whole"])
        #expect(problems.map(\.line) == [line] && problems[0].message.contains(words), "\(problems)")
    }

    @Test func `a file that was cut short keeps what is whole and says so`() throws {
        let text = "BEGIN:VCALENDAR\n" + event("UID:a\nDTSTART:20260105T010000Z\nDURATION:PT1H") + "\nBEGIN:VEVENT\nUID:b\n"
        let (notices, problems, _) = NoticeCalendar.read(text, zone: .utc)
        #expect(notices.map(\.uid) == ["a"] && problems.count == 1 && problems[0].message.contains("cut short"))
        #expect(!NoticeCalendar.read("hello", zone: .utc).problems.isEmpty)
        #expect(try read(event("UID:a\nSTATUS:CANCELLED"), method: "REPLY").notices.isEmpty)
    }
}
