import NetworkModel

/// Takes a calendar apart into shifts. Whatever changes who is on duty when and is not understood is a problem.
struct CalendarReader {
    let zone: WallZone
    var problems: [CalendarProblem] = []

    init(zone: WallZone) { self.zone = zone }

    /// Of an event: understood or without meaning for duties.
    private static let known: Set = [
        "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "SUMMARY", "DESCRIPTION", "ATTENDEE", "ORGANIZER",
        "CREATED",
        "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP", "CATEGORIES", "LOCATION", "CLASS", "PRIORITY", "URL",
    ]
    private static let ofCalendar: Set = [
        "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "X-WR-TIMEZONE", "X-WR-CALDESC",
    ]

    mutating func read(_ text: String, _ person: (String) -> ObjectID?) -> [Rota.Shift] {
        let lines = CalendarText.lines(text, &problems)
        guard lines.first?.name == "BEGIN", lines.first?.value.uppercased() == "VCALENDAR" else {
            report(lines.first?.number ?? 1, "a calendar begins with BEGIN:VCALENDAR")
            return []
        }
        var (shifts, stack): ([Rota.Shift], [CalendarLine]) = ([], [])
        var event: [CalendarLine] = []
        for line in lines {
            switch line.name {
            case "BEGIN":
                begin(line, under: stack.last)
                stack.append(line)
                event = line.value.uppercased() == "VEVENT" ? [line] : event
            case "END":
                guard let open = stack.popLast(), open.value.uppercased() == line.value.uppercased() else {
                    report(line.number, "END:\(line.value) closes nothing that is open")
                    return []
                }
                if line.value.uppercased() == "VEVENT" { shifts += shift(event, person) }
            default:
                switch stack.last?.value.uppercased() {
                case "VEVENT": event.append(line)
                case "VCALENDAR": checkOfCalendar(line)
                case nil: report(line.number, "\(line.name) stands outside the calendar")
                default: break
                }
            }
        }
        if let open = stack.last { report(open.number, "BEGIN:\(open.value) is not closed") }
        return shifts
    }

    private mutating func report(_ line: Int, _ message: String) {
        problems.append(CalendarProblem(line: line, message: message))
    }

    /// Zones are those of the system by their IANA names; a definition of one is passed over.
    private mutating func begin(_ line: CalendarLine, under parent: CalendarLine?) {
        switch (parent?.value.uppercased(), line.value.uppercased()) {
        case (nil, "VCALENDAR"), ("VCALENDAR", "VEVENT"), ("VCALENDAR", "VTIMEZONE"), ("VTIMEZONE", "STANDARD"),
            ("VTIMEZONE", "DAYLIGHT"):
            break
        case (_, let word): report(line.number, "\(word) is not understood here; a calendar of duties holds VEVENT and VTIMEZONE")
        }
    }

    private mutating func checkOfCalendar(_ line: CalendarLine) {
        if !Self.ofCalendar.contains(line.name) { report(line.number, "\(line.name) is not understood here; take it out") }
        if line.name == "CALSCALE", line.value.uppercased() != "GREGORIAN" {
            report(line.number, "only the Gregorian calendar is understood")
        }
        if line.name == "VERSION", line.value != "2.0" { report(line.number, "version \(line.value) is not 2.0") }
    }

    private mutating func shift(_ event: [CalendarLine], _ person: (String) -> ObjectID?) -> [Rota.Shift] {
        let before = problems.count
        let first = event.first?.number ?? 1
        for line in event.dropFirst() where !Self.known.contains(line.name) {
            report(line.number, "\(line.name) is not understood here; take it out or write the duty without it")
        }
        for name in ["DTSTART", "DTEND", "DURATION", "RRULE", "SUMMARY"] {
            let lines = event.filter { $0.name == name }
            if lines.count > 1 { report(lines[1].number, "\(name) stands twice in one event") }
        }
        let value = { (name: String) in event.first { $0.name == name } }
        if let status = value("STATUS"), status.value.uppercased() == "CANCELLED" { return [] }
        guard let begin = value("DTSTART") else {
            report(first, "the event has no DTSTART")
            return []
        }
        let (who, start) = (people(event, person), wall(begin))
        guard let start, let length = length(event, begin, start) else { return [] }
        if who.isEmpty {
            report(first, "the event names nobody who is declared: neither its ATTENDEE nor its SUMMARY is a person")
        }
        if who.count > 1 { report(first, "the event names \(who.count) people; a duty is one person's") }
        var shift = Rota.Shift(
            name: value("SUMMARY").map { CalendarText.unescaped($0.value) } ?? "duty", start: start, length: length, people: who)
        if let rule = value("RRULE") {
            do throws(RecurrenceError) { shift.rule = try RecurrenceRule(text: rule.value) } catch {
                report(rule.number, "RRULE: \(error)")
            }
        }
        let exceptions = event.filter { $0.name == "EXDATE" }
        let days = exceptions.flatMap { line in line.value.split(separator: ",").map { (line, String($0)) } }
        let left = days.compactMap { line, text -> WallTime? in
            var one = line
            one.value = text
            return wall(one)
        }
        if problems.count > before { return [] }
        return left.isEmpty ? [shift] : without(left, shift, exceptions.first?.number ?? first)
    }

    /// A rule with exceptions is its occurrences, one by one: a rota has no exceptions.
    private mutating func without(_ days: [WallTime], _ shift: Rota.Shift, _ line: Int) -> [Rota.Shift] {
        guard let rule = shift.rule, rule.count != nil || rule.until != nil else {
            report(line, "EXDATE belongs to a rule that ends; add COUNT or UNTIL, or use an override")
            return []
        }
        let end = WallTime(seconds: shift.start.seconds + 20 * 366 * 86_400)
        let all = rule.starts(from: shift.start, before: end, in: zone)
        for day in days where !all.contains(day) { report(line, "EXDATE \(day.text) is none of the event's times") }
        return all.filter { !days.contains($0) }.map { start in
            var one = shift
            (one.start, one.rule) = (start, nil)
            return one
        }
    }

    /// Whom the event is about: its attendees, else its summary.
    private func people(_ event: [CalendarLine], _ person: (String) -> ObjectID?) -> [ObjectID] {
        let mails = event.filter { $0.name == "ATTENDEE" }.compactMap { line -> ObjectID? in
            let text = line.value.lowercased().hasPrefix("mailto:") ? String(line.value.dropFirst(7)) : line.value
            return person(text)
        }
        if !mails.isEmpty { return mails }
        return event.first { $0.name == "SUMMARY" }.flatMap { person(CalendarText.unescaped($0.value)) }.map { [$0] } ?? []
    }

    private mutating func length(_ event: [CalendarLine], _ begin: CalendarLine, _ start: WallTime) -> Int64? {
        let (end, duration) = (event.first { $0.name == "DTEND" }, event.first { $0.name == "DURATION" })
        var seconds: Int64?
        if let end {
            seconds = wall(end).map { $0.seconds - start.seconds }
        } else if let duration {
            seconds = Self.seconds(duration.value)
            if seconds == nil { report(duration.number, "DURATION \(duration.value) is no length such as P7D or PT12H") }
        } else if begin.parameters["VALUE"] == "DATE" || begin.value.count == 8 {
            seconds = 86_400
        }
        if let seconds, seconds <= 0 {
            report((end ?? begin).number, "the event ends before it begins")
            return nil
        }
        if seconds == nil, end == nil, duration == nil { report(begin.number, "the event has neither DTEND nor DURATION") }
        return seconds
    }

    /// `P7D`, `PT12H30M`, `P2W` (section 3.3.6); nil where it is none, or negative.
    static func seconds(_ text: String) -> Int64? {
        guard
            let match = text.uppercased().wholeMatch(
                of: /\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?/)
        else { return nil }
        let number = { (part: Substring?) in part.flatMap { Int64($0) } ?? 0 }
        let days = number(match.1) * 7 + number(match.2)
        return days * 86_400 + number(match.3) * 3600 + number(match.4) * 60 + number(match.5)
    }

    /// A DATE or DATE-TIME on the wall of the rota.
    private mutating func wall(_ line: CalendarLine) -> WallTime? {
        guard let (wall, isUTC, _) = WallTime.basic(line.value) else {
            report(line.number, "\(line.name) \(line.value) is no time such as 20260105T080000 or 20260105T070000Z")
            return nil
        }
        for name in line.parameters.keys.sorted() where name != "TZID" && name != "VALUE" {
            report(line.number, "\(line.name) has the parameter \(name), which is not understood here")
        }
        if isUTC {
            let moment = Timestamp(milliseconds: wall.seconds * 1000)
            let local = zone.wall(moment)
            if zone.moment(local) != moment {
                report(
                    line.number,
                    "\(line.name) \(line.value) is the second \(local.text) of that night, which a rota cannot name; move it by an hour"
                )
            }
            return local
        }
        guard let name = line.parameters["TZID"] else { return wall }
        guard let other = WallZone(name) else {
            report(line.number, "\(line.name) stands in zone \"\(name)\", which is no IANA zone such as Europe/Belgrade")
            return nil
        }
        return other == zone ? wall : zone.wall(other.moment(wall))
    }
}
