import Foundation
import TestSupport
import Testing

/// E4: the disk fills up while the real monitor runs on a small one of its own, in a mount namespace that the test makes.
@Suite(.serialized)
struct DiskFullTests {
    private static let obstacle: String? =
        getuid() != 0 ? "it needs root" : Program.path("unshare") == nil ? "there is no unshare" : MailServer.obstacle

    @Test(.enabled(if: obstacle == nil, "skipped: \(obstacle ?? "")"))
    func `with a full disk the outage is still told, and so is the disk; both end when there is room`() throws {
        let folder = try TemporaryFolder()
        let relay = try MailServer(folder: folder.url, isSecured: false)
        let bench = try LoopbackBench(relayPort: relay.port)
        bench.stateFile = "state/fibrewatch.db"
        let state = bench.folder.path("state")
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        try bench.startMonitor(under: [
            "unshare", "-m", "--fork", "--kill-child", "sh", "-c", "mount -t tmpfs -o size=7m tmpfs \(state) && exec \"$@\"",
            "sh",
        ])
        _ = Wait.until(seconds: 20, every: 0.2) { bench.log.contains("watching") }
        let program = try #require(bench.program)
        bench.entering = ["nsenter", "-t", "\(program)", "-m"]
        #expect(bench.comes(within: 60) { $0.devices["up"] == bench.polled }, "\(bench.log)")
        _ = try Program.run(bench.entering + ["dd", "if=/dev/zero", "of=\(state)/filler", "bs=64k"])
        try bench.agents.cut("duct:beograd-mladenovac")
        let about = { (text: String) in relay.mails.count { $0.header("Subject")?.contains(text) == true } }
        #expect(Wait.until(seconds: 90, every: 0.2) { about("DOWN duct:beograd-mladenovac") == 1 }, "\(bench.log)")
        #expect(Wait.until(seconds: 60, every: 0.2) { about("monitor:disk") >= 1 }, "\(bench.log)")
        _ = try Program.run(bench.entering + ["rm", "\(state)/filler"])
        try bench.agents.mend("duct:beograd-mladenovac")
        #expect(Wait.until(seconds: 90, every: 0.2) { about("UP duct:beograd-mladenovac") == 1 }, "\(bench.log)")
        print("E4: outage told \(about("DOWN duct:")), ended \(about("UP duct:")), disk told \(about("MONITOR monitor:disk"))")
        bench.killMonitor()
    }
}
