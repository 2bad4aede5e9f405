import NetworkModel
import Testing

@Suite struct OpeningHoursTests {
    private let post = NetworkDocument.Calendar(
        id: "cal:post", zone: "Europe/Belgrade", open: ["mon-fri": "08:00-19:00", "sat": "08:00-13:00"], closed: ["2026-01-01"])

    /// UTC.
    private func utc(_ day: Int64, _ hour: Int64, _ minute: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: ((day * 24 + hour) * 60 + minute) * 60_000)
    }

    @Test(
        arguments: [
            // Days since 1970: 20412 is Thursday 20 November 2025, 20415 Sunday, 20454 is 1 January 2026.
            (20412, 6, 59, false), (20412, 7, 0, true), (20412, 17, 59, true), (20412, 18, 0, false),
            (20414, 11, 59, true), (20414, 12, 0, false), (20415, 10, 0, false), (20454, 10, 0, false), (20455, 10, 0, true),
        ] as [(Int64, Int64, Int64, Bool)])
    func `an office is open in its own zone, not on holidays`(day: Int64, hour: Int64, minute: Int64, open: Bool) throws {
        #expect(try #require(OpeningHours(post)).isOpen(at: utc(day, hour, minute)) == open)
    }

    @Test func `the next opening skips the night, the Sunday and the holiday`() throws {
        let hours = try #require(OpeningHours(post))
        #expect(hours.nextOpening(after: utc(20412, 20)) == utc(20413, 7))
        #expect(hours.nextOpening(after: utc(20414, 15)) == utc(20416, 7))
        #expect(hours.nextOpening(after: utc(20453, 22)) == utc(20455, 7))
        #expect(hours.nextOpening(after: utc(20412, 7)) == utc(20413, 7))
    }

    @Test func `summer time moves the opening in UTC, not on the wall`() throws {
        let hours = try #require(OpeningHours(post))
        // Clocks go forward on Sunday 29 March 2026 (day 20541) and back on Sunday 25 October 2026 (day 20751).
        #expect(hours.nextOpening(after: utc(20541, 12)) == utc(20542, 6))
        #expect(hours.nextOpening(after: utc(20751, 12)) == utc(20752, 7))
    }

    @Test func `hours over midnight belong to the day on which they begin`() throws {
        let night = NetworkDocument.Calendar(id: "cal:night", zone: "UTC", open: ["fri": "22:00-06:00"])
        let hours = try #require(OpeningHours(night))
        #expect(hours.isOpen(at: utc(20413, 23)) && hours.isOpen(at: utc(20414, 5)))
        #expect(!hours.isOpen(at: utc(20413, 5)) && !hours.isOpen(at: utc(20414, 23)))
    }

    @Test(arguments: [["mon": "8-19"], ["someday": "08:00-19:00"], ["mon": "08:00"], ["mon": "08:00-25:00"]])
    func `hours that cannot be read are none`(open: [String: String]) {
        #expect(OpeningHours(NetworkDocument.Calendar(id: "cal:x", zone: "UTC", open: open)) == nil)
        #expect(OpeningHours(NetworkDocument.Calendar(id: "cal:x", zone: "Mars/Base", open: ["mon": "08:00-19:00"])) == nil)
    }
}
