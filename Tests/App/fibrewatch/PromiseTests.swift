import Alerting
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

/// What the built program promises of its mails, live: when, to whom, and that a trial sends none.
@Suite(.serialized, .enabled(if: MailServer.obstacle == nil, "skipped: \(MailServer.obstacle ?? "")"))
struct PromiseTests {
    // G4, G9 and the hold: one person's address is refused, and somebody acknowledges with hostile words.
    @Test func `a page leaves within five seconds of its hold, to all who can be told, and a refused address is told of`() throws
    {
        let folder = try TemporaryFolder()
        let relay = try MailServer(folder: folder.url, isSecured: false)
        try relay.behave(.rejectRecipient("bad@network.example"))
        let bench = try LoopbackBench(relayPort: relay.port, proven: 3, people: ["ana", "bad"])
        try bench.startMonitor()
        #expect(bench.comes(within: 60) { $0.devices["up"] == bench.polled }, "\(bench.log)")
        try bench.agents.cut("duct:beograd-mladenovac")
        let first = try #require(relay.awaitMails(1, seconds: 60).first, "\(bench.log)")
        #expect(first.recipients == ["noc@network.example", "ana@network.example"])
        let store = try Store.open(bench.database, mode: .readOnly)
        let opened = try #require(try store.incidents(open: true).first { $0.best == "duct:beograd-mladenovac" }).opened
        let late = (relay.firstArrival ?? 0) - opened.seconds - 3
        print("hold, live: mail with the relay \((late * 100).rounded() / 100) s after the end of its hold")
        #expect(late >= 0 && late <= 5)

        // The address is told of by a mail of its own, to those who can read one, and never tried again.
        #expect(relay.awaitMails(2, seconds: 30).last?.header("Subject")?.contains("bad@network.example") == true, "\(bench.log)")
        #expect(relay.mails.last?.recipients.contains("bad@network.example") == false)
        let sent = try #require(try store.notifications().first { $0.notification.kind == .problem && $0.state == .partly })
        #expect(sent.attempts.count == 1 && sent.recipients.first { $0.address == "bad@network.example" }?.state == "permanent")

        let hostile = "mine\r\nBcc: eve@evil.example\r\n\r\n--=_x--<script>\u{202E}"
        let taken = try Program.run([ProgramUnderTest.path, "incident", "ack", "i1", "-m", hostile] + bench.options)
        #expect(taken.status == 0, "\(taken.errors)")
        try bench.agents.mend("duct:beograd-mladenovac")
        #expect(relay.awaitMails(3, seconds: 60).count >= 3, "\(bench.log)")
        let over = try #require(relay.mails.first { $0.header("X-Fibrewatch-State") == "UP" }, "\(bench.log)")
        let mail = try ParsedMail.read(Array(over.content.utf8))
        #expect(mail.defects.isEmpty && mail.header("Bcc") == nil && mail.to == first.to, "\(mail.headers)")
        #expect(mail.parts == ["multipart/alternative", "text/plain", "text/html"] && !mail.html.contains("<script"))
        #expect(mail.header("In-Reply-To") == first.header("Message-ID"))
    }

    @Test func `a monitor in shadow decides and sends nothing, and says that it lives`() throws {
        let folder = try TemporaryFolder()
        let relay = try MailServer(folder: folder.url, isSecured: false)
        let sign = folder.path("alive")
        let bench = try LoopbackBench(relayPort: relay.port, more: "dead_man_file: \(sign)\n")
        try bench.startMonitor(["--shadow"])
        #expect(bench.comes(within: 60) { $0.devices["up"] == bench.polled }, "\(bench.log)")
        // Who asks again gets the answer when it is there, not when the wait is over.
        let begin = ContinuousClock.now
        let again = try Program.run([ProgramUnderTest.path, "recheck", "dev:bg-core-1", "--wait", "25"] + bench.options)
        let waited = (ContinuousClock.now - begin) / .seconds(1)
        #expect(again.status == 0 && again.output.contains("dev:bg-core-1") && waited < 12, "\(waited) s: \(again)")
        print("recheck, live: \((waited * 10).rounded() / 10) s")
        let watch = try LabProcess(
            [ProgramUnderTest.path, "status", "--watch"] + bench.options, name: "watch", folder: folder.url)
        let before = modified(sign)
        try bench.agents.cut("duct:beograd-mladenovac")
        #expect(bench.comes(within: 60) { !$0.incidents.isEmpty && $0.devices["unobserved"] ?? 0 > 0 }, "\(bench.log)")
        let why = {
            (try? Program.run([ProgramUnderTest.path, "incident", "why", "i1"] + bench.options))?.output ?? "nothing"
        }
        #expect(Wait.until(seconds: 20, every: 0.3) { why().contains("shadow") }, "\(why())")
        // Once a day, at half past seven, it reports what it would have sent.
        let sent = { relay.mails.filter { $0.header("X-Fibrewatch-Kind") != "heartbeat" } }
        #expect(sent().isEmpty)
        #expect(Wait.until(seconds: 12, every: 0.2) { modified(sign) > before }, "touched every five seconds")
        #expect(try String(contentsOfFile: sign, encoding: .utf8).hasSuffix(" well\n"))

        // Somebody who watches sees it come, one report after the other, and ends it with Ctrl-C.
        #expect(Wait.until(seconds: 10, every: 0.2) { watch.output.contains("duct:beograd-mladenovac") }, "\(watch.output)")
        #expect(watch.output.components(separatedBy: "devices: ").count > 2 && !watch.output.contains("\u{1B}"))
        #expect(watch.end(SIGINT) != 0)
        #expect(try bench.state().notifications().allSatisfy { $0.notification.kind == .heartbeat } && sent().isEmpty)
    }

    private func modified(_ path: String) -> Date {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.modificationDate] as? Date ?? .distantPast
    }
}

extension LoopbackBench {
    func state() throws -> Store { try Store.open(database, mode: .readOnly) }
}

extension MailServer.Mail {
    /// Addresses of the To header.
    fileprivate var to: [String] { (try? ParsedMail.read(Array(content.utf8)).to) ?? [] }
}
