import NetworkModel
import Rendering
import Testing

struct NetworkDifferenceTests {
    @Test func `added, removed and changed objects are told apart, order is none`() throws {
        let before = SmallNetwork.document()
        var after = before
        after.sites.reverse()
        after.sites[0].lat = 44
        after.sites[0].lon = 20
        after.links.removeLast()
        after.owners = [.init(id: "owner:x", name: "X")]
        let difference = try NetworkDifference(from: before, to: after)
        #expect(difference.changes.map(\.object) == ["site:x", "link:l5", "owner:x"])
        #expect(difference.changes.map(\.kind) == [.changed, .removed, .added])
        #expect(difference.changes[0].fields == ["lat: – → 44", "lon: – → 20"])
        #expect(difference.merged.network.document.links.count == 5)
        #expect(difference.merged.state.states["link:l5"] == .down)
    }

    @Test func `a network does not differ from itself`() throws {
        #expect(try NetworkDifference(from: SmallNetwork.document(), to: SmallNetwork.document()).changes.isEmpty)
    }
}
