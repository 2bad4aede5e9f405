import DeclaredFiles
import Foundation
import NetworkModel
import Rendering
import TestSupport
import Testing

@testable import FibrewatchCommands

/// Every export read by a reader that is not ours: networkx, Graphviz, sqlite, csv, XML and JSON of Python.
struct ExportReadBackTests {
    struct Found: Decodable {
        var nodes: Int?
        var edges: Int?
        var degrees: [Int]?
        var placed: Int?
        var sites: [String: [Double]]?
        var error: String?
    }

    /// A Python that has networkx; nil where there is none.
    static let python: String? = ["python3", "/usr/bin/python3"].first { name in
        (try? Program.run(["/usr/bin/env", name, "-c", "import networkx"], environment: ProcessInfo.processInfo.environment)
            .status) == 0
    }

    static let noReaders: Comment = "skipped: no Python with networkx (python3-networkx)"

    private func readBack(_ networks: [(name: String, network: Network, state: MapState)]) throws -> [[String: Found]] {
        let root = try TemporaryFolder()
        for entry in networks {
            let folder = root.path(entry.name)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for format in ExportFormat.allCases where format != .png {
                let request = MapRequest(
                    format: format, network: entry.network, state: entry.state, options: MapOptions(mark: "internal"))
                try request.write(to: "\(folder)/map.\(format.rawValue)")
            }
        }
        let script = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/exports/read_back.py").path
        let arguments: [String] = ["/usr/bin/env", Self.python ?? "", script] + networks.map { root.path($0.name) }
        let result = try Program.run(
            arguments,
            environment: ProcessInfo.processInfo.environment, seconds: 120)
        #expect(result.errors.isEmpty, "\(result.errors)")
        for entry in networks where entry.network.document.links.count < 70 {
            let dot = try Program.run(["dot", "-Tsvg", "-o", "/dev/null", root.path(entry.name) + "/map.dot"], seconds: 60)
            #expect(dot.status == 0 && dot.errors.isEmpty, "\(entry.name): \(dot.errors)")
        }
        return try result.lines.map { try JSONDecoder().decode([String: Found].self, from: Data($0.utf8)) }
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absent), .enabled(if: python != nil, noReaders))
    func `each export of each real map has its nodes, links and degrees`() throws {
        let folder = SharedData.url.appendingPathComponent("topologies")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".gml") }.sorted()
        let networks = try names.map { name in
            let document = try MapImport.read(path: folder.appendingPathComponent(name).path).document
            return (name: name, network: Network.compile(document).network, state: MapState.declared)
        }
        for (entry, found) in zip(networks, try readBack(networks)) { check(entry.name, entry.network.document, found) }
    }

    private func check(_ name: String, _ document: NetworkDocument, _ found: [String: Found]) {
        var degree: [ObjectID: Int] = [:]
        for link in document.links {
            degree[link.a.device, default: 0] += 1
            degree[link.b.device, default: 0] += 1
        }
        let degrees = document.devices.map { degree[$0.id] ?? 0 }.sorted()
        #expect(found.count == 12)
        for (format, reading) in found {
            #expect(reading.error == nil, "\(name) \(format)")
            #expect(reading.nodes == document.sites.count, "\(name) \(format)")
            #expect(reading.edges == document.links.count, "\(name) \(format)")
            if let read = reading.degrees { #expect(read == degrees, "\(name) \(format)") }
        }
        let places = found["geojson"]?.sites ?? [:]
        #expect(places.count == document.sites.count { $0.lat != nil })
        for site in document.sites {
            if let lat = site.lat, let lon = site.lon { #expect(places[site.id.rawValue] == [lon, lat], "\(name) \(site.id)") }
        }
    }

    static let nonCharacters = String(
        String.UnicodeScalarView([0xFFFE, 0xFDD0, 0xFFFF].compactMap { Unicode.Scalar($0 as UInt32) }))

    /// What devices and people write, or would.
    static let hostile = [
        "\"quoted\" 'text'", "</script><script>alert(1)</script>", "<!-- --> ]]> <![CDATA[", "&amp; &lt; & &#x1b;",
        "back\\slash \\N \\G \\\"",
        "line\nbreak\r\n\ttab", "\u{1b}[31mred\u{1b}[0m \u{7}", "\u{9b}31m C1", "\u{202e}right to left\u{2066}", "nul\u{0}byte",
        "%%{init: {}}%%",
        "end; graph TD", "| pipe {brace} [bracket] (round)", "=cmd|' /C calc'!A0", "+1,2;3", "Šabac Čačak Ђурђево 东京 👩‍🚒",
        "e\u{301}\u{301}\u{301}",
        "\u{feff}" + nonCharacters, "\u{2028}\u{2029}", "\u{e0041}tag", String(repeating: "A", count: 10_000),
        "#quot; `tick`", "", " ", "-",
    ]

    @Test(.enabled(if: python != nil, noReaders))
    func `hostile names pass every reader and no control character leaves`() throws {
        var document = NetworkDocument(name: Self.hostile.joined())
        for (number, text) in Self.hostile.enumerated() {
            let place = number % 4 == 0 ? nil : 44.0 + Double(number) / 20
            var site = NetworkDocument.Site(
                id: ObjectID("site:x" + text + "\(number)"), name: text, kind: text, lat: place, lon: place.map { $0 - 24 })
            site.tags = ["k" + text: text]
            site.municipality = text
            document.sites.append(site)
            document.devices.append(.init(id: ObjectID("dev:x" + text + "\(number)"), site: site.id, role: text))
            var duct = NetworkDocument.Duct(id: ObjectID("duct:x" + text + "\(number)"), owner: text, km: 1)
            duct.name = text
            document.ducts.append(duct)
            document.segments.append(.init(id: ObjectID("seg:\(number)"), duct: duct.id, km: 1))
            guard number > 0 else { continue }
            var link = NetworkDocument.Link(
                id: ObjectID("link:x" + text + "\(number)"),
                a: .init(device: document.devices[number - 1].id, interface: ObjectID("if:a\(number)" + text)),
                b: .init(device: document.devices[number].id, interface: ObjectID("if:b\(number)" + text)), kind: text)
            link.name = text
            link.segments = [ObjectID("seg:\(number)")]
            document.links.append(link)
        }
        let (network, problems) = Network.compile(document)
        #expect(problems.isEmpty)
        let state = MapState.whatIf(network, failed: [document.ducts[2].id, document.sites[5].id])
        let found = try #require(try readBack([(name: "hostile", network: network, state: state)]).first)
        for (format, reading) in found {
            #expect(reading.error == nil, "\(format)")
            #expect(reading.nodes == document.sites.count, "\(format)")
            #expect(reading.edges == document.links.count, "\(format)")
        }
        let json = try ExportFormat.json.text(of: network)
        #expect(try JSONDecoder().decode(NetworkDocument.self, from: Data(json.utf8)) == document)
    }

    @Test(.enabled(if: Program.path("rsvg-convert") != nil, "skipped: rsvg-convert (librsvg2-bin) is not installed"))
    func `a picture is drawn from the map`() throws {
        var document = NetworkDocument(name: "One")
        document.sites = [.init(id: "site:a", name: "A", kind: "dc", lat: 44, lon: 20)]
        let request = MapRequest(
            format: .png, network: Network.compile(document).network, state: .declared, options: MapOptions())
        #expect(try request.bytes().starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func `an empty network and one site are drawn in every format`() throws {
        for document in [
            NetworkDocument(name: ""),
            {
                var d = NetworkDocument(); d.sites = [.init(id: "site:a", name: "A", kind: "x")]; return d
            }(),
        ] {
            for format in ExportFormat.allCases where format != .png {
                let request = MapRequest(
                    format: format, network: Network.compile(document).network, state: .declared, options: MapOptions())
                #expect(try !request.bytes().isEmpty)
            }
        }
    }
}
