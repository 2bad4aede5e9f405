import Alerting
import Foundation
import MailDelivery
import TestSupport
import Testing

/// G5 with postfix: each thing that a relay may lack or refuse, once.
@Suite(.serialized, .enabled(if: PostfixServer.obstacle == nil, "skipped: \(PostfixServer.obstacle ?? "")"))
struct PostfixTests {
    private let mail = Array(
        ("From: a@b.example\r\nDate: Sat, 21 Nov 2026 12:00:00 +0000\r\nSubject: =?UTF-8?B?0J/QvtGI0YLQsA==?=\r\nMIME-Version: 1.0\r\nMessage-ID: <x@noc.example>\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=D0=9F=D0=BE\r\n")
            .utf8)

    private func send(_ mail: [UInt8], to server: PostfixServer) async throws -> RelayAnswer {
        let folder = try TemporaryFolder()
        var relay = AlertPolicy.Relay(name: "postfix", host: "127.0.0.1", port: server.port, timeoutSeconds: 20)
        (relay.user, relay.passwordFile, relay.caFile) = (server.user, try folder.secret(server.password), server.caFile)
        return await SMTPMailer().send(mail, from: "", to: ["ana@noc.example"], over: relay)
    }

    @Test(arguments: [PostfixServer.Trait.whole, .without8BitMIME, .withoutSMTPUTF8])
    func `postfix takes our mail over TLS with AUTH, whatever it knows of eight bits`(trait: PostfixServer.Trait) async throws {
        let server = try PostfixServer(trait)
        let answer = try await send(mail, to: server)
        #expect(answer.verdict == .accepted && answer.queueID?.isEmpty == false, "\(answer)")
        let stored = try #require(server.mails(1).first, "\(server.log)")
        // What we sent stands below the relay's own Received and Return-Path lines, byte for byte.
        #expect(stored.hasSuffix(String(decoding: mail, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")))
        #expect(stored.contains("ESMTPSA"), "with TLS and with AUTH")
    }

    @Test(arguments: [PostfixServer.Trait.withoutStartTLS, .wrongCertificate])
    func `nothing is sent in clear where TLS is required and cannot be had`(trait: PostfixServer.Trait) async throws {
        let server = try PostfixServer(trait)
        let answer = try await send(mail, to: server)
        #expect(
            answer.verdict == .temporary && (answer.reply.contains("TLS") || answer.reply.contains("certificate")), "\(answer)")
        #expect(server.mails(1, seconds: 0.3).isEmpty && !server.log.contains("sasl_username") && !server.log.contains("from=<"))
    }

    @Test func `a mail that is too large is refused by its size, and its first lines are taken`() async throws {
        let server = try PostfixServer(.small)
        let large =
            mail + Array(String(repeating: "x".padding(toLength: 70, withPad: "y", startingAt: 0) + "\r\n", count: 100).utf8)
        let answer = try await send(large, to: server)
        #expect(answer.verdict != .accepted && answer.reply.contains("552"), "\(answer)")
        #expect(try await send(mail, to: server).verdict == .accepted)
    }
}
