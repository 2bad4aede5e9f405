import Foundation

/// Makes PDF of a page of HTML by WeasyPrint, or by Chromium, where one of them is installed.
package enum PageConverter {
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case notInstalled
        case failed(String)

        package var description: String {
            switch self {
            case .notInstalled:
                "PDF is made by weasyprint or chromium, and neither is installed; apt-get install weasyprint, or write .html"
            case .failed(let message): "the page could not be made a PDF: \(message)"
            }
        }
    }

    private static func program(_ names: [String]) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return names.lazy.compactMap { name in
            folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        }.first
    }

    package static var isInstalled: Bool { program(["weasyprint", "chromium"]) != nil }

    /// - Throws: `Problem`, or what keeps its files from being made. It is given a minute.
    package static func pdf(fromHTML page: String) throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target) = (folder.appendingPathComponent("page.html"), folder.appendingPathComponent("page.pdf"))
        try Data(page.utf8).write(to: source)
        let process = Process()
        if let weasyprint = program(["weasyprint"]) {
            process.executableURL = URL(fileURLWithPath: weasyprint)
            process.arguments = [source.path, target.path]
        } else if let chromium = program(["chromium"]) {
            process.executableURL = URL(fileURLWithPath: chromium)
            // The page is our own and fetches nothing; as root Chromium does not start with its sandbox.
            process.arguments =
                [
                    "--headless", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=\(target.path)",
                    "--user-data-dir=\(folder.path)/profile",
                ]
                + (getuid() == 0 ? ["--no-sandbox"] : []) + [source.absoluteString]
        } else {
            throw Problem.notInstalled
        }
        (process.standardInput, process.standardOutput, process.standardError) = (
            FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
        )
        try process.run()
        let deadline = DispatchTime.now() + .seconds(60)
        let done = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in done.signal() }
        if !process.isRunning { done.signal() }
        if done.wait(timeout: deadline) == .timedOut { process.terminate() }
        guard let data = try? Data(contentsOf: target), data.starts(with: Data("%PDF".utf8)) else {
            throw Problem.failed("the program ended with \(process.isRunning ? "no" : "its own") answer and wrote no PDF")
        }
        return data
    }
}
