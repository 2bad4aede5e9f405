import Foundation
import Synchronization
import Testing

extension SharedData {
    /// The scenarios of `../shared/scenarios/NAME.tar.xz`, unpacked once a process into a temporary folder; nil where there are none or,
    /// recorded as an issue, where `tar` fails on them.
    ///
    /// The folder holds the scenario folders beside `networks/`.
    package static func unpackedScenarios(_ name: String) -> URL? {
        unpacked.withLock { known in
            if let url = known[name] { return url }
            let archive = url.appendingPathComponent("scenarios/\(name).tar.xz")
            guard FileManager.default.fileExists(atPath: archive.path) else { return nil }
            let folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("fibrewatch-tests-\(ProcessInfo.processInfo.processIdentifier)-\(name)")
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let tar = Process()
            tar.executableURL = URL(fileURLWithPath: "/usr/bin/tar")
            tar.arguments = ["-xJf", archive.path, "-C", folder.path]
            guard (try? tar.run()) != nil else { return nil }
            tar.waitUntilExit()
            guard tar.terminationStatus == 0 else {
                Issue.record("tar cannot unpack \(archive.path); Debian's xz-utils is needed")
                return nil
            }
            atexitRemove(folder)
            known[name] = folder
            return folder
        }
    }

    /// All network documents of the shared scenarios, those in the archives included, by name.
    package static func networkFiles() -> [URL] {
        let folders = [url.appendingPathComponent("scenarios")] + ["national", "life"].compactMap { unpackedScenarios($0) }
        let files = folders.flatMap { folder in
            let networks = folder.appendingPathComponent("networks")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: networks.path)) ?? []
            return names.filter { $0.hasSuffix(".json") }.map { networks.appendingPathComponent($0) }
        }
        return files.sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private static let unpacked = Mutex<[String: URL]>([:])
    private static let doomed = Mutex<[URL]>([])

    private static func atexitRemove(_ folder: URL) {
        doomed.withLock { folders in
            if folders.isEmpty { atexit { SharedData.removeDoomed() } }
            folders.append(folder)
        }
    }

    private static func removeDoomed() {
        doomed.withLock { folders in
            for folder in folders { try? FileManager.default.removeItem(at: folder) }
            folders = []
        }
    }
}
