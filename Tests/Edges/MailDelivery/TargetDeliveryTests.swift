import Alerting
import Foundation
import MailDelivery
import TestSupport
import Testing

/// Targets that take no mail: a file, a program, a webhook and an Alertmanager on loopback.
struct TargetDeliveryTests {
    private let content = TargetDelivery.Content(
        json: Array(#"{"a":1}"#.utf8), text: "DOWN x\n\nlines\n")

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
        #expect(await TargetDelivery().tell(Array("[{}]".utf8), to: manager).verdict == .accepted)
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

    @Test func `what a server answers is told in one line, without the secrets that it repeats`() async throws {
        let folder = try TemporaryFolder()
        let echo =
            "no hook at\t/services/T0AB/xoxb99887766\u{202E}?key=k3y-of-ours for Bearer s3cr3t-token, s3cr3t-to\n"
            + String(repeating: "x", count: 3000)
        let server = try HTTPCatcher(folder: folder, answer: 404, body: echo)
        var hook = target(.webhook)
        hook.url = "http://ana:pa55word@127.0.0.1:\(server.port)/services/T0AB/xoxb99887766?key=k3y-of-ours"
        hook.tokenFile = try folder.secret("Bearer s3cr3t-token")
        let answer = await TargetDelivery().send(content, to: hook)
        #expect(answer.verdict == .temporary)
        #expect(answer.reply.hasPrefix("HTTP 404: no hook at /…/T0AB/… ?key=… for Bearer …, … x"), "\(answer.reply)")
        #expect(answer.reply.count < 200 && hook.place == "http://127.0.0.1:\(server.port)")
        #expect(!answer.reply.contains("s3cr") && server.requests.count == 1)
    }
}
