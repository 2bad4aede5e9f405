import Foundation
import NetworkModel

// Values with a form of their own: lengths, ways in the ground, addresses, opening hours.

extension RowReader {
    mutating func kilometres() -> Double? { number(.km, in: 0...Double.greatestFiniteMagnitude) }

    /// Points as [lat, lon]; in CSV `44.81 20.46; 44.82 20.47`.
    mutating func points(_ field: DeclaredField) -> [[Double]] {
        if let pairs = plainPairs(field), pairs.allSatisfy({ (-90...90).contains($0[0]) && (-180...180).contains($0[1]) }) {
            return pairs
        }
        return groups(field, separator: UInt8(ascii: " "), keys: []).compactMap { group in
            let numbers = group.compactMap { Double($0) }
            if group.count == 2, numbers.count == 2, (-90...90).contains(numbers[0]), (-180...180).contains(numbers[1]) {
                return numbers
            }
            let text = Wording.quoted(group.joined(separator: " "))
            report(
                field, item: group.first,
                "\(subject) has \(field.name) point \(text), which is not latitude and longitude in degrees")
            return nil
        }
    }

    /// Names with kilometres from the start; in CSV `MH 1@0.4; MH 2@1.2`.
    mutating func manholes(_ field: DeclaredField) -> [NetworkDocument.Manhole] {
        groups(field, separator: UInt8(ascii: "@"), keys: ["name", "km"]).compactMap { group in
            if group.count == 2, let km = Double(group[1]), km.isFinite, km >= 0 {
                return NetworkDocument.Manhole(name: group[0], km: km)
            }
            let text = Wording.quoted(group.joined(separator: "@"))
            report(field, item: group.first, "\(subject) has manhole \(text), which is not a name and its kilometres from 0")
            return nil
        }
    }

    /// `HOST`, `HOST:PORT` or `[IPv6]:PORT`; only the port can be judged here.
    mutating func hostAddress(_ field: DeclaredField) -> String? {
        guard let text = text(field) else { return nil }
        if text.utf8.allSatisfy({ (0x2E...0x39).contains($0) }) { return text }
        if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon || text.hasPrefix("["),
            !text[text.index(after: colon)...].hasSuffix("]")
        {
            let port = text[text.index(after: colon)...]
            if !(1...65535).contains(Int(port) ?? 0) {
                report(
                    field,
                    "\(subject) has address \(Wording.quoted(text)), whose port \(Wording.quoted(port)) is not from 1 to 65535")
            }
        }
        if text.utf8.contains(where: { $0 <= 0x20 })
            || !text.utf8.allSatisfy({ $0 < 0x80 }) && text.contains(where: \.isWhitespace)
        {
            report(
                field, "\(subject) has address \(Wording.quoted(text)), which holds a blank; further addresses belong in aliases")
        }
        return text
    }

    /// Days or ranges of days to `HH:MM-HH:MM`, as in `mon-fri: 08:00-19:00`.
    mutating func openingHours(_ field: DeclaredField) -> [String: String] {
        let hours = pairs(field)
        for (days, time) in hours.sorted(by: { $0.key < $1.key }) {
            let ends = days.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            if ends.count > 2 || !ends.allSatisfy(Self.weekdays.contains) {
                report(
                    field,
                    "\(subject) is open on \(Wording.quoted(days)), which is not a day such as sat or a range such as mon-fri")
            }
            let times = time.split(separator: "-", omittingEmptySubsequences: false).map { Self.minutes($0) }
            if times.count != 2 || times.contains(nil) {
                report(field, "\(subject) is open \(Wording.quoted(time)), which is not a span such as 08:00-19:00")
            }
        }
        return hours
    }

    /// An IANA zone; nil where it is absent or unknown.
    mutating func zone(_ field: DeclaredField) -> String? {
        guard let name = text(field) else { return nil }
        if TimeZone(identifier: name) != nil { return name }
        let advice = Wording.didYouMean(name, among: TimeZone.knownTimeZoneIdentifiers)
        report(field, "\(subject) has zone \(Wording.quoted(name)), which is no IANA zone such as Europe/Belgrade\(advice)")
        return nil
    }

    /// Days as `2026-01-01`.
    mutating func days(_ field: DeclaredField) -> [String] {
        let days = items(field)
        for day in days where !Self.isDay(day) {
            report(field, item: day, "\(subject) is closed on \(Wording.quoted(day)), which is not a day such as 2026-01-01")
        }
        return days
    }

    private static var weekdays: [String] { ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] }

    private static func minutes(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]), Int(parts[0]) != nil
        else {
            return false
        }
        let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...longest[month - 1]).contains(day)
    }
}
