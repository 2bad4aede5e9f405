import NetworkModel
import Testing

@testable import Diagnosis

/// A record that contradicts itself neither blames nor excuses.
@Suite struct RecordDoubtsTests {
    /// The town with the street's segment taken off the list of the link to `o3`.
    private static func unlisted() -> Network {
        var document = SmallTown.network().document
        for place in document.links.indices where document.links[place].id == "link:hub2-o3" {
            document.links[place].segments.removeAll { $0 == "seg:hub2-o3-street" }
        }
        return Network.compile(document).network
    }

    @Test func `a segment of no link belongs to the link beside it in the list`() {
        let tables = DiagnosisTables(Self.unlisted())
        guard case .link(let link) = tables.network["link:hub2-o3"], case .duct(let duct) = tables.network["duct:street"] else {
            Issue.record("the town lacks its street")
            return
        }
        #expect(tables.doubts.isDoubtful(link, in: duct))
        #expect(tables.doubts.linksOfDuct[duct].count == 3)
        #expect(DiagnosisTables(SmallTown.network()).doubts.isEmpty)
    }

    @Test func `a link that its duct's record lacks goes with the duct, and the record is suspect`() {
        var town = TownClock()
        town.network = Self.unlisted()
        for link in ["link:hub2-o1", "link:hub2-o2", "link:hub2-o3"] { town.deadLinks[ObjectID(link)] = 200 }
        let result = town.judge(town.rows(until: 600), until: 600)
        #expect(result.incidents.filter { !$0.withdrawn }.map(\.candidates) == [["duct:street"]])
        #expect(result.pages.map(\.object) == ["duct:street"])
        #expect(result.findings.map(\.kind) == [.recordSuspect] && result.findings.map(\.object) == ["link:hub2-o3"])
    }

    @Test func `a doubtful link that carries on acquits nothing`() {
        var town = TownClock()
        town.network = Self.unlisted()
        for link in ["link:hub2-o1", "link:hub2-o2"] { town.deadLinks[ObjectID(link)] = 200 }
        let result = town.judge(town.rows(until: 600), until: 600)
        #expect(result.incidents.filter { !$0.withdrawn }.map(\.candidates) == [["duct:street"]])
    }
}
