import Diagnosis
import MonitorService
import NetworkModel
import Testing

struct IncidentContinuityTests {
    private let start = Timestamp(milliseconds: 1_000_000)

    private func incident(_ id: String, _ candidates: [ObjectID], paged: Bool = false, kind: Incident.Kind = .fault) -> Incident {
        var incident = Incident(id: id, kind: kind, opened: start, candidates: candidates, best: candidates[0])
        if paged { incident.paged = start }
        return incident
    }

    private func continuity(_ open: [Incident]) -> IncidentContinuity {
        IncidentContinuity(open: open, next: 48, started: start, settle: .seconds(120))
    }

    @Test func `a fault found again after a restart keeps its identifier and is not paged again`() {
        var continuity = continuity([incident("i47", ["duct:u7"], paged: true)])
        guard case .revised(let found)? = continuity.translate(.opened(incident("i0", ["duct:u7", "seg:g9"]))) else {
            Issue.record("it was not continued")
            return
        }
        #expect(found.id == "i47")
        #expect(found.revisions.map(\.candidates) == [["duct:u7"], ["duct:u7", "seg:g9"]])
        #expect(continuity.translate(.page(Page(time: start, object: "duct:u7", incident: "i0"))) == nil)
    }

    @Test func `a fault that was known but not yet paged is paged once`() {
        var continuity = continuity([incident("i47", ["duct:u7"])])
        _ = continuity.translate(.opened(incident("i0", ["duct:u7"])))
        let page = continuity.translate(.page(Page(time: start, object: "duct:u7", incident: "i0")))
        #expect(page == .page(Page(time: start, object: "duct:u7", incident: "i47")))
    }

    @Test func `a new fault gets a number that was never used`() {
        var continuity = continuity([incident("i47", ["duct:u7"])])
        guard case .opened(let new)? = continuity.translate(.opened(incident("i0", ["dev:a"]))) else {
            Issue.record("it was not opened")
            return
        }
        #expect(new.id == "i48")
    }

    @Test func `what is gone after the restart is closed when the monitor has seen enough`() {
        var continuity = continuity([incident("i47", ["duct:u7"])])
        #expect(continuity.advance(to: start + .seconds(119)).isEmpty)
        let closed = continuity.advance(to: start + .seconds(120))
        #expect(closed.count == 1)
        #expect(continuity.advance(to: start + .seconds(121)).isEmpty)
    }

    @Test func `a blind monitor closes nothing`() {
        var continuity = continuity([incident("i47", ["duct:u7"])])
        _ = continuity.translate(.opened(incident("i0", ["collector:c1"], kind: .monitoring)))
        #expect(continuity.advance(to: start + .seconds(500)).isEmpty)
        _ = continuity.translate(.closed(incident("i0", ["collector:c1"], kind: .monitoring)))
        #expect(continuity.advance(to: start + .seconds(501)).count == 1)
    }
}
