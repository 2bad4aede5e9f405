import Foundation
import NetworkModel

/// The network at scale: a made network of 100,000 devices and 150,000 links is read, compiled and judged.
enum GraphBench {
    static let devices = 100_000

    /// Measures in a process of its own, so that the made document does not count.
    @Sendable static func run() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-graph-\(getpid()).json")
        try JSONEncoder().encode(document()).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--graph", file.path]
        try process.run()
        process.waitUntilExit()
    }

    /// The child's part: one document in `file`.
    static func measure(_ file: String) throws {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
        let clock = ContinuousClock()
        let before = residentMegabytes()
        var network = Network.compile(NetworkDocument()).network
        let compiling = try clock.measure { network = Network.compile(try NetworkDocument(json: bytes)).network }
        let growth = residentMegabytes() - before
        let perDevice = growth * 1_048_576 / Double(devices)
        var line = BenchmarkLine("graph-compile")
        (line.devices, line.seconds, line.rss_growth_mb) = (devices, seconds(compiling), growth)
        line.bar = "read and compiled in 5 s with 150,000 links, 1 KB a device; here \(Int(perDevice)) bytes"
        line.holds = seconds(compiling) < 5 && perDevice <= 1024
        line.print()
        let graph = NetworkGraph(network)
        var separating = 0
        let judging = clock.measure {
            let labels = CycleLabels(graph)
            separating = network.document.ducts.indices.count { labels.separates(network.linksOfDuct[$0]) }
        }
        var ducts = BenchmarkLine("graph-ducts")
        (ducts.devices, ducts.seconds) = (devices, seconds(judging))
        ducts.note = "\(network.document.ducts.count) ducts judged by cycle-space labels, \(separating) part the network"
        ducts.print()
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return ((Double(seconds) + Double(attoseconds) / 1e18) * 10_000).rounded() / 10_000
    }

    private static func residentMegabytes() -> Double {
        let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return words.count > 1 ? (Double(words[1]) ?? 0) * Double(getpagesize()) / 1_048_576 : 0
    }

    /// Sites of ten devices, a ring over each fifty sites, every duct under two links.
    private static func document() -> NetworkDocument {
        var document = NetworkDocument(name: "bench")
        document.collectors = [.init(id: "collector:c1", device: "dev:0")]
        for device in 0..<devices {
            if device % 10 == 0 {
                document.sites.append(.init(id: ObjectID("site:\(device / 10)"), name: "S\(device / 10)", kind: "post"))
            }
            document.devices.append(
                .init(
                    id: ObjectID("dev:\(device)"), site: ObjectID("site:\(device / 10)"), role: "cpe",
                    collectors: ["collector:c1"]))
        }
        var random = SplitMix64(seed: 1)
        for link in 0..<(devices * 3 / 2) {
            // A tree first, then chords.
            let a = link < devices - 1 ? link + 1 : Int.random(in: 0..<devices, using: &random)
            let b = link < devices - 1 ? link / 3 : Int.random(in: 0..<devices, using: &random)
            var row = NetworkDocument.Link(
                id: ObjectID("link:\(link)"), a: .init(device: ObjectID("dev:\(a)"), interface: ObjectID("if:\(link)a")),
                b: .init(device: ObjectID("dev:\(b)"), interface: ObjectID("if:\(link)b")), kind: "fibre")
            if link % 2 == 0 { document.ducts.append(.init(id: ObjectID("duct:\(link / 2)"), owner: "own", km: 1)) }
            document.segments.append(.init(id: ObjectID("seg:\(link)"), duct: ObjectID("duct:\(link / 2)"), km: 1))
            row.segments = [ObjectID("seg:\(link)")]
            document.links.append(row)
        }
        document.services = [.init(id: "svc:s", hosts: ["dev:0"], clients: ["post"])]
        return document
    }
}
