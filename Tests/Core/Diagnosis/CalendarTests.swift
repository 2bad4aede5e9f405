import NetworkModel
import Testing

@testable import Diagnosis

@Suite struct CalendarTests {
    private static let post = SureHours(
        .init(
            id: "cal:post", zone: "Europe/Belgrade", open: ["mon-fri": "08:00-19:00", "sat": "08:00-13:00"],
            closed: ["2026-01-01"], graceSeconds: 1800))

    /// Days since 1970, hour and minute in UTC; Belgrade is one hour ahead in winter, two in summer.
    private static let moments: [(day: Int64, hour: Int64, minute: Int64, isOpen: Bool)] = [
        // Tuesday 24 November 2026: opens at 08:00 local (07:00 UTC), surely from 08:30 to 18:30.
        (20_781, 7, 29, false), (20_781, 7, 30, true), (20_781, 17, 30, true), (20_781, 17, 31, false),
        // Sunday 22 November.
        (20_779, 10, 0, false),
        // Wednesday 1 July 2026, summer time: surely open from 06:30 UTC.
        (20_635, 6, 29, false), (20_635, 6, 30, true),
        // New year's day, a Thursday.
        (20_454, 10, 0, false),
    ]

    @Test func `a site must be on between its hours, the grace at both ends left out`() {
        for moment in Self.moments {
            let second = moment.day * 86_400 + moment.hour * 3_600 + moment.minute * 60
            #expect(Self.post.isSurelyOpen(at: second) == moment.isOpen, "\(moment)")
        }
    }

    @Test func `the next change is the opening after a night and a Sunday`() {
        // Saturday 21 November 2026, 20:00 UTC: Monday 08:30 local.
        let saturday: Int64 = 20_778 * 86_400 + 20 * 3_600
        let monday: Int64 = 20_780 * 86_400 + 7 * 3_600 + 30 * 60
        #expect(Self.post.nextChange(after: saturday) == .some(monday))
    }

    @Test func `hours in several rows hold together, and hours over midnight reach into the next day`() {
        let tuesday: Int64 = 20_781 * 86_400
        let split = SureHours(
            .init(id: "cal:split", zone: "UTC", open: ["mon-fri": "08:00-12:00", "mon-thu": "13:00-17:00"], graceSeconds: 0))
        let open = [7, 10, 12.5, 14, 18].map { split.isSurelyOpen(at: tuesday + Int64($0 * 3600)) }
        #expect(open == [false, true, false, true, false])
        let night = SureHours(.init(id: "cal:night", zone: "UTC", open: ["mon-sun": "22:00-06:00"], graceSeconds: 600))
        #expect([1, 5, 7, 21, 23].map { night.isSurelyOpen(at: tuesday + $0 * 3600) } == [true, true, false, false, true])
        #expect(night.nextChange(after: tuesday + 23 * 3600) == .some(tuesday + 30 * 3600 - 600 + 1))
        let always = SureHours(.init(id: "cal:always", zone: "UTC", open: ["mon-sun": "00:00-24:00"], graceSeconds: 600))
        #expect(always.isSurelyOpen(at: tuesday) && always.isSurelyOpen(at: tuesday + 60))
    }
}
