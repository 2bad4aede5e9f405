import NetworkModel
import Testing

@testable import Diagnosis

/// The ring of `SmallTown`: the core reaches the hubs both ways round.
@Suite struct LostRedundancyTests {
    private func town() -> TownClock {
        var town = TownClock()
        town.context.tellsRedundancy = true
        return town
    }

    @Test func `a broken ring tells which sites hang on one way now, as a ticket that belongs to its cause`() throws {
        var town = town()
        town.deadLinks["link:core-hub2"] = 200
        let (incidents, pages) = town.told(town.rows(until: 600), until: 600)
        let lost = try #require(incidents.first { $0.kind == .redundancy })
        let cause = try #require(incidents.first { $0.kind == .fault && $0.paged != nil })
        #expect(lost.joins == cause.id && lost.closed == nil)
        // The offices behind hub2 had one way even before.
        #expect(lost.atRiskSites == ["site:hub1", "site:hub2"] && lost.impactedSites.isEmpty)
        #expect(lost.best == "duct:north" && lost.candidates == ["duct:north"])
        #expect(pages.filter { $0.urgency == .page }.map(\.incident) == [cause.id])
        #expect(pages.filter { $0.urgency == .ticket }.map(\.incident) == [lost.id])
    }

    @Test func `a cut that takes nobody's second way opens none`() {
        var town = town()
        for link in ["link:hub2-o1", "link:hub2-o2", "link:hub2-o3"] { town.deadLinks[ObjectID(link)] = 200 }
        let (incidents, pages) = town.told(town.rows(until: 600), until: 600)
        #expect(!incidents.contains { $0.kind == .redundancy } && pages.count == 1)
    }

    @Test func `its evidence names what took the other way and nothing that is out elsewhere`() throws {
        var town = town()
        town.deadLinks["link:core-hub2"] = 200
        // One before and one after, behind the ring.
        town.deadDevices["dev:o4"] = 100
        for link in ["link:hub2-o1", "link:hub2-o2"] { town.deadLinks[ObjectID(link)] = 400 }
        let (incidents, _) = town.told(town.rows(until: 900), until: 900)
        let lost = try #require(incidents.first { $0.kind == .redundancy })
        let told = incidents.filter { $0.kind == .fault && $0.paged != nil }
        try #require(told.count >= 3, "\(told.map(\.best))")
        let cause = try #require(
            told.first {
                $0.suppressed.contains("link:core-hub2") || $0.candidates.contains("link:core-hub2")
            })
        let out = lost.evidence.filter { $0.fact.contains("is out") }.map(\.object)
        #expect(out == [cause.best], "\(lost.evidence)")
        #expect(lost.joins == cause.id)
    }

    @Test func `it closes when the other way is back`() throws {
        var town = town()
        town.deadLinks["link:core-hub2"] = 200
        var back = town
        back.deadLinks = [:]
        let rows = town.rows(until: 600) + back.rows(until: 1_200).filter { $0.time.seconds > 600 }
        let (incidents, _) = town.told(rows, until: 1_200)
        let lost = try #require(incidents.first { $0.kind == .redundancy })
        #expect(try #require(lost.closed).seconds > 600)
        #expect(incidents.count { $0.kind == .redundancy } == 1)
    }

    @Test func `a replay tells it as a finding and opens no incident`() {
        var town = TownClock()
        town.deadLinks["link:core-hub2"] = 200
        let result = town.judge(town.rows(until: 600), until: 600)
        let lost = result.findings.filter { $0.kind == .redundancyLost }
        #expect(lost.map(\.object) == ["duct:north"], "\(lost)")
        #expect(!result.incidents.contains { $0.kind == .redundancy })
    }
}

extension TownClock {
    /// The incidents in their last form, in the order of opening, and the pages of all urgencies.
    fileprivate func told(_ rows: [Observation], until end: Double) -> ([Incident], [Page]) {
        let result = judge(rows, until: end)
        return (result.incidents, result.pages)
    }
}
