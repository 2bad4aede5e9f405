import Foundation
import NetworkModel
import SNMPCollector
import SNMPMessages

/// The ten useful columns of a 48-port switch, served by Debian's snmpd in the form of its own tables where it is installed; beside
/// `snmpbulkwalk` of the same columns.
enum WalkBench {
    static let columns =
        ([2, 3, 5, 6, 7, 8].map { ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, $0]) }
            + [1, 6, 10, 15].map { ObjectIdentifier([1, 3, 6, 1, 2, 1, 31, 1, 1, 1, $0]) })

    static func run() async throws {
        let responder = try Responder.switch(port: SNMPBench.port + 5)
        let engine = try SNMPEngine()
        let target = SNMPTarget(
            SocketAddress(IPAddress(v4: 0x7F00_0001), port: responder.port), credential: .v2c(community: Secret("public")))
        let first = await engine.walk(columns, of: target)
        guard first.isComplete, first.varBinds.count == 480 else {
            throw BenchmarkError("the walk is not whole: \(first.findings)")
        }
        var ours: [Measured] = []
        var theirs: [Measured] = []
        var depth = 0
        for _ in 0..<5 {
            let start = ContinuousClock.now
            for _ in 0..<20 { depth = max(depth, await engine.walk(columns, of: target).depth) }
            ours.append(Measured(rate: 20 / (ContinuousClock.now - start).inSeconds))
            theirs.append(try bulkwalk(responder.port))
        }
        var line = BenchmarkLine("snmp-walk-48-ports")
        line.fill(ours.median, devices: 1, reference: "snmpbulkwalk, one column after the other", theirs.median)
        (line.cpu_us, line.reference_cpu_us, line.responder_busy, line.reference_responder_busy) = (nil, nil, nil, nil)
        line.varbinds = 480
        line.note = "\(depth) round trips in depth after first contact"
        line.bar = "at most 3 round trips in depth"
        line.holds = depth <= 3
        line.print()
    }

    private static func bulkwalk(_ port: UInt16) throws -> Measured {
        let start = ContinuousClock.now
        for column in columns {
            _ = try Program.run(
                "snmpbulkwalk", ["-v2c", "-c", "public", "-On", "127.0.0.1:\(port)", "\(column)"], environment: ["MIBS": ""])
        }
        return Measured(rate: 1 / (ContinuousClock.now - start).inSeconds)
    }
}
