import Foundation
import SNMPCollector
import SNMPMessages

/// How much the resident memory of an engine grows from one device to many, each measured in a process of its own.
enum MemoryBench {
    static func run() async throws {
        let responder = try Responder(port: SNMPBench.port)
        for (devices, bar) in [(10_000, 10.0), (100_000, 30.0)] {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            process.arguments = ["--memory", "\(devices)", "\(responder.port)"]
            process.standardOutput = pipe
            try process.run()
            let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            var line = BenchmarkLine("snmp-memory-v2c")
            line.devices = devices
            line.rss_growth_mb = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
            line.judge("rss_growth_mb <= \(Int(bar))") { $0.rss_growth_mb ?? 999 <= bar }
            line.print()
        }
    }

    /// Prints the growth in megabytes.
    static func measure(_ arguments: [String]) async {
        guard arguments.count == 2, let devices = Int(arguments[0]), let port = UInt16(arguments[1]),
            let engine = try? SNMPEngine()
        else { exit(2) }
        let one = SNMPBench.plan(1, engine, port: port)
        for _ in 0..<100 { _ = await engine.sweep(one) { _ in } }
        let before = resident
        let many = SNMPBench.plan(devices, engine, port: port)
        for _ in 0..<3 { _ = await engine.sweep(many) { _ in } }
        print((resident - before).rounded(to: 2))
        exit(0)
    }

    private static var resident: Double {
        let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (statm.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) * 4096 / 1e6
    }
}
