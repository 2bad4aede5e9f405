import NetworkModel

/// Duties as an iCalendar stream (RFC 5545) for people's own calendars, and back.
package enum DutyCalendar {
    /// The duties of `rota` in `from ..< to`, one event each, in UTC: calendars disagree about zones, never about UTC. `made` stands as the
    /// time at which the stream was made. The same rota and span give the same bytes.
    package static func text(
        _ rota: Rota, from: Timestamp, to: Timestamp, people: (ObjectID) -> AlertPolicy.Person?, made: Timestamp
    ) -> String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//fibrewatch//on call//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        ]
        for span in RotaTimetable(rota, from: from, to: to).spans { lines += event(span, rota, people, made) }
        lines.append("END:VCALENDAR")
        return lines.map(CalendarText.folded).joined()
    }

    private static func event(
        _ span: RotaTimetable.Span, _ rota: Rota, _ people: (ObjectID) -> AlertPolicy.Person?, _ made: Timestamp
    ) -> [String] {
        let names = span.people.map { people($0)?.name ?? $0.rawValue }.joined(separator: ", ")
        let start = utc(span.from)
        var lines = [
            "BEGIN:VEVENT", "UID:\(CalendarText.escaped(rota.id.rawValue.replacing(":", with: "-"))).\(start)@fibrewatch",
            "DTSTAMP:\(utc(made))",
            "DTSTART:\(start)", "DTEND:\(utc(span.to))", "SUMMARY:\(CalendarText.escaped(names))",
            "DESCRIPTION:\(CalendarText.escaped(words(span.source, rota)))", "TRANSP:OPAQUE",
        ]
        for person in span.people.compactMap(people) {
            // A quote cannot stand in a parameter (RFC 5545, section 3.2); RFC 6868 is not read by all.
            let name = CalendarText.escaped(person.name).filter { $0 != "\"" && $0 != "\\" }
            lines.append("ATTENDEE;CN=\"\(name)\":mailto:\(person.mail)")
        }
        return lines + ["END:VEVENT"]
    }

    private static func words(_ source: RotaTimetable.Source, _ rota: Rota) -> String {
        switch source {
        case .shift(let name): "\(rota.id), \(name)"
        case .swap(let name, let instead): "\(rota.id), \(name), instead of \(instead)"
        case .override(let reason): "\(rota.id), override\(reason.map { ": " + $0 } ?? "")"
        case .fallback: "\(rota.id), fallback: nobody is on duty"
        }
    }

    private static func utc(_ time: Timestamp) -> String { WallTime(seconds: time.milliseconds / 1000).basic + "Z" }

    /// Reads a calendar of duties: each event is a shift of the person whom its ATTENDEE or SUMMARY names.
    /// - Parameters:
    ///   - zone: in which times without a zone stand, and those of the result.
    ///   - person: finds a person by mail address, identifier or name.
    /// - Throws: all that cannot be understood, each with its line; what is understood in part is not used at all.
    package static func shifts(_ text: String, zone: WallZone, person: (String) -> ObjectID?) throws(CalendarProblems) -> [Rota
        .Shift]
    {
        var reader = CalendarReader(zone: zone)
        let shifts = reader.read(text, person)
        guard reader.problems.isEmpty else { throw CalendarProblems(list: reader.problems.sorted { $0.line < $1.line }) }
        return shifts
    }
}

/// All that is wrong with a calendar, in the order of its lines; never empty.
package struct CalendarProblems: Error, Hashable, Sendable {
    package var list: [CalendarProblem]
}
