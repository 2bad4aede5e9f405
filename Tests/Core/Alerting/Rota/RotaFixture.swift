import Alerting
import NetworkModel

/// Rotas as people have them, for three years from 2027: both changes of the clocks, the leap day of 2028 and three turns of the year.
enum RotaFixture {
    static let belgrade: WallZone = WallZone("Europe/Belgrade") ?? .utc

    static func wall(_ text: String) -> WallTime { WallTime(text: text) ?? WallTime(seconds: 0) }
    static func moment(_ text: String) -> Timestamp { belgrade.moment(wall(text)) }

    static func shift(
        _ name: String, _ start: String, hours: Int64, _ rule: String?, _ people: [String], each: Int = 1,
        holidays: Rota.Shift.Holidays = .usual
    ) throws -> Rota.Shift {
        var shift = Rota.Shift(
            name: name, start: wall(start), length: hours * 3600, rule: try rule.map { try RecurrenceRule(text: $0) },
            people: people.map { ObjectID("person:\($0)") })
        (shift.each, shift.holidays) = (each, holidays)
        return shift
    }

    static func rota(_ name: String, _ shifts: [Rota.Shift]) -> Rota {
        Rota(team: ObjectID("team:\(name)"), zone: belgrade, shifts: shifts, fallback: ["person:chief"])
    }

    /// Changes hands on Mondays at 08:00.
    static func weekly() throws -> Rota {
        rota("weekly", [try shift("week", "2026-12-28 08:00", hours: 168, "FREQ=WEEKLY", ["ana", "boris", "vesna"])])
    }

    /// Changes hands every day at 02:30, which one day in March does not have and one in October has twice.
    static func daily() throws -> Rota {
        rota(
            "daily", [try shift("day", "2026-12-31 02:30", hours: 24, "FREQ=DAILY", ["ana", "boris", "vesna", "goran", "dara"])])
    }

    static func all() throws -> [Rota] {
        var office = rota(
            "office",
            [
                try shift("holiday", "2027-01-01 00:00", hours: 24, "FREQ=DAILY", ["dara", "goran"], holidays: .only),
                try shift(
                    "day", "2027-01-01 07:00", hours: 12, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", ["ana", "boris"], each: 5,
                    holidays: .skip),
                try shift("night", "2027-01-01 19:00", hours: 12, "FREQ=DAILY", ["vesna", "goran", "dara"], each: 2),
                try shift("weekend", "2027-01-02 07:00", hours: 12, "FREQ=WEEKLY;BYDAY=SA,SU;WKST=SU", ["ana", "dara"]),
            ])
        office.holidays = Set(
            ["2027-01-01", "2027-01-07", "2028-02-29", "2028-05-01", "2029-01-01"].compactMap { WallTime.day(of: $0) })
        office.overrides = [
            .init(from: wall("2027-03-28 01:00"), to: wall("2027-03-28 04:00"), person: "person:chief"),
            .init(from: wall("2028-12-31 18:00"), to: wall("2029-01-01 09:00"), person: "person:boris"),
            .init(from: wall("2028-12-31 22:00"), to: wall("2029-01-01 02:30"), person: "person:ana"),
        ]
        var swapped = try weekly()
        swapped.team = "team:swapped"
        swapped.swaps = [
            .init(between: ["person:ana", "person:vesna"], at: [wall("2027-10-30 12:00"), wall("2027-11-10 12:00")])
        ]
        let gaps = rota(
            "gaps",
            [
                try shift("first", "2027-01-04 00:00", hours: 36, "FREQ=MONTHLY;BYDAY=1MO,-1FR", ["ana", "boris"]),
                try shift("last", "2027-01-31 12:00", hours: 30, "FREQ=MONTHLY;BYMONTHDAY=-1", ["vesna"]),
                try shift("leap", "2028-02-29 06:00", hours: 48, "FREQ=YEARLY", ["goran"]),
                try shift(
                    "work", "2027-01-01 20:00", hours: 2, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1", ["dara", "ana"]),
                try shift(
                    "other", "2027-01-05 02:15", hours: 5, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=120", ["boris", "vesna"]),
            ])
        return [try weekly(), try daily(), office, swapped, gaps]
    }
}
