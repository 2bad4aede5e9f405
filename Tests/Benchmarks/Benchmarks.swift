import BenchmarkPeers
import Foundation

/// `make bench`: every figure beside an anchor measured in the same run, one JSON object a line, medians of five interleaved runs.
/// Arguments name the benches to run; none runs all.
@main
enum Benchmarks {
    typealias Bench = (name: String, run: @Sendable () async throws -> Void)

    static let all: [Bench] = [
        ("snmp", SNMPBench.run),
        ("memory", MemoryBench.run),
        ("v3", V3Bench.run),
        ("loss", LossBench.run),
        ("walk", WalkBench.run),
        ("others", OthersBench.run),
        ("ping", PingBench.run),
        ("graph", GraphBench.run),
        ("command", CommandBench.run),
        ("diagnosis", DiagnosisBench.run),
        ("rules", RuleBench.run),
    ]
    /// Minutes to half an hour each: they run only when named.
    static let long: [Bench] = [("delays", DelayBench.run), ("live-cuts", LiveBench.cuts), ("live-evening", LiveBench.evening)]

    /// Begins again in a network namespace of its own, so that all threads and all peers are in it. Without the right to one, figures come
    /// from the machine's loopback, where the responder may be the bottleneck; then they say so.
    private static func moveIntoOwnNetwork() {
        let isThere = "FIBREWATCH_BENCH_NETWORK"
        guard getenv(isThere) == nil, peer_own_network(0) == 0 else { return }
        setenv(isThere, "own", 1)
        let arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", arguments)
    }

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "--respond" { Responder.serve(Array(arguments.dropFirst())) }
        if arguments.first == "--respond-v3" { V3Responder.serve(Array(arguments.dropFirst())) }
        if arguments.first == "--respond-switch" { SwitchResponder.serve(Array(arguments.dropFirst())) }
        if arguments.first == "--memory" { return await MemoryBench.measure(Array(arguments.dropFirst())) }
        if arguments.first == "--graph", let file = arguments.last {
            do { return try GraphBench.measure(file) } catch { exit(1) }
        }
        let unknown = arguments.filter { name in !(all + long).contains { $0.name == name } }
        guard unknown.isEmpty else {
            FileHandle.standardError.write(
                Data(
                    "no bench \(unknown.joined(separator: ", ")); there are \((all + long).map(\.name).joined(separator: ", "))\n"
                        .utf8))
            exit(2)
        }
        moveIntoOwnNetwork()
        peer_pin(0)
        for bench in arguments.isEmpty ? all : (all + long).filter({ arguments.contains($0.name) }) {
            do { try await bench.run() } catch {
                var line = BenchmarkLine(bench.name)
                line.note = "not measured: \(error)"
                line.print()
            }
        }
    }
}
