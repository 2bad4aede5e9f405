import DeclaredFiles
import NetworkModel
import Rendering
import Testing

/// What layers of a GeoPackage become; the files themselves are read in InventoryStore.
struct GeoPackageImportTests {
    private typealias Content = GeoPackageContent

    private func row(_ fid: Int64, _ shape: Content.Shape, _ values: KeyValuePairs<String, String> = [:]) -> Content.Row {
        .init(fid: fid, shape: shape, values: values.map { .init(column: $0.key, text: $0.value) })
    }

    private func point(_ lat: Double, _ lon: Double) -> Content.Shape { .point(GeoPoint(lat: lat, lon: lon)) }
    private func line(_ points: [(Double, Double)]) -> Content.Shape { .line(points.map { GeoPoint(lat: $0.0, lon: $0.1) }) }

    /// A design as FiberQ stores it: Serbian field names, one route in two parts, a cable over both, a manhole between them.
    private var design: Content {
        var content = Content()
        content.layers = [
            .init(
                name: "Route",
                rows: [
                    row(
                        1, line([(44.80, 20.40), (44.80, 20.42)]),
                        ["naziv": "Trasa 1", "duzina_km": "1.6", "tip_trase": "podzemna"]),
                    row(2, line([(44.80, 20.42), (44.81, 20.42)]), ["naziv": "Trasa 2", "duzina": "1112"]),
                    row(3, line([(44.90, 20.42), (44.91, 20.42)]), ["naziv": "far away"]),
                ]),
            .init(
                name: "OKNA",
                rows: [row(1, point(44.80, 20.42), ["broj_okna": "KO-1"]), row(2, point(45.5, 20.42), ["broj_okna": "KO-2"])]),
            .init(name: "ODF", rows: [row(1, point(44.80, 20.40), ["naziv": "ODF Pošta", "kapacitet": "48"])]),
            .init(name: "OTB", rows: [row(1, point(44.81, 20.42), ["naziv": "OTB 1"])]),
            .init(
                name: "Underground cables",
                rows: [
                    row(
                        1, line([(44.80, 20.40), (44.80, 20.42), (44.81, 20.42)]),
                        ["naziv": "K-1", "tip": "opticki", "broj_vlakana": "24", "vlasnik": "Telekom"])
                ]),
            .init(name: "Service Area", rows: [row(1, .other("a polygon"))]),
        ]
        content.tables = ["fq_splice_point": 3]
        return content
    }

    @Test func `routes of FiberQ become ducts, cables links with a segment in each route that they follow`() throws {
        let plan = try MapImport.read(design, path: "design.gpkg")
        let document = plan.document
        #expect(document.sites.map(\.name) == ["ODF Pošta", "OTB 1"])
        #expect(
            document.ducts.map(\.name) == ["Trasa 1", "Trasa 2", "far away"] && document.ducts.map(\.km)[0...1] == [1.6, 1.112])
        #expect(document.ducts[0].path == [[44.80, 20.40], [44.80, 20.42]])
        #expect(document.ducts.map { $0.manholes.map(\.name) } == [["KO-1"], ["KO-1"], []])
        let link = try #require(document.links.first)
        #expect(document.links.count == 1 && link.kind == "fibre" && link.name == "K-1" && link.owner == "owner:Telekom")
        #expect(document.segments.map(\.duct) == [document.ducts[0].id, document.ducts[1].id])
        #expect(document.segments.map(\.fibres) == [24, 24] && link.segments == document.segments.map(\.id))
        #expect([link.a.device, link.b.device] == document.devices.map(\.id))
        #expect(document.sites[0].tags["kapacitet"] == "48")
        #expect(try DeclaredNetwork.load(files: plan.files).document == document)
    }

    @Test func `what has no place in a network is listed with its layer and row, and where each field came from`() throws {
        let plan = try MapImport.read(design, path: "design.gpkg")
        let words = plan.problems.map(\.description).joined(separator: "\n")
        for part in [
            "layer \"OKNA\", row 2: \"KO-2\" lies at no duct", "layer \"Service Area\", row 1: a polygon", "fq_splice_point",
            "tip_trase",
        ] {
            #expect(words.contains(part), "\(part) is not in:\n\(words)")
        }
        let head = try #require(plan.files.first { $0.path == "network.yaml" })
        #expect(String(decoding: head.bytes, as: UTF8.self).contains("#   duct.km from Route.duzina_km"))
    }

    @Test func `the interchange format is told by its types, whatever its layers are called`() throws {
        var content = Content()
        content.layers = [
            .init(
                name: "a",
                rows: [row(1, line([(44.8, 20.4), (44.9, 20.4)]), ["fq_type": "route", "name": "R", "length_m": "11120"])]),
            .init(
                name: "b", rows: [row(1, line([(44.8, 20.4), (44.9, 20.4)]), ["fq_type": "cable.aerial", "fiber_count": "12"])]),
            .init(
                name: "c",
                rows: [row(1, point(44.8, 20.4), ["fq_type": "odf"]), row(2, point(44.85, 20.4), ["fq_type": "slack"])]),
        ]
        let plan = try MapImport.read(content, path: "x.gpkg")
        #expect(plan.document.ducts.map(\.km) == [11.12] && plan.document.segments.map(\.fibres) == [12])
        #expect(plan.document.sites.count == 2, "the far end of the cable became a site")
        #expect(plan.problems.contains { $0.message.contains("slack") && $0.severity == .warning })
    }

    @Test func `any points and lines are sites and links; a file with neither is refused`() throws {
        var content = Content()
        content.layers = [
            .init(name: "towers", rows: [row(1, point(44, 20), ["name": "A"]), row(2, point(45, 20), ["name": "A"])]),
            .init(name: "hops", rows: [row(1, line([(44, 20), (45, 20)])), row(2, line([(45, 20), (46, 20)]))]),
        ]
        let plan = try MapImport.read(content, path: "x.gpkg")
        #expect(plan.document.sites.map(\.id) == ["site:A", "site:A-2", "site:end-hops-2"])
        #expect(plan.document.links.count == 2 && plan.document.ducts.isEmpty)
        var unknown = Content()
        unknown.unread = ["towers": "its coordinates are of EPSG:6316"]
        #expect(throws: DeclaredErrors.self) { try MapImport.read(unknown, path: "x.gpkg") }
    }
}
