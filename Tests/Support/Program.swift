import Foundation

/// What a program printed, and how it ended.
package struct ProgramResult: Sendable {
    package var status: Int32
    package var output: String
    package var errors: String
    package var lines: [Substring] { output.split(separator: "\n") }
}

/// Runs other programs to their end.
package enum Program {
    /// Where the program `name` is installed; nil if it is not.
    package static func path(_ name: String) -> String? {
        ["/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/", "/usr/lib/frr/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs `arguments` (the program first, by name or path) with `input`, and kills it after `seconds`.
    /// - Throws: `ChildProcessError` where it cannot be started, or what keeps its files from being made.
    package static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], seconds: Double = 30
    ) throws -> ProgramResult {
        let files = try (0..<3).map { _ in try ScratchFile() }
        try files[0].handle.write(contentsOf: Data(input.utf8))
        try files[0].handle.seek(toOffset: 0)
        let child = try ChildProcess(
            arguments, environment: environment, input: files[0].descriptor, output: files[1].descriptor,
            errors: files[2].descriptor)
        if !Wait.until(seconds: seconds, every: 0.001, { !child.isRunning }) { child.signal(SIGKILL) }
        return ProgramResult(status: child.wait(), output: try files[1].text(), errors: try files[2].text())
    }
}

/// A file without a name that holds a program's input or output, however much it is.
private struct ScratchFile {
    let handle: FileHandle
    var descriptor: Int32 { handle.fileDescriptor }

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
