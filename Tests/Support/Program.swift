import Foundation

/// Runs another program to its end and keeps what it printed.
package struct ProgramResult: Sendable {
    package var status: Int32
    package var output: String
    package var errors: String
    package var lines: [Substring] { output.split(separator: "\n") }
}

package enum Program {
    /// Where the program `name` is installed; nil if it is not.
    package static func path(_ name: String) -> String? {
        ["/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/", "/usr/lib/frr/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs `arguments` (the program first, by name or path) with `input`, and ends it after `seconds`.
    /// - Throws: what `Process.run` throws where the program cannot be started.
    package static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], seconds: Double = 30
    ) throws -> ProgramResult {
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: arguments[0].contains("/") ? arguments[0] : path(arguments[0]) ?? arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let files = try (0..<2).map { _ in try ScratchFile() }
        let stdin = Pipe()
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, files[0].handle, files[1].handle)
        try process.run()
        try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try? stdin.fileHandleForWriting.close()
        let watchdog = DispatchSource.makeTimerSource(queue: .global())
        watchdog.setEventHandler { [process] in process.terminate() }
        watchdog.schedule(deadline: .now() + seconds)
        watchdog.resume()
        process.waitUntilExit()
        watchdog.cancel()
        return ProgramResult(status: process.terminationStatus, output: try files[0].text(), errors: try files[1].text())
    }
}

/// A file without a name that takes a program's output, however much it is.
private struct ScratchFile {
    let handle: FileHandle

    init() throws {
        let path = NSTemporaryDirectory() + "/fibrewatch-output-\(UUID().uuidString)"
        try Data().write(to: URL(fileURLWithPath: path))
        handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: path)
    }

    func text() throws -> String {
        try handle.seek(toOffset: 0)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }
}
