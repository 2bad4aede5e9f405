import Foundation
import SNMPCollector

/// gosnmp and braa on the same responder, beside our collector.
enum OthersBench {
    static let devices = 1000

    static func run() async throws {
        let responder = try Responder(port: SNMPBench.port)
        let engine = try SNMPEngine(window: SNMPBench.window)
        let plan = SNMPBench.plan(devices, engine, port: responder.port)
        _ = try await SNMPBench.polls(plan, engine, responder, polls: 20_000)
        let go = try? goProgram()
        var ours: [Measured] = []
        var gosnmp: [Measured] = []
        var braas: [Measured] = []
        for _ in 0..<5 {
            ours.append(try await SNMPBench.polls(plan, engine, responder, polls: 100_000))
            if let go {
                gosnmp.append(
                    try other(responder, polls: 20_000) {
                        try Program.run(go, ["\(responder.port)", "\(devices)", "20000", "64"])
                    })
            }
            braas.append(try other(responder, polls: devices) { try braa(responder.port) })
        }
        report(
            "gosnmp", ours.median, gosnmp, bar: 4, missing: "the Go compiler or golang-github-gosnmp-gosnmp-dev is not installed")
        report("braa", ours.median, braas, bar: 20, missing: "braa is not installed")
    }

    private static func report(_ name: String, _ ours: Measured, _ theirs: [Measured], bar: Double, missing: String) {
        var line = BenchmarkLine("snmp-get-against-\(name)")
        line.varbinds = SNMPBench.oids.count
        if theirs.isEmpty {
            line.note = "not measured: \(missing)"
        } else {
            line.fill(ours, devices: devices, reference: name, theirs.median)
            line.judge("ratio >= \(Int(bar))") { $0.ratio ?? 0 >= bar }
        }
        line.print()
    }

    private static func other(_ responder: Responder, polls: Int, _ run: () throws -> Program) throws -> Measured {
        let peer = responder.cpuNanoseconds
        let program = try run()
        return Measured(
            rate: Double(polls) / program.seconds, cpu: program.cpuSeconds * 1e6 / Double(polls),
            busy: Double(responder.cpuNanoseconds - peer) / 1e9 / program.seconds * 100)
    }

    /// braa asks for one name a datagram unless they are given together; all ten stand in one query.
    private static func braa(_ port: UInt16) throws -> Program {
        let last = devices - 1
        let hosts = "public@127.1.0.0-127.1.\(last >> 8).\(last & 255):\(port):"
        return try Program.run("braa", SNMPBench.oids.map { hosts + ".\($0)" })
    }

    /// Builds the Go program from Debian's sources.
    private static func goProgram() throws -> String {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("gosnmp/main.go").path
        let built = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-gosnmp").path
        let cache = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-go-cache").path
        _ = try Program.run(
            "go", ["build", "-o", built, source],
            environment: ["GOPATH": "/usr/share/gocode", "GO111MODULE": "off", "GOCACHE": cache])
        guard FileManager.default.isExecutableFile(atPath: built) else { throw BenchmarkError("go build failed") }
        return built
    }
}
