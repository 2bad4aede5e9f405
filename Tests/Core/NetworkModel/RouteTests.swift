import NetworkModel
import TestSupport
import Testing

/// Ways between devices: the shortest, a second one, and how many are disjoint.
struct RouteTests {
    @Test func `a route exists where and only where the other end is reached, and is connected`() {
        for seed in UInt64(1)...200 {
            let graph = NetworkGraph(Network.compile(RandomNetwork.document(seed: seed)).network)
            guard graph.deviceCount > 1 else { continue }
            let last = Int32(graph.deviceCount - 1)
            let standby = Failure(links: graph.standbyLinks)
            let route = graph.route(from: [0], to: [last], failing: standby)
            #expect((route != nil) == graph.reached(from: [0], failing: standby)[Int(last)], "seed \(seed)")
            if let route { expectConnected(route, graph, from: 0, to: last, "seed \(seed)") }
        }
    }

    @Test func `an alternative is connected, another way, and shares no link where one without them exists`() {
        for seed in UInt64(1)...200 {
            let graph = NetworkGraph(Network.compile(RandomNetwork.document(seed: seed)).network)
            guard graph.deviceCount > 1 else { continue }
            let last = Int32(graph.deviceCount - 1)
            guard let route = graph.route(from: [0], to: [last]), let other = graph.alternative(to: route, from: [0], to: [last])
            else { continue }
            expectConnected(other, graph, from: 0, to: last, "seed \(seed)")
            #expect(other.links != route.links, "seed \(seed)")
            let ducts = Set(route.links.flatMap { graph.network.segmentsOfLink[$0] }.map { graph.network.ductOfSegment[Int($0)] })
            let clouds = Set(route.links.flatMap { graph.network.document.links[Int($0)].via.filter { $0.kind == .cloud } })
            let risks =
                ducts.flatMap { graph.network.linksOfDuct[$0] }
                + graph.network.document.links.indices.filter {
                    graph.network.document.links[$0].via.contains(where: clouds.contains)
                }
                .map { Int32($0) }
            if graph.route(from: [0], to: [last], failing: Failure(links: route.links + risks + graph.standbyLinks)) != nil {
                let shared = graph.shared(route, other)
                #expect(shared.links.isEmpty && shared.ducts.isEmpty && shared.clouds.isEmpty, "seed \(seed)")
            }
        }
    }

    @Test func `the alternative on a ring goes the other way round`() throws {
        let graph = NetworkGraph(Network.compile(RedundancyTests.ring(sharing: ["duct:a", "duct:b", "duct:c"])).network)
        let route = try #require(graph.route(from: [1], to: [0]))
        #expect(route == Route(devices: [1, 0], links: [0]))
        let other = try #require(graph.alternative(to: route, from: [1], to: [0]))
        #expect(other == Route(devices: [1, 2, 0], links: [1, 2]))
    }

    @Test func `a standby link carries its own end and only when nothing else goes`() {
        var document = RedundancyTests.ring(sharing: ["duct:a", "duct:b", "duct:c"])
        document.links[0].standbySeconds = 40
        let graph = NetworkGraph(Network.compile(document).network)
        // link:0 joins dev:0 (end a) and dev:1; it carries dev:0 alone.
        #expect(graph.route(from: [0], to: [1]) == Route(devices: [0, 2, 1], links: [2, 1]))
        #expect(graph.route(from: [0], to: [1], failing: Failure(links: [2])) == Route(devices: [0, 1], links: [0]))
        #expect(graph.route(from: [1], to: [0], failing: Failure(links: [2])) == Route(devices: [1, 0], links: [0]))
        #expect(graph.route(from: [2], to: [1], failing: Failure(links: [1])) == nil)
    }

    @Test func `duct-disjoint ways are counted, and owner-disjoint ones apart`() {
        var document = RedundancyTests.ring(sharing: ["duct:a", "duct:b", "duct:c"])
        for duct in document.ducts.indices { document.ducts[duct].owner = "railways" }
        let ways = DisjointWays(NetworkGraph(Network.compile(document).network), to: 0)
        #expect(ways.byDuct == [DisjointWays.most, 2, 2])
        #expect(ways.byOwner == [DisjointWays.most, 1, 1])
    }

    @Test func `disjoint ways are none where nothing leads, and at most one where one duct cuts`() {
        for seed in UInt64(1)...200 {
            let graph = NetworkGraph(Network.compile(RandomNetwork.document(seed: seed)).network)
            guard graph.deviceCount > 0 else { continue }
            let network = graph.network
            let target = network.siteOfDevice[0]
            let ways = DisjointWays(graph, to: target)
            let reached = graph.sites(graph.reached(from: network.devicesOfSite[target]))
            for site in ways.byDuct.indices where site != Int(target) {
                #expect((ways.byDuct[site] == 0) == !reached[site], "seed \(seed), site \(site)")
                #expect((ways.byOwner[site] == 0) == !reached[site], "seed \(seed), site \(site)")
            }
            for duct in network.document.ducts.indices {
                let failure = Failure(links: Array(network.linksOfDuct[duct]))
                let left = graph.sites(graph.reached(from: network.devicesOfSite[target], failing: failure))
                for site in left.indices where reached[site] && !left[site] {
                    #expect(ways.byDuct[site] == 1, "seed \(seed), site \(site), duct \(duct)")
                }
            }
        }
    }

    private func expectConnected(_ route: Route, _ graph: NetworkGraph, from: Int32, to: Int32, _ what: String) {
        #expect(route.devices.first == from && route.devices.last == to, "\(what)")
        #expect(route.links.count == route.devices.count - 1, "\(what)")
        for (hop, link) in route.links.enumerated() {
            #expect(graph.network.peer(of: route.devices[hop], over: link) == route.devices[hop + 1], "\(what)")
        }
    }
}
