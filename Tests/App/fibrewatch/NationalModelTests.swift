import DeclaredFiles
import Foundation
import NetworkModel
import TestSupport
import Testing

/// `Topology/serbia`: as its generator makes it, and as large as the network that it stands for.
@Suite struct NationalModelTests {
    static let folder = SharedData.packageRoot.appendingPathComponent("Topology/serbia")

    @Test func `the committed files are what the generator makes of the list of places`() throws {
        let output = try TemporaryFolder()
        let places = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/geo/serbia_postal_places.csv").path
        let generator = URL(fileURLWithPath: CheckProgramTests.program).deletingLastPathComponent().appendingPathComponent(
            "NationalModel")
        let result = try Program.run([generator.path, places, output.url.path], seconds: 300)
        #expect(result.status == 0, "\(result.errors)")
        let made = try FileManager.default.contentsOfDirectory(atPath: output.url.path).sorted()
        let committed = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".csv") }
            .sorted()
        #expect(made == committed)
        for name in made {
            let (new, old) = (
                FileManager.default.contents(atPath: output.path(name)),
                try Data(contentsOf: Self.folder.appendingPathComponent(name))
            )
            #expect(new == old, "run `swift run NationalModel`: \(name) differs")
        }
    }

    /// What the generator is called with, and how it ends.
    private static let calls: [(words: [String], status: Int32)] = [
        (["--help"], 0), (["-h"], 0), (["--hlep"], 2), (["/no/such/places.csv", "/tmp"], 2), (["a", "b", "c"], 2),
    ]

    @Test(arguments: calls)
    func `the generator tells how it is used instead of ending in a trap`(words: [String], status: Int32) throws {
        let generator = URL(fileURLWithPath: CheckProgramTests.program).deletingLastPathComponent().appendingPathComponent(
            "NationalModel")
        let result = try Program.run([generator.path] + words)
        #expect(result.status == status, "\(words): \(result)")
        #expect((status == 0 ? result.output : result.errors).contains("usage: swift run NationalModel"), "\(words): \(result)")
    }

    @Test func `the model is as large as the network it stands for, and whole`() throws {
        let declared = try DeclaredNetwork.load(path: Self.folder.path)
        let document = declared.document
        let sites = Dictionary(grouping: document.sites, by: \.kind)
        #expect(sites["egov"]?.count ?? 0 >= 1000 && sites["post"]?.count ?? 0 >= 1500 && sites["dc"]?.count == 2)
        #expect(document.sites.filter { $0.tags["eid"] == "yes" }.count == 700)
        #expect(document.sites.filter { $0.tags["counters"] != nil }.count == 106)
        #expect(document.services.count == 13)
        let city = Set(
            try String(contentsOf: Self.folder.appendingPathComponent("ducts-belgrade.csv"), encoding: .utf8).split(
                separator: "\n"
            ).map { $0.prefix { $0 != "," } })
        #expect(document.ducts.filter { city.contains($0.id.rawValue[...]) }.reduce(0) { $0 + ($1.km ?? 0) } >= 250)
        #expect(
            Set(document.ducts.compactMap(\.owner)).isSuperset(of: [
                "owner:own", "owner:police", "owner:power", "owner:railways", "owner:telecom",
            ]))
        #expect(declared.findings.filter { $0.severity != .note } == [])
        #expect(Set(document.devices.compactMap(\.address)).count == document.devices.count)
    }
}
