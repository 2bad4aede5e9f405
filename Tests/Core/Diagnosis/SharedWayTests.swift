import NetworkModel
import Testing

@testable import Diagnosis

/// Links that share more than one thing, or something that is no duct.
@Suite struct SharedWayTests {
    @Test func `a duct that explains all is alone where another needs a wrong record`() {
        let network = StarTown.network([("o1", ["street", "own"]), ("o2", ["street", "own"]), ("o3", ["street"])])
        #expect(StarTown.causes(network, dead: ["link:o1", "link:o2"]) == [["duct:own"]])
    }

    @Test func `links that run through one amplifier go with it`() {
        let offices = ["o1", "o2", "o3", "o4"].map { (name: $0, ducts: ["way-\($0)"]) }
        let network = StarTown.network(offices, amplified: ["o1", "o2", "o3"])
        #expect(StarTown.causes(network, dead: ["link:o1", "link:o2", "link:o3"]) == [["dev:amp", "site:amp"]])
        // One of them alone is no fault of the amplifier, nor is one that it has nothing to do with.
        for link in ["link:o1", "link:o4"] as [ObjectID] {
            let causes = StarTown.causes(network, dead: [link])
            #expect(causes.count == 1 && causes.first?.contains(link) == true && causes.first?.contains("dev:amp") == false)
        }
    }

    /// o1 has no battery, o2 has one of 240 s, and o3 hangs on o2.
    private static let fed = StarTown.network(
        ["o1", "o2", "o3"].map { (name: $0, ducts: ["way-\($0)"]) }, batteries: ["o2": 240], feeds: ["o1": "f", "o2": "f"],
        behind: ["o3": "o2"])

    @Test func `a feed takes its sites one after the other, and what hangs on them only then`() {
        let result = StarTown.judge(Self.fed, dead: ["dev:o1": 200, "dev:o2": 440], until: 900)
        #expect(result.incidents.filter { !$0.withdrawn }.map(\.candidates) == [["feed:f"]])
        #expect(result.incidents.first { !$0.withdrawn }?.impactedSites == ["site:o1", "site:o2", "site:o3"])
    }

    @Test func `where another site of its feed tells that it runs on battery, a silent site is the feed`() {
        let told = Observation(
            time: Timestamp(seconds: 201), collector: "collector:c", device: "dev:o2", kind: .trap(.onBattery))
        let result = StarTown.judge(Self.fed, dead: ["dev:o1": 200], more: [told], until: 420)
        #expect(result.pages.map(\.object) == ["feed:f"])
        #expect(StarTown.judge(Self.fed, dead: ["dev:o1": 200], until: 420).pages.map(\.object) != ["feed:f"])
    }

    @Test func `a link that goes with a duct and is seen a few seconds earlier lies in it`() {
        var town = TownClock()
        // hub1 is asked at 255 s, hub2 at 261 s: the one sees the unrecorded link, the other all four.
        for link in ["hub2-o1", "hub2-o2", "hub2-o3", "hub1-hub2"] { town.deadLinks[ObjectID("link:\(link)")] = 222 }
        let result = town.judge(town.rows(until: 600), until: 600)
        #expect(result.incidents.filter { !$0.withdrawn }.map(\.candidates) == [["duct:street"]])
        #expect(result.pages.map(\.object) == ["duct:street"])
    }

    @Test func `a duct of three of whose links one carries on is still named where nothing else explains it`() {
        let network = StarTown.network([("o1", ["street"]), ("o2", ["street"]), ("o3", ["street"])])
        #expect(StarTown.causes(network, dead: ["link:o1", "link:o2"]) == [["duct:street"]])
    }
}
