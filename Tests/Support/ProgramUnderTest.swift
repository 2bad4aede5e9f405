import Foundation

/// The built `fibrewatch`, beside the test bundle.
package enum ProgramUnderTest {
    package static let path: String = {
        // The bundle is an executable of its own on Linux: .build/<triple>/debug/fibrewatchPackageTests.xctest.
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("fibrewatch").path
    }()

    package static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: path) }
}
