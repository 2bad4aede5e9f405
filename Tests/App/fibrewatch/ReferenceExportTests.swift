import Foundation
import TestSupport
import Testing

/// `Topology/Exports` is generated; it stays true by being drawn again.
struct ReferenceExportTests {
    @Test func `the picture of the README is what the program draws`() throws {
        let folder = try TemporaryFolder()
        let network = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path
        let result = try Program.run(
            [
                ProgramUnderTest.path, "export", "svg", "--topology", network, "--database", folder.path("none.db"), "--failed",
                "duct:beograd-mladenovac", "--title", "A duct of two rings is cut", "-o", folder.path("cut.svg"),
            ], seconds: 60)
        #expect(result.status == 0, "\(result.errors)")
        let committed = SharedData.packageRoot.appendingPathComponent("Topology/Exports/cut.svg")
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("cut.svg"))) == Data(contentsOf: committed))
    }
}
