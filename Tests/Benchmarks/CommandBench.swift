import BenchmarkPeers
import Foundation

/// Questions about the national network as whole commands of the built program: from the shell's word to the last line.
enum CommandBench {
    private static let runs = 40

    @Sendable static func run() async throws {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("fibrewatch").path
        guard FileManager.default.isExecutableFile(atPath: program), FileManager.default.fileExists(atPath: "Topology/serbia")
        else {
            throw BenchmarkError("\(program) or ./Topology/serbia is not there (make bench builds the one beside the other)")
        }
        // A command may use what cores there are.
        peer_pin(-1)
        defer { peer_pin(0) }
        try measure("command-start", [program, "--version"], within: nil)
        try measure("command-whatif", [program, "whatif", "cut", "duct:bg-3-bg-17"], within: 50)
        try measure("command-path", [program, "path", "site:p-25260", "site:p-37251"], within: 50)
        try measure("command-redundancy", [program, "redundancy"], runs: 5, within: 1000)
        let page = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-bench-\(getpid()).html").path
        defer { try? FileManager.default.removeItem(atPath: page) }
        try measure("command-export-html", [program, "export", "html", "-o", page], runs: 5, within: 2000)
    }

    /// `/bin/true` in turn with it says what starting any program costs at this moment.
    private static func measure(_ name: String, _ command: [String], runs: Int = runs, within milliseconds: Double?) throws {
        var (ours, nothing): ([Double], [Double]) = ([], [])
        for _ in 0..<runs {
            ours.append(try elapsed(command))
            nothing.append(try elapsed(["/bin/true"]))
        }
        ours.sort()
        let (best, median) = (ours[0], ours[ours.count / 2])
        var line = BenchmarkLine(name)
        line.seconds = (median / 1000).rounded(to: 4)
        line.reference = "/bin/true"
        line.ratio = (median / nothing.sorted()[nothing.count / 2]).rounded(to: 1)
        line.note = "best of \(runs) \(best.rounded(to: 1)) ms, median \(median.rounded(to: 1)) ms"
        if let milliseconds {
            line.bar = "\(Int(milliseconds)) ms as a whole command"
            line.holds = median <= milliseconds
        }
        line.print()
    }

    private static func elapsed(_ command: [String]) throws -> Double {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [Int32(1), 2] { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0) }
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let start = ContinuousClock.now
        var child: pid_t = 0
        guard posix_spawn(&child, command[0], &actions, nil, &arguments, environ) == 0 else {
            throw BenchmarkError("\(command[0]) cannot be started")
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        guard status & 0xFF00 == 0 || status >> 8 == 1 else { throw BenchmarkError("\(command[1]) ended with \(status >> 8)") }
        return (ContinuousClock.now - start).inSeconds * 1000
    }
}
