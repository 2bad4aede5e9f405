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

/// XML as other programs write it, and as no program should.
struct XMLScannerTests {
    private static let graph =
        "<graphml><key id=\"d\" for=\"node\" attr.name=\"label\"/><graph><node id=\"1\"><data key=\"d\">Niš</data></node></graph></graphml>"

    private func label(_ bytes: [UInt8]) throws -> String? {
        try MapImport.read(SourceFile(path: "map.graphml", bytes: bytes)).document.sites.first?.name
    }

    @Test func `UTF-16 and ISO 8859-1 are read as they declare themselves, other encodings are refused`() throws {
        #expect(try label([0xEF, 0xBB, 0xBF] + Array(Self.graph.utf8)) == "Niš")
        let utf16 = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + Self.graph
        #expect(try label([0xFF, 0xFE] + utf16.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == "Niš")
        #expect(try label([0xFE, 0xFF] + utf16.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == "Niš")
        let latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + Self.graph.replacing("š", with: "é")
        #expect(try label(latin.unicodeScalars.map { UInt8($0.value) }) == "Nié")
        let bare = latin.replacing("Nié", with: "é & co")
        #expect(try label(bare.unicodeScalars.map { UInt8($0.value) }) == "é & co")
        #expect(throws: DeclaredErrors.self) { try label(Array("<?xml version=\"1.0\" encoding=\"KOI8-R\"?>\(Self.graph)".utf8)) }
        #expect(throws: DeclaredErrors.self) { try label(Array(Self.graph.utf8).map { $0 == 0xC5 ? 0xFF : $0 }) }
    }

    @Test func `comments, instructions and document types are passed over, references resolved`() throws {
        let text =
            "<?xml version='1.0'?><!-- <node> --><!DOCTYPE graphml [<!ELEMENT a (b)> <!ENTITY x \"]>\">]>\n"
            + Self.graph.replacing("Niš", with: "N<!-- no -->i&#353;<?x y?> &lt;&amp;&#x41;<![CDATA[&<]]>")
        #expect(try label(Array(text.utf8)) == "Niš <&A&<")
    }

    @Test(arguments: [
        "", "<", "<a", "<a b>", "<a b=c/>", "<a b='1' b='2'/>", "<a></b>", "<a>", "</a>", "<a/><b/>", "x<a/>", "<a>&</a", "<!--",
        "<![CDATA[", "<?xml", "<!DOCTYPE", "<a b='<'/>", "<1/>", "<a \u{0}/>",
    ])
    func `what is not well-formed is refused and never ends the program`(text: String) {
        #expect(throws: DeclaredErrors.self) { try label(Array(text.utf8)) }
    }

    @Test func `any bytes are read or refused`() {
        var random = SplitMix64(seed: 20_261_121)
        let whole = Array(Self.graph.utf8)
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? label(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))))
        }
    }
}
