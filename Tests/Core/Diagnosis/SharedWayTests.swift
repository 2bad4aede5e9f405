import NetworkModel
import Testing

@testable import Diagnosis

/// Links that share more than one thing, or something that is no duct.
@Suite struct SharedWayTests {
    @Test func `a duct that explains all is alone where another needs a wrong record`() {
        let network = StarTown.network([("o1", ["street", "own"]), ("o2", ["street", "own"]), ("o3", ["street"])])
        #expect(StarTown.causes(network, dead: ["link:o1", "link:o2"]) == [["duct:own"]])
    }

    @Test func `a duct of three of whose links one carries on is still named where nothing else explains it`() {
        let network = StarTown.network([("o1", ["street"]), ("o2", ["street"]), ("o3", ["street"])])
        #expect(StarTown.causes(network, dead: ["link:o1", "link:o2"]) == [["duct:street"]])
    }
}
