import Foundation

/// A real SMTP server (aiosmtpd of Debian's python3) on 127.0.0.1 that keeps what it is sent.
///
/// ```swift
/// let server = try MailServer(folder: folder)                     // or in a laboratory: MailServer(in: lab)
/// // smtp://127.0.0.1:\(server.port), STARTTLS against server.certificate, server.user / server.password
/// server.behave(.refuse(code: 451, times: 1))
/// #expect(server.awaitMails(1, seconds: 10).count == 1)
/// ```
package final class MailServer: Sendable {
    package let port: UInt16
    /// PEM file of the server's certificate, self-signed for 127.0.0.1 and localhost: what a client takes as its CA.
    package let certificate: URL
    package let user = "fibrewatch"
    package let password = "lab-password-7"
    private let process: LabProcess
    private let mailFolder: URL

    /// One mail as the server took it, in order of arrival.
    package struct Mail: Sendable, Decodable {
        package var sender: String
        package var recipients: [String]
        package var isEncrypted: Bool
        package var user: String?
        /// All bytes after DATA, with CRLF.
        package var content: String

        /// The first header field of this name, unfolded; nil where there is none.
        package func header(_ name: String) -> String? {
            var value: String?
            for line in content.split(separator: "\r\n", omittingEmptySubsequences: false) {
                if line.isEmpty { break }
                if let started = value {
                    guard line.first == " " || line.first == "\t" else { break }
                    value = started + line
                } else if line.lowercased().hasPrefix(name.lowercased() + ":") {
                    value = line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
                }
            }
            return value
        }
    }

    /// What the server does with the next mails.
    package enum Behaviour {
        /// Answers MAIL with `code` (4xx: try again, 5xx: never), so many times.
        case refuse(code: Int, times: Int)
        /// Answers RCPT to this address with 550.
        case rejectRecipient(String)
        /// Keeps the mail and closes the connection before its final 250, so many times.
        case dropAfterData(times: Int)
    }

    /// Why there can be no server here; nil where there can.
    package static let obstacle: String? = {
        guard Program.path("openssl") != nil else { return "the mail server of the tests needs openssl" }
        let result = try? Program.run(["/usr/bin/python3", "-c", "import aiosmtpd"])
        return result?.status == 0 ? nil : "the mail server of the tests needs Debian's python3-aiosmtpd"
    }()

    /// Starts it with its files in `folder`.
    /// - Parameters:
    ///   - port: 0 chooses a free one.
    ///   - isSecured: whether STARTTLS and AUTH are offered, and mail is taken only after both.
    package convenience init(folder: URL, port: UInt16 = 0, isSecured: Bool = true) throws {
        try self.init(folder: folder, port: port, isSecured: isSecured) { arguments in
            try LabProcess(arguments, name: "mail-server", folder: folder)
        }
    }

    /// Starts it in a namespace of a laboratory.
    package convenience init(in lab: NamespaceLab, node: String = LabPlan.monitor, isSecured: Bool = true) throws {
        try self.init(folder: try lab.home(of: node), port: 0, isSecured: isSecured) { arguments in
            try lab.start(in: node, arguments, name: "mail-server")
        }
    }

    private init(folder: URL, port: UInt16, isSecured: Bool, start: ([String]) throws -> LabProcess) throws {
        mailFolder = folder.appendingPathComponent("mail-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: mailFolder, withIntermediateDirectories: true)
        certificate = mailFolder.appendingPathComponent("certificate.pem")
        let key = mailFolder.appendingPathComponent("key.pem")
        let made = try Program.run([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key.path, "-out", certificate.path,
        ])
        guard made.status == 0 else { throw LabError(doing: "make a certificate", said: made.errors) }
        process = try start([
            "/usr/bin/python3", "-u", "-c", Self.script, mailFolder.path, "\(port)", isSecured ? "secured" : "open", user,
            password,
        ])
        let running = process
        var chosen: UInt16?
        _ = Wait.until(seconds: 10) {
            chosen = running.output.split(separator: "\n").first.flatMap { UInt16($0) }
            return chosen != nil || !running.isRunning
        }
        guard let chosen else { throw LabError(doing: "start the mail server", said: process.errors) }
        self.port = chosen
    }

    deinit { stop() }

    package func stop() { process.end(SIGKILL) }

    package func behave(_ behaviour: Behaviour) throws {
        let before = answers
        switch behaviour {
        case .refuse(let code, let times): try process.send(line: "refuse \(code) \(times)")
        case .rejectRecipient(let address): try process.send(line: "reject \(address)")
        case .dropAfterData(let times): try process.send(line: "drop \(times)")
        }
        _ = Wait.until(seconds: 5) { self.answers > before }
    }

    private var answers: Int { process.output.split(separator: "\n").count }

    /// When the first mail was complete, seconds since 1970; nil before.
    package var firstArrival: Double? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: mailFolder.path)) ?? []
        let first = names.filter { $0.hasSuffix(".json") }.min()
        let date = first.flatMap {
            try? FileManager.default.attributesOfItem(atPath: mailFolder.path + "/" + $0)[.modificationDate] as? Date
        }
        return date?.timeIntervalSince1970
    }

    /// The mails so far.
    package var mails: [Mail] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: mailFolder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
            (try? Data(contentsOf: mailFolder.appendingPathComponent(name))).flatMap {
                try? JSONDecoder().decode(Mail.self, from: $0)
            }
        }
    }

    /// Waits until there are `count` mails, at most `seconds`; the mails there are then.
    package func awaitMails(_ count: Int, seconds: Double) -> [Mail] {
        _ = Wait.until(seconds: seconds, every: 0.05) { self.mails.count >= count }
        return mails
    }

    /// Prints the port, then a line for each command read from standard input. Mails become NNNNNN.json.
    private static let script = #"""
        import json, os, socket, ssl, sys, threading
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult, SMTP

        folder, port, mode, user, password = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
        state = {"refuse": [0, 0], "reject": set(), "drop": 0, "count": 0}

        class Handler:
            async def handle_MAIL(self, server, session, envelope, address, options):
                code, times = state["refuse"]
                if times > 0:
                    state["refuse"][1] -= 1
                    return f"{code} not now"
                envelope.mail_from = address
                envelope.mail_options.extend(options)
                return "250 OK"

            async def handle_RCPT(self, server, session, envelope, address, options):
                if address in state["reject"]:
                    return "550 no such user"
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                state["count"] += 1
                mail = {"sender": envelope.mail_from or "", "recipients": envelope.rcpt_tos, "isEncrypted": session.ssl is not None,
                        "user": user if session.authenticated else None,
                        "content": envelope.original_content.decode("utf-8", "replace")}
                name = os.path.join(folder, f"{state['count']:06}")
                with open(name + ".part", "w") as file:
                    json.dump(mail, file)
                os.rename(name + ".part", name + ".json")
                if state["drop"] > 0:
                    state["drop"] -= 1
                    server.transport.abort()
                return "250 kept"

        def authenticate(server, session, envelope, mechanism, data):
            return AuthResult(success=data.login == user.encode() and data.password == password.encode(), handled=False)

        if port == 0:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
        options = {}
        if mode == "secured":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")
            options = dict(tls_context=context, require_starttls=True, auth_required=True, auth_require_tls=True,
                           authenticator=authenticate)
        controller = Controller(Handler(), hostname="127.0.0.1", port=port, **options)
        controller.start()
        print(port, flush=True)
        for line in sys.stdin:
            words = line.split()
            if words[0] == "refuse":
                state["refuse"] = [int(words[1]), int(words[2])]
            elif words[0] == "reject":
                state["reject"].add(words[1])
            elif words[0] == "drop":
                state["drop"] = int(words[1])
            print("obeyed", line.strip(), flush=True)
        threading.Event().wait()
        """#
}
