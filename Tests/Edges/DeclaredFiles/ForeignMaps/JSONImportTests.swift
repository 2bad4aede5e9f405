import DeclaredFiles
import Foundation
import NetworkModel
import TestSupport
import Testing

struct JSONImportTests {
    private func plan(_ text: String, _ path: String = "map.json") throws -> MapImport {
        let plan = try MapImport.read(SourceFile(path: path, text: text))
        #expect(try DeclaredNetwork.load(files: plan.files).document == plan.document)
        return plan
    }

    @Test func `a NetJSON graph keeps its nodes, links and properties`() throws {
        let plan = try plan(
            """
            {"type":"NetworkGraph","protocol":"olsr","version":null,"metric":"etx","label":"Mesh","nodes":[
            {"id":"10.0.0.1","label":"A","properties":{"lat":44.8,"lon":20.4,"kind":"hub"}},{"id":"10.0.0.2"}],
            "links":[{"source":"10.0.0.1","target":"10.0.0.2","cost":1.5},{"source":"10.0.0.2","target":"x","cost":1}]}
            """)
        #expect(plan.format == "NetJSON")
        #expect(plan.document.sites.map(\.name) == ["A", ""])
        #expect(plan.document.sites[0].kind == "hub")
        #expect(plan.document.sites[0].lon == 20.4)
        #expect(plan.document.links.map { $0.tags["cost"] } == ["1.5"])
        #expect(plan.problems.map(\.place.line) == [3])
    }

    @Test func `GeoJSON lines join the points at their ends, and make those that are missing`() throws {
        let plan = try plan(
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Point","coordinates":[20.46,44.81]},"properties":{"name":"Beograd"}},
            {"type":"Feature","geometry":{"type":"LineString","coordinates":[[20.46,44.81],[20.1,45.0],[19.84,45.25]]},"properties":{"name":"north","mbps":1000}},
            {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]},"properties":{}}]}
            """, "map.geojson")
        #expect(plan.document.sites.map(\.lat) == [44.81, 45.25])
        #expect(plan.document.links.map(\.name) == ["north"])
        #expect(plan.document.links[0].mbps == 1000)
        #expect(plan.problems.map(\.severity) == [.note, .warning])
    }

    @Test func `NetBox's sites, devices and cables come with their ports`() throws {
        let plan = try plan(
            """
            {"sites":{"results":[{"id":1,"name":"Beograd","slug":"bg","latitude":"44.81","longitude":20.46,"status":{"value":"planned"}}]},
            "devices":[{"id":10,"name":"bg-core","site":{"id":1},"role":{"slug":"core"},"primary_ip4":{"address":"10.0.0.1/32"}},
            {"id":11,"name":"lost","site":{"name":"Nowhere"}}],
            "cables":[{"id":5,"type":"smf-os2","label":"ring","a_terminations":[{"object":{"name":"xe-0/0/0","device":{"id":10}}}],
            "b_terminations":[{"object":{"name":"xe 1","device":{"name":"lost"}}}]},{"id":6,"termination_a":{"name":"p","device":{"id":99}}}]}
            """)
        #expect(plan.format == "NetBox")
        #expect(plan.document.sites.map(\.id) == ["site:bg", "site:Nowhere"])
        #expect(plan.document.sites[0].lifecycle == .planned)
        #expect(plan.document.devices.map(\.address) == ["10.0.0.1", nil])
        #expect(plan.document.links.map(\.a.interface) == ["if:bg-core#xe-0/0/0"])
        #expect(plan.document.links[0].kind == "fibre")
        #expect(plan.problems.count == 2)
    }

    @Test func `NetBox's tables come in CSV`() throws {
        let files = ["Name,Slug,Latitude,Longitude\nNiš,nis,43.3,21.9\n", "name,site,role\nr1,nis,core\nr2,Niš,cpe\n"]
        let devices = try MapImport.read(SourceFile(path: "devices.csv", text: files[1]))
        #expect(devices.document.devices.count == 2)
        let cables = "Device A,Termination A,Device B,Termination B\nr1,e0,r2,e1\n"
        let folder = try TemporaryCSV(["sites.csv": files[0], "devices.csv": files[1], "cables.csv": cables])
        let plan = try MapImport.read(path: folder.path)
        #expect(plan.document.sites.map(\.lat) == [43.3])
        #expect(plan.document.devices.map(\.site) == ["site:nis", "site:nis"])
        #expect(plan.document.links.map(\.b.interface) == ["if:r2#e1"])
    }

    @Test func `other JSON is refused`() {
        for text in ["{}", "[]", "{\"format\":\"fibrewatch-scenario/1\",\"sites\":[]}", "{\"a\":"] {
            #expect(throws: DeclaredErrors.self) { try MapImport.read(SourceFile(path: "x.json", text: text)) }
        }
    }
}

/// A folder of files for one test.
private struct TemporaryCSV {
    let folder: TemporaryFolder
    var path: String { folder.url.path }

    init(_ files: [String: String]) throws {
        folder = try TemporaryFolder()
        for (name, text) in files { try Data(text.utf8).write(to: folder.url.appendingPathComponent(name)) }
    }
}
