import Foundation

/// The program as this build made it, beside the tests.
package enum BuiltProgram {
    package static let path: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("fibrewatch").path
    }()
}
