import NetworkModel

/// Notices of planned work as an iCalendar stream (RFC 5545), as owners' desks and their mail programs send them.
package enum NoticeCalendar {
    /// How far ahead work without a last day is taken.
    package static let horizon: Int64 = 366 * 86_400

    /// Every event as a notice. What cannot be read is left out and is in `problems`; what is taken otherwise than written is in `notes`.
    /// - Parameter zone: in which times without a zone stand.
    package static func read(
        _ text: String, zone: WallZone
    ) -> (notices: [MaintenanceNotice], problems: [CalendarProblem], notes: [CalendarProblem]) {
        var reader = NoticeReader(zone: zone)
        let notices = reader.read(text)
        return (notices, reader.problems.sorted { $0.line < $1.line }, reader.notes.sorted { $0.line < $1.line })
    }
}

private struct NoticeReader {
    let zone: WallZone
    var problems: [CalendarProblem] = []
    var notes: [CalendarProblem] = []
    /// Of the whole stream (section 3.7.2): CANCEL calls off every event in it.
    private var method = ""
    /// Zones that the file defines under names of its own, by those names.
    private var zones: [String: WallZone] = [:]

    init(zone: WallZone) { self.zone = zone }

    mutating func read(_ text: String) -> [MaintenanceNotice] {
        let lines = CalendarText.lines(text, &problems)
        guard lines.first?.name == "BEGIN", lines.first?.value.uppercased() == "VCALENDAR" else {
            report(lines.first?.number ?? 1, "a calendar begins with BEGIN:VCALENDAR")
            return []
        }
        var stack: [(name: String, line: Int)] = []
        var events: [[CalendarLine]] = []
        var zoneName: String?
        for line in lines {
            let value = line.value.uppercased()
            switch line.name {
            case "BEGIN":
                if stack.count == 1, !["VEVENT", "VTIMEZONE"].contains(value) {
                    report(line.number, "\(value) is no planned work; left out. Work is announced as VEVENT")
                }
                if value == "VEVENT" { events.append([line]) }
                stack.append((value, line.number))
            case "END":
                guard stack.popLast()?.name == value else {
                    report(line.number, "END:\(line.value) closes nothing that is open; what follows was not read")
                    return notices(events.dropLast(value == "VEVENT" ? 0 : 1))
                }
                if value == "VTIMEZONE" { zoneName = nil }
            case _ where stack.last?.name == "VEVENT": events[events.count - 1].append(line)
            case "METHOD": method = value
            case "TZID" where stack.last?.name == "VTIMEZONE": zoneName = line.value
            case "X-LIC-LOCATION": if let zoneName { zones[zoneName] = WallZone(line.value) }
            default: break
            }
        }
        if let open = stack.last {
            report(open.line, "BEGIN:\(open.name) is not closed; the file was cut short, ask for it again")
            if stack.contains(where: { $0.name == "VEVENT" }) { events.removeLast() }
        }
        return notices(events[...])
    }

    private mutating func notices(_ events: ArraySlice<[CalendarLine]>) -> [MaintenanceNotice] {
        if ["REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"].contains(method) {
            report(1, "METHOD:\(method) answers an invitation and announces no work; nothing was taken")
            return []
        }
        return events.compactMap { notice($0) }
    }

    private mutating func report(_ line: Int, _ message: String) {
        problems.append(CalendarProblem(line: line, message: message))
    }

    private mutating func notice(_ event: [CalendarLine]) -> MaintenanceNotice? {
        let first = event.first?.number ?? 1
        let value = { (name: String) in event.first { $0.name == name } }
        let text = { (name: String) in value(name).map { CalendarText.unescaped($0.value) } ?? "" }
        guard let uid = value("UID")?.value, !uid.isEmpty else {
            report(first, "the event has no UID, so a later change of it could not be told; left out, ask its owner for one")
            return nil
        }
        if let line = value("RECURRENCE-ID") {
            report(
                line.number,
                "event \(uid) moves one of a series (RECURRENCE-ID), which is not understood; left out, plan it with `maintenance add`"
            )
            return nil
        }
        let isCancelled = method == "CANCEL" || value("STATUS")?.value.uppercased() == "CANCELLED"
        guard let spans = isCancelled ? [] : spans(event, uid) else { return nil }
        if value("STATUS")?.value.uppercased() == "TENTATIVE" {
            notes.append(CalendarProblem(line: first, message: "event \(uid) is tentative; taken as planned"))
        }
        return MaintenanceNotice(
            uid: uid, sequence: value("SEQUENCE").flatMap { Int($0.value) } ?? 0, isCancelled: isCancelled, spans: spans,
            summary: text("SUMMARY"), description: text("DESCRIPTION"), location: text("LOCATION"),
            organizer: value("ORGANIZER").map(organizer) ?? "", line: first)
    }

    /// The name that it shows, else its address.
    private func organizer(_ line: CalendarLine) -> String {
        if let name = line.parameters["CN"], !name.isEmpty { return name }
        return line.value.lowercased().hasPrefix("mailto:") ? String(line.value.dropFirst(7)) : line.value
    }

    /// nil, having said why, where there is no beginning or no end: a window without an end hides the next fault.
    private mutating func spans(_ event: [CalendarLine], _ uid: String) -> [MaintenanceNotice.Span]? {
        guard let begin = event.first(where: { $0.name == "DTSTART" }) else {
            report(event.first?.number ?? 1, "event \(uid) has no DTSTART; left out")
            return nil
        }
        guard let (start, home) = wall(begin) else { return nil }
        guard let length = length(event, begin, start, home, uid) else { return nil }
        guard length > 0 else {
            report(begin.number, "event \(uid) ends before it begins, or at once; left out")
            return nil
        }
        return starts(event, start, home, uid)?.map { start in
            let from = home.moment(start)
            return .init(from: from, to: from + .seconds(length))
        }
    }

    private mutating func length(
        _ event: [CalendarLine], _ begin: CalendarLine, _ start: WallTime, _ home: WallZone, _ uid: String
    ) -> Int64? {
        if let end = event.first(where: { $0.name == "DTEND" }) {
            guard let (wall, zone) = wall(end) else { return nil }
            return (zone.moment(wall).milliseconds - home.moment(start).milliseconds) / 1000
        }
        if let duration = event.first(where: { $0.name == "DURATION" }) {
            if let seconds = CalendarReader.seconds(duration.value) { return seconds }
            report(duration.number, "DURATION \(duration.value) is no length such as PT4H; event \(uid) is left out")
            return nil
        }
        if begin.value.count == 8 { return 86_400 }
        report(
            begin.number, "event \(uid) has neither DTEND nor DURATION; left out: a window without an end hides the next fault")
        return nil
    }

    private mutating func starts(_ event: [CalendarLine], _ start: WallTime, _ home: WallZone, _ uid: String) -> [WallTime]? {
        for line in event where line.name == "RDATE" {
            report(
                line.number, "event \(uid) has further dates (RDATE), which are not understood; plan those with `maintenance add`"
            )
        }
        guard let line = event.first(where: { $0.name == "RRULE" }) else { return [start] }
        do throws(RecurrenceError) {
            let rule = try RecurrenceRule(text: line.value)
            if rule.count == nil, rule.until == nil {
                notes.append(
                    CalendarProblem(
                        line: line.number, message: "event \(uid) comes again without end; taken for the next 366 days"))
            }
            let end = WallTime(seconds: start.seconds + NoticeCalendar.horizon)
            let left = event.filter { $0.name == "EXDATE" }.flatMap { line in
                line.value.split(separator: ",").compactMap { WallTime.basic(String($0)) }.map {
                    $0.isUTC ? home.wall(Timestamp(milliseconds: $0.wall.seconds * 1000)) : $0.wall
                }
            }
            return rule.starts(from: start, before: end, in: home).filter { !left.contains($0) }
        } catch {
            report(line.number, "RRULE of event \(uid): \(error); left out")
            return nil
        }
    }

    /// A DATE or DATE-TIME on its wall, and the zone of that wall.
    private mutating func wall(_ line: CalendarLine) -> (WallTime, WallZone)? {
        guard let (wall, isUTC, _) = WallTime.basic(line.value) else {
            report(
                line.number, "\(line.name) \(line.value) is no time such as 20260105T080000 or 20260105T070000Z; left out")
            return nil
        }
        if isUTC { return (wall, .utc) }
        guard let name = line.parameters["TZID"] else { return (wall, zone) }
        guard let home = zones[name] ?? ZoneNames.zone(name) else {
            report(
                line.number,
                "\(line.name) stands in zone \"\(name)\", which is no IANA zone such as Europe/Belgrade; left out, write the time in UTC"
            )
            return nil
        }
        return (wall, home)
    }
}
