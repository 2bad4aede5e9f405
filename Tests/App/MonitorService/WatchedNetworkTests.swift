import MonitorService
import NetworkModel
import Testing

struct WatchedNetworkTests {
    private func document() -> NetworkDocument {
        var document = NetworkDocument(name: "n")
        document.sites = [.init(id: "site:s", name: "S", kind: "hub")]
        document.devices = ["a", "b", "c"].map { .init(id: ObjectID("dev:\($0)"), site: "site:s", role: "agg") }
        for i in 0..<2 { document.devices[i].address = "127.0.0.\(i + 1)" }
        document.links = [("a", "b"), ("b", "c")].map { x, y in
            .init(
                id: ObjectID("link:\(x)\(y)"), a: .init(device: ObjectID("dev:\(x)"), interface: ObjectID("if:\(x)#\(y)")),
                b: .init(device: ObjectID("dev:\(y)"), interface: ObjectID("if:\(y)#\(x)")), kind: "fibre")
        }
        return document
    }

    @Test func `without a declared collector one is assumed at the device with most links, and that is said`() throws {
        let watched = try WatchedNetwork(Network.compile(document()).network, collector: nil)
        #expect(watched.network.document.collectors == [.init(id: "collector:local", device: "dev:b")])
        #expect(watched.polled == [0, 1])
        #expect(watched.assumptions.count == 1)
    }

    @Test func `a declared collector that does not report here is not missed`() throws {
        var declared = document()
        declared.collectors = [.init(id: "collector:one", device: "dev:a"), .init(id: "collector:two", device: "dev:c")]
        for i in 0..<3 { declared.devices[i].collectors = ["collector:one", "collector:two"] }
        let watched = try WatchedNetwork(Network.compile(declared).network, collector: "collector:two")
        #expect(watched.network.document.collectors.map(\.id) == ["collector:two"])
        #expect(watched.network.document.devices.allSatisfy { $0.collectors == ["collector:two"] })
        #expect(watched.assumptions == ["1 devices have no address and are not polled, the first: dev:c"])
    }

    @Test func `a collector that is not declared is refused with those that are`() {
        var declared = document()
        declared.collectors = [.init(id: "collector:one", device: "dev:a")]
        let network = Network.compile(declared).network
        #expect(throws: WatchedNetwork.UnknownCollector.self) { try WatchedNetwork(network, collector: "collector:x") }
    }
}
