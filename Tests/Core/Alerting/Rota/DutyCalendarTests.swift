import Alerting
import Foundation
import NetworkModel
import TestSupport
import Testing

private typealias F = RotaFixture

struct DutyCalendarTests {
    private struct Event: Decodable, Equatable { var uid: String, start: Int64, end: Int64, summary: String, attendees: [String] }

    private static let people: [AlertPolicy.Person] = [
        .init(id: "person:ana", name: "Ana \"Aca\" Anić, dežurna; NOC \\ Beograd", mail: "ana@noc.example"),
        .init(
            id: "person:boris", name: "Борис Ћирић, дежурни инжењер Националног мрежног центра за надзор оптике",
            mail: "boris@noc.example"),
        .init(id: "person:vesna", name: "Vesna", mail: "vesna@noc.example"),
        .init(id: "person:goran", name: "Goran", mail: "goran@noc.example"),
        .init(id: "person:dara", name: "Dara", mail: "dara@noc.example"),
        .init(id: "person:chief", name: "Chief", mail: "chief@noc.example"),
    ]
    private static func person(_ id: ObjectID) -> AlertPolicy.Person? { people.first { $0.id == id } }
    private static func named(_ text: String) -> ObjectID? {
        people.first { $0.mail == text || $0.id.rawValue == text || $0.name == text }?.id
    }

    private static let (from, to) = (F.moment("2027-03-20 00:00"), F.moment("2027-11-10 00:00"))

    private static let readers: [(name: String, test: String, script: String)] = [
        (
            "icalendar", "import icalendar",
            """
            import sys, json, icalendar
            c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
            many = lambda v: v if isinstance(v, list) else ([] if v is None else [v])
            print(json.dumps([dict(uid=str(e['UID']), start=int(e['DTSTART'].dt.timestamp()), end=int(e['DTEND'].dt.timestamp()),
                summary=str(e['SUMMARY']), attendees=[str(a) for a in many(e.get('ATTENDEE'))]) for e in c.walk('VEVENT')]))
            """
        ),
        (
            "vobject", "import vobject",
            """
            import sys, json, vobject
            c = vobject.readOne(sys.stdin.buffer.read().decode())
            print(json.dumps([dict(uid=e.uid.value, start=int(e.dtstart.value.timestamp()), end=int(e.dtend.value.timestamp()),
                summary=e.summary.value, attendees=[a.value for a in e.contents.get('attendee', [])]) for e in c.vevent_list]))
            """
        ),
    ]

    @Test(arguments: [0, 1])
    func `other programs read our calendars as we meant them`(reader: Int) throws {
        let (name, test, script) = Self.readers[reader]
        guard try Program.run(["/usr/bin/python3", "-c", test]).status == 0 else {
            print("skipped: python3-\(name) is not installed")
            return
        }
        for rota in try F.all() {
            let text = DutyCalendar.text(rota, from: Self.from, to: Self.to, people: Self.person, made: Self.from)
            #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
            let answer = try Program.run(["/usr/bin/python3", "-c", script], input: text)
            #expect(answer.status == 0, "\(name): \(answer.errors)")
            let events = try JSONDecoder().decode([Event].self, from: Data(answer.output.utf8))
            let spans = RotaTimetable(rota, from: Self.from, to: Self.to).spans
            #expect(events.count == spans.count && Set(events.map(\.uid)).count == events.count)
            for (event, span) in zip(events, spans) {
                #expect(event.start == span.from.milliseconds / 1000 && event.end == span.to.milliseconds / 1000)
                #expect(event.summary == span.people.map { Self.person($0)?.name ?? "" }.joined(separator: ", "))
                #expect(event.attendees == span.people.map { "mailto:" + (Self.person($0)?.mail ?? "") })
            }
        }
    }

    /// Who is told from when on; spans of the same people are one.
    private static func told(_ table: RotaTimetable) -> [String] {
        var result: [(from: Timestamp, people: [ObjectID])] = []
        for span in table.spans where result.last?.people != span.people { result.append((span.from, span.people)) }
        return result.map { "\($0.from.clock) \($0.people)" }
    }

    @Test func `a calendar that we wrote is the same rota when we read it`() throws {
        for rota in try F.all() where rota.team != "team:daily" {
            let text = DutyCalendar.text(rota, from: Self.from, to: Self.to, people: Self.person, made: Self.from)
            var again = rota
            again.shifts = try DutyCalendar.shifts(text, zone: F.belgrade, person: Self.named)
            (again.overrides, again.swaps, again.holidays) = ([], [], [])
            let (old, new) = (
                RotaTimetable(rota, from: Self.from, to: Self.to), RotaTimetable(again, from: Self.from, to: Self.to)
            )
            #expect(Self.told(old) == Self.told(new), "\(rota.id)")
        }
    }

    @Test func `a calendar of another program with rules and zones becomes a rota on the wall`() throws {
        let text = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Example//EN
            X-WR-CALNAME:Duty
            BEGIN:VTIMEZONE
            TZID:Europe/Belgrade
            BEGIN:STANDARD
            DTSTART:19701025T030000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:1
            DTSTAMP:20260101T000000Z
            DTSTART;TZID=Europe/Belgrade:20270104T080000
            DURATION:P1W
            RRULE:FREQ=WEEKLY;INTERVAL=2
            SUMMARY:person:ana
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART;TZID=Europe/Belgrade:20270111T080000
            DTEND;TZID=Europe/Belgrade:20270118T080000
            RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3
            EXDATE;TZID=Europe/Belgrade:20270125T080000
            ATTENDEE;CN="B, C":MAILTO:boris@noc.example
            SUMMARY:Boris ima
             \\, dežurstvo
            END:VEVENT
            END:VCALENDAR
            """
        let shifts = try DutyCalendar.shifts(text, zone: F.belgrade, person: Self.named)
        #expect(shifts.map { $0.people.map(\.rawValue) } == [["person:ana"], ["person:boris"], ["person:boris"]])
        #expect(shifts.map(\.start.text) == ["2027-01-04 08:00", "2027-01-11 08:00", "2027-02-08 08:00"])
        #expect(shifts.map(\.length) == [604_800, 604_800, 604_800] && shifts[1].name == "Boris ima, dežurstvo")
    }

    @Test(arguments: [
        ("RDATE:20270105T080000Z", "RDATE is not understood", 6), ("RECURRENCE-ID:20270105T080000Z", "RECURRENCE-ID", 6),
        ("RRULE:FREQ=SECONDLY", "RRULE: FREQ SECONDLY", 6), ("DTSTART:20270230T080000Z", "DTSTART stands twice", 6),
        ("X-APPLE-TRAVEL:1", "X-APPLE-TRAVEL is not understood", 6), ("what is this", "no line of a calendar", 6),
        ("BEGIN:VALARM\r\nEND:VALARM", "VALARM is not understood", 6),
        ("DTSTART;TZID=Serbia/Nis:20270104T080000", "stands twice", 6),
    ])
    func `what is not understood is an error with its line, and nothing is used`(line: String, words: String, number: Int) {
        let text = """
            BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20270104T080000Z\r\nDTEND:20270105T080000Z\r\n\(line)\r
            SUMMARY:person:ana\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
            """
        let error = #expect(throws: CalendarProblems.self) { try DutyCalendar.shifts(text, zone: F.belgrade, person: Self.named) }
        #expect(error?.list.contains { $0.line == number && $0.message.contains(words) } == true, "\(error?.list ?? [])")
    }

    @Test(arguments: [
        "", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "\u{0}:\u{0}", ":::::",
        "BEGIN;X=\"a:VCALENDAR",
    ])
    func `broken calendars are errors, never a crash`(text: String) {
        #expect(throws: CalendarProblems.self) { try DutyCalendar.shifts(text, zone: F.belgrade, person: Self.named) }
    }
}
