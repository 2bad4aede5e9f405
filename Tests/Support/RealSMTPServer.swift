import Foundation

/// Python's aiosmtpd as a relay: STARTTLS, AUTH, each mail stored as it came. Ends with this value, or with the test that made it.
package final class RealSMTPServer: Sendable {
    package struct Settings: Sendable {
        /// Where it listens; port 0 takes a free one.
        package var host = "127.0.0.1"
        package var port = 0
        /// Offer STARTTLS, and take no mail without it.
        package var requiresTLS = false
        /// Take mails only from this user (with TLS only).
        package var user: String?
        package var password: String?
        /// The host name or address in the certificate.
        package var certificateName = "127.0.0.1"
        /// Words before the program, such as `ip netns exec collector`.
        package var launchedBy: [String] = []
        package init() {}
    }

    package struct Mail: Sendable {
        package var sender: String
        package var recipients: [String]
        package var isEncrypted: Bool
        package var user: String?
        /// As it came, lines end in CR LF.
        package var bytes: [UInt8]
        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private struct Envelope: Decodable {
        var sender: String
        var recipients: [String]
        var tls: Bool
        var user: String?
    }

    struct NotStarted: Error, CustomStringConvertible { let description: String }

    /// True where Debian's Python has aiosmtpd.
    package static var isInstalled: Bool {
        (try? Program.run(["/usr/bin/python3", "-c", "import aiosmtpd"]))?.status == 0 && Program.path("openssl") != nil
    }

    package let port: Int
    /// Where the mails are stored: `0001.eml`, `0001.json`, …
    package let folder: TemporaryFolder
    /// The CA that signed the server's certificate; nil without TLS.
    package let caFile: String?
    private let process: Process
    private let input = Pipe()

    package init(_ settings: Settings = Settings()) throws {
        folder = try TemporaryFolder()
        caFile = settings.requiresTLS ? folder.path("ca.pem") : nil
        if settings.requiresTLS { try Self.makeCertificates(in: folder, name: settings.certificateName) }
        let process = Process()
        let words =
            settings.launchedBy + [
                "/usr/bin/python3", "-c", Self.script, folder.url.path, settings.host, "\(settings.port)",
                settings.requiresTLS ? "tls" : "clear",
            ]
        process.executableURL = URL(fileURLWithPath: words[0].contains("/") ? words[0] : Program.path(words[0]) ?? words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging([
            "SMTP_USER": settings.user ?? "", "SMTP_PASSWORD": settings.password ?? "",
        ]) { $1 }
        let output = Pipe()
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        self.process = process
        // One line when it listens; the end of the stream if it could not.
        var line = ""
        while !line.contains("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            line += String(decoding: more, as: UTF8.self)
        }
        guard line.hasPrefix("ready "), let port = Int(line.dropFirst(6).prefix { $0.isNumber }) else {
            throw NotStarted(description: "aiosmtpd did not start: \(line)")
        }
        self.port = port
    }

    deinit { stop() }

    package func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The mails so far, in order of arrival.
    package var mails: [Mail] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
            guard let data = FileManager.default.contents(atPath: folder.path(name)),
                let envelope = try? JSONDecoder().decode(Envelope.self, from: data),
                let mail = FileManager.default.contents(atPath: folder.path(String(name.dropLast(5)) + ".eml"))
            else { return nil }
            return Mail(
                sender: envelope.sender, recipients: envelope.recipients, isEncrypted: envelope.tls, user: envelope.user,
                bytes: Array(mail))
        }
    }

    /// Waits until `count` mails have come, at most `seconds`; returns what came.
    package func waitForMails(_ count: Int, seconds: Double = 20) -> [Mail] {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while mails.count < count, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
        return mails
    }

    /// A CA and a certificate that it signed for `name`.
    private static func makeCertificates(in folder: TemporaryFolder, name: String) throws {
        let kind = name.allSatisfy { $0.isNumber || $0 == "." } || name.contains(":") ? "IP" : "DNS"
        let commands = [
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=fibrewatch-test-ca -keyout ca.key -out ca.pem",
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=relay -keyout server.key -out server.csr",
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san.cnf -out server.pem",
        ]
        try Data("subjectAltName=\(kind):\(name)\n".utf8).write(to: folder.url.appendingPathComponent("san.cnf"))
        for command in commands {
            let words = command.split(separator: " ").map(String.init)
            let arguments = words.map { $0.contains(".") && !$0.contains(":") && !$0.contains("/") ? folder.path($0) : $0 }
            let result = try Program.run(["openssl"] + arguments)
            guard result.status == 0 else { throw NotStarted(description: "openssl \(words[0]): \(result.errors)") }
        }
    }

    /// Mails are renamed into place, so that a reader never sees half of one. The program ends when its input does.
    private static let script = """
        import asyncio, json, os, ssl, sys, threading
        from aiosmtpd.smtp import SMTP, AuthResult
        folder, host, port, mode = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
        user, password = os.environ['SMTP_USER'], os.environ['SMTP_PASSWORD']
        count = 0

        class Store:
            async def handle_DATA(self, server, session, envelope):
                global count
                count += 1
                path = os.path.join(folder, '%04d' % count)
                with open(path + '.tmp', 'wb') as f: f.write(envelope.original_content)
                os.rename(path + '.tmp', path + '.eml')
                meta = dict(sender=envelope.mail_from, recipients=envelope.rcpt_tos, tls=session.ssl is not None,
                            user=session.auth_data if session.authenticated else None)
                with open(path + '.tmp', 'w') as f: json.dump(meta, f)
                os.rename(path + '.tmp', path + '.json')
                return '250 2.0.0 Ok: queued as T%04d' % count

        def authenticate(server, session, envelope, mechanism, data):
            ok = data.login.decode() == user and data.password.decode() == password
            session.auth_data = user if ok else None
            result = AuthResult(success=ok, handled=ok)
            if ok: result.auth_data = user
            return result

        options = {}
        if mode == 'tls':
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(os.path.join(folder, 'server.pem'), os.path.join(folder, 'server.key'))
            options.update(tls_context=context, require_starttls=True)
        if user:
            options.update(auth_required=True, auth_require_tls=True, authenticator=authenticate)

        def watch():
            sys.stdin.buffer.read()
            os._exit(0)

        async def main():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: SMTP(Store(), hostname='relay.test', **options), host, port)
            print('ready', server.sockets[0].getsockname()[1], flush=True)
            threading.Thread(target=watch, daemon=True).start()
            await server.serve_forever()

        asyncio.run(main())
        """
}
