import DeclaredFiles
import Foundation
import NetworkModel
import TestSupport
import Testing

/// The real maps of `../shared/topologies` against their truth files.
struct TopologyZooTests {
    struct Truth: Decodable {
        struct Node: Decodable {
            var id: Int
            var label: String?
            var lat: Double?
            var lon: Double?
        }
        struct Link: Decodable {
            var source: Int
            var target: Int
            var speed_bps: Double?
        }
        var nodes: [Node]
        var links: [Link]
    }

    static let folder = SharedData.url.appendingPathComponent("topologies")

    static let maps: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".truth.json") }.map { String($0.dropLast(".truth.json".count)) }.sorted()
    }()

    @Test(.enabled(if: SharedData.isPresent, SharedData.absent), arguments: ["gml", "graphml"])
    func `every map is taken over whole and loads as declared`(suffix: String) throws {
        #expect(Self.maps.count == 17)
        for name in Self.maps {
            let truth = try JSONDecoder().decode(
                Truth.self, from: Data(contentsOf: Self.folder.appendingPathComponent(name + ".truth.json")))
            let plan = try MapImport.read(path: Self.folder.appendingPathComponent("\(name).\(suffix)").path)
            let document = try DeclaredNetwork.load(files: plan.files).document
            #expect(document == plan.document, "\(name)")
            #expect(document.sites.map(\.id) == truth.nodes.map { ObjectID("site:n\($0.id)") }, "\(name)")
            #expect(document.sites.map(\.name) == truth.nodes.map { $0.label ?? "" }, "\(name)")
            #expect(document.sites.map(\.lat) == truth.nodes.map(\.lat), "\(name)")
            #expect(document.sites.map(\.lon) == truth.nodes.map(\.lon), "\(name)")
            #expect(document.devices.map(\.site) == document.sites.map(\.id), "\(name)")
            #expect(document.sites.allSatisfy { $0.kind == "other" })
            #expect(ends(document) == truth.links.map { ends($0.source, $0.target) }.sorted(by: precedes), "\(name)")
            #expect(
                document.links.compactMap(\.mbps).sorted() == truth.links.compactMap { $0.speed_bps.map { $0 / 1e6 } }.sorted(),
                "\(name)")
            #expect(!plan.problems.contains { $0.severity > .note }, "\(name)")
        }
    }

    private func ends(_ a: Int, _ b: Int) -> [String] { ["dev:n\(a)", "dev:n\(b)"].sorted() }
    private func ends(_ document: NetworkDocument) -> [[String]] {
        document.links.map { [$0.a.device.rawValue, $0.b.device.rawValue].sorted() }.sorted(by: precedes)
    }
    private func precedes(_ a: [String], _ b: [String]) -> Bool { a.lexicographicallyPrecedes(b) }
}
