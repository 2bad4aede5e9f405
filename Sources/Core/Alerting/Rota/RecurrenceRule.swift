import NetworkModel

/// How something comes again: the part of RFC 5545's RRULE (section 3.3.10) that duties need, on the wall of a zone.
///
/// FREQ is DAILY, WEEKLY, MONTHLY or YEARLY; INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST mean what the RFC says.
/// Parts that it has beside them (BYHOUR, BYWEEKNO, …) are refused: a duty that is understood in part is a duty that nobody does.
package struct RecurrenceRule: Hashable, Sendable {
    package enum Frequency: String, Sendable, CaseIterable {
        case daily = "DAILY", weekly = "WEEKLY", monthly = "MONTHLY", yearly = "YEARLY"
    }

    /// `MO`, or `-1FR`: the last Friday of the month or year.
    package struct Weekday: Hashable, Sendable {
        package var ordinal: Int?
        /// Monday is 0.
        package var day: Int
    }

    package enum Until: Hashable, Sendable {
        case wall(WallTime)
        case moment(Timestamp)
    }

    package var frequency: Frequency
    package var interval: Int64 = 1
    package var count: Int?
    package var until: Until?
    package var byDay: [Weekday] = []
    package var byMonthDay: [Int64] = []
    package var byMonth: [Int64] = []
    package var bySetPosition: [Int] = []
    /// The day on which weeks begin; Monday is 0.
    package var weekStart = 0

    package init(_ frequency: Frequency) { self.frequency = frequency }

    package static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// The starts of all occurrences that begin before `end`, in order, the first never before `start`, at its time of day.
    package func starts(from start: WallTime, before end: WallTime, in zone: WallZone) -> [WallTime] {
        let last: WallTime? =
            switch until {
            case nil: nil
            case .wall(let wall): wall
            case .moment(let moment): zone.wall(moment)
            }
        var result: [WallTime] = []
        var period = Period(start, self)
        while period.firstDay <= end.day {
            for day in positions(days(of: period, start)) {
                let time = WallTime(day: day, second: start.secondOfDay)
                guard time >= start else { continue }
                if time >= end || (last.map { time > $0 } ?? false) || (count.map { result.count >= $0 } ?? false) {
                    return result
                }
                result.append(time)
            }
            period.advance(self)
        }
        return result
    }

    private func positions(_ days: [Int64]) -> [Int64] {
        if bySetPosition.isEmpty { return days }
        let rows = bySetPosition.map { $0 > 0 ? $0 - 1 : days.count + $0 }
        return Set(rows.filter(days.indices.contains)).sorted().map { days[$0] }
    }

    /// The days of one period that the rule names, in order.
    private func days(of period: Period, _ start: WallTime) -> [Int64] {
        switch frequency {
        case .daily:
            let day = period.firstDay
            return isOfMonth(day) && isOfMonthDay(day) && isOfWeekday(day) ? [day] : []
        case .weekly:
            let wanted = byDay.isEmpty ? [start.weekday] : byDay.map(\.day)
            return (period.firstDay..<period.firstDay + 7).filter {
                wanted.contains(WallTime.weekday(ofDay: $0)) && isOfMonth($0)
            }
        case .monthly:
            guard byMonth.isEmpty || byMonth.contains(period.month) else { return [] }
            return monthDays(period.year, period.month, start)
        case .yearly:
            if byMonth.isEmpty, !byDay.isEmpty { return yearDays(period.year) }
            let all = byMonthDay.isEmpty && byDay.isEmpty ? [start.date.month] : Array(1...12)
            let months = byMonth.isEmpty ? all : Set(byMonth).sorted()
            return months.flatMap { monthDays(period.year, $0, start) }
        }
    }

    private func monthDays(_ year: Int64, _ month: Int64, _ start: WallTime) -> [Int64] {
        let (first, length) = (WallTime.day(year, month, 1), WallTime.daysInMonth(year, month))
        if byMonthDay.isEmpty, byDay.isEmpty {
            let day = start.date.day
            return day <= length ? [first + day - 1] : []
        }
        return (first..<first + length).filter { day in
            isOfMonthDay(day) && (byDay.isEmpty || byDay.contains { matches($0, day, first, length) })
        }
    }

    private func yearDays(_ year: Int64) -> [Int64] {
        let (first, end) = (WallTime.day(year, 1, 1), WallTime.day(year + 1, 1, 1))
        return (first..<end).filter { day in isOfMonthDay(day) && byDay.contains { matches($0, day, first, end - first) } }
    }

    /// `day` is the weekday, and the nth of its month or year where one is asked for.
    private func matches(_ wanted: Weekday, _ day: Int64, _ first: Int64, _ length: Int64) -> Bool {
        guard WallTime.weekday(ofDay: day) == wanted.day else { return false }
        guard let ordinal = wanted.ordinal else { return true }
        return ordinal > 0 ? (day - first) / 7 + 1 == ordinal : -((first + length - 1 - day) / 7 + 1) == Int64(ordinal)
    }

    private func isOfMonth(_ day: Int64) -> Bool { byMonth.isEmpty || byMonth.contains(WallTime(day: day).date.month) }
    private func isOfWeekday(_ day: Int64) -> Bool { byDay.isEmpty || byDay.contains { $0.day == WallTime.weekday(ofDay: day) } }

    private func isOfMonthDay(_ day: Int64) -> Bool {
        if byMonthDay.isEmpty { return true }
        let date = WallTime(day: day).date
        return byMonthDay.contains { $0 > 0 ? $0 == date.day : date.day - WallTime.daysInMonth(date.year, date.month) - 1 == $0 }
    }
}

/// A day, week, month or year of a rule.
private struct Period {
    var firstDay: Int64
    var year: Int64
    var month: Int64

    init(_ start: WallTime, _ rule: RecurrenceRule) {
        (year, month) = (start.date.year, start.date.month)
        switch rule.frequency {
        case .daily: firstDay = start.day
        case .weekly: firstDay = start.day - Int64((start.weekday - rule.weekStart + 7) % 7)
        case .monthly: firstDay = WallTime.day(year, month, 1)
        case .yearly: firstDay = WallTime.day(year, 1, 1)
        }
    }

    mutating func advance(_ rule: RecurrenceRule) {
        switch rule.frequency {
        case .daily: firstDay += rule.interval
        case .weekly: firstDay += 7 * rule.interval
        case .monthly:
            let months = month - 1 + rule.interval
            (year, month) = (year + months / 12, months % 12 + 1)
            firstDay = WallTime.day(year, month, 1)
        case .yearly:
            year += rule.interval
            firstDay = WallTime.day(year, 1, 1)
        }
    }
}
