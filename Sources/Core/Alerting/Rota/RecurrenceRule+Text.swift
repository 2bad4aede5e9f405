import NetworkModel

// Reading and writing RRULE values.

/// Why a text is no rule of ours.
package struct RecurrenceError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
}

extension RecurrenceRule {
    /// Reads `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR`, as in RFC 5545, without the name RRULE.
    /// - Throws: what cannot be understood, in words.
    package init(text: String) throws(RecurrenceError) {
        var parts: [(name: String, value: String)] = []
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).uppercased() }
            guard pair.count == 2, !pair[1].isEmpty else {
                throw RecurrenceError(description: "\"\(part)\" is no part of a rule such as FREQ=WEEKLY")
            }
            if parts.contains(where: { $0.name == pair[0] }) { throw RecurrenceError(description: "\(pair[0]) stands twice") }
            parts.append((pair[0], pair[1]))
        }
        guard let word = parts.first(where: { $0.name == "FREQ" })?.value else {
            throw RecurrenceError(description: "there is no FREQ: write DAILY, WEEKLY, MONTHLY or YEARLY")
        }
        guard let frequency = Frequency(rawValue: word) else {
            throw RecurrenceError(description: "FREQ \(word) is not DAILY, WEEKLY, MONTHLY or YEARLY")
        }
        self.init(frequency)
        for part in parts where part.name != "FREQ" { try take(part.name, part.value) }
        try checkTogether()
    }

    private mutating func take(_ name: String, _ value: String) throws(RecurrenceError) {
        switch name {
        case "INTERVAL": interval = try Self.numbers(name, value, 1...10_000).first ?? 1
        case "COUNT": count = Int(try Self.numbers(name, value, 1...100_000).first ?? 1)
        case "UNTIL": until = try Self.until(value)
        case "BYDAY": byDay = try Self.days(value)
        case "BYMONTHDAY": byMonthDay = try Self.numbers(name, value, -31...31)
        case "BYMONTH": byMonth = try Self.numbers(name, value, 1...12)
        case "BYSETPOS": bySetPosition = try Self.numbers(name, value, -366...366).map { Int($0) }
        case "WKST":
            guard let day = Self.weekdays.firstIndex(of: value) else {
                throw RecurrenceError(description: "WKST \(value) is no day such as MO")
            }
            weekStart = day
        default: throw RecurrenceError(description: "\(name) is not understood here; rewrite the rule without it")
        }
    }

    private func checkTogether() throws(RecurrenceError) {
        if count != nil, until != nil { throw RecurrenceError(description: "COUNT and UNTIL exclude each other") }
        if byDay.contains(where: { $0.ordinal != nil }), frequency == .daily || frequency == .weekly {
            throw RecurrenceError(description: "a numbered BYDAY such as 1MO belongs to MONTHLY or YEARLY")
        }
        if !byMonthDay.isEmpty, frequency == .weekly {
            throw RecurrenceError(description: "BYMONTHDAY has no meaning with WEEKLY")
        }
        if !bySetPosition.isEmpty, byDay.isEmpty, byMonthDay.isEmpty, byMonth.isEmpty {
            throw RecurrenceError(description: "BYSETPOS needs another BY part to choose from")
        }
    }

    private static func numbers(_ name: String, _ value: String, _ range: ClosedRange<Int64>) throws(RecurrenceError) -> [Int64] {
        let numbers = value.split(separator: ",", omittingEmptySubsequences: false).map { Int64($0) }
        let isList = name.hasPrefix("BY")
        guard !numbers.isEmpty, isList || numbers.count == 1,
            numbers.allSatisfy({ $0.map { range.contains($0) && $0 != 0 } ?? false })
        else { throw RecurrenceError(description: "\(name) \(value) is not from \(range.lowerBound) to \(range.upperBound)") }
        return numbers.compactMap { $0 }
    }

    private static func days(_ value: String) throws(RecurrenceError) -> [Weekday] {
        var result: [Weekday] = []
        for word in value.split(separator: ",", omittingEmptySubsequences: false) {
            let (number, name) = (word.dropLast(2), word.suffix(2))
            guard let day = weekdays.firstIndex(of: String(name)),
                number.isEmpty || Int(number).map({ $0 != 0 && abs($0) <= 53 }) ?? false
            else { throw RecurrenceError(description: "BYDAY \(word) is no day such as MO or -1FR") }
            result.append(Weekday(ordinal: Int(number), day: day))
        }
        return result
    }

    private static func until(_ value: String) throws(RecurrenceError) -> Until {
        guard let (wall, isUTC, isDay) = WallTime.basic(value) else {
            throw RecurrenceError(description: "UNTIL \(value) is no time such as 20271231T235959Z")
        }
        if isUTC { return .moment(Timestamp(milliseconds: wall.seconds * 1000)) }
        return .wall(isDay ? WallTime(day: wall.day, second: 86_399) : wall)
    }

    /// As in an RRULE.
    package var text: String {
        var parts = ["FREQ=\(frequency.rawValue)"]
        if interval != 1 { parts.append("INTERVAL=\(interval)") }
        if let count { parts.append("COUNT=\(count)") }
        switch until {
        case nil: break
        case .wall(let wall): parts.append("UNTIL=\(wall.basic)")
        case .moment(let moment): parts.append("UNTIL=\(WallTime(seconds: moment.milliseconds / 1000).basic)Z")
        }
        if weekStart != 0 { parts.append("WKST=\(Self.weekdays[weekStart])") }
        if !byMonth.isEmpty { parts.append("BYMONTH=" + byMonth.map(String.init).joined(separator: ",")) }
        if !byMonthDay.isEmpty { parts.append("BYMONTHDAY=" + byMonthDay.map(String.init).joined(separator: ",")) }
        if !byDay.isEmpty {
            parts.append(
                "BYDAY=" + byDay.map { "\($0.ordinal.map(String.init) ?? "")\(Self.weekdays[$0.day])" }.joined(separator: ","))
        }
        if !bySetPosition.isEmpty { parts.append("BYSETPOS=" + bySetPosition.map(String.init).joined(separator: ",")) }
        return parts.joined(separator: ";")
    }
}

extension WallTime {
    /// Reads `20271231T235959Z`, `20271231T235959` or `20271231` (RFC 5545, sections 3.3.4 and 3.3.5).
    package static func basic(_ text: String) -> (wall: WallTime, isUTC: Bool, isDay: Bool)? {
        let isUTC = text.hasSuffix("Z")
        let parts = (isUTC ? String(text.dropLast()) : text).split(separator: "T", omittingEmptySubsequences: false).map(
            String.init)
        let isDigits = parts.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
        guard isDigits, parts[0].count == 8,
            let day = day(of: "\(parts[0].prefix(4))-\(parts[0].dropFirst(4).prefix(2))-\(parts[0].suffix(2))")
        else { return nil }
        if parts.count == 1 { return isUTC ? nil : (WallTime(day: day), false, true) }
        guard parts.count == 2, parts[1].count == 6, let hour = Int64(parts[1].prefix(2)),
            let minute = Int64(parts[1].dropFirst(2).prefix(2)), let second = Int64(parts[1].suffix(2)), hour < 24, minute < 60,
            second < 61
        else { return nil }
        return (WallTime(day: day, second: hour * 3600 + minute * 60 + min(second, 59)), isUTC, false)
    }

    /// `20271231T235959`.
    package var basic: String {
        let digits = Timestamp(milliseconds: seconds * 1000).clock.filter(\.isNumber)
        return "\(digits.prefix(8))T\(digits.dropFirst(8))"
    }
}
