import Alerting
import Foundation
import MailDelivery
import TestSupport
import Testing

/// Targets that take no mail: a file, a program, a webhook and an Alertmanager on loopback.
struct TargetDeliveryTests {
    private let content = TargetDelivery.Content(
        json: Array(#"{"a":1}"#.utf8), alertmanager: Array("[{}]".utf8), text: "DOWN x\n\nlines\n")

    private func target(_ kind: AlertPolicy.Target.Kind) -> AlertPolicy.Target {
        var target = AlertPolicy.Target(name: "t", kind: kind)
        target.timeoutSeconds = 2
        return target
    }

    @Test func `a file gets a line for each notification`() async throws {
        let folder = try TemporaryFolder()
        var file = target(.file)
        file.path = folder.path("alerts.jsonl")
        for _ in 0..<2 { #expect(await TargetDelivery().send(content, to: file).verdict == .accepted) }
        #expect(try String(contentsOfFile: folder.path("alerts.jsonl"), encoding: .utf8) == "{\"a\":1}\n{\"a\":1}\n")
        file.path = folder.path("none/alerts.jsonl")
        #expect(await TargetDelivery().send(content, to: file).verdict == .temporary)
    }

    @Test func `a program gets the text on its input, and one that hangs or fails is tried again later`() async throws {
        let folder = try TemporaryFolder()
        var program = target(.command)
        program.command = ["/bin/sh", "-c", "cat > \"$0\"", folder.path("sms")]
        #expect(await TargetDelivery().send(content, to: program).verdict == .accepted)
        #expect(try String(contentsOfFile: folder.path("sms"), encoding: .utf8) == content.text)
        program.command = ["/bin/false"]
        #expect(await TargetDelivery().send(content, to: program).reply == "/bin/false ended with 1")
        program.command = ["/bin/sleep", "60"]
        program.timeoutSeconds = 1
        #expect(await TargetDelivery().send(content, to: program).reply == "/bin/sleep did not end within 1 s")
        program.command = ["/no/such/program"]
        #expect(await TargetDelivery().send(content, to: program).verdict == .temporary)
    }

    @Test func `a webhook and an Alertmanager get their documents at their paths`() async throws {
        let folder = try TemporaryFolder()
        let server = try HTTPCatcher(folder: folder, answer: 200)
        var hook = target(.webhook)
        hook.url = "http://127.0.0.1:\(server.port)/hook?x=1"
        hook.tokenFile = try folder.secret("Bearer abc")
        #expect(await TargetDelivery().send(content, to: hook).reply == "HTTP 200")
        var manager = target(.alertmanager)
        manager.url = "http://127.0.0.1:\(server.port)"
        #expect(await TargetDelivery().send(content, to: manager).verdict == .accepted)
        #expect(
            server.requests == [
                "POST /hook?x=1 application/json Bearer abc {\"a\":1}", "POST /api/v2/alerts application/json  [{}]",
            ])
        let refusing = try HTTPCatcher(folder: folder, answer: 400)
        hook.url = "http://127.0.0.1:\(refusing.port)/"
        #expect(await TargetDelivery().send(content, to: hook).verdict == .permanent)
        hook.url = "http://127.0.0.1:1/"
        #expect(await TargetDelivery().send(content, to: hook).verdict == .temporary)
        hook.url = "file:///etc/passwd"
        #expect(await TargetDelivery().send(content, to: hook).verdict == .temporary)
    }
}

/// Python's http.server that keeps what it is sent.
private final class HTTPCatcher: Sendable {
    let port: Int
    private let process: Process
    private let log: String

    init(folder: TemporaryFolder, answer: Int) throws {
        log = folder.path("http-\(answer)")
        let script = """
            import http.server, sys, threading, os
            class H(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    body = self.rfile.read(int(self.headers['Content-Length'])).decode()
                    open(sys.argv[1], 'a').write(' '.join(['POST', self.path, self.headers['Content-Type'], self.headers['Authorization'] or '', body]) + '\\n')
                    self.send_response(int(sys.argv[2])); self.end_headers()
                def log_message(self, *a): pass
            s = http.server.HTTPServer(('127.0.0.1', 0), H)
            print(s.server_address[1], flush=True)
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            s.serve_forever()
            """
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script, log, "\(answer)"]
        let (output, input) = (Pipe(), Pipe())
        (process.standardOutput, process.standardInput) = (output, input)
        try process.run()
        var line = ""
        while !line.contains("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            line += String(decoding: more, as: UTF8.self)
        }
        port = try #require(Int(line.prefix { $0.isNumber }))
    }

    deinit { process.terminate() }

    var requests: [String] {
        ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }
}
