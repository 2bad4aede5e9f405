import Foundation

/// Another program's run: its output, wall time and CPU time.
struct Program {
    var output: String
    var seconds: Double
    var cpuSeconds: Double

    /// - Throws: `BenchmarkError` where the program is not installed.
    static func run(_ name: String, _ arguments: [String], input: String = "", environment: [String: String]? = nil) throws
        -> Program
    {
        let path = ["/usr/bin/", "/usr/sbin/", ""].map { $0 + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let path else { throw BenchmarkError("\(name) is not installed (make bench installs it)") }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-bench-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        if let environment { process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 } }
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        let (start, cpu) = (ContinuousClock.now, childrenCPU)
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Program(
            output: String(decoding: data, as: UTF8.self), seconds: (ContinuousClock.now - start).inSeconds,
            cpuSeconds: childrenCPU - cpu)
    }

    private static var childrenCPU: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
