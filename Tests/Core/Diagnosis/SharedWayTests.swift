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

    @Test func `a duct of three of whose links one carries on is still named where nothing else explains it`() {
        let network = StarTown.network([("o1", ["street"]), ("o2", ["street"]), ("o3", ["street"])])
        #expect(StarTown.causes(network, dead: ["link:o1", "link:o2"]) == [["duct:street"]])
    }
}
