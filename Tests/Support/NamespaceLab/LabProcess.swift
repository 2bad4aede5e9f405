import Foundation

/// A program that runs on, with its output in files; ended by `end` or with its laboratory.
package final class LabProcess: Sendable {
    private let child: ChildProcess
    /// Where its standard output and errors go.
    package let outputFile: URL
    package let errorFile: URL
    private let input: FileHandle

    /// The program's own pid.
    package var pid: Int32 { child.pid }
    package var isRunning: Bool { child.isRunning }
    package var output: String { Self.text(outputFile) }
    package var errors: String { Self.text(errorFile) }

    /// Starts `arguments` (the program first) with its output in `folder`, in files called `name`.
    package init(_ arguments: [String], name: String, folder: URL, environment: [String: String] = [:]) throws {
        outputFile = folder.appendingPathComponent(name + ".out")
        errorFile = folder.appendingPathComponent(name + ".err")
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        let pipe = Pipe()
        for handle in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
            _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
        }
        let files = try [outputFile, errorFile].map { try FileHandle(forWritingTo: $0) }
        child = try ChildProcess(
            arguments, environment: environment, input: pipe.fileHandleForReading.fileDescriptor,
            output: files[0].fileDescriptor, errors: files[1].fileDescriptor)
        input = pipe.fileHandleForWriting
    }

    /// Writes a line to its standard input.
    package func send(line: String) throws { try input.write(contentsOf: Data((line + "\n").utf8)) }

    /// Sends `signal`; nothing where it has ended.
    package func signal(_ signal: Int32) { child.signal(signal) }

    /// Sends `signal` and waits until it has ended, after `seconds` with SIGKILL. Returns its exit status, 128 + signal where one ended it.
    @discardableResult
    package func end(_ signal: Int32 = SIGTERM, seconds: Double = 5) -> Int32 { child.end(signal, seconds: seconds) }

    private static func text(_ file: URL) -> String {
        (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
