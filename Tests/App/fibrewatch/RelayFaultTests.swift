import Foundation
import NetworkModel
import TestSupport
import Testing

/// The program as a whole with postfix as its relay, once for each thing that a relay may lack or refuse (FAULTS.md G5).
@Suite(.serialized, .enabled(if: PostfixServer.obstacle == nil, "skipped: \(PostfixServer.obstacle ?? "")"))
struct RelayFaultTests {
    private static let duct = "duct:beograd-mladenovac"
    private static let cut = ObjectID(duct)

    /// The monitor with this relay, and a file as the second way to people.
    private func bench(_ server: PostfixServer, _ folder: TemporaryFolder) throws -> LoopbackBench {
        let secret = try folder.secret(server.password)
        let bench = try LoopbackBench(
            relayPort: UInt16(server.port),
            relay: "tls: required, timeout_s: 10, user: \(server.user), password_file: \(secret), ca_file: \(server.caFile)",
            more: "targets:\n  - {name: second, kind: file, path: \(folder.path("second"))}\n")
        try bench.startMonitor()
        #expect(bench.comes(within: 60) { $0.devices["up"] == bench.polled }, "\(bench.log)")
        try bench.agents.cut(Self.cut)
        return bench
    }

    @Test(arguments: SharedData.soak ? [PostfixServer.Trait.small, .without8BitMIME, .withoutSMTPUTF8] : [.small])
    func `G5: whatever the relay lacks or finds too large, a cut and its end arrive once each`(trait: PostfixServer.Trait) throws
    {
        let (server, folder) = (try PostfixServer(trait), try TemporaryFolder())
        let bench = try bench(server, folder)
        let about = { (state: String) in { server.mails(0, seconds: 0).count { $0.contains("X-Fibrewatch-State: \(state)") } } }
        #expect(Wait.until(seconds: 60, every: 0.1) { about("DOWN")() == 1 }, "\(bench.log) \(server.log)")
        try bench.agents.mend(Self.cut)
        #expect(Wait.until(seconds: 90, every: 0.1) { about("UP")() == 1 }, "\(bench.log) \(server.log)")
        #expect(bench.comes(within: 20) { $0.monitor.waiting_mails == 0 }, "\(bench.log)")
        let mails = server.mails(2)
        // That the relay takes no mail of our size is told to people too, once.
        let others = mails.count { !$0.contains(Self.duct) }
        #expect(mails.count - others == 2 && others <= (trait == .small ? 2 : 0), "\(mails.map { $0.prefix(800) })")
        #expect(mails.allSatisfy { $0.contains("ESMTPSA") }, "with TLS and with AUTH")
        print("G5 \(trait.rawValue): mails expected 2, seen \(mails.count - others), doubled 0, about the relay \(others)")
    }

    @Test(arguments: SharedData.soak ? [PostfixServer.Trait.withoutStartTLS, .wrongCertificate] : [.wrongCertificate])
    func `G5: without the TLS that is required nothing is sent in clear, and the second way tells the cut and why`(
        trait: PostfixServer.Trait
    ) throws {
        let (server, folder) = (try PostfixServer(trait), try TemporaryFolder())
        let bench = try bench(server, folder)
        let lines = {
            ((try? String(contentsOfFile: folder.path("second"), encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
        }
        #expect(Wait.until(seconds: 60, every: 0.1) { lines().contains { $0.contains(Self.duct) } }, "\(bench.log)")
        #expect(Wait.until(seconds: 60, every: 0.1) { lines().contains { $0.contains("monitor:relay-relay") } }, "\(bench.log)")
        #expect(lines().count { $0.contains("\"problem\"") } == 2, "\(lines())")
        #expect(bench.comes(within: 10) { $0.monitor.waiting_mails >= 2 }, "\(bench.log)")
        #expect(server.mails(1, seconds: 0.3).isEmpty && !server.log.contains("sasl_username") && !server.log.contains("from=<"))
        #expect(!bench.log.contains(server.password) && !lines().joined().contains(server.password))
        print("G5 \(trait.rawValue): told by the second way 2 of 2, in clear 0, waiting for the relay 2")
    }
}
