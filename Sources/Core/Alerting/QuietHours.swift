import NetworkModel

/// When a person is not to be disturbed, and by what all the same.
package struct QuietHours: Hashable, Sendable, Codable {
    /// Minutes after local midnight; an end before the beginning is on the next day.
    package var from: Int
    package var to: Int
    /// IANA zone of the person.
    package var zone: String
    /// Urgencies and severities (`page`, `critical`, …) that come at any hour.
    package var lets: [String]

    package static let words = ["page", "ticket", "digest", "critical", "warning"]

    package init(from: Int, to: Int, zone: String, lets: [String] = ["page"]) {
        (self.from, self.to, self.zone, self.lets) = (from, to, zone, lets)
    }

    /// Reads `22:00-07:00`; nil where it is none.
    package static func minutes(_ text: String) -> (from: Int, to: Int)? {
        let ends = text.filter { $0 != " " }.split(separator: "-", omittingEmptySubsequences: false).map { minuteOfDay($0) }
        guard ends.count == 2, let from = ends[0], let to = ends[1], from != to, from < 1440 else { return nil }
        return (from, to % 1440)
    }

    /// The end of the quiet in which `now` lies; nil where it lies in none, or the zone is not known.
    package func end(at now: Timestamp) -> Timestamp? {
        guard let zone = WallZone(zone) else { return nil }
        let wall = zone.wall(now)
        for day in [wall.day - 1, wall.day] {
            let length = (to - from + 1440) % 1440
            let begin = zone.moment(WallTime(day: day, second: Int64(from) * 60))
            let end = zone.moment(WallTime(day: day, second: Int64(from + length) * 60))
            if begin <= now, now < end { return end }
        }
        return nil
    }
}

extension AlertPolicy {
    /// The quiet hours of a person, on the wall of their zone, or of the mails' where they name none; nil where they have none.
    package func quietHours(of person: ObjectID) -> QuietHours? {
        guard let person = self.person(person), var quiet = person.quiet else { return nil }
        quiet.zone = person.zone ?? mail.zone
        return quiet
    }
}
