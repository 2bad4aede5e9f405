import DeclaredFiles
import Foundation
import NetworkModel
import TestSupport
import Testing

/// A GeoPackage out of the built program and back in.
struct GeoPackageProgramTests {
    @Test func `our own GeoPackage comes back with its sites, links, ducts and segments`() throws {
        let folder = try TemporaryFolder()
        let topology = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path
        let written = try Program.run(
            [
                ProgramUnderTest.path, "export", "gpkg", "--level", "restricted", "-o", folder.path("map.gpkg"), "--topology",
                topology, "--database", folder.path("none.db"),
            ])
        #expect(written.status == 0, "\(written.errors)")
        let taken = try Program.run(
            [ProgramUnderTest.path, "topology", "import", folder.path("map.gpkg"), "-o", folder.path("back")])
        #expect(taken.output.hasPrefix("GeoPackage map"), "\(taken)")
        let (before, after) = (
            try DeclaredNetwork.load(path: topology).document, try DeclaredNetwork.load(path: folder.path("back")).document
        )
        #expect(Set(after.sites.map(\.id)) == Set(before.sites.map(\.id)))
        #expect(Set(after.sites.map(\.name)) == Set(before.sites.map(\.name)))
        #expect(Set(after.sites.map { [$0.lat, $0.lon] }) == Set(before.sites.map { [$0.lat, $0.lon] }))
        #expect(Set(after.ducts.map(\.id)) == Set(before.ducts.map(\.id)))
        #expect(Set(after.ducts.map(\.owner)) == Set(before.ducts.map(\.owner)))
        #expect(Set(after.segments.map { [$0.id, $0.duct] }) == Set(before.segments.map { [$0.id, $0.duct] }))
        // Links within a site are no lines of a map of sites.
        let between = before.links.filter { link in
            let sites = [link.a, link.b].map { end in before.devices.first { $0.id == end.device }?.site }
            return sites[0] != sites[1]
        }
        #expect(Set(after.links.map(\.id)) == Set(between.map(\.id)))
        #expect(Set(after.links.map { Set($0.segments) }) == Set(between.map { Set($0.segments) }))
    }
}
