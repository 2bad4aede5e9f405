import Foundation
import TestSupport
import Testing

/// The monitor as a process: killed, without its relay, with broken files.
@Suite(.serialized)
struct MonitorProcessTests {
    static let unavailable: Testing.Comment = "skipped: \(MailServer.obstacle ?? "")"

    /// A port where nothing listens: bound for a moment, then let go.
    private func closedPort(in folder: URL) throws -> UInt16 {
        let server = try MailServer(folder: folder, isSecured: false)
        defer { server.stop() }
        return server.port
    }

    @Test(.enabled(if: MailServer.obstacle == nil, unavailable))
    func `a mail that no relay takes outlives a kill and arrives once`() throws {
        let folder = try TemporaryFolder()
        let port = try closedPort(in: folder.url)
        let bench = try LoopbackBench(relayPort: port)
        try bench.startMonitor()
        #expect(bench.comes(within: 60) { $0.devices["up"] == bench.polled }, "\(bench.log)")
        try bench.agents.cut("duct:beograd-mladenovac")
        #expect(bench.comes(within: 60) { $0.monitor.waiting_mails == 1 }, "\(bench.log)")
        bench.killMonitor()

        let relay = try MailServer(folder: folder.url, port: port, isSecured: false)
        try bench.startMonitor()
        let mails = relay.awaitMails(1, seconds: 90)
        #expect(
            mails.count == 1 && mails.first?.header("Subject")?.hasPrefix("DOWN duct:beograd-mladenovac") == true, "\(bench.log)")
        #expect(bench.comes(within: 60) { $0.incidents.map(\.id) == ["i1"] && $0.devices["unobserved"] ?? 0 > 0 }, "\(bench.log)")

        // The fault lasts, the monitor found it anew: nobody is told a second time, and the repair is told once.
        try bench.agents.mend("duct:beograd-mladenovac")
        let both = relay.awaitMails(2, seconds: 90)
        #expect(
            both.last?.header("In-Reply-To") == mails.first?.header("Message-ID"),
            "\(relay.mails.map { $0.header("Subject") ?? "" }) \(bench.log)")
        #expect(bench.comes(within: 60) { $0.incidents.isEmpty && $0.devices["up"] == bench.polled })
        #expect(relay.mails.count == 2, "\(relay.mails.map { $0.header("Subject") ?? "" }) \(bench.log)")
    }

    @Test(.enabled(if: MailServer.obstacle == nil, unavailable))
    func `a broken new version of the files leaves the old one in force and says so`() throws {
        let folder = try TemporaryFolder()
        let relay = try MailServer(folder: folder.url, isSecured: false)
        let bench = try LoopbackBench(relayPort: relay.port)
        try bench.startMonitor()
        #expect(bench.comes(within: 60) { $0.devices["up"] == bench.polled }, "\(bench.log)")

        let good = try Data(contentsOf: URL(fileURLWithPath: bench.networkFile))
        let broken = String(decoding: good, as: UTF8.self).replacingOccurrences(of: "\"site:hub-ns\"", with: "\"site:hub-nss\"")
        try Data(broken.dropLast(2).utf8).write(to: URL(fileURLWithPath: bench.networkFile))
        bench.monitor?.signal(SIGHUP)
        #expect(bench.comes(within: 30) { $0.monitor.troubles.contains { $0.hasPrefix("configuration: ") } }, "\(bench.log)")
        #expect(bench.log.contains("the old network stays in force"))

        // It goes on watching what it knew.
        try bench.agents.cut("duct:beograd-mladenovac")
        #expect(relay.about("duct:", 1, seconds: 60).count == 1, "\(bench.log)")
        // That the files are broken is told too, once.
        #expect(
            relay.about("monitor:configuration", 1, seconds: 30).count == 1, "\(relay.mails.map { $0.header("Subject") ?? "" })")

        try good.write(to: URL(fileURLWithPath: bench.networkFile))
        bench.monitor?.signal(SIGHUP)
        #expect(
            bench.comes(within: 30) { $0.monitor.troubles.isEmpty && $0.incidents.map(\.best) == ["duct:beograd-mladenovac"] },
            "\(bench.log)")
        #expect(relay.about("duct:", 1, seconds: 1).count == 1)
    }

    @Test func `a second monitor on the same state file is refused, commands are not, and after a kill the next one starts`()
        throws
    {
        let bench = try LoopbackBench(relayPort: 9)
        try bench.startMonitor()
        #expect(bench.comes(within: 60) { $0.devices["up"] == bench.polled }, "\(bench.log)")
        let first = try #require(bench.program)
        try bench.agents.cut("duct:beograd-mladenovac")
        #expect(bench.comes(within: 60) { $0.incidents.map(\.id) == ["i1"] }, "\(bench.log)")

        let words = [ProgramUnderTest.path, "run", "--poll-interval", "2"] + bench.options
        let second = try Program.run(words, seconds: 20)
        #expect(second.status == 2 && second.errors.contains("pid \(first), since "), "\(second)")
        #expect(second.errors.split(separator: "\n").count == 1, "\(second)")
        let ack = try Program.run([ProgramUnderTest.path, "incident", "ack", "i1", "-m", "mine"] + bench.options)
        #expect(ack.status == 0, "\(ack)")
        #expect(bench.comes(within: 10) { $0.incidents.map(\.id) == ["i1"] && $0.monitor.state != "silent" }, "\(bench.log)")

        bench.killMonitor()
        try bench.startMonitor()
        #expect(bench.comes(within: 60) { $0.incidents.map(\.id) == ["i1"] && $0.devices["up"] ?? 0 > 0 }, "\(bench.log)")
        #expect(bench.monitor?.isRunning == true && bench.program != first, "\(bench.log)")
    }

    // F5: the kernel's monotonic and boot clocks pass 2^32 ms (49.7 days) and 2^32 hundredths (497 days) while the monitor watches a cut.
    @Test(
        .enabled(
            if: MailServer.obstacle == nil && Program.path("unshare") != nil && getuid() == 0,
            "skipped: root, unshare or aiosmtpd is missing"),
        arguments: SharedData.soak ? [4_294_967, 42_949_672] : [42_949_672])
    func `a monotonic clock that passes the end of 32 bits stops no timer`(end: Int) throws {
        let folder = try TemporaryFolder()
        let relay = try MailServer(folder: folder.url, isSecured: false)
        let bench = try LoopbackBench(relayPort: relay.port)
        var (now, boot) = (timespec(), timespec())
        clock_gettime(CLOCK_MONOTONIC, &now)
        clock_gettime(CLOCK_BOOTTIME, &boot)
        // Twelve seconds before the end, so that start, cut and repair lie on both sides of it.
        try bench.startMonitor(under: [
            "unshare", "-T", "--fork", "--kill-child", "--monotonic", "\(end - now.tv_sec - 12)", "--boottime",
            "\(end - boot.tv_sec - 12)",
        ])
        #expect(bench.comes(within: 60) { $0.devices["up"] == bench.polled }, "\(bench.log)")
        try bench.agents.cut("duct:beograd-mladenovac")
        #expect(relay.awaitMails(1, seconds: 60).count == 1, "\(bench.log)")
        try bench.agents.mend("duct:beograd-mladenovac")
        let both = relay.awaitMails(2, seconds: 90)
        #expect(both.count == 2 && both.last?.header("X-Fibrewatch-State") == "UP", "\(bench.log)")
        print("F5: monotonic past \(end) s: mails expected 2, seen \(both.count), false \(max(0, relay.mails.count - 2))")
    }
}

extension MailServer {
    /// Mails whose subject names `text`, after at most `seconds` for `count` of them.
    fileprivate func about(_ text: String, _ count: Int, seconds: Double) -> [Mail] {
        let found = { self.mails.filter { $0.header("Subject")?.contains(text) == true } }
        _ = Wait.until(seconds: seconds, every: 0.1) { found().count >= count }
        return found()
    }
}
