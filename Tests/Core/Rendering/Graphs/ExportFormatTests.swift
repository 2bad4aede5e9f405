import Diagnosis
import Foundation
import NetworkModel
import Rendering
import Testing

struct ExportFormatTests {
    static let cut = MapState.whatIf(SmallNetwork.network, failed: ["duct:u2"])

    @Test(arguments: ExportFormat.allCases.filter { $0 != .gpkg })
    func `the same network gives the same bytes`(format: ExportFormat) throws {
        let first = try format.text(of: SmallNetwork.network, state: Self.cut)
        let second = try format.text(of: Network.compile(SmallNetwork.document()).network, state: Self.cut)
        #expect(first == second)
        #expect(!first.isEmpty)
    }

    @Test func `the network's JSON reads back as the same document`() throws {
        let text = try ExportFormat.json.text(of: SmallNetwork.network)
        #expect(try JSONDecoder().decode(NetworkDocument.self, from: Data(text.utf8)) == SmallNetwork.document())
    }

    @Test func `a cut duct takes down its links and leaves what has another way`() {
        #expect(Self.cut.states["link:l1"] == .down)
        #expect(Self.cut.states["link:l2"] == .down)
        #expect(Self.cut.states["link:l3"] == .up)
        #expect(Self.cut.states["site:ns"] == .unobserved)
        #expect(Self.cut.causes.map(\.object) == ["duct:u2"])
        #expect(Self.cut.causes.first?.note == "1 site cut off")
    }

    @Test func `the map names the cut duct and shows every site`() throws {
        let svg = try ExportFormat.svg.text(of: SmallNetwork.network, state: Self.cut)
        #expect(svg.contains("Cut: duct:u2"))
        for name in ["Beograd", "Novi Sad", "Pančevo", "Internet"] { #expect(svg.contains(">\(name)</text>")) }
    }

    @Test func `GeoJSON has longitude first and a null geometry for what has no place`() throws {
        let text = try ExportFormat.geojson.text(of: SmallNetwork.network)
        #expect(text.contains(#""coordinates":[20.46,44.81]"#))
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let features = try #require(root["features"] as? [[String: Any]])
        #expect(features.count == 4 + 5 + 2)
        #expect(features.count { $0["geometry"] is NSNull } == 3)
    }
}
