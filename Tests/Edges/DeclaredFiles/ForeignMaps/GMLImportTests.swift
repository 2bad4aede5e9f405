import DeclaredFiles
import NetworkModel
import Testing

struct GMLImportTests {
    private func plan(_ text: String, path: String = "map.gml") throws -> MapImport {
        try MapImport.read(SourceFile(path: path, text: text))
    }

    @Test func `nodes become sites with one device, edges links, also before the nodes they name`() throws {
        let plan = try plan(
            """
            Creator "somebody"
            graph [
              multigraph 1
              directed 0
              edge [ source 1 target 0 LinkSpeedRaw 2500000000.0 LinkLabel "2.5 G" LinkType "Fibre" key 0 ]
              edge [ source 0 target 1 key 1 ]
              node [ id 0 label "Niš" Latitude 43.32 Longitude 21.9 Internal 1 ]
              node [ id 1 label "Internet" Internal 0 ]
              edge [ source 1 target 1 ]
            ]
            """)
        #expect(plan.problems.isEmpty)
        #expect(plan.document.sites.map(\.name) == ["Niš", "Internet"])
        #expect(plan.document.sites.map(\.lat) == [43.32, nil])
        #expect(plan.document.sites[1].tags["Internal"] == "0")
        #expect(plan.document.devices.map(\.site) == ["site:n0", "site:n1"])
        #expect(plan.document.links.map(\.mbps) == [2500, nil, nil])
        #expect(plan.document.links[0].kind == "fibre")
        #expect(plan.document.links[2].a.device == plan.document.links[2].b.device)
        #expect(Set(plan.document.links.flatMap { [$0.a.interface, $0.b.interface] }).count == 6)
    }

    /// Rows: what stands in the label, what the site is called.
    @Test(arguments: [
        (#""C&NLMAN""#, "C&NLMAN"), (#""A &amp; B""#, "A & B"), (#""Li&eacute;ge""#, "Liége"), (#""&#268;a&#x10D;ak""#, "Čačak"),
        (#""""#, ""), (#""None""#, "None"), (#""?""#, "?"), ("12", "12"), (#""[ node ]""#, "[ node ]"),
        (#""Šabac # 1""#, "Šabac # 1"),
        (#""Liege1 ""#, "Liege1 "), (#""&unknown; &""#, "&unknown; &"), (#""东京 🚄""#, "东京 🚄"),
    ])
    func `labels are read as they were meant`(label: String, name: String) throws {
        #expect(try plan("graph [ node [ id 1 label \(label) ] ]").document.sites.map(\.name) == [name])
    }

    /// Rows: ids of three nodes; only the id identifies a node, whatever its size or sign.
    @Test(arguments: [
        ["0", "1", "2"], ["-5", "5", "+7"], ["123456789012345678901234567890", "1e400", "9"], ["\"a b\"", "\"a_b\"", "\"a;b\""],
    ])
    func `identifiers stay apart`(ids: [String]) throws {
        let nodes = ids.map { "node [ id \($0) label \"same\" ]" }.joined(separator: "\n")
        let edges = "edge [ source \(ids[0]) target \(ids[1]) ] edge [ source \(ids[1]) target \(ids[2]) ]"
        let plan = try plan("graph [ \(nodes) \(edges) ]")
        #expect(Set(plan.document.sites.map(\.id)).count == 3)
        #expect(plan.document.links.map(\.a.device) == Array(plan.document.devices.prefix(2)).map(\.id))
        #expect(try DeclaredNetwork.load(files: plan.files).document == plan.document)
    }

    /// Rows: a map with something wrong, the place and a word of the message about it.
    @Test(arguments: [
        ("graph [\n node [ id 0 ]\n edge [ source 0 target 9 ]\n]", 3, 2, "node \"9\""),
        ("graph [\n node [ id 0 ]\n node [ id 0 ]\n]", 3, 2, "second time"),
        ("graph [\n node [ label \"x\" ]\n]", 2, 2, "without an id"),
        ("graph [\n node [ id 0 Latitude 95 Longitude 20 ]\n]", 2, 14, "Latitude \"95\""),
        ("graph [\n node [ id 0 Latitude 45 ]\n]", 2, 2, "only one coordinate"),
        ("graph [\n node [ id 0 Longitude abc Latitude 1 ]\n]", 2, 14, "\"abc\""),
        ("graph [\n node [ id 0 label \"open ]\n]", 2, 20, "never closed"),
        ("graph [\n node [ id 0 ]\n", 2, 14, "file ends inside"),
        ("graph [\n node [ id 0 ] ] ]", 2, 18, "closes nothing"),
        ("graph [\n node [ id 0 ]\n edge [ source 0 target 0 LinkSpeedRaw -4 ]\n]", 3, 27, "LinkSpeedRaw"),
    ])
    func `what is left out is told with its place`(text: String, line: Int, column: Int, words: String) throws {
        let plan = try plan(text)
        let problem = try #require(plan.problems.first { $0.message.contains(words) })
        #expect(problem.place == SourcePlace(path: "map.gml", line: line, column: column))
        #expect(try DeclaredNetwork.load(files: plan.files).document == plan.document)
    }

    @Test func `nested lists become tags and hold no place`() throws {
        let plan = try plan("graph [ node [ id 0 graphics [ x 1 y 2 fill [ r 3 ] ] label \"a\" ] ]")
        #expect(plan.document.sites[0].tags == ["graphics.x": "1", "graphics.y": "2", "graphics.fill.r": "3"])
        #expect(plan.document.sites[0].lat == nil)
    }

    @Test func `Latin-1 is read and said so`() throws {
        let plan = try MapImport.read(
            SourceFile(path: "l.gml", bytes: Array("graph [ node [ id 0 label \"Li".utf8) + [0xE9] + Array("ge\" ] ]".utf8)))
        #expect(plan.document.sites[0].name == "Liége")
        #expect(plan.problems.map(\.severity) == [.note])
    }

    @Test func `a file without a graph is refused`() {
        #expect(throws: DeclaredErrors.self) { try plan("hello") }
        #expect(throws: DeclaredErrors.self) { try plan("") }
    }

    @Test func `a deep or broken file ends without harm`() throws {
        _ = try plan("graph [ " + String(repeating: "a [ ", count: 20_000))
        _ = try plan("graph [ node [ id 0 ] " + String(repeating: "] ", count: 200))
    }
}
