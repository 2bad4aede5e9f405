import NetworkModel
import Testing

@testable import Diagnosis

/// What a fate map says of a choice of groups is what a search of the whole network says.
@Suite struct FateMapTests {
    @Test(arguments: 0..<200)
    func `parts lose their way when a search finds no way`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let network = Self.network(devices: Int.random(in: 2...40, using: &random), &random)
        let tables = DiagnosisTables(network)
        let links = Self.some(tables.graph.linkCount, 1...8, &random)
        let devices = Self.some(tables.graph.deviceCount, 0...4, &random)
        let known = Self.some(tables.graph.deviceCount, 0...2, &random)
        var input = SolverInput(
            isExcluded: Array(repeating: false, count: tables.graph.deviceCount), blindSince: [.max],
            isMuted: Array(repeating: false, count: tables.itemCount))
        input.excludedTransit = known
        var map = FateMap(tables)
        map.draw(links: links, devices: devices, input, tables)
        for _ in 0..<12 {
            let dead = (
                links: links.filter { _ in Bool.random(using: &random) },
                devices: devices.filter { _ in Bool.random(using: &random) }
            )
            var scratch = ReachScratch(deviceCount: tables.graph.deviceCount, linkCount: tables.graph.linkCount)
            scratch.clear()
            for link in dead.links { scratch.kill(link: link) }
            for device in dead.devices { scratch.kill(device: device) }
            map.views[0].spread(scratch, links: dead.links, devices: dead.devices, map.drawing, tables.graph)
            let found = (0..<Int32(tables.graph.deviceCount)).filter { map.views[0].isCutOff($0, map.drawing) }
            for device in known { scratch.kill(device: device) }
            var expected: [Int32] = []
            scratch.unreachable(
                from: tables.collectorForests[0], graph: tables.graph, links: dead.links, devices: dead.devices + known,
                into: &expected)
            #expect(found == expected.sorted(), "links \(links) devices \(devices) known \(known) dead \(dead)")
        }
    }

    private static func some(_ count: Int, _ range: ClosedRange<Int>, _ random: inout SplitMix64) -> [Int32] {
        guard count > 0 else { return [] }
        let picked = (0..<Int.random(in: range, using: &random)).map { _ in Int32.random(in: 0..<Int32(count), using: &random) }
        return Array(Set(picked)).sorted()
    }

    /// A tree with some more links, some devices apart, some standby links; one collector and one host.
    private static func network(devices: Int, _ random: inout SplitMix64) -> Network {
        var document = NetworkDocument(name: "random")
        document.sites = [.init(id: "site:s", name: "s", kind: "hub")]
        for device in 0..<devices {
            document.devices.append(
                .init(id: ObjectID("dev:\(device)"), site: "site:s", role: "cpe", collectors: ["collector:c"]))
        }
        func join(_ a: Int, _ b: Int, standby: Bool) {
            let number = document.links.count
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(number)"), a: .init(device: ObjectID("dev:\(a)"), interface: ObjectID("if:\(number)a")),
                b: .init(device: ObjectID("dev:\(b)"), interface: ObjectID("if:\(number)b")), kind: standby ? "lte" : "fibre")
            if standby { link.standbySeconds = 40 }
            document.links.append(link)
        }
        for device in 1..<devices where Int.random(in: 0..<12, using: &random) > 0 {
            join(Int.random(in: max(0, device - 6)..<device, using: &random), device, standby: false)
        }
        for _ in 0..<devices / 4 {
            let (a, b) = (Int.random(in: 0..<devices, using: &random), Int.random(in: 0..<devices, using: &random))
            join(a, b, standby: Int.random(in: 0..<4, using: &random) == 0)
        }
        document.collectors = [.init(id: "collector:c", device: "dev:0")]
        document.services = [.init(id: "svc:s", hosts: ["dev:0"], clients: ["hub"])]
        return Network.compile(document).network
    }
}
