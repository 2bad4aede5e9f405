import Foundation
import Testing

/// Texts that tests compare with files under `Tests/Fixtures/`. `FIBREWATCH_REWRITE_GOLDEN=1 swift test` writes the files anew; the diff is
/// then reviewed like any other change.
package enum GoldenFile {
    /// Expects that `text` is the content of `Tests/Fixtures/<name>`.
    package static func expect(
        _ text: String, equals name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let url = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/" + name)
        if ProcessInfo.processInfo.environment["FIBREWATCH_REWRITE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let expected = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        let difference = zip(lines(text), lines(expected)).enumerated().first { $1.0 != $1.1 }
        let hint = difference.map { "first difference in line \($0 + 1): \($1.0) instead of \($1.1)" } ?? "one is longer"
        #expect(text == expected, "differs from Tests/Fixtures/\(name): \(hint)", sourceLocation: sourceLocation)
    }

    private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
