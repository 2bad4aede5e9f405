import Alerting
import Foundation
import MailDelivery
import TestSupport
import Testing

private let mail = Array("From: a@b.example\r\nSubject: x\r\n\r\n..dot\r\n.\r\ntext\r\n".utf8)

private func relay(_ port: Int, tls: AlertPolicy.Relay.TLS = .none, timeout: Int = 10) -> AlertPolicy.Relay {
    .init(name: "first", host: "127.0.0.1", port: port, tls: tls, timeoutSeconds: timeout)
}

@Suite struct SMTPMailerTests {
    private let mailer = SMTPMailer(hostName: "fibrewatch.test")

    private func send(_ relay: AlertPolicy.Relay, to: [String] = ["ana@noc.example"], from: String = "") async -> RelayAnswer {
        await mailer.send(mail, from: from, to: to, over: relay)
    }

    @Test func `a taken mail has the relay's final answer and its queue id, and arrives byte for byte`() async throws {
        let server = try ScriptedSMTPServer()
        defer { server.stop() }
        let answer = await send(relay(server.port))
        #expect(answer.verdict == .accepted && answer.queueID == "S0" && answer.reply == "250 2.0.0 Ok: queued as S0")
        #expect(server.mails.first?.text == "From: a@b.example\nSubject: x\n\n..dot\n.\ntext\n")
        #expect(server.commands.map(\.verb) == ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "TEXT", "QUIT"])
        #expect(server.commands[1].line == "EHLO fibrewatch.test" && server.commands[2].line.hasPrefix("MAIL FROM:<>"))
    }

    @Test func `a relay that refuses connections is tried again later`() async throws {
        let server = try ScriptedSMTPServer()
        server.stop()
        let answer = await send(relay(server.port))
        #expect(answer.verdict == .temporary && !answer.uncertain)
    }

    @Test func `one refused and one greylisted recipient leave the third its mail`() async throws {
        let server = try ScriptedSMTPServer { command in
            if command.line.contains("<gone@") { return .reply("550 5.1.1 no such user") }
            return command.line.contains("<grey@") ? .reply("450 4.2.0 greylisted") : nil
        }
        defer { server.stop() }
        let answer = await send(relay(server.port), to: ["gone@noc.example", "grey@noc.example", "ana@noc.example"])
        #expect(answer.recipients.map(\.verdict) == [.permanent, .temporary, .accepted])
        #expect(answer.recipients[0].reply == "550 5.1.1 no such user" && answer.queueID == "S0")
    }

    @Test(arguments: [
        ("550 5.1.1 no such user", RelayAnswer.Verdict.permanent), ("450 4.2.0 greylisted", .temporary),
        ("554 5.7.1 relay access denied", .temporary),
    ])
    func `a refusal of the only recipient is judged by its code`(reply: String, verdict: RelayAnswer.Verdict) async throws {
        let server = try ScriptedSMTPServer { $0.verb == "RCPT" ? .reply(reply) : nil }
        defer { server.stop() }
        let answer = await send(relay(server.port))
        #expect(answer.verdict == verdict && answer.reply == reply)
    }

    @Test(arguments: [
        ("CONNECT", "554 no service"), ("MAIL", "550 sender refused"), ("DATA", "451 later"), ("TEXT", "552 too big"),
        ("TEXT", "451 later"),
    ])
    func `a refusal that is not about the address never loses the mail`(verb: String, reply: String) async throws {
        let server = try ScriptedSMTPServer { $0.verb == verb ? .reply(reply) : nil }
        defer { server.stop() }
        let answer = await send(relay(server.port))
        #expect(answer.verdict == .temporary && !answer.uncertain && answer.reply.hasPrefix(reply))
    }

    @Test func `a connection lost after the final dot may have delivered`() async throws {
        let server = try ScriptedSMTPServer { $0.verb == "TEXT" ? .close : nil }
        defer { server.stop() }
        let answer = await send(relay(server.port))
        #expect(answer.verdict == .temporary && answer.uncertain && server.mails.count == 1)
    }

    @Test(arguments: [ScriptedSMTPServer.Reaction.hang, .drip(milliseconds: 50)], ["CONNECT", "RCPT"])
    func `a relay that never answers costs its time limit and no more`(reaction: ScriptedSMTPServer.Reaction, verb: String)
        async throws
    {
        let server = try ScriptedSMTPServer { $0.verb == verb ? reaction : nil }
        defer { server.stop() }
        let start = ContinuousClock.now
        let answer = await send(relay(server.port, timeout: 1))
        #expect(answer.verdict == .temporary && answer.reply.contains("no answer within 1 s"))
        #expect(ContinuousClock.now - start < .seconds(6))
    }

    @Test func `a stopping monitor ends a session that hangs`() async throws {
        let server = try ScriptedSMTPServer { $0.verb == "EHLO" ? .hang : nil }
        defer { server.stop() }
        let port = server.port
        let task = Task { await mailer.send(mail, from: "", to: ["ana@noc.example"], over: relay(port, timeout: 60)) }
        while server.commands.isEmpty { await Task.yield() }
        let start = ContinuousClock.now
        task.cancel()
        #expect(await task.value.verdict == .temporary)
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test(arguments: ["x\r\nRCPT TO:<eve@evil.example>", "a b@c", "", "<a@b>", "no-at-sign"])
    func `what is no address never reaches the relay`(address: String) async throws {
        let server = try ScriptedSMTPServer()
        defer { server.stop() }
        let answer = await send(relay(server.port), to: [address, "ana@noc.example"])
        #expect(answer.recipients.map(\.verdict) == [.accepted, .permanent])
        #expect(server.commands.filter { $0.verb == "RCPT" }.map(\.line) == ["RCPT TO:<ana@noc.example>"])
    }

    @Test func `TLS that is required is never done without`() async throws {
        let server = try ScriptedSMTPServer()
        defer { server.stop() }
        let answer = await send(relay(server.port, tls: .required))
        #expect(answer.verdict == .temporary && answer.reply.contains("no TLS"))
        #expect(!server.commands.contains { $0.verb == "MAIL" })
        #expect(await send(relay(server.port, tls: .opportunistic)).verdict == .accepted)
    }

    @Test func `a user name is never sent in clear`() async throws {
        let server = try ScriptedSMTPServer { $0.verb == "EHLO" ? .reply("250-scripted.test\r\n250 AUTH PLAIN LOGIN") : nil }
        defer { server.stop() }
        let folder = try TemporaryFolder()
        var relay = relay(server.port, tls: .none)
        (relay.user, relay.passwordFile) = ("fw", try folder.secret("hunter2"))
        #expect(await send(relay).verdict == .temporary)
        #expect(!server.commands.contains { $0.verb == "AUTH" })
    }

    @Test(arguments: [
        ("250 2.0.0 Ok: queued as 4XyZ", "4XyZ"), ("250 OK id=1tABcd-0001", "1tABcd-0001"),
        ("250 2.0.0 5AM0abc Message accepted for delivery", "5AM0abc"), ("250 ok", nil),
    ])
    func `the queue id is read from the answers of common relays`(reply: String, id: String?) async throws {
        let server = try ScriptedSMTPServer { $0.verb == "TEXT" ? .reply(reply) : nil }
        defer { server.stop() }
        #expect(await send(relay(server.port)).queueID == id)
    }
}
