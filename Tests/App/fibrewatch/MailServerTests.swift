import Foundation
import TestSupport
import Testing

/// The mail server that other tests rely on, asked by curl.
struct MailServerTests {
    static let obstacle = MailServer.obstacle ?? (Program.path("curl") == nil ? "this test sends with curl" : nil)
    static let unavailable: Testing.Comment = "skipped: \(obstacle ?? "")"

    @Test(.enabled(if: obstacle == nil, unavailable))
    func `mail is taken after STARTTLS and AUTH only, and misbehaviour comes as ordered`() throws {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("fibrewatch-mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try MailServer(folder: folder)
        func send(_ options: [String], to recipient: String = "oncall@noc.example") throws -> Int32 {
            try Program.run(
                [
                    "curl", "-s", "--max-time", "10", "smtp://127.0.0.1:\(server.port)", "--mail-from", "fibrewatch@noc.example",
                    "--mail-rcpt", recipient, "-T", "-",
                ] + options, input: "Subject: A cut\r\n between two towns\r\nTo: oncall\r\n\r\nText.\r\n"
            ).status
        }
        let tls = ["--ssl-reqd", "--cacert", server.certificate.path]
        let login = ["--user", "\(server.user):\(server.password)"]
        #expect(try send(tls + login) == 0)
        let mail = try #require(server.awaitMails(1, seconds: 5).first)
        #expect(mail.recipients == ["oncall@noc.example"])
        #expect(mail.isEncrypted && mail.user == server.user)
        #expect(mail.header("Subject") == "A cut between two towns")
        #expect(try send(login) != 0, "in clear")
        #expect(try send(tls + ["--user", "\(server.user):wrong"]) == 67, "wrong password")
        #expect(try send(["--ssl-reqd"] + login) == 60, "unknown certificate")
        try server.behave(.refuse(code: 451, times: 1))
        #expect(try send(tls + login) != 0)
        #expect(try send(tls + login) == 0)
        try server.behave(.dropAfterData(times: 1))
        #expect(try send(tls + login) != 0)
        #expect(server.mails.count == 3)
        try server.behave(.rejectRecipient("gone@noc.example"))
        #expect(try send(tls + login, to: "gone@noc.example") != 0)
        #expect(server.mails.count == 3)
    }
}
