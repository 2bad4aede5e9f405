import MonitorService
import NetworkModel
import Testing

struct PollScheduleTests {
    private func schedule(devices: Int, asks: Int = 200) -> PollSchedule {
        PollSchedule(devices: Array(0..<Int32(devices)), cadence: .init(), start: Timestamp(milliseconds: 0), asksPerSecond: asks)
    }

    /// Runs `seconds` in steps of 250 ms, every poll answered at once; returns what was asked with its second.
    private func run(_ schedule: inout PollSchedule, from: Int64 = 0, seconds: Int64) -> [(second: Int64, due: PollSchedule.Due)]
    {
        stride(from: from * 1000, to: (from + seconds) * 1000, by: 250).flatMap { now in
            let due = schedule.due(at: Timestamp(milliseconds: now))
            for one in due { schedule.finished(one) }
            return due.map { (now / 1000, $0) }
        }
    }

    @Test func `each device is asked each question once a period`() {
        var schedule = schedule(devices: 7)
        let asked = run(&schedule, seconds: 60)
        for device in Int32(0)..<7 {
            let mine = asked.filter { $0.due.device == device }
            #expect(mine.count { $0.due.question == .reachability } == 6)
            #expect(mine.count { $0.due.question == .ports } == 2)
            #expect(mine.count { $0.due.question == .counters } == 1)
        }
    }

    @Test func `devices are spread evenly over the period`() {
        var schedule = schedule(devices: 1000)
        let asked = run(&schedule, seconds: 10).filter { $0.due.question == .reachability }
        let perSecond = Dictionary(grouping: asked, by: \.second).mapValues(\.count)
        #expect(perSecond.values.allSatisfy { (75...125).contains($0) })
    }

    @Test func `the first inventory is read within a minute and the next after its period`() {
        var schedule = schedule(devices: 30)
        #expect(run(&schedule, seconds: 61).count { $0.due.question == .inventory } == 31)
        #expect(run(&schedule, from: 61, seconds: 600).count { $0.due.question == .inventory } == 0)
    }

    @Test func `a device that is still being asked is not asked again`() {
        var schedule = schedule(devices: 1)
        var asked = 0
        for second in Int64(0)..<30 {
            asked += schedule.due(at: Timestamp(milliseconds: second * 1000)).count { $0.question == .reachability }
        }
        #expect(asked == 1)
        #expect(schedule.skipped >= 2)
    }

    @Test func `after a pause missed rounds are left out`() {
        var schedule = schedule(devices: 10)
        _ = run(&schedule, seconds: 1)
        let after = schedule.due(at: Timestamp(milliseconds: 3_600_000))
        #expect(after.count { $0.question == .reachability } == 10)
    }

    @Test func `a doubt is asked at the next step and a flood of doubts is bounded`() {
        var schedule = schedule(devices: 1000, asks: 50)
        _ = run(&schedule, seconds: 1)
        for device in Int32(900)..<1000 {
            schedule.askNow(.init(device: device, question: .ports), at: Timestamp(milliseconds: 1000))
        }
        let due = schedule.due(at: Timestamp(milliseconds: 1001)).filter { $0.question == .ports && $0.device >= 900 }
        #expect(due.count == 50)
        #expect(schedule.refusedAsks == 50)
    }
}
