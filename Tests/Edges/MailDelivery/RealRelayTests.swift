import Alerting
import Foundation
import MailDelivery
import TestSupport
import Testing

@Suite(.enabled(if: RealSMTPServer.isInstalled, "skipped: python3-aiosmtpd or openssl is not installed"))
struct RealRelayTests {
    private let mail = Array("From: a@b.example\r\nSubject: x\r\n\r\ntext\r\n".utf8)

    private func server(name: String = "127.0.0.1") throws -> RealSMTPServer {
        var settings = RealSMTPServer.Settings()
        (settings.requiresTLS, settings.user, settings.password, settings.certificateName) = (true, "fw", "hunter2", name)
        return try RealSMTPServer(settings)
    }

    private func send(to server: RealSMTPServer, password: String = "hunter2", ca: String?, mode: Int = 0o600) async throws
        -> RelayAnswer
    {
        let folder = try TemporaryFolder()
        var relay = AlertPolicy.Relay(name: "real", host: "127.0.0.1", port: server.port, timeoutSeconds: 20)
        (relay.user, relay.passwordFile, relay.caFile) = ("fw", try folder.secret(password, mode: mode), ca)
        return await SMTPMailer().send(mail, from: "", to: ["ana@noc.example"], over: relay)
    }

    @Test func `a relay with STARTTLS and AUTH takes the mail, encrypted and from our user`() async throws {
        let server = try server()
        let answer = try await send(to: server, ca: server.caFile)
        #expect(answer.verdict == .accepted && answer.queueID == "T0001", "\(answer)")
        let stored = try #require(server.waitForMails(1).first)
        #expect(stored.isEncrypted && stored.user == "fw" && stored.recipients == ["ana@noc.example"] && stored.bytes == mail)
    }

    @Test func `a wrong password keeps the mail and never shows itself`() async throws {
        let server = try server()
        let answer = try await send(to: server, password: "hunter3", ca: server.caFile)
        #expect(answer.verdict == .temporary && answer.reply.contains("refused the user name or password"))
        #expect(!"\(answer)".contains("hunter"))
        #expect(server.mails.isEmpty)
    }

    @Test func `a certificate of an unknown CA, or for another host, gets no mail`() async throws {
        let server = try server()
        #expect(try await send(to: server, ca: nil).reply.contains("certificate is not trusted"))
        let other = try self.server(name: "other.example")
        #expect(try await send(to: other, ca: other.caFile).reply.contains("certificate is not trusted or not for 127.0.0.1"))
        #expect(server.mails.isEmpty && other.mails.isEmpty)
    }

    @Test func `a secret that others may read is refused with the command that mends it`() async throws {
        let server = try server()
        let answer = try await send(to: server, ca: server.caFile, mode: 0o644)
        #expect(answer.verdict == .temporary && answer.reply.contains("chmod 600 "))
    }
}
