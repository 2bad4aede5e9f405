import DeclaredFiles
import Foundation
import NetworkModel
import Rendering
import TestSupport
import Testing

@testable import FibrewatchCommands

/// The exported page in a real browser: it draws, its search finds every site, a click shows the site, and no script fails.
struct HTMLInBrowserTests {
    struct Found: Decodable {
        var name: String
        var nodes: Int
        var edges: Int
        /// Sites that the search finds by their identifier; of the first five, those whose details then stand beside the map.
        var found: Int
        var shown: Int
        /// A search for what is not there finds nothing.
        var nothing: Bool
        var inked: Int
        /// Elements that would load something from elsewhere.
        var foreign: Int
        var errors: [String]
    }

    static let hasBrowser = Program.path("chromium") != nil
    static let noBrowser: Comment = "skipped: chromium is not installed"

    /// Loads every page in a frame of its own in one run of the browser, and returns what each told.
    private func browse(_ maps: [(name: String, network: Network, state: MapState)]) throws -> [String: Found] {
        let folder = try TemporaryFolder()
        let probe = try String(
            contentsOf: SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/exports/probe.js"), encoding: .utf8)
        let catcher = "<script>window.probeErrors=[];window.onerror=m=>{window.probeErrors.push(String(m))}</script>"
        // Frames out of sight are given no time to draw, so they lie over each other.
        var frames = ""
        for map in maps {
            let request = MapRequest(format: .html, network: map.network, state: map.state, options: MapOptions(mark: "internal"))
            let page = String(decoding: try request.bytes(), as: UTF8.self)
                .replacingOccurrences(of: "</style></head>", with: "</style>\(catcher)</head>")
                .replacingOccurrences(of: "</body></html>", with: "<script>\(probe)</script></body></html>")
            try Data(page.utf8).write(to: URL(fileURLWithPath: folder.path(map.name + ".html")))
            frames += "<iframe name=\"\(map.name)\" src=\"\(map.name).html\" ></iframe>\n"
        }
        let around = """
            <!DOCTYPE html><meta charset="utf-8"><style>iframe{position:absolute;left:0;top:0;width:700px;height:500px}</style>
            <pre id="told"></pre><script>
            onmessage = e => { document.getElementById('told').textContent += 'TOLD ' + btoa(JSON.stringify(e.data)) + '\\n' };
            </script>\(frames)
            """
        try Data(around.utf8).write(to: URL(fileURLWithPath: folder.path("around.html")))
        let browser = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--user-data-dir=\(folder.path("profile"))", "--virtual-time-budget=20000", "--dump-dom",
            "file://" + folder.path("around.html"),
        ]
        let result = try Program.run(browser, seconds: 120)
        let told = result.lines.compactMap { line -> Found? in
            guard let start = line.range(of: "TOLD ") else { return nil }
            let word = line[start.upperBound...].prefix { $0 != "<" }
            return Data(base64Encoded: String(word)).flatMap { try? JSONDecoder().decode(Found.self, from: $0) }
        }
        #expect(told.count == maps.count, "the browser said: \(result.errors.suffix(2000))")
        return Dictionary(told.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    private func check(_ map: (name: String, network: Network, state: MapState), _ found: Found?) throws {
        let document = map.network.document
        let found = try #require(found, "\(map.name) told nothing")
        #expect(found.errors == [], "\(map.name)")
        #expect(found.nodes == document.sites.count, "\(map.name)")
        // Cables inside a site are no lines on a map.
        let inside = document.links.indices.count { link in
            let (a, b) = (map.network.deviceA[link], map.network.deviceB[link])
            return a != b && map.network.siteOfDevice[Int(a)] == map.network.siteOfDevice[Int(b)]
        }
        #expect(found.edges == document.links.count - inside, "\(map.name)")
        #expect(found.found == document.sites.count, "\(map.name)")
        #expect(found.shown == min(5, document.sites.count), "\(map.name)")
        #expect(found.nothing && found.foreign == 0, "\(map.name)")
        #expect(found.inked > 1000, "\(map.name)")
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absent), .enabled(if: hasBrowser, noBrowser))
    func `each real map opens, draws and finds its sites`() throws {
        let folder = SharedData.url.appendingPathComponent("topologies")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".gml") }.sorted()
        let maps = try names.map { name in
            let document = try MapImport.read(path: folder.appendingPathComponent(name).path).document
            return (name: String(name.dropLast(4)), network: Network.compile(document).network, state: MapState.declared)
        }
        let found = try browse(maps)
        for map in maps { try check(map, found[map.name]) }
    }

    @Test(.enabled(if: hasBrowser, noBrowser))
    func `the national model and names that are markup open without a script's error`() throws {
        let national = try DeclaredNetwork.load(
            path: SharedData.packageRoot.appendingPathComponent("Topology/serbia").path
        ).network
        var document = NetworkDocument(name: ExportReadBackTests.hostile.joined())
        for (number, text) in ExportReadBackTests.hostile.enumerated() {
            document.sites.append(
                .init(id: ObjectID("site:x\(number)"), name: text, kind: text, lat: 44 + Double(number) / 20, lon: 20))
            document.devices.append(.init(id: ObjectID("dev:x\(number)"), site: ObjectID("site:x\(number)"), role: text))
        }
        let hostile = Network.compile(document).network
        let maps = [
            (
                name: "national", network: national,
                state: MapState.whatIf(national, failed: [national.document.ducts[0].id])
            ), (name: "hostile", network: hostile, state: MapState.declared),
        ]
        let found = try browse(maps)
        for map in maps { try check(map, found[map.name]) }
    }
}
