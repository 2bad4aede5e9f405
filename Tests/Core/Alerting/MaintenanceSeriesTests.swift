import Alerting
import NetworkModel
import Testing

/// F2: windows that come again keep their hours on the wall, and their length, on the nights when the clocks change.
struct MaintenanceSeriesTests {
    private func windows(_ days: String, _ hours: String, from: String, days count: Int64) throws -> [(String, Double)] {
        let calendar = try #require(OpeningHours(.init(id: "cal:m", zone: "Europe/Belgrade", open: [days: hours])))
        let begin = try #require(Timestamp(civil: from))
        return calendar.occurrences(from: begin, to: begin + .seconds(count * 86_400)).map {
            (String($0.from.clock.prefix(16)), ($0.to - $0.from).seconds / 3600)
        }
    }

    @Test func `a weekly window stays at its hour over both changes of the clocks`() throws {
        // Winter time is UTC+1, summer time UTC+2, from 29 March to 25 October 2026.
        let spring = try windows("thu", "01:00-04:00", from: "2026-03-20 00:00", days: 16)
        #expect(spring.map(\.0) == ["2026-03-26 00:00", "2026-04-01 23:00"] && spring.map(\.1) == [3, 3])
    }

    @Test func `the night that loses an hour is shorter and the one that has it twice longer, by the clock on the wall`() throws {
        let spring = try windows("sun", "00:00-06:00", from: "2026-03-28 00:00", days: 3)
        #expect(spring.map(\.0) == ["2026-03-28 23:00"] && spring.map(\.1) == [5])
        let autumn = try windows("sun", "00:00-06:00", from: "2026-10-24 00:00", days: 3)
        #expect(autumn.map(\.0) == ["2026-10-24 22:00"] && autumn.map(\.1) == [7])
        let hole = try windows("sun", "02:30-03:30", from: "2026-03-28 00:00", days: 3)
        #expect(
            hole.count <= 1 && hole.allSatisfy { $0.1 > 0 && $0.1 <= 1 }, "half past two does not exist in that night: \(hole)")
    }

    @Test func `a window over midnight begins on its day`() throws {
        let nights = try windows("mon-fri", "22:00-02:00", from: "2026-11-23 12:00", days: 2)
        #expect(nights.map(\.0) == ["2026-11-23 21:00", "2026-11-24 21:00"] && nights.map(\.1) == [4, 4])
    }
}
