import Alerting
import NetworkModel
import Testing

struct LastWayWarningTests {
    /// Site `c` on a ring of two ducts, site `e` on a spur of one.
    private static let graph: NetworkGraph = {
        var document = NetworkDocument()
        document.sites = ["h", "c", "e"].map { .init(id: ObjectID("site:\($0)"), name: $0, kind: "other") }
        document.devices = ["h", "c", "e"].map { .init(id: ObjectID("dev:\($0)"), site: ObjectID("site:\($0)"), role: "core") }
        for (name, far) in [("1", "c"), ("2", "c"), ("3", "e")] {
            document.ducts.append(.init(id: ObjectID("duct:\(name)")))
            document.segments.append(.init(id: ObjectID("seg:\(name)"), duct: ObjectID("duct:\(name)")))
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(name)"), a: .init(device: "dev:h", interface: ObjectID("if:h#\(name)")),
                b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#\(name)")), kind: "fibre")
            link.segments = [ObjectID("seg:\(name)")]
            document.links.append(link)
        }
        document.services = [.init(id: "svc:s", hosts: ["dev:h"], clients: ["other"])]
        return NetworkGraph(Network.compile(document).network)
    }()

    private func window(_ id: String, _ object: ObjectID, _ from: Int64, _ to: Int64) -> MaintenanceWindow {
        MaintenanceWindow(
            id: id, object: object, from: Timestamp(seconds: Double(from)), to: Timestamp(seconds: Double(to)), owner: "o",
            reason: "r")
    }

    private func warnings(_ windows: [MaintenanceWindow]) -> [[String]] {
        LastWayWarning.warnings(windows, in: Self.graph).map { warning in
            warning.windows.map(\.id) + warning.sites.map { Self.graph.network.document.sites[Int($0)].name }
        }
    }

    @Test func `work on the only way is warned of, work on one of two is not`() {
        #expect(warnings([window("m1", "duct:3", 0, 10), window("m2", "duct:1", 0, 10)]) == [["m1", "e"]])
    }

    @Test func `two windows that overlap and take both ways are warned of together, with when`() {
        let both = [window("m1", "duct:1", 0, 10), window("m2", "seg:2", 5, 20)]
        #expect(warnings(both) == [["m1", "m2", "c"]])
        let warning = LastWayWarning.warnings(both, in: Self.graph)[0]
        #expect(warning.from == Timestamp(seconds: 5) && warning.to == Timestamp(seconds: 10))
        #expect(warnings([window("m1", "duct:1", 0, 10), window("m2", "duct:2", 10, 20)]).isEmpty, "one after the other")
    }

    @Test func `sites that one window alone cuts off are not named again for two`() {
        let all = [window("m1", "duct:1", 0, 10), window("m2", "duct:2", 0, 10), window("m3", "duct:3", 0, 10)]
        #expect(warnings(all) == [["m3", "e"], ["m1", "m2", "c"]])
    }
}
