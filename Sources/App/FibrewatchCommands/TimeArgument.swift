import Alerting
import ArgumentParser
import Foundation
import NetworkModel

/// A point in time as people write it: RFC 3339, `2026-11-21 03:12` in local time, or an age such as `2h` or `-30m`.
struct TimeArgument: ExpressibleByArgument {
    let timestamp: Timestamp
    /// Where what lasts until this time ends: a date without a time is its whole day.
    let end: Timestamp

    init?(argument: String) {
        guard let timestamp = Self.age(argument) ?? Self.absolute(argument) else { return nil }
        self.timestamp = timestamp
        let isDay = argument.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil
        end = isDay ? Self.absolute(argument, daysLater: 1) ?? timestamp : timestamp
    }

    private static func age(_ text: String) -> Timestamp? {
        let text = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = text.last, let unit = units[last], let count = Int64(text.dropLast()), (0...100_000).contains(count)
        else { return nil }
        return Timestamp.now - .seconds(count * unit)
    }

    private static func absolute(_ text: String, daysLater days: Int32 = 0) -> Timestamp? {
        // The C library and Foundation take the 31st of February for the 3rd of March.
        guard WallTime.day(of: text.prefix(10)) != nil else { return nil }
        if let date = try? Date(text, strategy: .iso8601) { return Timestamp(seconds: date.timeIntervalSince1970) }
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?/),
            days > 0 || WallTime(text: text) != nil
        else { return nil }
        let number = { (part: Substring?) in part.flatMap { Int32($0) } ?? 0 }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (number(match.1) - 1900, number(match.2) - 1, number(match.3) + days)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (number(match.4), number(match.5), number(match.6))
        parts.tm_isdst = -1
        return Timestamp(seconds: Double(mktime(&parts)))
    }
}

// Times for people and programs come from the C library's calendar: Foundation's formatters take longer to start than a whole query.
extension Timestamp {
    /// The system's clock: for commands and the running monitor only.
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// RFC 3339 with offset: UTC, or local time.
    func rfc3339(utc: Bool = true) -> String {
        let text = formatted("%Y-%m-%dT%H:%M:%S%z", utc: utc)
        // strftime writes +0100, RFC 3339 wants +01:00 and Z.
        return utc ? text.prefix(19) + "Z" : text.prefix(22) + ":" + text.suffix(2)
    }

    /// For people: `03:12:44` within the hours around now, else with the date.
    func clock(utc: Bool, now: Timestamp) -> String {
        formatted(now - self < .seconds(20 * 3600) && self - now < .seconds(20 * 3600) ? "%H:%M:%S" : "%Y-%m-%d %H:%M", utc: utc)
            + (utc ? " UTC" : "")
    }

    private func formatted(_ format: String, utc: Bool) -> String {
        var seconds = time_t(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000)
        var parts = tm()
        if utc { gmtime_r(&seconds, &parts) } else { localtime_r(&seconds, &parts) }
        var bytes = [CChar](repeating: 0, count: 64)
        let count = strftime(&bytes, bytes.count, format, &parts)
        return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
