import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

@Suite struct IncidentLedgerTests {
    @Test func `an outage keeps its identifier over a restart in the middle of it`() throws {
        var before = IncidentLedger(next: 1, open: [])
        guard case .opened(var old) = before.translate(.opened(F.incident("i0"))) else { throw Unexpected() }
        #expect(old.id == "i1")
        old.paged = F.at(5)

        var after = IncidentLedger(next: 2, open: [old])
        let again = F.incident("i0", at: 100)
        guard case .revised(let merged) = after.translate(.opened(again)) else { throw Unexpected() }
        #expect(merged.id == "i1" && merged.opened == F.at(0) && merged.paged == F.at(5))
        guard case .page(let page) = after.translate(F.page(again, at: 110)) else { throw Unexpected() }
        #expect(page.incident == "i1")
        guard case .closed(let closed) = after.translate(.closed(F.closed(again, at: 200))) else { throw Unexpected() }
        #expect(closed.id == "i1" && closed.closed == F.at(200))
    }

    @Test func `what came back while the monitor was away is no longer hit, and stays in the story`() throws {
        var ledger = IncidentLedger(next: 2, open: [F.incident("i1")])
        var again = F.incident("i0", at: 100)
        again.impactedSites = ["site:p2"]
        guard case .revised(let merged) = ledger.translate(.opened(again)) else { throw Unexpected() }
        #expect(merged.impactedSites == ["site:p1", "site:p2"] && merged.sitesHitNow == ["site:p2"] && merged.reach == 1)
        again.impactedSites = ["site:p1", "site:p2"]
        guard case .revised(let worse) = ledger.translate(.revised(again)) else { throw Unexpected() }
        #expect(worse.stillHit == nil)
    }

    @Test func `lost redundancy goes on over a restart under its own identifier, and ends with its cause`() throws {
        var (fault, lost) = (F.incident("i1"), F.incident("i2", kind: .redundancy))
        fault.paged = F.at(5)
        lost.joins = "i1"
        // Met again: neither is taken for the other, though both name the same object.
        var again = IncidentLedger(next: 3, open: [lost, fault])
        guard case .revised(let first) = again.translate(.opened(F.incident("i0", at: 100))) else { throw Unexpected() }
        var second = F.incident("i1", at: 101, kind: .redundancy)
        second.joins = "i0"
        guard case .revised(let third) = again.translate(.opened(second)) else { throw Unexpected() }
        #expect(first.id == "i1" && third.id == "i2" && third.joins == "i1")

        // The cause met again and closed: nothing is lost any more, though nobody said so of the redundancy.
        var ended = IncidentLedger(next: 3, open: [lost, fault])
        _ = ended.translate(.opened(F.incident("i0", at: 100)))
        #expect(ended.closeHealed(at: F.at(150)) { _ in .down }.isEmpty)
        _ = ended.translate(.closed(F.closed(F.incident("i0", at: 100), at: 200)))
        guard case .closed(let over)? = ended.closeHealed(at: F.at(201), state: { _ in .unknown }).first else {
            throw Unexpected()
        }
        #expect(over.id == "i2" && over.closed == F.at(201))
    }

    @Test func `a new cause after a restart gets a number that was never given`() throws {
        var ledger = IncidentLedger(next: 48, open: [])
        guard case .opened(let incident) = ledger.translate(.opened(F.incident("i0"))) else { throw Unexpected() }
        #expect(incident.id == "i48" && ledger.next == 49)
    }

    @Test func `a withdrawn guess gives its old incident back`() throws {
        var ledger = IncidentLedger(next: 2, open: [F.incident("i1")])
        _ = ledger.translate(.opened(F.incident("i0", at: 50)))
        guard case .revised(let back) = ledger.translate(.withdrawn(F.incident("i0", at: 50))) else { throw Unexpected() }
        #expect(back.id == "i1" && ledger.orphans.map(\.id) == ["i1"])
    }

    @Test func `what healed while the monitor was away is closed, what cannot be seen is not`() {
        var incident = F.incident("i1")
        incident.suppressed = ["dev:p1", "link:l1"]
        var ledger = IncidentLedger(next: 2, open: [incident])
        #expect(ledger.closeHealed(at: F.at(60)) { _ in .unknown }.isEmpty)
        #expect(ledger.closeHealed(at: F.at(60)) { $0 == "dev:p1" ? .up : .unobserved }.isEmpty)
        #expect(ledger.closeHealed(at: F.at(60)) { _ in .up }.count == 1)
        #expect(ledger.orphans.isEmpty)
    }

    @Test
    func `a rule that fires again after a restart is a new incident, though the snapshot is older than the end of the last`()
        throws
    {
        var rule = F.incident(IncidentLedger.run(ofRule: "hot", for: "dev:p1"), best: "dev:p1")
        rule.alert = RuleFact(rule: "hot", severity: .warning, text: "66 °C")
        var before = IncidentLedger(next: 1, open: [])
        guard case .opened(let first) = before.translate(.opened(rule)) else { throw Unexpected() }
        let memory = before.memory
        guard case .closed = before.translate(.closed(F.closed(rule, at: 3))) else { throw Unexpected() }

        var after = IncidentLedger(next: 2, open: [])
        after.resume(memory)
        guard case .opened(let second) = after.translate(.opened(rule)) else { throw Unexpected() }
        #expect(first.id == "i1" && second.id == "i2")

        // What the store has open goes on.
        var open = IncidentLedger(next: 2, open: [first])
        open.resume(memory)
        guard case .revised(let same) = open.translate(.opened(rule)) else { throw Unexpected() }
        #expect(same.id == "i1")
    }

    @Test func `an outage goes on as whatever kind of outage it is met again, and as nothing else`() {
        let outage: [Incident.Kind] = [.fault, .flapping, .planned, .expected, .transient]
        for old in Incident.Kind.allCases {
            for new in Incident.Kind.allCases {
                var ledger = IncidentLedger(next: 2, open: [F.incident("i1", best: "dev:p1", kind: old)])
                let action = ledger.translate(.opened(F.incident("i0", at: 100, best: "dev:p1", kind: new)))
                let goesOn = old == new || outage.contains(old) && outage.contains(new)
                let isRevision = if case .revised(let same) = action { same.id == "i1" } else { false }
                #expect(isRevision == goesOn && ledger.orphans.count == (goesOn ? 0 : 1), "\(old) met as \(new): \(action)")
            }
        }
    }

    private struct Unexpected: Error {}
}
