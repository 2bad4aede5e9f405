import InventoryStore
import TestSupport
import Testing

@testable import MonitorService

private typealias Outbox = OutboxServiceTests.Outbox

/// What becomes of a mail that a relay refuses for good: its relay may be wrong, or its address.
@Suite struct OutboxRefusalTests {
    /// A relay that says this of every recipient whose line holds `part`, as long as `until` says that it does.
    private static func refusing(
        _ reply: String, _ part: String = "@", sessions: Range<Int> = 0..<1_000_000
    ) throws -> ScriptedSMTPServer {
        try ScriptedSMTPServer {
            $0.verb == "RCPT" && $0.line.contains(part) && sessions.contains($0.session) ? .reply(reply) : nil
        }
    }

    @Test(arguments: [
        "550 relay not permitted", "554 5.7.1 relay access denied", "550 5.1.1 no such user", "550 unrouteable address",
    ])
    func `what one relay refuses the other is asked to take at once`(reply: String) async throws {
        let (first, second) = (try Self.refusing(reply), try ScriptedSMTPServer())
        defer { for server in [first, second] { server.stop() } }
        let outbox = try Outbox(outages: 1, recovered: 1)
        try await outbox.run([first.port, second.port]) { mails in mails.allSatisfy { $0.state == .sent } }
        let mails = try outbox.store.notifications()
        #expect(second.mails.count == 2 && mails.map { $0.attempts.map(\.relay) } == [["r0", "r1"], ["r0", "r1"]])
        #expect(!outbox.health.byPart.keys.contains { $0.hasPrefix("address ") }, "\(outbox.health.troubles)")
        #expect((outbox.health.byPart["mail over r0"] != nil) == !reply.contains("5.1.1"), "\(outbox.health.troubles)")
    }

    @Test(arguments: ["550 relay not permitted", "554 5.7.1 relay access denied"])
    func `what the only relay refuses without a word about the mailbox waits until the relay is mended`(reply: String)
        async throws
    {
        let server = try Self.refusing(reply, sessions: 0..<3)
        defer { server.stop() }
        let outbox = try Outbox(outages: 1, recovered: 1)
        try await outbox.run([server.port]) { $0[0].attempts.count >= 2 }
        #expect(outbox.health.troubles == ["mail: r0: \(reply)"])
        try await outbox.run([server.port]) { mails in mails.allSatisfy { $0.state == .sent } }
        #expect(server.mails.count == 2 && outbox.health.troubles.isEmpty)
    }

    // G4
    @Test func `of three addresses the one that is refused is told as bad and not tried again`() async throws {
        let server = try Self.refusing("550 refused", "<boris@")
        defer { server.stop() }
        let outbox = try Outbox(outages: 1, people: ["ana", "boris", "vera"])
        try await outbox.run([server.port]) { $0[0].state == .partly }
        let mail = try outbox.store.notifications()[0]
        #expect(mail.recipients.map(\.state) == ["accepted", "permanent", "accepted"] && mail.attempts.count == 1)
        #expect(outbox.health.troubles == ["address boris@noc.example: r0 refuses it: 550 refused"])
        print(
            "G4: one of three refused: mails expected 2, seen \(mail.recipients.count { $0.state == "accepted" }), doubled 0, false 0"
        )
    }

    // G4
    @Test func `where all addresses are refused as no mailboxes each is told as bad, and nothing is tried for ever`() async throws
    {
        let server = try Self.refusing("550 5.1.1 no such user")
        defer { server.stop() }
        let outbox = try Outbox(outages: 2, people: ["ana", "boris", "vera"])
        try await outbox.run([server.port]) { mails in mails.allSatisfy { $0.state == .refused } }
        #expect(
            try outbox.store.notifications().allSatisfy {
                $0.attempts.count == 1 && $0.recipients.allSatisfy { $0.state == "permanent" }
            })
        #expect(outbox.health.byPart.keys.sorted() == ["ana", "boris", "vera"].map { "address \($0)@noc.example" })
        #expect(try outbox.store.dueNotifications(at: .distantFuture).isEmpty)
        print("G4: all of three refused: mails expected 0, seen \(server.mails.count), doubled 0, false 0, addresses told 3")
    }

    // G4
    @Test func `where all addresses are refused for the relay's own reasons none is told as bad and each gets the mail once`()
        async throws
    {
        let server = try Self.refusing("550 rejected by policy", sessions: 0..<4)
        defer { server.stop() }
        let outbox = try Outbox(outages: 1, people: ["ana", "boris", "vera"])
        try await outbox.run([server.port]) { $0[0].state == .sent }
        #expect(server.mails.map(\.recipients.count) == [3] && outbox.health.troubles.isEmpty)
        print(
            "G4: all of three refused by the relay: mails expected 3, seen \(server.mails[0].recipients.count), doubled 0, false 0"
        )
    }

    @Test func `an address that one relay refuses beside others gets its mail by the other relay, and the others no copy`()
        async throws
    {
        let (first, second) = (try Self.refusing("550 not ours", "<sms@"), try ScriptedSMTPServer())
        defer { for server in [first, second] { server.stop() } }
        let outbox = try Outbox(outages: 1, people: ["ana", "sms"])
        try await outbox.run([first.port, second.port]) { $0[0].state == .sent }
        // The scripted relay lists those that it refuses, too.
        #expect(first.mails.count == 1 && second.mails.count == 1)
        #expect(second.commands.filter { $0.verb == "RCPT" }.map { $0.line.contains("<sms@") } == [true])
        #expect(try outbox.store.notifications()[0].attempts.map(\.relay) == ["r0", "r1"])
        #expect(outbox.health.troubles.isEmpty, "\(outbox.health.troubles)")
    }

    @Test func `an address is bad once every relay says so, and only then`() async throws {
        let first = try Self.refusing("550 5.1.1 no such user")
        let second = try ScriptedSMTPServer()
        let port = second.port
        second.stop()
        defer { first.stop() }
        let outbox = try Outbox(outages: 1)
        outbox.slow(to: 30_000)
        // The other relay is away: who mends addresses is told, the mail waits.
        try await outbox.run([first.port, port]) { $0[0].attempts.count >= 5 }
        #expect(try outbox.store.notifications()[0].state == .waiting)
        #expect(outbox.health.byPart["address ana@noc.example"] != nil, "\(outbox.health.troubles)")
        let other = try Self.refusing("550 user unknown")
        defer { other.stop() }
        try await outbox.run([first.port, other.port]) { $0[0].state == .refused }
        #expect(first.mails.isEmpty && other.mails.isEmpty)
    }
}
