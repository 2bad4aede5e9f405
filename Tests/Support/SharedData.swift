import Foundation
import Testing

/// The data of `../shared` beside the clone: recordings, maps, scenarios. Tests that need it are enabled only where it is present,
/// and the trait's comment says so in the output.
package enum SharedData {
    /// The folder of this package.
    package static let packageRoot: URL = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url
    }()

    package static let url = packageRoot.deletingLastPathComponent().appendingPathComponent("shared")

    package static var isPresent: Bool { FileManager.default.fileExists(atPath: url.appendingPathComponent("CONTRACT.md").path) }

    /// The comment for `.enabled(if: SharedData.isPresent, SharedData.absent)`.
    package static let absent: Testing.Comment = "skipped: there is no ../shared beside this clone"

    /// Runs long only when asked (`make soak`).
    package static var soak: Bool { ProcessInfo.processInfo.environment["FIBREWATCH_SOAK"] == "1" }
}
