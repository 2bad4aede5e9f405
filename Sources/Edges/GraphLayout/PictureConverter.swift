import Foundation

/// Draws PNG from SVG by librsvg's `rsvg-convert`, where it is installed.
package enum PictureConverter {
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case notInstalled
        case failed(String)

        package var description: String {
            switch self {
            case .notInstalled:
                "PNG is drawn by rsvg-convert, which is not installed; apt-get install librsvg2-bin, or export svg"
            case .failed(let message): "rsvg-convert could not draw the picture: \(message)"
            }
        }
    }

    private static var program: String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.map { $0 + "/rsvg-convert" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    package static var isInstalled: Bool { program != nil }

    /// - Parameter scale: pixels for a unit of the drawing.
    package static func png(fromSVG svg: String, scale: Double = 1.5) throws -> Data {
        guard let program else { throw Problem.notInstalled }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target, errors) = (
            folder.appendingPathComponent("map.svg"), folder.appendingPathComponent("map.png"),
            folder.appendingPathComponent("errors")
        )
        try Data(svg.utf8).write(to: source)
        try Data().write(to: errors)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--zoom", "\(scale)", "--output", target.path, source.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Problem.failed(String((try? String(contentsOf: errors, encoding: .utf8))?.prefix(300) ?? ""))
        }
        return try Data(contentsOf: target)
    }
}
