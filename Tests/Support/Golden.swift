import Foundation
import Testing

/// Files that were looked at and kept: what a program writes must be them, byte for byte.
///
/// With FIBREWATCH_GOLDEN=write in the environment they are written anew; the diff is then to be reviewed.
package enum Golden {
    /// Compares `text` with the file `name` under `Tests/`.
    package static func check(
        _ text: String, _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        try check(Array(text.utf8), name, sourceLocation: sourceLocation)
    }

    /// Compares `bytes` with the file `name` under `Tests/`.
    package static func check(
        _ bytes: [UInt8], _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let url = SharedData.packageRoot.appendingPathComponent("Tests").appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["FIBREWATCH_GOLDEN"] == "write" {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        let kept = try Data(contentsOf: url)
        guard Array(kept) != bytes else { return }
        let seen = FileManager.default.temporaryDirectory.appendingPathComponent(url.lastPathComponent)
        try Data(bytes).write(to: seen)
        Issue.record(
            "\(name) is not as kept; compare with \(seen.path), write it with FIBREWATCH_GOLDEN=write",
            sourceLocation: sourceLocation)
    }
}
