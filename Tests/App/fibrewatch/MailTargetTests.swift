import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

/// `mail test --target` and what `status` says of what waits, as the built program.
struct MailTargetTests {
    private let folder: TemporaryFolder
    private let server: HTTPCatcher

    init() throws {
        folder = try TemporaryFolder()
        server = try HTTPCatcher(folder: folder, body: "thanks for hook-k3y-99")
        let alerts = folder.path("Alerts")
        try FileManager.default.createDirectory(atPath: alerts, withIntermediateDirectories: true)
        let token = try folder.secret("Bearer s3cr3t-token")
        let text = """
            people: [{id: person:ana, name: Ana, mail: ana@network.example}]
            fallback: [person:ana]
            targets:
              - {name: hook, kind: webhook, url: "http://127.0.0.1:\(server.port)/hook-k3y-99", token_file: \(token)}
              - {name: am, kind: alertmanager, url: "http://127.0.0.1:\(server.port)"}
              - {name: sms, kind: command, command: [/bin/sh, -c, "cat > \(folder.path("sms"))", pin-4711]}
              - {name: journal, kind: file, path: \(folder.path("journal.jsonl"))}
              - {name: dead, kind: webhook, url: "http://127.0.0.1:1/k3y-of-dead"}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: alerts + "/alerts.yaml"))
    }

    private func run(_ words: String...) throws -> ProgramResult {
        let topology = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path
        return try Program.run(
            [ProgramUnderTest.path] + words
                + ["--alerts", folder.path("Alerts"), "--topology", topology, "--database", folder.path("state.db")])
    }

    @Test func `each target is tried by its name, with what was sent, what it answered and no secret`() throws {
        let one = try run("mail", "test", "--target", "hook")
        #expect(one.status == 0 && one.lines.count == 2 && one.output.contains("HTTP 200: thanks for …"), "\(one)")
        #expect(server.requests.count == 1 && server.requests[0].contains("Bearer s3cr3t-token {"))
        let all = try run("mail", "test", "--target", "all")
        #expect(all.status == 1 && all.lines.count == 6, "\(all)")
        for words in [
            "am       alertmanager  http://127.0.0.1:\(server.port)", "alert FibrewatchTest", "/bin/sh ended with 0",
            "written to \(folder.path("journal.jsonl"))", "temporary",
        ] { #expect(all.output.contains(words), "\(words): \(all.output)") }
        #expect(!(one.output + one.errors).contains("k3y-"))
        for secret in ["s3cr", "k3y-of", "pin-4711"] { #expect(!(all.output + all.errors).contains(secret), "\(secret)") }
        #expect(try String(contentsOfFile: folder.path("sms"), encoding: .utf8).contains("this is a test of target sms"))
        #expect(try String(contentsOfFile: folder.path("journal.jsonl"), encoding: .utf8).contains("\"kind\":\"test\""))
        #expect(server.requests.contains { $0.hasPrefix("POST /api/v2/alerts") && $0.contains("FibrewatchTest") })
    }

    @Test func `what programs read of a try, and what is wrong usage`() throws {
        let json = try run("mail", "test", "--target", "hook", "--target", "dead", "--json")
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(rows.map { $0["target"] as? String } == ["hook", "dead"] && json.status == 1)
        #expect(rows.map { $0["verdict"] as? String } == ["accepted", "temporary"])
        #expect(rows[1]["place"] as? String == "http://127.0.0.1:1")
        let unknown = try run("mail", "test", "--target", "hok")
        #expect(unknown.status == 2 && unknown.errors.contains("there are: hook, am, sms, journal, dead"), "\(unknown)")
        let shown = try run("mail", "test", "--target", "am", "--show")
        #expect(shown.status == 0 && shown.output.contains("\"alertname\":\"FibrewatchTest\"") && server.requests.count == 1)
    }

    @Test func `status says apart what waits for people and what for programs, since when and with the last answer`() throws {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        try store.recordHeartbeat(Heartbeat(at: now, started: now, pid: 1, counts: [:], troubles: []))
        func mail(_ n: Int, to addresses: [String], minutesAgo: Int64) throws {
            let recipients = addresses.map { Recipient(person: "person:x", name: "x", address: $0) }
            let decided = now - .seconds(60 * minutesAgo)
            let mail = AlertNotification(
                id: "m\(n)", kind: .problem, urgency: .page, decided: decided, recipients: recipients, level: .internal,
                messageID: "m\(n)@x", references: [], incident: nil, object: nil, reason: .asked)
            let decision = AlertDecision(time: decided, incident: nil, object: nil, verdict: .notify(mail), reason: .asked)
            try store.record(StoreBatch(time: decided, decisions: [decision], mails: ["m\(n)": []]))
        }
        try mail(1, to: ["ana@x", "target:hook"], minutesAgo: 50)
        try mail(2, to: ["target:hook"], minutesAgo: 40)
        try mail(3, to: ["target:sms"], minutesAgo: 30)
        let dead = RelayAnswer(relay: "target:hook", all: ["target:hook"], .temporary, reply: "HTTP 503: gone")
        for id in ["m1", "m2"] { try store.recordAttempt(id, answer: dead, at: now - .seconds(180)) }
        let calm = try run("status", "--json")
        let greylisted = RelayAnswer(relay: "bg", all: ["ana@x"], .temporary, reply: "450 greylisted")
        try store.recordAttempt("m1", answer: greylisted, at: now - .seconds(240))
        try store.close()
        let status = try run("status", "--utc").output
        #expect(status.contains(", 1 mail waits for people\n"), "\(status)")
        #expect(
            status.contains("for people: 1 mail waiting since ") && status.contains(" ago: bg: 450 greylisted\n"), "\(status)")
        #expect(status.contains("for programs: 2 waiting for target hook since "), "\(status)")
        #expect(status.contains(" UTC; last answer 3 min ago: HTTP 503: gone\n"), "\(status)")
        #expect(status.contains("for programs: 1 waiting for target sms since ") && status.contains("; not tried yet\n"))
        let before = try #require(try JSONSerialization.jsonObject(with: Data(calm.output.utf8)) as? [String: Any])
        let health = try #require(before["monitor"] as? [String: Any])
        #expect(health["waiting_mails"] as? Int == 1 && health["last_mail_answer"] is NSNull)
        let targets = try #require(health["waiting_targets"] as? [[String: Any]])
        #expect(targets.map { $0["target"] as? String } == ["hook", "sms"] && targets.map { $0["waiting"] as? Int } == [2, 1])
    }

    @Test func `what waits for a dead target alone is no mail that waits`() throws {
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        try store.recordHeartbeat(Heartbeat(at: now, started: now, pid: 1, counts: [:], troubles: []))
        let hook = Recipient(person: "target:hook", name: "hook", address: "target:hook")
        let mail = AlertNotification(
            id: "m1", kind: .problem, urgency: .page, decided: now, recipients: [hook], level: .internal, messageID: "m1@x",
            references: [], incident: nil, object: nil, reason: .asked)
        let decision = AlertDecision(time: now, incident: nil, object: nil, verdict: .notify(mail), reason: .asked)
        try store.record(StoreBatch(time: now, decisions: [decision], mails: ["m1": []]))
        try store.close()
        let line = try run("status", "--nagios").output
        #expect(line.contains("waiting_mails=0") && line.contains("waiting_for_programs=1"), "\(line)")
    }
}
