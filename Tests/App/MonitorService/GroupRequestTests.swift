import Alerting
import Diagnosis
import MonitorService
import NetworkModel
import TestSupport
import Testing

/// What people say of how incidents belong together, in the running monitor.
struct GroupRequestTests {
    private static func request(_ incident: String, _ change: GroupRequest.Change) -> GroupRequest {
        GroupRequest(incident: incident, change: change, person: "ana", reason: "the guard of o4 called")
    }

    @Test(arguments: [true, false])
    func `an object that is split off is told, found again by Diagnosis, and over when it is up`(outlasts: Bool) throws {
        var run = TownRun(seed: 3)
        try run.fail("dev:hub2", "dev:o4")
        run.pass(120)
        let whole = try #require(run.problems.first?.incident?.id)
        run.take(run.fold.group(Self.request(whole, .split("dev:o4")), at: run.now))
        // It has its hold like any other.
        run.pass(15)
        #expect(run.problems.count == 2 && run.problems.last?.object == "dev:o4", "\(run.story)")
        let own = try #require(run.problems.last?.incident)
        #expect(own.evidence.map(\.fact) == ["ana says that it is no consequence of \(whole): the guard of o4 called"])
        run.pass(60)
        try run.mend("dev:hub2")
        if !outlasts { try run.mend("dev:o4") }
        run.pass(240)
        let recoveries = run.mails.filter { $0.kind == .recovery }.compactMap { $0.incident?.id }
        #expect(run.problems.count == 2 && Set(recoveries) == (outlasts ? [whole] : [whole, own.id]), "\(run.story)")
        try run.mend("dev:o4")
        run.pass(240)
        #expect(
            run.mails.filter { $0.kind == .recovery }.compactMap { $0.incident?.id }.sorted() == [whole, own.id].sorted(),
            "\(run.story)")
        #expect(run.problems.count == 2)
    }

    @Test func `an incident that is a part of another one is told once more when it outlasts it`() throws {
        var run = TownRun(seed: 5)
        try run.fail("dev:o5")
        run.pass(100)
        try run.fail("dev:o6")
        run.pass(100)
        let ids = run.problems.compactMap { $0.incident?.id }
        try #require(ids.count == 2)
        run.take(run.fold.group(Self.request(ids[1], .merge(into: ids[0])), at: run.now))
        #expect(run.decisions.contains { $0.reason == .mergedInto(incident: ids[0], by: "ana") })
        let before = run.mails.count
        run.pass(100)
        #expect(run.mails.count == before)
        try run.mend("dev:o5")
        run.pass(100)
        #expect(run.mails.dropFirst(before).map(\.kind) == [.recovery, .reminder], "\(run.story)")
        try run.mend("dev:o6")
        run.pass(100)
        #expect(run.mails.last?.kind == .recovery && run.mails.count { $0.kind == .recovery } == 2, "\(run.story)")
    }
}
