import DeclaredFiles
import NetworkModel
import Testing

struct GraphMLImportTests {
    private func plan(_ body: String, keys: String = GraphMLImportTests.keys) throws -> MapImport {
        let text =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\(keys)\n\(body)</graphml>"
        return try MapImport.read(SourceFile(path: "map.graphml", text: text))
    }

    private static let keys = """
        <key attr.name="label" attr.type="string" for="graph" id="d1" /><key attr.name="LinkSpeedRaw" for="edge" id="d2" />
        <key attr.name="label" for="node" id="d3" /><key attr.name="Latitude" for="node" id="d4" /><key attr.name="Longitude" for="node" id="d5" />
        """

    @Test func `keys are looked up by name and element, whatever their ids`() throws {
        let plan = try plan(
            """
            <graph edgedefault="undirected"><data key="d1">Test</data>
            <edge source="b" target="a"><data key="d2">1000000000.0</data></edge>
            <node id="a"><data key="d3">A &amp; B</data><data key="d4">44.5</data><data key="d5">20.5</data></node>
            <node id="b"><data key="d3"><![CDATA[<C>]]></data></node></graph>
            """)
        #expect(plan.problems.isEmpty)
        #expect(plan.document.name == "Test")
        #expect(plan.document.sites.map(\.name) == ["A & B", "<C>"])
        #expect(plan.document.sites.map(\.lon) == [20.5, nil])
        #expect(plan.document.links.map(\.mbps) == [1000])
    }

    @Test func `defaults of keys apply where a node has no value of its own`() throws {
        let keys = "<key id=\"k\" for=\"node\" attr.name=\"label\"><default>unnamed</default></key>"
        let plan = try plan("<graph><node id=\"1\"/><node id=\"2\"><data key=\"k\">two</data></node></graph>", keys: keys)
        #expect(plan.document.sites.map(\.name) == ["unnamed", "two"])
    }

    @Test func `nested graphs, ports, loops and parallel edges are all taken over`() throws {
        let plan = try plan(
            """
            <graph id="G"><node id="n0"><port name="p"/><graph id="n0:"><node id="n0::a"/><node id="n0::b"/>
            <edge id="x" source="n0::a" target="n0::b" sourceport="p"/></graph></node>
            <node id="n1"/><edge source="n0" target="n1"/><edge source="n1" target="n0"/><edge source="n1" target="n1"/></graph>
            """)
        #expect(plan.document.sites.count == 4)
        #expect(plan.document.links.count == 4)
        #expect(try DeclaredNetwork.load(files: plan.files).document == plan.document)
    }

    @Test func `bare ampersands and references of HTML are repaired and said so`() throws {
        let plan = try plan("<graph><node id=\"1\"><data key=\"d3\">C&NLMAN Li&eacute;ge &amp; co</data></node></graph>")
        #expect(plan.document.sites.map(\.name) == ["C&NLMAN Liége & co"])
        #expect(plan.problems.map(\.severity) == [.note])
    }

    @Test func `an edge to nowhere and a hyperedge are listed with their line`() throws {
        let plan = try plan(
            "<graph><node id=\"1\"/>\n<edge source=\"1\" target=\"7\"/>\n<hyperedge><endpoint node=\"1\"/></hyperedge></graph>")
        #expect(plan.document.links.isEmpty)
        #expect(plan.problems.contains { $0.place.line == 5 && $0.message.contains("\"7\"") })
        #expect(plan.problems.contains { $0.place.line == 6 && $0.message.contains("hyperedge") })
    }

    @Test func `what is no XML is refused with its place`() {
        #expect(throws: DeclaredErrors.self) { try plan("<graph><node id=\"1\"></graph>") }
    }

    @Test func `external entities are not fetched`() throws {
        let text =
            "<?xml version=\"1.0\"?><!DOCTYPE g [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><graphml><key id=\"d\" for=\"node\" attr.name=\"label\"/>"
            + "<graph><node id=\"1\"><data key=\"d\">a&x;b</data></node></graph></graphml>"
        let plan = try? MapImport.read(SourceFile(path: "e.graphml", text: text))
        #expect(plan.map { $0.document.sites[0].name.count < 8 } ?? true)
    }
}
